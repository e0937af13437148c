//! SQL of attachments and of the uploads they come from.

use super::rules::{Enclosed, Format};
use crate::fault::Fault;
use sqlx::{AnyConnection, Row, any::AnyRow};

/// An attachment as it is stored.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Stored {
    pub id: String,
    pub proposal: String,
    pub kind: String,
    pub name: String,
    pub format: Format,
    pub size: i64,
    pub sha256: String,
    pub file: String,
    pub small: Option<String>,
    pub description: String,
    pub consent_at: Option<i64>,
    pub added_by: String,
    pub added_at: i64,
    pub removed_at: Option<i64>,
}

impl Stored {
    pub fn enclosed(self) -> Enclosed {
        Enclosed {
            id: self.id,
            kind: self.kind,
            name: self.name,
            format: self.format,
            size: self.size,
            sha256: self.sha256,
            description: self.description,
        }
    }
}

macro_rules! attachments {
    ($rest:literal) => {
        concat!(
            "SELECT id, proposal, kind, name, format, size, sha256, file, small, description, \
             consent_at, added_by, added_at, removed_at FROM attachment ",
            $rest
        )
    };
}

fn stored(row: &AnyRow) -> Result<Stored, Fault> {
    Ok(Stored {
        id: row.try_get(0)?,
        proposal: row.try_get(1)?,
        kind: row.try_get(2)?,
        name: row.try_get(3)?,
        format: Format::of_code(&row.try_get::<String, _>(4)?).ok_or(Fault::Ours)?,
        size: row.try_get(5)?,
        sha256: row.try_get(6)?,
        file: row.try_get(7)?,
        small: row.try_get(8)?,
        description: row.try_get(9)?,
        consent_at: row.try_get(10)?,
        added_by: row.try_get(11)?,
        added_at: row.try_get(12)?,
        removed_at: row.try_get(13)?,
    })
}

/// Every attachment of a proposal, removed ones too, in the order they came.
pub async fn of_proposal(conn: &mut AnyConnection, proposal: &str) -> Result<Vec<Stored>, Fault> {
    let rows = sqlx::query(attachments!("WHERE proposal = $1 ORDER BY added_at, id"))
        .bind(proposal)
        .fetch_all(&mut *conn)
        .await?;
    rows.iter().map(stored).collect()
}

pub async fn get(conn: &mut AnyConnection, id: &str) -> Result<Option<Stored>, Fault> {
    sqlx::query(attachments!("WHERE id = $1"))
        .bind(id)
        .fetch_optional(&mut *conn)
        .await?
        .as_ref()
        .map(stored)
        .transpose()
}

/// Proposal and kind of every attachment of an edition that is there.
pub async fn kinds(
    conn: &mut AnyConnection,
    edition: &str,
) -> Result<Vec<(String, String)>, Fault> {
    let rows = sqlx::query(
        "SELECT a.proposal, a.kind FROM attachment a JOIN proposal p ON p.id = a.proposal \
         WHERE p.edition = $1 AND a.removed_at IS NULL",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

pub async fn add(conn: &mut AnyConnection, new: &Stored) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO attachment (id, proposal, kind, name, format, size, sha256, file, small, \
         description, consent_at, added_by, added_at, removed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(&new.id)
    .bind(&new.proposal)
    .bind(&new.kind)
    .bind(&new.name)
    .bind(new.format.code())
    .bind(new.size)
    .bind(&new.sha256)
    .bind(&new.file)
    .bind(&new.small)
    .bind(&new.description)
    .bind(new.consent_at)
    .bind(&new.added_by)
    .bind(new.added_at)
    .bind(new.removed_at)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

pub async fn set_removed(
    conn: &mut AnyConnection,
    id: &str,
    removed_at: Option<i64>,
) -> Result<(), Fault> {
    sqlx::query("UPDATE attachment SET removed_at = $2 WHERE id = $1")
        .bind(id)
        .bind(removed_at)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

pub async fn describe(
    conn: &mut AnyConnection,
    id: &str,
    description: &str,
    consent_at: Option<i64>,
) -> Result<(), Fault> {
    sqlx::query("UPDATE attachment SET description = $2, consent_at = $3 WHERE id = $1")
        .bind(id)
        .bind(description)
        .bind(consent_at)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Notes that a submission holds an attachment.
pub async fn enclose(
    conn: &mut AnyConnection,
    proposal: &str,
    version: i64,
    attachment: &str,
) -> Result<(), Fault> {
    sqlx::query("INSERT INTO enclosed (proposal, version, attachment) VALUES ($1, $2, $3)")
        .bind(proposal)
        .bind(version)
        .bind(attachment)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Whether any submission holds an attachment.
pub async fn is_enclosed(conn: &mut AnyConnection, attachment: &str) -> Result<bool, Fault> {
    let row = sqlx::query("SELECT version FROM enclosed WHERE attachment = $1 LIMIT 1")
        .bind(attachment)
        .fetch_optional(&mut *conn)
        .await?;
    Ok(row.is_some())
}

/// What was removed before a moment and no submission holds.
pub async fn forgotten(conn: &mut AnyConnection, before: i64) -> Result<Vec<Stored>, Fault> {
    let rows = sqlx::query(attachments!(
        "WHERE removed_at < $1 AND NOT EXISTS \
         (SELECT 1 FROM enclosed e WHERE e.attachment = attachment.id) ORDER BY id"
    ))
    .bind(before)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(stored).collect()
}

pub async fn forget(conn: &mut AnyConnection, id: &str) -> Result<(), Fault> {
    sqlx::query("DELETE FROM attachment WHERE id = $1").bind(id).execute(&mut *conn).await?;
    Ok(())
}

/// An upload on its way.
#[derive(Clone, Debug)]
pub struct Upload {
    pub id: String,
    pub proposal: String,
    pub kind: String,
    pub name: String,
    pub length: i64,
    pub head: String,
    pub received: i64,
    pub done_at: Option<i64>,
    pub attachment: Option<String>,
    pub refusal: Option<String>,
}

macro_rules! uploads {
    ($rest:literal) => {
        concat!(
            "SELECT id, proposal, kind, name, length, head, received, done_at, attachment, \
             refusal FROM upload ",
            $rest
        )
    };
}

fn upload(row: &AnyRow) -> Result<Upload, Fault> {
    Ok(Upload {
        id: row.try_get(0)?,
        proposal: row.try_get(1)?,
        kind: row.try_get(2)?,
        name: row.try_get(3)?,
        length: row.try_get(4)?,
        head: row.try_get(5)?,
        received: row.try_get(6)?,
        done_at: row.try_get(7)?,
        attachment: row.try_get(8)?,
        refusal: row.try_get(9)?,
    })
}

/// An upload of this very proposal.
pub async fn upload_of(
    conn: &mut AnyConnection,
    proposal: &str,
    id: &str,
) -> Result<Option<Upload>, Fault> {
    sqlx::query(uploads!("WHERE id = $1 AND proposal = $2"))
        .bind(id)
        .bind(proposal)
        .fetch_optional(&mut *conn)
        .await?
        .as_ref()
        .map(upload)
        .transpose()
}

/// The unfinished uploads of a proposal, the latest first.
pub async fn unfinished(conn: &mut AnyConnection, proposal: &str) -> Result<Vec<Upload>, Fault> {
    let rows = sqlx::query(uploads!(
        "WHERE proposal = $1 AND done_at IS NULL ORDER BY touched_at DESC, id"
    ))
    .bind(proposal)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(upload).collect()
}

pub async fn begin(
    conn: &mut AnyConnection,
    new: &Upload,
    by: &str,
    now: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO upload (id, proposal, kind, name, length, head, received, started_by, \
         touched_at) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)",
    )
    .bind(&new.id)
    .bind(&new.proposal)
    .bind(&new.kind)
    .bind(&new.name)
    .bind(new.length)
    .bind(&new.head)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Moves an upload on from `place`, if that is still where it stands.
pub async fn advance(
    conn: &mut AnyConnection,
    upload: &str,
    place: i64,
    length: i64,
    file: &str,
    now: i64,
) -> Result<bool, Fault> {
    let moved = sqlx::query(
        "UPDATE upload SET received = received + $3, touched_at = $4 \
         WHERE id = $1 AND received = $2 AND done_at IS NULL",
    )
    .bind(upload)
    .bind(place)
    .bind(length)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    if moved.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query("INSERT INTO upload_piece (upload, place, length, file) VALUES ($1, $2, $3, $4)")
        .bind(upload)
        .bind(place)
        .bind(length)
        .bind(file)
        .execute(&mut *conn)
        .await?;
    Ok(true)
}

/// The files of an upload's pieces, in order.
pub async fn pieces(conn: &mut AnyConnection, upload: &str) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query("SELECT file FROM upload_piece WHERE upload = $1 ORDER BY place")
        .bind(upload)
        .fetch_all(&mut *conn)
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Ends an upload, once; tells whether it was this call that did.
pub async fn end(
    conn: &mut AnyConnection,
    upload: &str,
    attachment: Option<&str>,
    refusal: Option<&str>,
    now: i64,
) -> Result<bool, Fault> {
    let ended = sqlx::query(
        "UPDATE upload SET done_at = $2, attachment = $3, refusal = $4 \
         WHERE id = $1 AND done_at IS NULL",
    )
    .bind(upload)
    .bind(now)
    .bind(attachment)
    .bind(refusal)
    .execute(&mut *conn)
    .await?;
    if ended.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query("DELETE FROM upload_piece WHERE upload = $1").bind(upload).execute(conn).await?;
    Ok(true)
}

/// Uploads that nobody has touched since a moment.
pub async fn stale(conn: &mut AnyConnection, before: i64) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query("SELECT id FROM upload WHERE touched_at < $1")
        .bind(before)
        .fetch_all(&mut *conn)
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Whether an upload is known and unfinished.
pub async fn is_open(conn: &mut AnyConnection, upload: &str) -> Result<bool, Fault> {
    let row = sqlx::query("SELECT received FROM upload WHERE id = $1 AND done_at IS NULL")
        .bind(upload)
        .fetch_optional(&mut *conn)
        .await?;
    Ok(row.is_some())
}

/// Whether an attachment, present or removed, is kept in a file.
pub async fn is_named(conn: &mut AnyConnection, file: &str) -> Result<bool, Fault> {
    let row = sqlx::query("SELECT id FROM attachment WHERE file = $1 OR small = $1 LIMIT 1")
        .bind(file)
        .fetch_optional(&mut *conn)
        .await?;
    Ok(row.is_some())
}

/// Forgets an upload and its pieces.
pub async fn drop_upload(conn: &mut AnyConnection, upload: &str) -> Result<(), Fault> {
    for query in ["DELETE FROM upload_piece WHERE upload = $1", "DELETE FROM upload WHERE id = $1"]
    {
        sqlx::query(query).bind(upload).execute(&mut *conn).await?;
    }
    Ok(())
}
