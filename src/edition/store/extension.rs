//! SQL of later closings.

use crate::{edition::Scope, fault::Fault};
use sqlx::{AnyConnection, Row};

/// A later closing, prepared or applied.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Prepared {
    /// Stable id.
    pub id: String,
    /// For whom.
    pub scope: Scope,
    /// The closing before it.
    pub old_closes: i64,
    /// The closing it gives.
    pub closes: i64,
    /// Why, for the record and the banner.
    pub reason: String,
    /// Number of the letter that orders it.
    pub letter: String,
    /// Account that prepared it.
    pub made_by: String,
    /// When it was prepared.
    pub made_at: i64,
    /// Account of the chair who applied it.
    pub applied_by: Option<String>,
    /// When it took effect.
    pub applied_at: Option<i64>,
}

pub async fn add(
    conn: &mut AnyConnection,
    edition: &str,
    prepared: &Prepared,
) -> Result<(), Fault> {
    let (agency, proposal) = match &prepared.scope {
        Scope::All => (None, None),
        Scope::Agency(code) => (Some(code), None),
        Scope::Proposal(id) => (None, Some(id)),
    };
    sqlx::query(
        "INSERT INTO extension \
         (id, edition, agency, proposal, old_closes, closes, reason, letter, made_by, made_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(&prepared.id)
    .bind(edition)
    .bind(agency)
    .bind(proposal)
    .bind(prepared.old_closes)
    .bind(prepared.closes)
    .bind(&prepared.reason)
    .bind(&prepared.letter)
    .bind(&prepared.made_by)
    .bind(prepared.made_at)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Every later closing that was not dropped, the newest first.
pub async fn all(conn: &mut AnyConnection, edition: &str) -> Result<Vec<Prepared>, Fault> {
    let rows = sqlx::query(
        "SELECT id, agency, proposal, old_closes, closes, reason, letter, made_by, made_at, \
         applied_by, applied_at FROM extension WHERE edition = $1 AND dropped_at IS NULL \
         ORDER BY made_at DESC, id DESC",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(Prepared {
            id: row.try_get(0)?,
            scope: super::scope(row.try_get(1)?, row.try_get(2)?),
            old_closes: row.try_get(3)?,
            closes: row.try_get(4)?,
            reason: row.try_get(5)?,
            letter: row.try_get(6)?,
            made_by: row.try_get(7)?,
            made_at: row.try_get(8)?,
            applied_by: row.try_get(9)?,
            applied_at: row.try_get(10)?,
        });
    }
    Ok(all)
}

/// Lets a prepared closing take effect, once; `old_closes` is the one it replaces.
pub async fn apply(
    conn: &mut AnyConnection,
    id: &str,
    old_closes: i64,
    by: &str,
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE extension SET old_closes = $2, applied_by = $3, applied_at = $4 \
         WHERE id = $1 AND applied_at IS NULL AND dropped_at IS NULL",
    )
    .bind(id)
    .bind(old_closes)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Drops a prepared closing that has not taken effect.
pub async fn drop(conn: &mut AnyConnection, id: &str, now: i64) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE extension SET dropped_at = $2 \
         WHERE id = $1 AND applied_at IS NULL AND dropped_at IS NULL",
    )
    .bind(id)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets how far a demo's clock is shifted.
pub async fn shift_clock(conn: &mut AnyConnection, edition: &str, by: i64) -> Result<(), Fault> {
    sqlx::query("UPDATE edition SET clock_shift = $2 WHERE slug = $1")
        .bind(edition)
        .bind(by)
        .execute(&mut *conn)
        .await?;
    Ok(())
}
