//! SQL of assignments: plans, seats that begin and end, judges who leave.

use crate::{fault::Fault, judging::assign::Pair};
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row, any::AnyRow};

/// What a plan changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Proposal and judge who are to meet.
    pub added: Vec<Pair>,
    /// Proposal and judge who are to part.
    pub removed: Vec<Pair>,
}

/// A plan as it is stored.
#[derive(Clone, Debug, Serialize)]
pub struct Planned {
    pub id: String,
    pub kind: String,
    pub seed: u32,
    pub base: String,
    pub change: Change,
    pub made_by: String,
    pub made_at: i64,
    pub applied_by: Option<String>,
    pub applied_at: Option<i64>,
}

/// A judge who reads no more.
#[derive(Clone, Debug, Serialize)]
pub struct Leave {
    pub judge: String,
    pub why: String,
    pub cause: bool,
    pub by: String,
    pub at: i64,
}

fn planned(row: &AnyRow) -> Result<Planned, Fault> {
    let document: String = row.try_get(4)?;
    Ok(Planned {
        id: row.try_get(0)?,
        kind: row.try_get(1)?,
        seed: u32::try_from(row.try_get::<i64, _>(2)?).unwrap_or_default(),
        base: row.try_get(3)?,
        change: serde_json::from_str(&document).map_err(|_| Fault::Ours)?,
        made_by: row.try_get(5)?,
        made_at: row.try_get(6)?,
        applied_by: row.try_get(7)?,
        applied_at: row.try_get(8)?,
    })
}

macro_rules! plans {
    ($rest:literal) => {
        concat!(
            "SELECT id, kind, seed, base, document, made_by, made_at, applied_by, applied_at \
             FROM assignment_plan ",
            $rest
        )
    };
}

pub async fn keep(conn: &mut AnyConnection, edition: &str, plan: &Planned) -> Result<(), Fault> {
    let document = serde_json::to_string(&plan.change).map_err(|_| Fault::Ours)?;
    sqlx::query(
        "INSERT INTO assignment_plan (id, edition, kind, seed, base, document, made_by, made_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&plan.id)
    .bind(edition)
    .bind(&plan.kind)
    .bind(i64::from(plan.seed))
    .bind(&plan.base)
    .bind(document)
    .bind(&plan.made_by)
    .bind(plan.made_at)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

pub async fn plan(
    conn: &mut AnyConnection,
    edition: &str,
    id: &str,
) -> Result<Option<Planned>, Fault> {
    let row = sqlx::query(plans!("WHERE edition = $1 AND id = $2"))
        .bind(edition)
        .bind(id)
        .fetch_optional(&mut *conn)
        .await?;
    row.as_ref().map(planned).transpose()
}

/// The plans that were applied, the newest first.
pub async fn applied(
    conn: &mut AnyConnection,
    edition: &str,
    most: i64,
) -> Result<Vec<Planned>, Fault> {
    let rows = sqlx::query(plans!(
        "WHERE edition = $1 AND applied_at IS NOT NULL ORDER BY applied_at DESC, id DESC LIMIT $2"
    ))
    .bind(edition)
    .bind(most)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(planned).collect()
}

/// Marks a plan as applied; once.
pub async fn mark(conn: &mut AnyConnection, id: &str, by: &str, now: i64) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE assignment_plan SET applied_by = $2, applied_at = $3 \
         WHERE id = $1 AND applied_at IS NULL",
    )
    .bind(id)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a judge a proposal, or gives it back to one who had left it; what they had written there
/// is theirs again.
pub async fn seat(
    conn: &mut AnyConnection,
    (proposal, judge): &Pair,
    position: i64,
    now: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO assignment (id, proposal, judge, position, created_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (proposal, judge) \
         DO UPDATE SET ended_at = NULL, ended_why = NULL",
    )
    .bind(uuid::Uuid::now_v7().to_string())
    .bind(proposal)
    .bind(judge)
    .bind(position)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Leaves one seat open until a moment, also when scoring has closed.
pub async fn open(
    conn: &mut AnyConnection,
    (proposal, judge): &Pair,
    until: i64,
) -> Result<(), Fault> {
    sqlx::query("UPDATE assignment SET open_until = $3 WHERE proposal = $1 AND judge = $2")
        .bind(proposal)
        .bind(judge)
        .bind(until)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Takes a proposal from a judge; its record stays.
pub async fn unseat(
    conn: &mut AnyConnection,
    (proposal, judge): &Pair,
    why: &str,
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE assignment SET ended_at = $3, ended_why = $4 \
         WHERE proposal = $1 AND judge = $2 AND ended_at IS NULL",
    )
    .bind(proposal)
    .bind(judge)
    .bind(now)
    .bind(why)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The judges who read no more.
pub async fn leaves(conn: &mut AnyConnection, edition: &str) -> Result<Vec<Leave>, Fault> {
    let rows = sqlx::query(
        "SELECT judge, why, cause_at, left_by, left_at FROM judge_leave WHERE edition = $1 \
         ORDER BY left_at, judge",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Leave {
                judge: row.try_get(0)?,
                why: row.try_get(1)?,
                cause: row.try_get::<Option<i64>, _>(2)?.is_some(),
                by: row.try_get(3)?,
                at: row.try_get(4)?,
            })
        })
        .collect()
}

pub async fn leave(conn: &mut AnyConnection, edition: &str, leave: &Leave) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO judge_leave (edition, judge, why, cause_at, left_by, left_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (edition, judge) \
         DO UPDATE SET why = $3, cause_at = $4, left_by = $5, left_at = $6",
    )
    .bind(edition)
    .bind(&leave.judge)
    .bind(&leave.why)
    .bind(leave.cause.then_some(leave.at))
    .bind(&leave.by)
    .bind(leave.at)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

pub async fn come_back(
    conn: &mut AnyConnection,
    edition: &str,
    judge: &str,
) -> Result<bool, Fault> {
    let done = sqlx::query("DELETE FROM judge_leave WHERE edition = $1 AND judge = $2")
        .bind(edition)
        .bind(judge)
        .execute(&mut *conn)
        .await?;
    Ok(done.rows_affected() == 1)
}
