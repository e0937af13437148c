//! A real server on a port of its own, for the tests that talk to a socket.

use super::support::kipp;
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

/// A server that ends with the test.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub url: String,
}

impl Server {
    /// Serves a data folder on a free port.
    pub fn start(data: &Path) -> Self {
        Self::start_with(data, |_| ())
    }

    /// Serves a data folder on a free port, with more arguments and variables.
    pub fn start_with(data: &Path, more: impl FnOnce(&mut Command)) -> Self {
        let mut command = kipp();
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data);
        command.stderr(Stdio::null());
        more(&mut command);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("kipp runs");
        let stdout = child.stdout.take().expect("its output is ours");
        let line =
            BufReader::new(stdout).lines().next().expect("it says its address").expect("text");
        let url = line.split_whitespace().last().expect("an address").to_owned();
        Self { child, url }
    }

    /// Asks it politely to stop and waits; tells whether it ended well.
    pub fn stop(mut self) -> bool {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(asked.is_ok_and(|s| s.success()), "kill runs");
        self.child.wait().is_ok_and(|status| status.success())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, and that is fine.
        let _ended = self.child.kill();
        let _gone = self.child.wait();
    }
}
