//! SQL of screening: where each proposal stands, and everything that was decided or said.

use crate::fault::Fault;
use sqlx::{AnyConnection, Row, any::AnyRow};
use std::collections::HashMap;

/// What holds for a proposal.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Held {
    /// Code of the last act.
    pub act: String,
    /// Code of the reason, if it is or may be rejected.
    pub reason: String,
    /// The sentence.
    pub note: String,
    /// Account of whoever decided; of a rejection, who proposed it.
    pub by: String,
    /// When.
    pub at: i64,
    /// Counts what was decided and said.
    pub rev: i64,
    /// The version it is about.
    pub version: i64,
    /// Account of the second officer of a rejection, and when.
    pub confirmed: Option<(String, i64)>,
}

/// Something that was decided or said, as it is kept.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Event {
    pub act: String,
    pub version: i64,
    pub reason: String,
    pub note: String,
    pub by: String,
    pub at: i64,
}

/// The act of a decision as it was stored before acts had names of their own.
fn act(decision: String) -> String {
    match decision.as_str() {
        "accepted" => "accept".to_owned(),
        "rejected" => "confirm".to_owned(),
        _ => decision,
    }
}

fn held(row: &AnyRow) -> Result<Held, Fault> {
    Ok(Held {
        act: act(row.try_get(0)?),
        reason: row.try_get(1)?,
        note: row.try_get(2)?,
        by: row.try_get(3)?,
        at: row.try_get(4)?,
        rev: row.try_get(5)?,
        version: row.try_get(6)?,
        confirmed: row.try_get::<Option<String>, _>(7)?.zip(row.try_get::<Option<i64>, _>(8)?),
    })
}

macro_rules! screenings {
    ($rest:literal) => {
        concat!(
            "SELECT s.decision, s.reason, s.note, s.decided_by, s.decided_at, s.rev, s.version, \
             s.confirmed_by, s.confirmed_at, s.proposal FROM screening s ",
            $rest
        )
    };
}

/// What holds for a proposal, if anything was ever decided.
pub async fn of(conn: &mut AnyConnection, proposal: &str) -> Result<Option<Held>, Fault> {
    sqlx::query(screenings!("WHERE s.proposal = $1"))
        .bind(proposal)
        .fetch_optional(&mut *conn)
        .await?
        .as_ref()
        .map(held)
        .transpose()
}

/// What holds for every proposal about which something was decided.
pub async fn all(conn: &mut AnyConnection, edition: &str) -> Result<HashMap<String, Held>, Fault> {
    let rows =
        sqlx::query(screenings!("JOIN proposal p ON p.id = s.proposal WHERE p.edition = $1"))
            .bind(edition)
            .fetch_all(&mut *conn)
            .await?;
    rows.iter().map(|row| Ok((row.try_get(9)?, held(row)?))).collect()
}

/// Puts what holds in the place of the revision before it; false if that is not there any more.
pub async fn put(conn: &mut AnyConnection, proposal: &str, held: &Held) -> Result<bool, Fault> {
    let (by, at) = held.confirmed.clone().unzip();
    let done = sqlx::query(
        "INSERT INTO screening (proposal, decision, reason, note, decided_by, decided_at, rev, \
         version, confirmed_by, confirmed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (proposal) DO UPDATE SET decision = $2, reason = $3, note = $4, \
         decided_by = $5, decided_at = $6, rev = $7, version = $8, confirmed_by = $9, \
         confirmed_at = $10 WHERE screening.rev = $7 - 1",
    )
    .bind(proposal)
    .bind(&held.act)
    .bind(&held.reason)
    .bind(&held.note)
    .bind(&held.by)
    .bind(held.at)
    .bind(held.rev)
    .bind(held.version)
    .bind(by)
    .bind(at)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn add_event(
    conn: &mut AnyConnection,
    proposal: &str,
    rev: i64,
    event: &Event,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO screening_event \
         (id, proposal, rev, action, version, reason, note, made_by, made_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(uuid::Uuid::now_v7().to_string())
    .bind(proposal)
    .bind(rev)
    .bind(&event.act)
    .bind(event.version)
    .bind(&event.reason)
    .bind(&event.note)
    .bind(&event.by)
    .bind(event.at)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Everything that was decided or said about a proposal, the oldest first.
pub async fn events(conn: &mut AnyConnection, proposal: &str) -> Result<Vec<Event>, Fault> {
    let rows = sqlx::query(
        "SELECT action, version, reason, note, made_by, made_at FROM screening_event \
         WHERE proposal = $1 ORDER BY rev",
    )
    .bind(proposal)
    .fetch_all(&mut *conn)
    .await?;
    let mut events = Vec::with_capacity(rows.len());
    for row in rows {
        events.push(Event {
            act: row.try_get(0)?,
            version: row.try_get(1)?,
            reason: row.try_get(2)?,
            note: row.try_get(3)?,
            by: row.try_get(4)?,
            at: row.try_get(5)?,
        });
    }
    Ok(events)
}
