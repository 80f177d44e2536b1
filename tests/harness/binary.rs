//! The real binary, for tests of what only a process can show: that it is killed, and starts again.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use tempfile::TempDir;

/// How long a process may take to say what it must say.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A database and an index that commands work on.
pub(crate) struct Installation {
    /// The address of the database.
    pub(crate) url: String,
    /// A folder for files of the test, which also holds the index.
    pub(crate) folder: TempDir,
}

/// A process at work. Dropped, it is killed.
pub(crate) struct Running {
    child: Child,
    said: Receiver<String>,
}

impl Installation {
    /// A database as `migrate` makes it.
    pub(crate) fn new(url: String) -> Self {
        let site = Self { url, folder: tempfile::tempdir().expect("a temporary folder can be made") };
        site.run(&["migrate"]);
        site
    }

    /// A command that runs to its end, with what it said.
    pub(crate) fn try_run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the binary runs")
    }

    /// What a command that must succeed prints.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let output = self.try_run(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).expect("the output is text")
    }

    /// A command that goes on meanwhile.
    pub(crate) fn start(&self, arguments: &[&str]) -> Running {
        let mut command = self.command(arguments);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        let stderr = child.stderr.take().expect("the error output is piped");
        let (say, said) = channel();
        // Read to the end even where nobody listens: a full pipe would hold the process up.
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let _ = say.send(line);
            }
        });
        Running { child, said }
    }

    /// A server on a port of its own, with the address of its API.
    pub(crate) fn serve(&self, options: &[&str]) -> (Running, String) {
        let server = self.start(&[&["serve", "--adresse", "127.0.0.1:0"], options].concat());
        let line = server.wait_for("http://", PATIENCE).expect("the server says where it listens");
        let address = line.split_whitespace().find(|word| word.starts_with("http://")).expect("an address");
        (server, address.trim_end_matches('.').to_owned())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(arguments).env("TALENTS_DATABASE_URL", &self.url).env("LC_ALL", "fr_FR.UTF-8");
        command.env("TALENTS_INDEX_DIR", self.folder.path().join("index")).env_remove("TALENTS_LOG");
        command
    }
}

impl Running {
    /// Waits for a line of the error output that has these words; `None` where the process ends without it, or says
    /// nothing for so long.
    pub(crate) fn wait_for(&self, words: &str, patience: Duration) -> Option<String> {
        std::iter::from_fn(|| self.said.recv_timeout(patience).ok()).find(|line| line.contains(words))
    }

    /// Kills it with SIGKILL, wherever it is; gives whether it was still at work.
    pub(crate) fn kill(mut self) -> bool {
        let was_at_work = self.child.try_wait().expect("a child can be asked").is_none();
        self.stop();
        was_at_work
    }

    /// Asks it to stop, as a supervisor does, and waits for its end; gives whether it ended well.
    pub(crate) fn stop_gracefully(mut self) -> bool {
        let ask = format!("kill -TERM {}", self.child.id());
        let asked = Command::new("sh").args(["-c", &ask]).status().expect("a shell can be started");
        assert!(asked.success(), "{ask}");
        self.child.wait().expect("a child can be waited for").success()
    }

    fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The binary beside the tests, which is built first: the tests' own package does not make it.
fn binary() -> &'static PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let test = std::env::current_exe().expect("a test knows where it is");
        let folder = test.parent().and_then(|deps| deps.parent()).expect("tests are in target/<profile>/deps");
        let profile = match folder.file_name().and_then(|name| name.to_str()) {
            Some("debug") | None => "dev",
            Some(name) => name,
        };
        // Together with the tests, so that what both stand on is not built a second time with other features.
        let built = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into()))
            .args(["build", "--quiet", "--package", "talents-server", "--package", "talents-tests"])
            .args(["--bin", "talents", "--profile", profile, "--target-dir"])
            .arg(folder.parent().expect("a profile is in a target folder"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo can be started");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        folder.join("talents")
    })
}
