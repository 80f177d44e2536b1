//! The folder of a demo's store, deleted at its end; and, when the next demo begins, that of a demo that was killed.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

use tempfile::TempDir;

/// What the folders of demos are called.
const PREFIX: &str = "talents-demo-";
/// The file in each that its demo keeps locked for as long as it lives.
const LOCK: &str = "lock";

/// A folder that says that its demo lives.
pub(super) struct Folder {
    dir: TempDir,
    /// Freed by the system, however the demo ends.
    _lock: File,
}

impl Folder {
    /// A new folder, in place of those that killed demos have left.
    pub(super) fn new() -> io::Result<Self> {
        Self::new_in(&std::env::temp_dir())
    }

    fn new_in(parent: &Path) -> io::Result<Self> {
        // One demo at a time, so that none deletes a folder that another has made and not locked yet.
        let turn = locked(&parent.join("talents-demo.lock"));
        if turn.is_ok() {
            sweep(parent);
        }
        let dir = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)?;
        let lock = locked(&dir.path().join(LOCK))?;
        Ok(Self { dir, _lock: lock })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Deletes it.
    pub(super) fn close(self) -> io::Result<()> {
        self.dir.close()
    }
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path)
}

fn locked(path: &Path) -> io::Result<File> {
    let file = open(path)?;
    file.lock()?;
    Ok(file)
}

/// Deletes the folders whose demo is dead. What can't be deleted is somebody else's, and stays.
fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let lock = entry.path().join(LOCK);
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX) && lock.is_file();
        if ours && open(&lock).is_ok_and(|lock| lock.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_demo_clears_away_after_a_dead_one_alone() {
        let parent = tempfile::tempdir().unwrap();
        let living = Folder::new_in(parent.path()).unwrap();
        let dead = parent.path().join("talents-demo-dead");
        let other = parent.path().join("talents-demo-without-lock");
        for folder in [&dead, &other] {
            fs::create_dir(folder).unwrap();
        }
        File::create(dead.join(LOCK)).unwrap();
        let next = Folder::new_in(parent.path()).unwrap();
        assert!(living.path().exists() && next.path().exists() && other.exists());
        assert!(!dead.exists());
    }
}
