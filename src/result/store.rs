//! SQL of the seal: one row for each edition, two signatures; broken ones beside it, and the keys.

use crate::fault::Fault;
use sqlx::{AnyConnection, Row, any::AnyRow};

/// A seal with one or two signatures.
#[derive(Clone, Debug)]
pub struct Seal {
    pub document: String,
    pub annex: Option<String>,
    pub sha256: String,
    pub first_by: String,
    pub second_by: Option<String>,
    pub second_at: Option<i64>,
    pub nonce: Option<String>,
    pub manifest: Option<String>,
    pub signature: Option<String>,
    pub breaking: Option<Breaking>,
}

/// One officer's wish to break a seal.
#[derive(Clone, Debug)]
pub struct Breaking {
    pub by: String,
    pub at: i64,
    pub reason: String,
}

/// What the second signature adds.
pub struct Closing<'a> {
    pub by: &'a str,
    pub at: i64,
    pub nonce: &'a str,
    pub manifest: &'a str,
    pub signature: &'a str,
}

/// A seal that was broken.
#[derive(Clone, Debug)]
pub struct Broken {
    pub seal: Seal,
    pub by: String,
    pub at: i64,
}

macro_rules! seals {
    ($rest:literal) => {
        concat!(
            "SELECT document, annex, sha256, first_by, second_by, second_at, nonce, \
             manifest, signature, break_by, break_at, break_reason",
            $rest
        )
    };
}

fn seal(row: &AnyRow) -> Result<Seal, Fault> {
    let breaking = match (
        row.try_get::<Option<String>, _>(9)?,
        row.try_get::<Option<i64>, _>(10)?,
        row.try_get::<Option<String>, _>(11)?,
    ) {
        (Some(by), Some(at), Some(reason)) => Some(Breaking { by, at, reason }),
        _ => None,
    };
    Ok(Seal {
        document: row.try_get(0)?,
        annex: row.try_get(1)?,
        sha256: row.try_get(2)?,
        first_by: row.try_get(3)?,
        second_by: row.try_get(4)?,
        second_at: row.try_get(5)?,
        nonce: row.try_get(6)?,
        manifest: row.try_get(7)?,
        signature: row.try_get(8)?,
        breaking,
    })
}

pub async fn get(conn: &mut AnyConnection, edition: &str) -> Result<Option<Seal>, Fault> {
    sqlx::query(seals!(" FROM seal WHERE edition = $1"))
        .bind(edition)
        .fetch_optional(&mut *conn)
        .await?
        .as_ref()
        .map(seal)
        .transpose()
}

/// Seals that were broken, oldest first.
pub async fn broken(conn: &mut AnyConnection, edition: &str) -> Result<Vec<Broken>, Fault> {
    let rows = sqlx::query(seals!(
        ", broken_by, broken_at FROM broken_seal WHERE edition = $1 ORDER BY broken_at, id"
    ))
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter()
        .map(|row| Ok(Broken { seal: seal(row)?, by: row.try_get(12)?, at: row.try_get(13)? }))
        .collect()
}

/// The first signature; one for another result replaces it, as long as there is no second.
pub async fn first(
    conn: &mut AnyConnection,
    edition: &str,
    document: &str,
    annex: &str,
    sha256: &str,
    (by, now): (&str, i64),
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO seal (edition, document, annex, sha256, first_by, first_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (edition) DO UPDATE \
         SET document = $2, annex = $3, sha256 = $4, first_by = $5, first_at = $6 \
         WHERE seal.second_by IS NULL",
    )
    .bind(edition)
    .bind(document)
    .bind(annex)
    .bind(sha256)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

pub async fn second(
    conn: &mut AnyConnection,
    edition: &str,
    closing: &Closing<'_>,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE seal SET second_by = $2, second_at = $3, nonce = $4, manifest = $5, signature = $6 \
         WHERE edition = $1 AND second_by IS NULL AND first_by <> $2",
    )
    .bind(edition)
    .bind(closing.by)
    .bind(closing.at)
    .bind(closing.nonce)
    .bind(closing.manifest)
    .bind(closing.signature)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes who wants a closed seal broken; a new wish replaces an older one of the same officer only.
pub async fn ask_break(
    conn: &mut AnyConnection,
    edition: &str,
    breaking: &Breaking,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE seal SET break_by = $2, break_at = $3, break_reason = $4 \
         WHERE edition = $1 AND second_by IS NOT NULL AND (break_by IS NULL OR break_by = $2)",
    )
    .bind(edition)
    .bind(&breaking.by)
    .bind(breaking.at)
    .bind(&breaking.reason)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a seal off and keeps it as a record.
pub async fn break_up(
    conn: &mut AnyConnection,
    id: &str,
    edition: &str,
    (by, now): (&str, i64),
) -> Result<bool, Fault> {
    let kept = sqlx::query(
        "INSERT INTO broken_seal (id, edition, document, annex, sha256, nonce, manifest, signature, \
         first_by, first_at, second_by, second_at, break_by, break_at, break_reason, broken_by, \
         broken_at) \
         SELECT $1, edition, document, annex, sha256, nonce, manifest, signature, first_by, \
         first_at, second_by, second_at, break_by, break_at, break_reason, $3, $4 \
         FROM seal WHERE edition = $2 AND second_by IS NOT NULL AND break_by <> $3",
    )
    .bind(id)
    .bind(edition)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    if kept.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query("DELETE FROM seal WHERE edition = $1").bind(edition).execute(&mut *conn).await?;
    Ok(true)
}

/// Remembers the public half of a key; tells whether it is new.
pub async fn add_key(conn: &mut AnyConnection, key: &str, now: i64) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO seal_key (public_key, made_at) VALUES ($1, $2) \
         ON CONFLICT (public_key) DO NOTHING",
    )
    .bind(key)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether a key is one of this installation's.
pub async fn has_key(conn: &mut AnyConnection, key: &str) -> Result<bool, Fault> {
    let row = sqlx::query("SELECT public_key FROM seal_key WHERE public_key = $1")
        .bind(key)
        .fetch_optional(&mut *conn)
        .await?;
    Ok(row.is_some())
}

/// What the audit chain says was done to a seal: the hash after each act of this name, in order.
pub async fn recorded(
    conn: &mut AnyConnection,
    action: &str,
    subject: &str,
) -> Result<Vec<String>, Fault> {
    let rows =
        sqlx::query("SELECT after_hash FROM audit WHERE action = $1 AND subject = $2 ORDER BY seq")
            .bind(action)
            .bind(subject)
            .fetch_all(&mut *conn)
            .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}
