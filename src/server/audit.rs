//! The audit chain: each change names who, when, what, and the hash of the entry before it.

use crate::fault::Fault;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Row};
use std::fmt::Write as _;

/// One change, before it has its place in the chain.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was done, e.g. `proposal.submit`.
    pub action: String,
    /// To what: kind and id, e.g. `proposal:0198…`.
    pub subject: String,
    /// SHA-256 of the thing before, as JSON; empty if there was none.
    pub before: String,
    /// SHA-256 of the thing after, as JSON; empty if it is gone.
    pub after: String,
}

/// SHA-256 in hex.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _always = write!(hex, "{byte:02x}");
        hex
    })
}

/// SHA-256 of a value's JSON; empty for `None` and `()`, which serialise to `null`.
pub fn fingerprint(value: &impl Serialize) -> String {
    match serde_json::to_string(value) {
        Ok(json) if json != "null" => sha256(json.as_bytes()),
        _ => String::new(),
    }
}

/// The hash that seals one entry: every field, each preceded by its length, so that no text
/// can be moved from one field to the next.
fn seal(seq: i64, at: i64, actor: &str, entry: &Entry, previous: &str) -> String {
    let mut text = format!("{seq};{at};");
    for field in [actor, &entry.action, &entry.subject, &entry.before, &entry.after, previous] {
        let _always = write!(text, "{}:{field};", field.len());
    }
    sha256(text.as_bytes())
}

/// Appends entries in the caller's transaction. The head row is taken first, so that writers
/// queue here and the sequence has no gap.
///
/// # Errors
/// Whatever the database says.
pub async fn append(
    conn: &mut AnyConnection,
    at: i64,
    actor: &str,
    entries: &[Entry],
) -> Result<(), Fault> {
    for entry in entries {
        let head = sqlx::query(
            "UPDATE audit_head SET seq = seq + 1 WHERE id = 'main' RETURNING seq, hash",
        )
        .fetch_one(&mut *conn)
        .await?;
        let (seq, previous): (i64, String) = (head.try_get(0)?, head.try_get(1)?);
        let hash = seal(seq, at, actor, entry, &previous);
        sqlx::query(
            "INSERT INTO audit (seq, at, actor, action, subject, before_hash, after_hash, previous, hash) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(seq)
        .bind(at)
        .bind(actor)
        .bind(&entry.action)
        .bind(&entry.subject)
        .bind(&entry.before)
        .bind(&entry.after)
        .bind(&previous)
        .bind(&hash)
        .execute(&mut *conn)
        .await?;
        sqlx::query("UPDATE audit_head SET hash = $1 WHERE id = 'main'")
            .bind(&hash)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// What a walk along the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Unbroken, with this many entries.
    Whole(i64),
    /// The first entry that is not what it was when written.
    Broken {
        /// Its place.
        seq: i64,
        /// What is wrong, in English, for the console.
        why: String,
    },
}

/// Walks the chain from its first entry.
///
/// # Errors
/// Whatever the database says; a broken chain is a [`Verdict`], not an error.
pub async fn verify(conn: &mut AnyConnection) -> Result<Verdict, Fault> {
    let rows = sqlx::query(
        "SELECT seq, at, actor, action, subject, before_hash, after_hash, previous, hash \
         FROM audit ORDER BY seq",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut last = String::new();
    let mut expected = 1_i64;
    for row in &rows {
        let seq: i64 = row.try_get(0)?;
        let broken = |why: &str| Ok(Verdict::Broken { seq: expected, why: why.to_owned() });
        if seq != expected {
            return broken("entry is missing");
        }
        let entry = Entry {
            action: row.try_get(3)?,
            subject: row.try_get(4)?,
            before: row.try_get(5)?,
            after: row.try_get(6)?,
        };
        let (previous, hash): (String, String) = (row.try_get(7)?, row.try_get(8)?);
        if previous != last {
            return broken("entry does not follow the one before it");
        }
        if seal(seq, row.try_get(1)?, &row.try_get::<String, _>(2)?, &entry, &previous) != hash {
            return broken("entry was altered");
        }
        last = hash;
        expected += 1;
    }
    let head = sqlx::query("SELECT seq, hash FROM audit_head WHERE id = 'main'")
        .fetch_one(&mut *conn)
        .await?;
    let (seq, hash): (i64, String) = (head.try_get(0)?, head.try_get(1)?);
    if seq != expected - 1 || hash != last {
        let why = "entries are missing at the end".to_owned();
        return Ok(Verdict::Broken { seq: expected, why });
    }
    Ok(Verdict::Whole(seq))
}
