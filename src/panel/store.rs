//! SQL of the panel: when it meets, whom it hears, its sheets.

pub mod visit;

use super::rules::SheetState;
use crate::{
    fault::Fault, judging::rules::Marks, kernel::score::Hundredths, server::ledger::Ledger,
};
use sqlx::{AnyConnection, Row, any::AnyRow};
use std::collections::BTreeMap;

/// The texts of the panel's sheets.
pub const LEDGER: Ledger = Ledger { table: "panel_mark", owner: "sheet" };

/// The panel's meeting.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// When its first finalist begins, in unix milliseconds.
    pub starts_at: i64,
    /// Who closed it, and when.
    pub closed: Option<(String, i64)>,
}

pub async fn meeting(conn: &mut AnyConnection, edition: &str) -> Result<Option<Meeting>, Fault> {
    let row = sqlx::query(
        "SELECT p.starts_at, p.closed_at, a.name FROM panel p \
         LEFT JOIN account a ON a.id = p.closed_by WHERE p.edition = $1",
    )
    .bind(edition)
    .fetch_optional(&mut *conn)
    .await?;
    row.map(|row| {
        let closed: Option<i64> = row.try_get(1)?;
        let by: Option<String> = row.try_get(2)?;
        Ok(Meeting {
            starts_at: row.try_get(0)?,
            closed: closed.map(|at| (by.unwrap_or_default(), at)),
        })
    })
    .transpose()
}

/// False if it was convened already.
pub async fn convene(
    conn: &mut AnyConnection,
    edition: &str,
    starts_at: i64,
    by: &str,
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO panel (edition, starts_at, convened_by, convened_at) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (edition) DO NOTHING",
    )
    .bind(edition)
    .bind(starts_at)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets the beginning of a meeting that nobody has begun.
pub async fn start(conn: &mut AnyConnection, edition: &str, starts_at: i64) -> Result<(), Fault> {
    sqlx::query("UPDATE panel SET starts_at = $2 WHERE edition = $1")
        .bind(edition)
        .bind(starts_at)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Closes the panel, or opens it again; false if it was so already.
pub async fn close(
    conn: &mut AnyConnection,
    edition: &str,
    closed: Option<(&str, i64)>,
) -> Result<bool, Fault> {
    let done = match closed {
        Some((by, at)) => {
            sqlx::query(
                "UPDATE panel SET closed_by = $2, closed_at = $3 \
                 WHERE edition = $1 AND closed_at IS NULL",
            )
            .bind(edition)
            .bind(by)
            .bind(at)
            .execute(&mut *conn)
            .await?
        }
        None => {
            sqlx::query(
                "UPDATE panel SET closed_by = NULL, closed_at = NULL \
                 WHERE edition = $1 AND closed_at IS NOT NULL",
            )
            .bind(edition)
            .execute(&mut *conn)
            .await?
        }
    };
    Ok(done.rows_affected() == 1)
}

/// A finalist's turn.
#[derive(Clone, Debug)]
pub struct Slot {
    pub id: String,
    pub proposal: String,
    pub begun_at: Option<i64>,
    pub ended_at: Option<i64>,
}

/// In the order in which they are heard.
pub async fn slots(conn: &mut AnyConnection, edition: &str) -> Result<Vec<Slot>, Fault> {
    let rows = sqlx::query(
        "SELECT id, proposal, begun_at, ended_at FROM panel_slot WHERE edition = $1 \
         ORDER BY position, id",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Slot {
                id: row.try_get(0)?,
                proposal: row.try_get(1)?,
                begun_at: row.try_get(2)?,
                ended_at: row.try_get(3)?,
            })
        })
        .collect()
}

pub async fn add_slot(
    conn: &mut AnyConnection,
    (id, edition, proposal): (&str, &str, &str),
    position: usize,
) -> Result<(), Fault> {
    sqlx::query("INSERT INTO panel_slot (id, edition, proposal, position) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(edition)
        .bind(proposal)
        .bind(i64::try_from(position).unwrap_or(i64::MAX))
        .execute(&mut *conn)
        .await?;
    Ok(())
}

pub async fn place_slot(conn: &mut AnyConnection, id: &str, position: usize) -> Result<(), Fault> {
    sqlx::query("UPDATE panel_slot SET position = $2 WHERE id = $1")
        .bind(id)
        .bind(i64::try_from(position).unwrap_or(i64::MAX))
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Sets a turn's clock.
pub async fn clock(
    conn: &mut AnyConnection,
    id: &str,
    begun_at: Option<i64>,
    ended_at: Option<i64>,
) -> Result<(), Fault> {
    sqlx::query("UPDATE panel_slot SET begun_at = $2, ended_at = $3 WHERE id = $1")
        .bind(id)
        .bind(begun_at)
        .bind(ended_at)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// A panelist's sheet of a finalist.
#[derive(Clone, Debug)]
pub struct Paper {
    pub id: String,
    pub slot: String,
    pub proposal: String,
    pub judge: String,
    pub saved_at: Option<i64>,
    pub sent_at: Option<i64>,
    /// Who typed it from paper: account and name.
    pub typed_by: Option<(String, String)>,
    /// Account of who compared it.
    pub confirmed_by: Option<String>,
}

impl Paper {
    pub fn state(&self) -> SheetState {
        match (self.sent_at, &self.typed_by, self.saved_at) {
            (Some(_), ..) => SheetState::Sent,
            (None, Some(_), _) => SheetState::Paper,
            (None, None, Some(_)) => SheetState::Draft,
            (None, None, None) => SheetState::Untouched,
        }
    }
}

fn paper(row: &AnyRow) -> Result<Paper, Fault> {
    let typed_by: Option<String> = row.try_get(6)?;
    let name: Option<String> = row.try_get(7)?;
    Ok(Paper {
        id: row.try_get(0)?,
        slot: row.try_get(1)?,
        proposal: row.try_get(2)?,
        judge: row.try_get(3)?,
        saved_at: row.try_get(4)?,
        sent_at: row.try_get(5)?,
        typed_by: typed_by.map(|id| (id, name.unwrap_or_default())),
        confirmed_by: row.try_get(8)?,
    })
}

macro_rules! papers {
    ($rest:literal) => {
        concat!(
            "SELECT h.id, h.slot, s.proposal, h.judge, h.saved_at, h.sent_at, h.typed_by, a.name, \
             h.confirmed_by FROM panel_sheet h JOIN panel_slot s ON s.id = h.slot \
             LEFT JOIN account a ON a.id = h.typed_by ",
            $rest
        )
    };
}

/// Every sheet, in the order of the turns.
pub async fn papers(conn: &mut AnyConnection, edition: &str) -> Result<Vec<Paper>, Fault> {
    let rows = sqlx::query(papers!("WHERE s.edition = $1 ORDER BY s.position, s.id, h.judge"))
        .bind(edition)
        .fetch_all(&mut *conn)
        .await?;
    rows.iter().map(paper).collect()
}

pub async fn one(conn: &mut AnyConnection, id: &str) -> Result<Option<Paper>, Fault> {
    sqlx::query(papers!("WHERE h.id = $1"))
        .bind(id)
        .fetch_optional(&mut *conn)
        .await?
        .as_ref()
        .map(paper)
        .transpose()
}

pub async fn add_paper(
    conn: &mut AnyConnection,
    id: &str,
    slot: &str,
    judge: &str,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO panel_sheet (id, slot, judge) VALUES ($1, $2, $3) \
         ON CONFLICT (slot, judge) DO NOTHING",
    )
    .bind(id)
    .bind(slot)
    .bind(judge)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Notes that something was typed into a sheet; who typed it, if from paper.
pub async fn touch(
    conn: &mut AnyConnection,
    id: &str,
    typist: Option<&str>,
    now: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE panel_sheet SET saved_at = $3, typed_by = $2, \
         typed_at = CASE WHEN $2 IS NULL THEN NULL ELSE $3 END, confirmed_by = NULL WHERE id = $1",
    )
    .bind(id)
    .bind(typist.map(str::to_owned))
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Sends a sheet, or takes it back; who compared it, if it was on paper.
pub async fn send(
    conn: &mut AnyConnection,
    id: &str,
    sent_at: Option<i64>,
    confirmed_by: Option<&str>,
) -> Result<(), Fault> {
    sqlx::query("UPDATE panel_sheet SET sent_at = $2, confirmed_by = $3 WHERE id = $1")
        .bind(id)
        .bind(sent_at)
        .bind(confirmed_by.map(str::to_owned))
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Reads a score into its criterion, or takes it out.
pub async fn score(
    conn: &mut AnyConnection,
    sheet: &str,
    criterion: &str,
    value: Option<Hundredths>,
) -> Result<(), Fault> {
    let query = match value {
        Some(value) => sqlx::query(
            "INSERT INTO panel_score (sheet, criterion, value) VALUES ($1, $2, $3) \
             ON CONFLICT (sheet, criterion) DO UPDATE SET value = $3",
        )
        .bind(sheet.to_owned())
        .bind(criterion.to_owned())
        .bind(value),
        None => sqlx::query("DELETE FROM panel_score WHERE sheet = $1 AND criterion = $2")
            .bind(sheet.to_owned())
            .bind(criterion.to_owned()),
    };
    query.execute(&mut *conn).await?;
    Ok(())
}

/// Scores by sheet.
pub async fn scores(
    conn: &mut AnyConnection,
    edition: &str,
) -> Result<BTreeMap<String, Marks>, Fault> {
    let rows = sqlx::query(
        "SELECT c.sheet, c.criterion, c.value FROM panel_score c \
         JOIN panel_sheet h ON h.id = c.sheet JOIN panel_slot s ON s.id = h.slot \
         WHERE s.edition = $1",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    let mut all: BTreeMap<String, Marks> = BTreeMap::new();
    for row in rows {
        all.entry(row.try_get(0)?).or_default().insert(row.try_get(1)?, row.try_get(2)?);
    }
    Ok(all)
}
