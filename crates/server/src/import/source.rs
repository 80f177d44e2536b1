//! Where the bytes of an import come from.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

/// Bytes read at once.
const BUFFER: usize = 64 * 1024;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma- or semicolon-separated values, with a header.
    Csv,
    /// A JSON object a line.
    JsonLines,
}

impl Format {
    /// The format that the extension of a file tells.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

/// Where the bytes come from.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// A file.
    File(&'a Path),
    /// Bytes at hand, such as those of the demo.
    Bytes(&'a [u8]),
}

impl<'a> Source<'a> {
    /// Begins to read.
    pub(super) fn open(self) -> io::Result<Box<dyn BufRead + 'a>> {
        Ok(match self {
            Self::File(path) => Box::new(BufReader::with_capacity(BUFFER, File::open(path)?)),
            Self::Bytes(bytes) => Box::new(bytes),
        })
    }

    /// How many there are.
    pub(super) fn total_bytes(self) -> io::Result<u64> {
        match self {
            Self::File(path) => Ok(path.metadata()?.len()),
            Self::Bytes(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// Their SHA-256 in hexadecimal: the same file under another name is the same.
    pub(super) fn digest(self) -> io::Result<String> {
        let mut hasher = Sha256::new();
        let mut reader = self.open()?;
        let mut buffer = vec![0; BUFFER];
        loop {
            match reader.read(&mut buffer)? {
                0 => return Ok(hex::encode(hasher.finalize())),
                read => hasher.update(&buffer[..read]),
            }
        }
    }
}
