//! SQL of sending: what a sheet held whenever it changed hands, and requests to open it again.

use crate::fault::Fault;
use sqlx::{AnyConnection, Row, any::AnyRow};

/// Keeps a sheet as it is now. `act` is "sent", "undone" or "reopened".
pub async fn keep(
    conn: &mut AnyConnection,
    assignment: &str,
    act: &str,
    by: &str,
    now: i64,
    document: &str,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO score_history (id, assignment, act, by_account, at, document) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(uuid::Uuid::now_v7().to_string())
    .bind(assignment)
    .bind(act)
    .bind(by)
    .bind(now)
    .bind(document)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// What a sheet held when it was sent last, as it was kept.
pub async fn last_sent(
    conn: &mut AnyConnection,
    assignment: &str,
) -> Result<Option<String>, Fault> {
    let row = sqlx::query(
        "SELECT document FROM score_history WHERE assignment = $1 AND act = 'sent' \
         ORDER BY at DESC, id DESC LIMIT 1",
    )
    .bind(assignment)
    .fetch_optional(&mut *conn)
    .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// Takes a sending back. `reopened_at` is set if the committee did.
pub async fn unsend(
    conn: &mut AnyConnection,
    assignment: &str,
    reopened_at: Option<i64>,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE score_sheet SET sent_at = NULL, reopened_at = $2 \
         WHERE assignment = $1 AND sent_at IS NOT NULL",
    )
    .bind(assignment)
    .bind(reopened_at)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A request to open a sheet again.
#[derive(Clone, Debug)]
pub struct Asked {
    pub id: String,
    pub assignment: String,
    pub reason: String,
    pub at: i64,
    pub refused_at: Option<i64>,
    pub granted_at: Option<i64>,
}

fn asked(row: &AnyRow) -> Result<Asked, Fault> {
    Ok(Asked {
        id: row.try_get(0)?,
        assignment: row.try_get(1)?,
        reason: row.try_get(2)?,
        at: row.try_get(3)?,
        refused_at: row.try_get(4)?,
        granted_at: row.try_get(5)?,
    })
}

macro_rules! asked {
    ($rest:literal) => {
        concat!(
            "SELECT id, assignment, reason, asked_at, refused_at, granted_at FROM reopening ",
            $rest
        )
    };
}

/// Every request that waits for an answer, the oldest first.
pub async fn waiting(conn: &mut AnyConnection) -> Result<Vec<Asked>, Fault> {
    let rows = sqlx::query(asked!(
        "WHERE granted_at IS NULL AND refused_at IS NULL ORDER BY asked_at, id"
    ))
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(asked).collect()
}

/// A request by its id.
pub async fn request(conn: &mut AnyConnection, id: &str) -> Result<Option<Asked>, Fault> {
    let row = sqlx::query(asked!("WHERE id = $1")).bind(id).fetch_optional(&mut *conn).await?;
    row.as_ref().map(asked).transpose()
}

/// The last request of a sheet.
pub async fn last_request(
    conn: &mut AnyConnection,
    assignment: &str,
) -> Result<Option<Asked>, Fault> {
    let row = sqlx::query(asked!("WHERE assignment = $1 ORDER BY asked_at DESC, id DESC LIMIT 1"))
        .bind(assignment)
        .fetch_optional(&mut *conn)
        .await?;
    row.as_ref().map(asked).transpose()
}

pub async fn ask(
    conn: &mut AnyConnection,
    assignment: &str,
    reason: &str,
    now: i64,
) -> Result<(), Fault> {
    sqlx::query("INSERT INTO reopening (id, assignment, reason, asked_at) VALUES ($1, $2, $3, $4)")
        .bind(uuid::Uuid::now_v7().to_string())
        .bind(assignment)
        .bind(reason)
        .bind(now)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Answers a request once; tells whether it still waited.
pub async fn answer(
    conn: &mut AnyConnection,
    id: &str,
    by: &str,
    granted_at: Option<i64>,
    refused_at: Option<i64>,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE reopening SET decided_by = $2, granted_at = $3, refused_at = $4 \
         WHERE id = $1 AND granted_at IS NULL AND refused_at IS NULL",
    )
    .bind(id)
    .bind(by)
    .bind(granted_at)
    .bind(refused_at)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
