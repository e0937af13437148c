//! SQL of conflicts of interest: the year's statement, what was declared, seats that were left.

use crate::fault::Fault;
use sqlx::{AnyConnection, Row};

/// What was declared about one judge and one proposal.
#[derive(Clone, Debug)]
pub struct Declared {
    pub judge: String,
    pub proposal: String,
    pub kind: String,
    pub note: String,
    pub at: i64,
}

/// An assignment that somebody left.
#[derive(Clone, Debug)]
pub struct Left {
    pub judge: String,
    pub why: String,
}

pub async fn stated_at(
    conn: &mut AnyConnection,
    judge: &str,
    edition: &str,
) -> Result<Option<i64>, Fault> {
    let row =
        sqlx::query("SELECT stated_at FROM conflict_statement WHERE judge = $1 AND edition = $2")
            .bind(judge)
            .bind(edition)
            .fetch_optional(&mut *conn)
            .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// States it once: a second time changes nothing. Tells whether it was the first.
pub async fn state(
    conn: &mut AnyConnection,
    judge: &str,
    edition: &str,
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO conflict_statement (judge, edition, stated_at) VALUES ($1, $2, $3) \
         ON CONFLICT (judge, edition) DO NOTHING",
    )
    .bind(judge)
    .bind(edition)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Every conflict that stands.
pub async fn standing(conn: &mut AnyConnection) -> Result<Vec<Declared>, Fault> {
    let rows = sqlx::query(
        "SELECT judge, proposal, kind, note, declared_at FROM conflict \
         WHERE lifted_at IS NULL ORDER BY declared_at DESC, judge, proposal",
    )
    .fetch_all(&mut *conn)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Declared {
                judge: row.try_get(0)?,
                proposal: row.try_get(1)?,
                kind: row.try_get(2)?,
                note: row.try_get(3)?,
                at: row.try_get(4)?,
            })
        })
        .collect()
}

/// The conflict of a judge and a proposal, if it stands.
pub async fn kind_of(
    conn: &mut AnyConnection,
    judge: &str,
    proposal: &str,
) -> Result<Option<String>, Fault> {
    let row = sqlx::query(
        "SELECT kind FROM conflict WHERE judge = $1 AND proposal = $2 AND lifted_at IS NULL",
    )
    .bind(judge)
    .bind(proposal)
    .fetch_optional(&mut *conn)
    .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

pub async fn declare(
    conn: &mut AnyConnection,
    judge: &str,
    proposal: &str,
    kind: &str,
    note: &str,
    now: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO conflict (judge, proposal, kind, note, declared_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (judge, proposal) DO UPDATE \
         SET kind = $3, note = $4, declared_at = $5, lifted_by = NULL, lifted_at = NULL",
    )
    .bind(judge)
    .bind(proposal)
    .bind(kind)
    .bind(note)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Lifts a conflict; tells whether one stood.
pub async fn lift(
    conn: &mut AnyConnection,
    judge: &str,
    proposal: &str,
    by: &str,
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE conflict SET lifted_by = $3, lifted_at = $4 \
         WHERE judge = $1 AND proposal = $2 AND lifted_at IS NULL",
    )
    .bind(judge)
    .bind(proposal)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends the seat of a judge at a proposal, if they still sit there.
pub async fn leave(
    conn: &mut AnyConnection,
    judge: &str,
    proposal: &str,
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE assignment SET ended_at = $3, ended_why = 'conflict' \
         WHERE judge = $1 AND proposal = $2 AND ended_at IS NULL",
    )
    .bind(judge)
    .bind(proposal)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives the seat back that a conflict had ended; tells whether there was one.
pub async fn come_back(
    conn: &mut AnyConnection,
    judge: &str,
    proposal: &str,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE assignment SET ended_at = NULL, ended_why = NULL \
         WHERE judge = $1 AND proposal = $2 AND ended_why = 'conflict'",
    )
    .bind(judge)
    .bind(proposal)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The assignment of this id, if somebody left it.
pub async fn left(conn: &mut AnyConnection, assignment: &str) -> Result<Option<Left>, Fault> {
    let row = sqlx::query(
        "SELECT judge, ended_why FROM assignment WHERE id = $1 AND ended_at IS NOT NULL",
    )
    .bind(assignment)
    .fetch_optional(&mut *conn)
    .await?;
    row.map(|row| {
        Ok(Left {
            judge: row.try_get(0)?,
            why: row.try_get::<Option<String>, _>(1)?.unwrap_or_default(),
        })
    })
    .transpose()
}

/// Assignment and proposal of every seat that a judge left for a conflict, as they were given.
pub async fn left_by(
    conn: &mut AnyConnection,
    judge: &str,
) -> Result<Vec<(String, String)>, Fault> {
    let rows = sqlx::query(
        "SELECT id, proposal FROM assignment WHERE judge = $1 AND ended_why = 'conflict' \
         AND ended_at IS NOT NULL ORDER BY position, id",
    )
    .bind(judge)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}
