//! SQL of aspects that a judge cannot score.

use crate::fault::Fault;
use sqlx::{AnyConnection, Row, any::AnyRow};

/// One report and its answer, if there is one.
#[derive(Clone, Debug)]
pub struct Report {
    pub id: String,
    pub assignment: String,
    pub criterion: String,
    pub reason: String,
    pub at: i64,
    pub answer: String,
    pub answered_at: Option<i64>,
}

fn report(row: &AnyRow) -> Result<Report, Fault> {
    Ok(Report {
        id: row.try_get(0)?,
        assignment: row.try_get(1)?,
        criterion: row.try_get(2)?,
        reason: row.try_get(3)?,
        at: row.try_get(4)?,
        answer: row.try_get(5)?,
        answered_at: row.try_get(6)?,
    })
}

macro_rules! reports {
    ($rest:literal) => {
        concat!(
            "SELECT id, assignment, criterion, reason, asked_at, answer, answered_at \
             FROM unscorable ",
            $rest
        )
    };
}

/// Every report of a sheet, the oldest first.
pub async fn of(conn: &mut AnyConnection, assignment: &str) -> Result<Vec<Report>, Fault> {
    let rows = sqlx::query(reports!("WHERE assignment = $1 ORDER BY asked_at, id"))
        .bind(assignment)
        .fetch_all(&mut *conn)
        .await?;
    rows.iter().map(report).collect()
}

/// Every report that waits for an answer, the oldest first.
pub async fn waiting(conn: &mut AnyConnection) -> Result<Vec<Report>, Fault> {
    let rows = sqlx::query(reports!("WHERE answered_at IS NULL ORDER BY asked_at, id"))
        .fetch_all(&mut *conn)
        .await?;
    rows.iter().map(report).collect()
}

pub async fn add(
    conn: &mut AnyConnection,
    assignment: &str,
    criterion: &str,
    reason: &str,
    now: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO unscorable (id, assignment, criterion, reason, asked_at, answer) \
         VALUES ($1, $2, $3, $4, $5, '')",
    )
    .bind(uuid::Uuid::now_v7().to_string())
    .bind(assignment)
    .bind(criterion)
    .bind(reason)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Answers a report once; tells whether it still waited.
pub async fn answer(
    conn: &mut AnyConnection,
    id: &str,
    answer: &str,
    by: &str,
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE unscorable SET answer = $2, answered_by = $3, answered_at = $4 \
         WHERE id = $1 AND answered_at IS NULL",
    )
    .bind(id)
    .bind(answer)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
