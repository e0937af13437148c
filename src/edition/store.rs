//! SQL of the edition: one row, its rules as one document.

pub mod extension;
pub mod repair;

use super::rules::{self, Earlier, Edition, Extension, Phase, Scope, Window};
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
    /// Later closings, and pages that are open for repair.
    pub extensions: Vec<Extension>,
}

impl Standing {
    /// Everybody's closing.
    pub fn closes(&self) -> i64 {
        rules::closing(&self.edition, &self.extensions, "", "")
    }

    /// The window of a proposal of an agency; an empty id asks for one not begun yet.
    pub fn window(&self, agency: &str, proposal: &str, now: i64) -> Window {
        rules::window(&self.edition, &self.extensions, self.phase, (agency, proposal), now)
    }
}

pub async fn current(conn: &mut AnyConnection) -> Result<Option<Standing>, Fault> {
    let row = sqlx::query(
        "SELECT document, phase, phase_rev FROM edition ORDER BY opened_at DESC LIMIT 1",
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let (document, phase): (String, String) = (row.try_get(0)?, row.try_get(1)?);
    let edition: Edition = serde_json::from_str(&document).map_err(|error| {
        tracing::error!(%error, "the stored edition cannot be read");
        Fault::Ours
    })?;
    let phase = Phase::of_code(&phase).ok_or(Fault::Ours)?;
    let extensions = extensions(conn, &edition.slug).await?;
    Ok(Some(Standing { edition, phase, rev: row.try_get(2)?, extensions }))
}

async fn extensions(conn: &mut AnyConnection, edition: &str) -> Result<Vec<Extension>, Fault> {
    let rows = sqlx::query(
        "SELECT agency, proposal, closes FROM extension \
         WHERE edition = $1 AND applied_at IS NOT NULL",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    let mut extensions = Vec::with_capacity(rows.len());
    for row in rows {
        let scope = scope(row.try_get(0)?, row.try_get(1)?);
        extensions.push(Extension { scope, closes: row.try_get(2)?, pages: Vec::new() });
    }
    extensions.extend(repair::open(conn, edition).await?);
    Ok(extensions)
}

/// The scope that two columns spell.
fn scope(agency: Option<String>, proposal: Option<String>) -> Scope {
    match (agency, proposal) {
        (_, Some(proposal)) => Scope::Proposal(proposal),
        (Some(agency), None) => Scope::Agency(agency),
        (None, None) => Scope::All,
    }
}

pub async fn clock_shift(conn: &mut AnyConnection) -> Result<i64, Fault> {
    let row = sqlx::query("SELECT clock_shift FROM edition ORDER BY opened_at DESC LIMIT 1")
        .fetch_optional(&mut *conn)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or(0))
}

pub async fn earlier(conn: &mut AnyConnection, edition: &str) -> Result<Vec<Earlier>, Fault> {
    let rows = sqlx::query(
        "SELECT year, title, place FROM earlier_proposal WHERE edition = $1 \
         ORDER BY year DESC, title",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter()
        .map(|row| {
            let year = i32::try_from(row.try_get::<i64, _>(0)?).map_err(|_| Fault::Ours)?;
            Ok(Earlier { year, title: row.try_get(1)?, place: row.try_get(2)? })
        })
        .collect()
}

pub async fn add_earlier(
    conn: &mut AnyConnection,
    edition: &str,
    one: &Earlier,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO earlier_proposal (edition, year, title, place) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (edition, year, title) DO UPDATE SET place = $4",
    )
    .bind(edition)
    .bind(i64::from(one.year))
    .bind(&one.title)
    .bind(&one.place)
    .execute(&mut *conn)
    .await?;
    Ok(())
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
