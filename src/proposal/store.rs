//! SQL of proposals.

pub mod around;
pub mod identity;
pub mod link;
pub mod remind;
pub mod repair;
pub mod writing;

use super::{
    api::Brief,
    rules::{Frozen, Identity, Status, goals, numbers},
};
use crate::{fault::Fault, kernel::text};
use sqlx::{AnyConnection, Row, any::AnyRow};
use std::collections::BTreeMap;

/// A proposal as it is stored.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Stored {
    pub id: String,
    pub edition: String,
    pub number: Option<i64>,
    pub owner: String,
    pub agency: String,
    pub agency_name: String,
    pub unit_name: String,
    pub identity: Identity,
    pub status: Status,
    pub version: i64,
    pub changed_at: Option<i64>,
    pub sample_at: Option<i64>,
    pub created_at: i64,
    /// Counts the changes of page 0.
    pub identity_rev: i64,
}

impl Stored {
    pub fn brief(&self, missing: usize) -> Brief {
        Brief {
            id: self.id.clone(),
            number: self.number,
            acronym: self.identity.acronym.clone(),
            title: self.identity.title.clone(),
            unit: self.unit_name.clone(),
            agency: self.agency_name.clone(),
            category: self.identity.category.clone(),
            status: self.status,
            changed: self.changed_at.is_some() && self.version > 0,
            sample: self.sample_at.is_some(),
            missing: u32::try_from(missing).unwrap_or(u32::MAX),
            sent_back: false,
            remarks: 0,
        }
    }
}

macro_rules! proposals {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.edition, p.number, p.owner, p.agency, a.name, u.name, p.acronym, \
             p.expansion, p.title, p.unit, p.category, p.track, p.started_on, p.status, p.version, \
             p.changed_at, p.sample_at, p.sdgs, p.video, p.contact, p.team_size, p.origin, \
             p.won_before, p.created_at, p.identity_rev FROM proposal p JOIN agency a ON a.code = p.agency \
             JOIN service_unit u ON u.code = p.unit ",
            $rest
        )
    };
}

fn stored(row: &AnyRow) -> Result<Stored, Fault> {
    Ok(Stored {
        id: row.try_get(0)?,
        edition: row.try_get(1)?,
        number: row.try_get(2)?,
        owner: row.try_get(3)?,
        agency: row.try_get(4)?,
        agency_name: row.try_get(5)?,
        unit_name: row.try_get(6)?,
        identity: Identity {
            acronym: row.try_get(7)?,
            expansion: row.try_get(8)?,
            title: row.try_get(9)?,
            unit: row.try_get(10)?,
            category: row.try_get(11)?,
            track: row.try_get(12)?,
            started_on: row.try_get(13)?,
            sdgs: numbers(&row.try_get::<String, _>(18)?),
            video: row.try_get(19)?,
            contact: row.try_get(20)?,
            team_size: row.try_get(21)?,
            origin: row.try_get(22)?,
            won_before: row.try_get(23)?,
        },
        status: Status::of_code(&row.try_get::<String, _>(14)?).ok_or(Fault::Ours)?,
        version: row.try_get(15)?,
        changed_at: row.try_get(16)?,
        sample_at: row.try_get(17)?,
        created_at: row.try_get(24)?,
        identity_rev: row.try_get(25)?,
    })
}

pub async fn get(conn: &mut AnyConnection, id: &str) -> Result<Option<Stored>, Fault> {
    sqlx::query(proposals!("WHERE p.id = $1"))
        .bind(id)
        .fetch_optional(&mut *conn)
        .await?
        .as_ref()
        .map(stored)
        .transpose()
}

/// Whether an account writes a proposal with its owner.
pub async fn is_member(conn: &mut AnyConnection, id: &str, account: &str) -> Result<bool, Fault> {
    let row = sqlx::query(
        "SELECT id FROM invitation WHERE proposal = $1 AND used_by = $2 AND revoked_at IS NULL",
    )
    .bind(id)
    .bind(account)
    .fetch_optional(&mut *conn)
    .await?;
    Ok(row.is_some())
}

/// The proposals that an account owns or writes with.
pub async fn of_writer(conn: &mut AnyConnection, owner: &str) -> Result<Vec<Stored>, Fault> {
    let rows = sqlx::query(proposals!(
        "WHERE p.owner = $1 OR p.id IN (SELECT i.proposal FROM invitation i \
         WHERE i.used_by = $1 AND i.proposal IS NOT NULL AND i.revoked_at IS NULL) \
         ORDER BY p.created_at"
    ))
    .bind(owner)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(stored).collect()
}

pub async fn of_agency(conn: &mut AnyConnection, agency: &str) -> Result<Vec<Stored>, Fault> {
    let rows = sqlx::query(proposals!("WHERE p.agency = $1 ORDER BY p.created_at"))
        .bind(agency)
        .fetch_all(&mut *conn)
        .await?;
    rows.iter().map(stored).collect()
}

pub async fn all(conn: &mut AnyConnection, edition: &str) -> Result<Vec<Stored>, Fault> {
    let rows = sqlx::query(proposals!("WHERE p.edition = $1 ORDER BY p.number, p.created_at"))
        .bind(edition)
        .fetch_all(&mut *conn)
        .await?;
    rows.iter().map(stored).collect()
}

/// A new proposal; `number` only for imported ones.
pub struct New<'a> {
    pub edition: &'a str,
    pub owner: &'a str,
    pub agency: &'a str,
    pub identity: &'a Identity,
    pub sample_at: Option<i64>,
    pub created_at: i64,
}

pub async fn add(conn: &mut AnyConnection, new: &New<'_>) -> Result<String, Fault> {
    let id = uuid::Uuid::now_v7().to_string();
    let identity = new.identity;
    sqlx::query(
        "INSERT INTO proposal (id, edition, owner, agency, unit, acronym, expansion, title, \
         title_key, category, track, started_on, status, version, sample_at, created_at, \
         sdgs, video, contact, team_size, origin, won_before) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, $15, \
         $16, $17, $18, $19, $20, $21)",
    )
    .bind(&id)
    .bind(new.edition)
    .bind(new.owner)
    .bind(new.agency)
    .bind(&identity.unit)
    .bind(&identity.acronym)
    .bind(&identity.expansion)
    .bind(&identity.title)
    .bind(text::fold(&identity.title))
    .bind(&identity.category)
    .bind(&identity.track)
    .bind(&identity.started_on)
    .bind(Status::Draft.code())
    .bind(new.sample_at)
    .bind(new.created_at)
    .bind(goals(&identity.sdgs))
    .bind(&identity.video)
    .bind(&identity.contact)
    .bind(&identity.team_size)
    .bind(&identity.origin)
    .bind(&identity.won_before)
    .execute(&mut *conn)
    .await?;
    Ok(id)
}

pub async fn touch(conn: &mut AnyConnection, id: &str, now: i64) -> Result<(), Fault> {
    sqlx::query("UPDATE proposal SET changed_at = $2 WHERE id = $1")
        .bind(id)
        .bind(now)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

pub async fn set_status(conn: &mut AnyConnection, id: &str, status: Status) -> Result<(), Fault> {
    sqlx::query("UPDATE proposal SET status = $2 WHERE id = $1")
        .bind(id)
        .bind(status.code())
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Another proposal of the edition with the same title, if there is one.
pub async fn same_title(
    conn: &mut AnyConnection,
    edition: &str,
    id: &str,
    title: &str,
) -> Result<Option<Option<i64>>, Fault> {
    let row = sqlx::query(
        "SELECT number FROM proposal WHERE edition = $1 AND title_key = $2 AND id <> $3 \
         AND title_key <> '' LIMIT 1",
    )
    .bind(edition)
    .bind(text::fold(title))
    .bind(id)
    .fetch_optional(&mut *conn)
    .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// Number, status and title of an edition's other proposals.
pub async fn other_titles(
    conn: &mut AnyConnection,
    edition: &str,
    id: &str,
) -> Result<Vec<(Option<i64>, Status, String)>, Fault> {
    let rows =
        sqlx::query("SELECT number, status, title FROM proposal WHERE edition = $1 AND id <> $2")
            .bind(edition)
            .bind(id)
            .fetch_all(&mut *conn)
            .await?;
    let mut titles = Vec::with_capacity(rows.len());
    for row in rows {
        let status = Status::of_code(&row.try_get::<String, _>(1)?).ok_or(Fault::Ours)?;
        titles.push((row.try_get(0)?, status, row.try_get(2)?));
    }
    Ok(titles)
}

/// The next free number of an edition, gapless under concurrent writers.
pub async fn next_number(conn: &mut AnyConnection, edition: &str) -> Result<i64, Fault> {
    let row = sqlx::query(
        "INSERT INTO proposal_counter (edition, last) VALUES ($1, 1) \
         ON CONFLICT (edition) DO UPDATE SET last = proposal_counter.last + 1 RETURNING last",
    )
    .bind(edition)
    .fetch_one(&mut *conn)
    .await?;
    Ok(row.try_get(0)?)
}

/// A version that was submitted.
pub struct Submission {
    pub version: i64,
    pub frozen: Frozen,
    pub fingerprint: String,
    pub code: String,
    pub submitted_at: i64,
}

pub async fn submit(
    conn: &mut AnyConnection,
    id: &str,
    number: i64,
    submission: &Submission,
    by: &str,
) -> Result<(), Fault> {
    let document = serde_json::to_string(&submission.frozen).map_err(|_| Fault::Ours)?;
    sqlx::query(
        "INSERT INTO submission \
         (proposal, version, document, fingerprint, code, submitted_at, submitted_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(submission.version)
    .bind(document)
    .bind(&submission.fingerprint)
    .bind(&submission.code)
    .bind(submission.submitted_at)
    .bind(by)
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "UPDATE proposal SET number = $2, version = $3, status = $4, changed_at = NULL WHERE id = $1",
    )
    .bind(id)
    .bind(number)
    .bind(submission.version)
    .bind(Status::Submitted.code())
    .execute(&mut *conn)
    .await?;
    Ok(())
}

fn submission(row: &AnyRow) -> Result<Submission, Fault> {
    let document: String = row.try_get(1)?;
    Ok(Submission {
        version: row.try_get(0)?,
        frozen: serde_json::from_str(&document).map_err(|error| {
            tracing::error!(%error, "a stored submission cannot be read");
            Fault::Ours
        })?,
        fingerprint: row.try_get(2)?,
        code: row.try_get(3)?,
        submitted_at: row.try_get(4)?,
    })
}

/// The version that counts: the last one.
pub async fn submitted(conn: &mut AnyConnection, id: &str) -> Result<Option<Submission>, Fault> {
    sqlx::query(
        "SELECT version, document, fingerprint, code, submitted_at FROM submission \
         WHERE proposal = $1 ORDER BY version DESC LIMIT 1",
    )
    .bind(id)
    .fetch_optional(&mut *conn)
    .await?
    .as_ref()
    .map(submission)
    .transpose()
}

/// What every proposal of an edition has submitted last, by proposal.
pub async fn all_submitted(
    conn: &mut AnyConnection,
    edition: &str,
) -> Result<BTreeMap<String, Frozen>, Fault> {
    let rows = sqlx::query(
        "SELECT s.version, s.document, s.fingerprint, s.code, s.submitted_at, s.proposal \
         FROM submission s JOIN proposal p ON p.id = s.proposal AND p.version = s.version \
         WHERE p.edition = $1",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(|row| Ok((row.try_get(5)?, submission(row)?.frozen))).collect()
}

/// The submission of a receipt's code, with its proposal.
pub async fn of_receipt(
    conn: &mut AnyConnection,
    code: &str,
) -> Result<Option<(String, Submission)>, Fault> {
    let row = sqlx::query(
        "SELECT version, document, fingerprint, code, submitted_at, proposal FROM submission \
         WHERE code = $1",
    )
    .bind(code)
    .fetch_optional(&mut *conn)
    .await?;
    Ok(match row {
        Some(row) => Some((row.try_get(5)?, submission(&row)?)),
        None => None,
    })
}
