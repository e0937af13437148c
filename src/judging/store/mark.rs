//! SQL of what a judge types: the ledger of a sheet's texts, and what they say.

use crate::{fault::Fault, kernel::score::Hundredths, server::ledger::Ledger};
use sqlx::{AnyConnection, Row};

/// The texts of score sheets.
pub const LEDGER: Ledger = Ledger { table: "mark", owner: "assignment" };

/// A judge's sheets in the order in which they first gave each a score.
pub async fn first_scored(conn: &mut AnyConnection, judge: &str) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query(
        "SELECT h.assignment FROM mark_history h JOIN assignment a ON a.id = h.assignment \
         WHERE a.judge = $1 AND a.ended_at IS NULL AND h.field LIKE '%-score' \
         GROUP BY h.assignment ORDER BY MIN(h.saved_at), h.assignment",
    )
    .bind(judge)
    .fetch_all(&mut *conn)
    .await?;
    let mut ids = Vec::with_capacity(rows.len());
    for row in rows {
        ids.push(row.try_get(0)?);
    }
    Ok(ids)
}

/// Counts a change of a sheet; its comment too, if that is what changed.
pub async fn count(
    conn: &mut AnyConnection,
    assignment: &str,
    comment: Option<&str>,
    now: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO score_sheet (assignment, rev, comment, saved_at) \
         VALUES ($1, 1, COALESCE($2, ''), $3) ON CONFLICT (assignment) DO UPDATE \
         SET rev = score_sheet.rev + 1, comment = COALESCE($2, score_sheet.comment), saved_at = $3",
    )
    .bind(assignment)
    .bind(comment)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Reads a score into its criterion.
pub async fn score(
    conn: &mut AnyConnection,
    assignment: &str,
    criterion: &str,
    value: Option<Hundredths>,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO score (assignment, criterion, value, note) VALUES ($1, $2, $3, '') \
         ON CONFLICT (assignment, criterion) DO UPDATE SET value = $3",
    )
    .bind(assignment)
    .bind(criterion)
    .bind(value)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Reads a note into its criterion.
pub async fn note(
    conn: &mut AnyConnection,
    assignment: &str,
    criterion: &str,
    note: &str,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO score (assignment, criterion, value, note) VALUES ($1, $2, NULL, $3) \
         ON CONFLICT (assignment, criterion) DO UPDATE SET note = $3",
    )
    .bind(assignment)
    .bind(criterion)
    .bind(note)
    .execute(&mut *conn)
    .await?;
    Ok(())
}
