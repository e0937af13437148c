//! SQL of the show: its one row of state, the presses it took, and the figures it boasts of.

pub mod lease;
pub mod packed;
pub mod rundown;

use super::rules::{Figures, Mark, Phase, Show, Theme};
use crate::fault::Fault;
use sqlx::{AnyConnection, Row};

fn phase_code(phase: Phase) -> &'static str {
    match phase {
        Phase::Running => "running",
        Phase::Still => "still",
    }
}

fn theme_code(theme: Theme) -> &'static str {
    match theme {
        Theme::Night => "night",
        Theme::Day => "day",
    }
}

fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

/// The state of a show; one that was never opened waits at its first cue.
pub async fn get(conn: &mut AnyConnection, slug: &str) -> Result<Show, Fault> {
    let row = sqlx::query(
        "SELECT epoch, seq, cue, phase, seen, began, started_at, pressed_at, blank_at, hold_at, \
         opened_at, published_at, theme FROM show WHERE slug = $1",
    )
    .bind(slug)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else {
        return Ok(Show { mark: Mark { epoch: 1, seq: 0 }, ..Show::default() });
    };
    let (phase, theme): (String, String) = (row.try_get(3)?, row.try_get(12)?);
    Ok(Show {
        mark: Mark { epoch: row.try_get(0)?, seq: row.try_get(1)? },
        cue: small(row.try_get(2)?),
        phase: if phase == phase_code(Phase::Running) { Phase::Running } else { Phase::Still },
        seen: small(row.try_get(4)?),
        began: row.try_get(5)?,
        started_at: row.try_get(6)?,
        pressed_at: row.try_get(7)?,
        blank_at: row.try_get(8)?,
        hold_at: row.try_get(9)?,
        opened_at: row.try_get(10)?,
        published_at: row.try_get(11)?,
        theme: if theme == theme_code(Theme::Day) { Theme::Day } else { Theme::Night },
    })
}

/// Makes sure that there is a row to change.
pub async fn open(
    conn: &mut AnyConnection,
    slug: &str,
    edition: &str,
    show: &Show,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO show (slug, edition, epoch, seq, cue, phase, seen, began, started_at, \
         pressed_at, theme) VALUES ($1, $2, $3, $4, 0, $5, 0, 0, 0, 0, $6) \
         ON CONFLICT (slug) DO NOTHING",
    )
    .bind(slug)
    .bind(edition)
    .bind(show.mark.epoch)
    .bind(show.mark.seq)
    .bind(phase_code(show.phase))
    .bind(theme_code(show.theme))
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Writes the next state if nobody has written one since `before`.
pub async fn advance(
    conn: &mut AnyConnection,
    slug: &str,
    before: Mark,
    next: &Show,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE show SET seq = $4, cue = $5, phase = $6, seen = $7, began = $8, started_at = $9, \
         pressed_at = $10, blank_at = $11, hold_at = $12, opened_at = $13, published_at = $14, \
         theme = $15 WHERE slug = $1 AND epoch = $2 AND seq = $3",
    )
    .bind(slug)
    .bind(before.epoch)
    .bind(before.seq)
    .bind(next.mark.seq)
    .bind(i64::from(next.cue))
    .bind(phase_code(next.phase))
    .bind(i64::from(next.seen))
    .bind(next.began)
    .bind(next.started_at)
    .bind(next.pressed_at)
    .bind(next.blank_at)
    .bind(next.hold_at)
    .bind(next.opened_at)
    .bind(next.published_at)
    .bind(theme_code(next.theme))
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts a show back to its beginning, in a new epoch, so that every screen takes the new state.
pub async fn rewind(conn: &mut AnyConnection, slug: &str) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE show SET epoch = epoch + 1, seq = 0, cue = 0, phase = $2, seen = 0, began = 0, \
         started_at = 0, pressed_at = 0, blank_at = NULL, hold_at = NULL, opened_at = NULL, \
         published_at = NULL WHERE slug = $1",
    )
    .bind(slug)
    .bind(phase_code(Phase::Still))
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Whether a press has been taken already.
pub async fn is_done(conn: &mut AnyConnection, slug: &str, op: &str) -> Result<bool, Fault> {
    let row = sqlx::query("SELECT seq FROM show_op WHERE show = $1 AND op = $2")
        .bind(slug)
        .bind(op)
        .fetch_optional(&mut *conn)
        .await?;
    Ok(row.is_some())
}

/// Remembers a press.
pub async fn note(conn: &mut AnyConnection, slug: &str, op: &str, mark: Mark) -> Result<(), Fault> {
    sqlx::query("INSERT INTO show_op (show, op, seq) VALUES ($1, $2, $3)")
        .bind(slug)
        .bind(op)
        .bind(mark.seq)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

async fn count(conn: &mut AnyConnection, sql: &'static str, edition: &str) -> Result<u32, Fault> {
    let row = sqlx::query(sql).bind(edition).fetch_one(&mut *conn).await?;
    Ok(small(row.try_get(0)?))
}

/// Counted by code, most first; names are the caller's business.
async fn tally(
    conn: &mut AnyConnection,
    sql: &'static str,
    edition: &str,
) -> Result<Vec<(String, u32)>, Fault> {
    let rows = sqlx::query(sql).bind(edition).fetch_all(&mut *conn).await?;
    let mut tally = Vec::with_capacity(rows.len());
    for row in rows {
        tally.push((row.try_get::<String, _>(0)?, small(row.try_get(1)?)));
    }
    tally.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    Ok(tally)
}

/// Who took part, and proposals by category key.
pub async fn figures(
    conn: &mut AnyConnection,
    edition: &str,
) -> Result<(Figures, Vec<(String, u32)>), Fault> {
    if let Some(figures) = packed::figures(conn, edition).await? {
        return Ok(figures);
    }
    let agencies = tally(
        conn,
        "SELECT a.name, COUNT(*) FROM proposal p JOIN agency a ON a.code = p.agency \
         WHERE p.edition = $1 AND p.number IS NOT NULL GROUP BY a.code, a.name",
        edition,
    )
    .await?;
    let categories = tally(
        conn,
        "SELECT category, COUNT(*) FROM proposal WHERE edition = $1 AND number IS NOT NULL \
         GROUP BY category",
        edition,
    )
    .await?;
    let innovators = count(
        conn,
        "SELECT COUNT(DISTINCT owner) FROM proposal WHERE edition = $1 AND number IS NOT NULL",
        edition,
    )
    .await?;
    let judges = count(
        conn,
        "SELECT COUNT(DISTINCT a.judge) FROM assignment a JOIN proposal p ON p.id = a.proposal \
         JOIN score_sheet s ON s.assignment = a.id WHERE p.edition = $1 AND s.sent_at IS NOT NULL",
        edition,
    )
    .await?;
    let sheets = count(
        conn,
        "SELECT COUNT(*) FROM score_sheet s JOIN assignment a ON a.id = s.assignment \
         JOIN proposal p ON p.id = a.proposal WHERE p.edition = $1 AND s.sent_at IS NOT NULL",
        edition,
    )
    .await?;
    let figures = Figures {
        agencies: u32::try_from(agencies.len()).unwrap_or(u32::MAX),
        proposals: agencies.iter().map(|(_, n)| n).sum(),
        innovators,
        judges,
        sheets,
        by_category: Vec::new(),
        top_agencies: agencies.into_iter().take(8).collect(),
    };
    Ok((figures, categories))
}
