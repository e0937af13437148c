//! What the tests share: databases, demo editions, and a real server on a port of its own.

use kipp::server::Db;
use sqlx::{Connection, Executor};
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

/// A database that is gone after the test.
pub struct Database {
    /// Which one, for messages.
    pub name: &'static str,
    /// Its address.
    pub url: String,
    /// A data folder for the files beside it.
    pub home: TempDir,
}

/// `SQLite`, and `PostgreSQL` if the test command started one; CI must.
pub async fn databases() -> Vec<Database> {
    let home = || tempfile::tempdir().expect("a temporary folder");
    let sqlite = home();
    let url = format!("sqlite://{}?mode=rwc", sqlite.path().join("kipp.db").display());
    let mut all = vec![Database { name: "sqlite", url, home: sqlite }];
    match std::env::var("KIPP_TEST_POSTGRES") {
        Ok(server) => {
            let name = format!("kipp_{}", uuid::Uuid::now_v7().simple());
            sqlx::any::install_default_drivers();
            let mut conn =
                sqlx::AnyConnection::connect(&server).await.expect("the PostgreSQL of the tests");
            let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
            conn.execute(create).await.expect("a database of its own");
            all.push(Database {
                name: "postgres",
                url: with_database(&server, &name),
                home: home(),
            });
        }
        Err(_) => assert!(
            std::env::var("CI").is_err(),
            "CI runs the storage tests on PostgreSQL too: use scripts/with-postgres.sh"
        ),
    }
    all
}

/// The server's address with another database in it.
fn with_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').map_or((server, ""), |(a, q)| (a, q));
    let (front, _) = address.rsplit_once('/').expect("an address with a database");
    if query.is_empty() { format!("{front}/{name}") } else { format!("{front}/{name}?{query}") }
}

/// The program under test.
pub fn kipp() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kipp"));
    command.env_remove("KIPP_DATABASE").env_remove("KIPP_DATA");
    command
}

/// Builds a demo at a stage.
pub fn demo(data: &Path, stage: &str, more: &[&str]) {
    let built = kipp()
        .args(["demo", "--data"])
        .arg(data)
        .args(["--stage", stage])
        .args(more)
        .output()
        .expect("kipp runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
}

/// Opens a data folder's `SQLite` database.
pub async fn open(data: &Path) -> Db {
    Db::open(&kipp::server::config::sqlite_url(data)).await.expect("the demo's database")
}

/// A server that ends with the test.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub url: String,
}

impl Server {
    /// Serves a data folder on a free port.
    pub fn start(data: &Path) -> Self {
        let mut child = kipp()
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("kipp runs");
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
