//! SQL of the edition: one row, its rules as one document.

use super::rules::{Edition, Phase};
use crate::fault::Fault;
use sqlx::{AnyConnection, Row};

/// The edition and where it stands, with the revision that a move must name.
pub struct Standing {
    /// The rules.
    pub edition: Edition,
    /// The phase.
    pub phase: Phase,
    /// Counts the moves.
    pub rev: i64,
}

pub async fn current(conn: &mut AnyConnection) -> Result<Option<Standing>, Fault> {
    let row = sqlx::query(
        "SELECT document, phase, phase_rev FROM edition ORDER BY opened_at DESC LIMIT 1",
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let (document, phase): (String, String) = (row.try_get(0)?, row.try_get(1)?);
    let edition = serde_json::from_str(&document).map_err(|error| {
        tracing::error!(%error, "the stored edition cannot be read");
        Fault::Ours
    })?;
    let phase = Phase::of_code(&phase).ok_or(Fault::Ours)?;
    Ok(Some(Standing { edition, phase, rev: row.try_get(2)? }))
}

pub async fn clock_shift(conn: &mut AnyConnection) -> Result<i64, Fault> {
    let row = sqlx::query("SELECT clock_shift FROM edition ORDER BY opened_at DESC LIMIT 1")
        .fetch_optional(&mut *conn)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or(0))
}

pub async fn insert(
    conn: &mut AnyConnection,
    edition: &Edition,
    phase: Phase,
    clock_shift: i64,
    now: i64,
) -> Result<(), Fault> {
    let document = serde_json::to_string(edition).map_err(|_| Fault::Ours)?;
    sqlx::query(
        "INSERT INTO edition (slug, document, phase, phase_rev, clock_shift, opened_at) \
         VALUES ($1, $2, $3, 0, $4, $5)",
    )
    .bind(&edition.slug)
    .bind(document)
    .bind(phase.code())
    .bind(clock_shift)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Moves the phase if it still is where the mover saw it.
pub async fn move_phase(
    conn: &mut AnyConnection,
    slug: &str,
    from_rev: i64,
    to: Phase,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE edition SET phase = $3, phase_rev = phase_rev + 1 \
         WHERE slug = $1 AND phase_rev = $2",
    )
    .bind(slug)
    .bind(from_rev)
    .bind(to.code())
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
