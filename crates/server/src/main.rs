//! The one binary: see `talents --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    talents_server::cli::run()
}
