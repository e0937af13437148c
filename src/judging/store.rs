//! SQL of judging: assignments, sheets, scores.

pub mod assignment;
pub mod benchmark;
pub mod conflict;
pub mod mark;
pub mod nudge;
pub mod sending;
pub mod unscorable;

use super::rules::{Marks, Read};
use crate::{fault::Fault, kernel::score::Hundredths};
use sqlx::{AnyConnection, Row, any::AnyRow};
use std::collections::BTreeMap;

/// One assignment with its sheet.
#[derive(Clone, Debug)]
pub struct Seat {
    pub id: String,
    pub proposal: String,
    pub judge: String,
    pub position: i64,
    pub rev: i64,
    pub comment: String,
    pub saved_at: Option<i64>,
    pub sent_at: Option<i64>,
    pub reopened_at: Option<i64>,
    pub open_until: Option<i64>,
}

fn seat(row: &AnyRow) -> Result<Seat, Fault> {
    Ok(Seat {
        id: row.try_get(0)?,
        proposal: row.try_get(1)?,
        judge: row.try_get(2)?,
        position: row.try_get(3)?,
        rev: row.try_get::<Option<i64>, _>(4)?.unwrap_or(0),
        comment: row.try_get::<Option<String>, _>(5)?.unwrap_or_default(),
        saved_at: row.try_get(6)?,
        sent_at: row.try_get(7)?,
        reopened_at: row.try_get(8)?,
        open_until: row.try_get(9)?,
    })
}

macro_rules! seats {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.proposal, a.judge, a.position, s.rev, s.comment, s.saved_at, s.sent_at, \
             s.reopened_at, a.open_until \
             FROM assignment a LEFT JOIN score_sheet s ON s.assignment = a.id ",
            $rest
        )
    };
}

pub async fn seats_of(conn: &mut AnyConnection, judge: &str) -> Result<Vec<Seat>, Fault> {
    let rows =
        sqlx::query(seats!("WHERE a.judge = $1 AND a.ended_at IS NULL ORDER BY a.position, a.id"))
            .bind(judge)
            .fetch_all(&mut *conn)
            .await?;
    rows.iter().map(seat).collect()
}

pub async fn seats(conn: &mut AnyConnection) -> Result<Vec<Seat>, Fault> {
    let rows =
        sqlx::query(seats!("WHERE a.ended_at IS NULL ORDER BY a.id")).fetch_all(&mut *conn).await?;
    rows.iter().map(seat).collect()
}

pub async fn one(conn: &mut AnyConnection, id: &str) -> Result<Option<Seat>, Fault> {
    sqlx::query(seats!("WHERE a.id = $1 AND a.ended_at IS NULL"))
        .bind(id)
        .fetch_optional(&mut *conn)
        .await?
        .as_ref()
        .map(seat)
        .transpose()
}

/// Scores of one sheet: hundredths, and the note.
pub type Scores = BTreeMap<String, (Option<Hundredths>, String)>;

pub async fn scores(conn: &mut AnyConnection, assignment: &str) -> Result<Scores, Fault> {
    let rows = sqlx::query("SELECT criterion, value, note FROM score WHERE assignment = $1")
        .bind(assignment)
        .fetch_all(&mut *conn)
        .await?;
    let mut scores = Scores::new();
    for row in rows {
        scores.insert(row.try_get(0)?, (row.try_get(1)?, row.try_get(2)?));
    }
    Ok(scores)
}

pub async fn all_scores(conn: &mut AnyConnection) -> Result<BTreeMap<String, Marks>, Fault> {
    let rows =
        sqlx::query("SELECT assignment, criterion, value FROM score WHERE value IS NOT NULL")
            .fetch_all(&mut *conn)
            .await?;
    let mut all: BTreeMap<String, Marks> = BTreeMap::new();
    for row in rows {
        all.entry(row.try_get(0)?).or_default().insert(row.try_get(1)?, row.try_get(2)?);
    }
    Ok(all)
}

/// Every read that was sent.
pub async fn reads(conn: &mut AnyConnection) -> Result<Vec<Read>, Fault> {
    let mut scores = all_scores(conn).await?;
    Ok(seats(conn)
        .await?
        .into_iter()
        .filter(|seat| seat.sent_at.is_some())
        .map(|seat| Read {
            marks: scores.remove(&seat.id).unwrap_or_default(),
            proposal: seat.proposal,
            judge: seat.judge,
        })
        .collect())
}

pub async fn send(conn: &mut AnyConnection, assignment: &str, now: i64) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE score_sheet SET sent_at = $2, reopened_at = NULL WHERE assignment = $1 AND sent_at IS NULL",
    )
    .bind(assignment)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
