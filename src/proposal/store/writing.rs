//! What is written: the present texts, every earlier one, and what became of each attempt.

use crate::{
    fault::Fault,
    proposal::rules::{Done, Held, Version},
};
use sqlx::{AnyConnection, Row, any::AnyRow};
use std::collections::BTreeMap;

/// One text as it is stored.
pub struct StoredText {
    pub field: String,
    pub rev: i64,
    pub value: String,
    pub saved_at: i64,
}

pub async fn texts(conn: &mut AnyConnection, id: &str) -> Result<Vec<StoredText>, Fault> {
    let rows = sqlx::query("SELECT field, rev, value, saved_at FROM section WHERE proposal = $1")
        .bind(id)
        .fetch_all(&mut *conn)
        .await?;
    let mut texts = Vec::with_capacity(rows.len());
    for row in rows {
        texts.push(StoredText {
            field: row.try_get(0)?,
            rev: row.try_get(1)?,
            value: row.try_get(2)?,
            saved_at: row.try_get(3)?,
        });
    }
    Ok(texts)
}

/// The texts of every proposal of an edition, by proposal.
pub async fn all_texts(
    conn: &mut AnyConnection,
    edition: &str,
) -> Result<BTreeMap<String, BTreeMap<String, String>>, Fault> {
    let rows = sqlx::query(
        "SELECT s.proposal, s.field, s.value FROM section s \
         JOIN proposal p ON p.id = s.proposal WHERE p.edition = $1",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    let mut texts: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for row in rows {
        texts.entry(row.try_get(0)?).or_default().insert(row.try_get(1)?, row.try_get(2)?);
    }
    Ok(texts)
}

/// The present text of a field; revision 0 and empty before anybody wrote.
pub async fn held(conn: &mut AnyConnection, id: &str, field: &str) -> Result<Held, Fault> {
    let row = sqlx::query("SELECT rev, value FROM section WHERE proposal = $1 AND field = $2")
        .bind(id)
        .bind(field)
        .fetch_optional(&mut *conn)
        .await?;
    Ok(match row {
        Some(row) => Held { rev: row.try_get(0)?, value: row.try_get(1)? },
        None => Held::default(),
    })
}

/// What an attempt did when it was carried out, and when.
pub async fn done(
    conn: &mut AnyConnection,
    id: &str,
    field: &str,
    op: &str,
) -> Result<Option<(Done, i64)>, Fault> {
    let row = sqlx::query(
        "SELECT o.rev, o.at, o.branch, h.settled_at, o.overtaken_at FROM section_op o \
         LEFT JOIN section_history h ON h.id = o.branch \
         WHERE o.proposal = $1 AND o.field = $2 AND o.op = $3",
    )
    .bind(id)
    .bind(field)
    .bind(op)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let branch: Option<String> = row.try_get(2)?;
    let settled: Option<i64> = row.try_get(3)?;
    let overtaken: Option<i64> = row.try_get(4)?;
    let rev = row.try_get(0)?;
    let done = match (branch, overtaken) {
        (Some(branch), _) => Done::Beside { branch, settled: settled.is_some() },
        (None, Some(_)) => Done::Overtaken { rev },
        (None, None) => Done::Stored { rev },
    };
    Ok(Some((done, row.try_get(1)?)))
}

/// Remembers what an attempt did; one that is known stays as it is.
pub async fn note(
    conn: &mut AnyConnection,
    id: &str,
    field: &str,
    op: &str,
    done: &Done,
    at: i64,
) -> Result<(), Fault> {
    let (rev, branch, overtaken_at) = match done {
        Done::Stored { rev } => (*rev, None, None),
        Done::Overtaken { rev } => (*rev, None, Some(at)),
        Done::Beside { branch, .. } => (0, Some(branch.as_str()), None),
    };
    sqlx::query(
        "INSERT INTO section_op (op, proposal, field, rev, at, branch, overtaken_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (proposal, field, op) DO NOTHING",
    )
    .bind(op)
    .bind(id)
    .bind(field)
    .bind(rev)
    .bind(at)
    .bind(branch)
    .bind(overtaken_at)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Whose text, when, and on which device.
#[derive(Clone, Copy)]
pub struct Stamp<'a> {
    pub by: &'a str,
    pub at: i64,
    pub device: &'a str,
}

/// Makes a text the present one, and keeps it in the history.
pub async fn put(
    conn: &mut AnyConnection,
    id: &str,
    field: &str,
    rev: i64,
    value: &str,
    stamp: Stamp<'_>,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO section (proposal, field, rev, value, saved_at, saved_by, device) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (proposal, field) \
         DO UPDATE SET rev = $3, value = $4, saved_at = $5, saved_by = $6, device = $7",
    )
    .bind(id)
    .bind(field)
    .bind(rev)
    .bind(value)
    .bind(stamp.at)
    .bind(stamp.by)
    .bind(stamp.device)
    .execute(&mut *conn)
    .await?;
    keep(conn, id, field, rev, value, stamp, None).await?;
    Ok(())
}

/// Puts a text beside the present one until somebody chooses; tells its id in the history. The
/// same text is not put there twice.
pub async fn beside(
    conn: &mut AnyConnection,
    id: &str,
    field: &str,
    rev: i64,
    value: &str,
    stamp: Stamp<'_>,
) -> Result<String, Fault> {
    let row = sqlx::query(
        "SELECT id FROM section_history WHERE proposal = $1 AND field = $2 AND value = $3 \
         AND branch_at IS NOT NULL AND settled_at IS NULL LIMIT 1",
    )
    .bind(id)
    .bind(field)
    .bind(value)
    .fetch_optional(&mut *conn)
    .await?;
    match row {
        Some(row) => Ok(row.try_get(0)?),
        None => keep(conn, id, field, rev, value, stamp, Some(stamp.at)).await,
    }
}

/// Keeps a text in the history.
pub async fn keep(
    conn: &mut AnyConnection,
    id: &str,
    field: &str,
    rev: i64,
    value: &str,
    stamp: Stamp<'_>,
    branch_at: Option<i64>,
) -> Result<String, Fault> {
    let version = uuid::Uuid::now_v7().to_string();
    sqlx::query(
        "INSERT INTO section_history \
         (id, proposal, field, rev, value, saved_at, saved_by, device, branch_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&version)
    .bind(id)
    .bind(field)
    .bind(rev)
    .bind(value)
    .bind(stamp.at)
    .bind(stamp.by)
    .bind(stamp.device)
    .bind(branch_at)
    .execute(&mut *conn)
    .await?;
    Ok(version)
}

/// Notes that somebody chose what becomes of a text beside the present one.
pub async fn settle(conn: &mut AnyConnection, branch: &str, now: i64) -> Result<(), Fault> {
    sqlx::query("UPDATE section_history SET settled_at = $2 WHERE id = $1 AND settled_at IS NULL")
        .bind(branch)
        .bind(now)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

fn version(row: &AnyRow) -> Result<Version, Fault> {
    let branch_at: Option<i64> = row.try_get(6)?;
    let settled_at: Option<i64> = row.try_get(7)?;
    Ok(Version {
        id: row.try_get(0)?,
        field: row.try_get(1)?,
        rev: row.try_get(2)?,
        value: row.try_get(3)?,
        at: row.try_get(4)?,
        by: row.try_get::<Option<String>, _>(8)?.unwrap_or_default(),
        device: row.try_get(5)?,
        waiting: branch_at.is_some() && settled_at.is_none(),
        beside: branch_at.is_some(),
    })
}

macro_rules! versions {
    ($where:literal) => {
        concat!(
            "SELECT h.id, h.field, h.rev, h.value, h.saved_at, h.device, h.branch_at, \
             h.settled_at, a.name FROM section_history h LEFT JOIN account a ON a.id = h.saved_by ",
            $where
        )
    };
}

/// Every version of a proposal's texts, newest first.
pub async fn versions(conn: &mut AnyConnection, id: &str) -> Result<Vec<Version>, Fault> {
    let rows = sqlx::query(versions!("WHERE h.proposal = $1 ORDER BY h.saved_at DESC, h.id DESC"))
        .bind(id)
        .fetch_all(&mut *conn)
        .await?;
    rows.iter().map(version).collect()
}

/// One version of a proposal's text.
pub async fn version_of(
    conn: &mut AnyConnection,
    id: &str,
    version_id: &str,
) -> Result<Option<Version>, Fault> {
    sqlx::query(versions!("WHERE h.proposal = $1 AND h.id = $2"))
        .bind(id)
        .bind(version_id)
        .fetch_optional(&mut *conn)
        .await?
        .as_ref()
        .map(version)
        .transpose()
}

/// Texts that wait beside the present one, oldest first.
pub async fn waiting(conn: &mut AnyConnection, id: &str) -> Result<Vec<Version>, Fault> {
    let rows = sqlx::query(versions!(
        "WHERE h.proposal = $1 AND h.branch_at IS NOT NULL AND h.settled_at IS NULL \
         ORDER BY h.saved_at, h.id"
    ))
    .bind(id)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(version).collect()
}

/// The version that is the present one of a field.
pub async fn present(
    conn: &mut AnyConnection,
    id: &str,
    field: &str,
) -> Result<Option<Version>, Fault> {
    sqlx::query(versions!(
        "WHERE h.proposal = $1 AND h.field = $2 AND h.branch_at IS NULL \
         ORDER BY h.rev DESC LIMIT 1"
    ))
    .bind(id)
    .bind(field)
    .fetch_optional(&mut *conn)
    .await?
    .as_ref()
    .map(version)
    .transpose()
}
