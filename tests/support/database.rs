//! Databases of the storage tests: `SQLite` always, `PostgreSQL` if the test command started one.

use kipp::server::Db;
use sqlx::{Connection, Executor};
use std::path::{Path, PathBuf};
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

impl Database {
    /// Its data folder, once a demo was built.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// A demo at a stage, in this database.
    pub async fn demo(&self, stage: &str) -> Db {
        let data = self.data();
        if self.name == "sqlite" {
            super::support::demo(&data, stage, &[]);
            return open(&data).await;
        }
        super::support::demo(&data, stage, &["--database", &self.url]);
        Db::open(&self.url).await.expect(self.name)
    }
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

/// Opens a data folder's `SQLite` database.
pub async fn open(data: &Path) -> Db {
    Db::open(&kipp::server::config::sqlite_url(data)).await.expect("the demo's database")
}
