//! The only file that knows which database it is: `SQLite` in a folder, or `PostgreSQL`.
//!
//! House rules for every SQL text (each found by running both): columns are TEXT, BIGINT or
//! DOUBLE PRECISION; placeholders are `$n`; a flag is a nullable time; ids are made here, never by
//! the database; branch on `is_unique_violation()`, never on a constraint's name.

use super::{audit, bus::Bus};
use crate::fault::Fault;
use anyhow::{Context, bail};
use serde::Serialize;
use sqlx::{
    Any, AnyConnection, AnyPool, Executor, Transaction,
    any::{AnyPoolOptions, install_default_drivers},
    migrate::{MigrateError, Migrator},
    pool::PoolConnection,
    postgres::PgListener,
};
use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

/// A connection for reading; dereferences to what `sqlx` executes on.
pub type DbConn = PoolConnection<Any>;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// The channel all nodes of a `PostgreSQL` installation listen on.
const CHANNEL: &str = "kipp";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Sqlite,
    Postgres,
}

/// Both doors to the database: many readers, and writers that queue.
#[derive(Clone, Debug)]
pub struct Db {
    kind: Kind,
    readers: AnyPool,
    writers: AnyPool,
    /// Where committed changes are announced.
    pub bus: Bus,
}

impl Db {
    /// Opens the database, creating a `SQLite` file if there is none, and brings it to this version.
    ///
    /// # Errors
    /// One sentence for the console: unreachable, unwritable, or written by a newer version.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        install_default_drivers();
        let kind = match url.split(':').next() {
            Some("sqlite") => Kind::Sqlite,
            Some("postgres" | "postgresql") => Kind::Postgres,
            _ => bail!("the database address must begin with sqlite: or postgres:"),
        };
        let options = || {
            AnyPoolOptions::new().acquire_timeout(Duration::from_secs(30)).after_connect(
                move |conn, _| {
                    Box::pin(async move {
                        if kind == Kind::Sqlite {
                            // WAL lets readers go on while one writes; NORMAL is safe with WAL
                            // against a killed process, FULL also against a power cut, and a
                            // submission that was acknowledged must survive that.
                            conn.execute(
                                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                                 PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 20000;",
                            )
                            .await?;
                        }
                        Ok(())
                    })
                },
            )
        };
        let writer_count = if kind == Kind::Sqlite { 1 } else { 8 };
        let writers =
            options().max_connections(writer_count).connect(url).await.with_context(
                || "the database cannot be opened; check its address and permissions",
            )?;
        match MIGRATIONS.run(&writers).await {
            Ok(()) => {}
            Err(
                MigrateError::VersionMissing(version) | MigrateError::VersionTooNew(version, _),
            ) => {
                bail!(
                    "this database was written by a newer kipp (migration {version}); \
                     start that version, or restore an older backup"
                )
            }
            Err(error) => {
                return Err(error).context("the database could not be brought up to date");
            }
        }
        let readers = options()
            .max_connections(8)
            .connect(url)
            .await
            .context("the database cannot be opened for reading")?;
        let db = Self { kind, readers, writers, bus: Bus::default() };
        if kind == Kind::Postgres {
            tokio::spawn(relay(url.to_owned(), db.bus.clone()));
        }
        Ok(db)
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// When none is free within half a minute.
    pub async fn read(&self) -> Result<DbConn, Fault> {
        Ok(self.readers.acquire().await?)
    }

    /// Begins a change by `actor` at `now`. On `SQLite` the write lock is taken at once: a
    /// transaction that reads first and upgrades later fails without waiting.
    ///
    /// # Errors
    /// When the lock cannot be had within half a minute.
    pub async fn write(&self, actor: &str, now: i64) -> Result<Tx, Fault> {
        let mut inner = match self.kind {
            Kind::Sqlite => self.writers.begin_with("BEGIN IMMEDIATE").await?,
            Kind::Postgres => self.writers.begin().await?,
        };
        if self.kind == Kind::Postgres {
            // Writers queue at the chain's head from the start: every change ends there anyway,
            // and taking it first makes deadlocks between changes impossible.
            inner.execute("SELECT seq FROM audit_head WHERE id = 'main' FOR UPDATE").await?;
        }
        Ok(Tx {
            inner,
            kind: self.kind,
            bus: self.bus.clone(),
            actor: actor.to_owned(),
            now,
            entries: Vec::new(),
            topics: Vec::new(),
        })
    }

    /// Closes every connection, so that the files are whole when the process ends.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }
}

/// Refills this node's bus from `PostgreSQL`'s notifications, for ever.
async fn relay(url: String, bus: Bus) {
    loop {
        let listening = async {
            let mut listener = PgListener::connect(&url).await?;
            listener.listen(CHANNEL).await?;
            // Whatever was missed while away: streams re-read on any topic they know.
            bus.publish("*");
            loop {
                bus.publish(listener.recv().await?.payload());
            }
        };
        let ended: Result<(), sqlx::Error> = listening.await;
        if let Err(error) = ended {
            tracing::warn!(%error, "notifications interrupted; connecting again");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// One change: writes, audit entries and announcements that happen together or not at all.
#[derive(Debug)]
pub struct Tx {
    inner: Transaction<'static, Any>,
    kind: Kind,
    bus: Bus,
    actor: String,
    now: i64,
    entries: Vec<audit::Entry>,
    topics: Vec<String>,
}

impl Tx {
    /// Notes a change for the audit chain; `before` or `after` is `&()` where there is none.
    pub fn record(
        &mut self,
        action: &str,
        subject: &str,
        before: &impl Serialize,
        after: &impl Serialize,
    ) {
        self.entries.push(audit::Entry {
            action: action.to_owned(),
            subject: subject.to_owned(),
            before: audit::fingerprint(before),
            after: audit::fingerprint(after),
        });
    }

    /// Announces a topic to every node once this change is committed.
    pub fn publish(&mut self, topic: &str) {
        self.topics.push(topic.to_owned());
    }

    /// Writes the audit entries and makes everything last.
    ///
    /// # Errors
    /// When the database refuses; nothing has happened then.
    pub async fn commit(mut self) -> Result<(), Fault> {
        audit::append(&mut self.inner, self.now, &self.actor, &self.entries).await?;
        if self.kind == Kind::Postgres {
            for topic in &self.topics {
                sqlx::query("SELECT pg_notify($1, $2)")
                    .bind(CHANNEL)
                    .bind(topic)
                    .execute(&mut *self.inner)
                    .await?;
            }
        }
        self.inner.commit().await?;
        if self.kind == Kind::Sqlite {
            self.topics.iter().for_each(|topic| self.bus.publish(topic));
        }
        Ok(())
    }
}

impl Deref for Tx {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "database");
        Self::Ours
    }
}

/// Whether a write failed because the thing is already there.
pub fn is_taken(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}
