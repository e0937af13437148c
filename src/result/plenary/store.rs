//! SQL of the plenary.

pub mod tie;

use crate::{
    fault::Fault,
    result::rules::plenary::{Line, Outcome, Votes},
};
use sqlx::{AnyConnection, Row};

/// Accounts that are there now.
pub async fn present(conn: &mut AnyConnection, edition: &str) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query(
        "SELECT account FROM plenary_presence WHERE edition = $1 AND left_at IS NULL ORDER BY 1",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Notes that somebody is there.
pub async fn come(
    conn: &mut AnyConnection,
    edition: &str,
    account: &str,
    by: &str,
    now: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO plenary_presence (edition, account, came_at, left_at, noted_by) \
         VALUES ($1, $2, $3, NULL, $4) ON CONFLICT (edition, account) \
         DO UPDATE SET came_at = $3, left_at = NULL, noted_by = $4",
    )
    .bind(edition)
    .bind(account)
    .bind(now)
    .bind(by)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Notes that somebody is not there any more.
pub async fn leave(
    conn: &mut AnyConnection,
    edition: &str,
    account: &str,
    by: &str,
    now: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE plenary_presence SET left_at = $3, noted_by = $4 \
         WHERE edition = $1 AND account = $2 AND left_at IS NULL",
    )
    .bind(edition)
    .bind(account)
    .bind(now)
    .bind(by)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

fn small(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Every line, oldest first; a proposal's code is left to the desk.
pub async fn lines(conn: &mut AnyConnection, edition: &str) -> Result<Vec<Line>, Fault> {
    let rows = sqlx::query(
        "SELECT l.seq, l.proposal, l.outcome, l.reason, l.votes_yes, l.votes_no, l.votes_abstain, \
         l.present, l.away, a.name, l.decided_at FROM plenary_line l \
         JOIN account a ON a.id = l.decided_by WHERE l.edition = $1 ORDER BY l.seq",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter()
        .map(|row| {
            let vote = |at: usize| row.try_get::<Option<i64>, _>(at);
            let votes = match (vote(4)?, vote(5)?, vote(6)?) {
                (Some(yes), Some(no), Some(abstain)) => {
                    Some(Votes { yes: small(yes), no: small(no), abstain: small(abstain) })
                }
                _ => None,
            };
            let outcome: String = row.try_get(2)?;
            let away: String = row.try_get(8)?;
            Ok(Line {
                seq: small(row.try_get(0)?),
                proposal_id: row.try_get(1)?,
                code: String::new(),
                outcome: Outcome::of_code(&outcome).ok_or(Fault::Ours)?,
                reason: row.try_get(3)?,
                votes,
                present: small(row.try_get(7)?),
                away: serde_json::from_str(&away).map_err(|_| Fault::Ours)?,
                by: row.try_get(9)?,
                at: row.try_get(10)?,
            })
        })
        .collect()
}

/// Adds a line; false if another has taken its number.
pub async fn add(
    conn: &mut AnyConnection,
    id: &str,
    edition: &str,
    line: &Line,
    officer: &str,
) -> Result<bool, Fault> {
    let away = serde_json::to_string(&line.away).map_err(|_| Fault::Ours)?;
    let done = sqlx::query(
        "INSERT INTO plenary_line (id, edition, seq, proposal, outcome, reason, votes_yes, \
         votes_no, votes_abstain, present, away, decided_by, decided_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
         ON CONFLICT (edition, seq) DO NOTHING",
    )
    .bind(id)
    .bind(edition)
    .bind(i64::from(line.seq))
    .bind(line.proposal_id.as_str())
    .bind(line.outcome.code())
    .bind(line.reason.as_str())
    .bind(line.votes.map(|votes| i64::from(votes.yes)))
    .bind(line.votes.map(|votes| i64::from(votes.no)))
    .bind(line.votes.map(|votes| i64::from(votes.abstain)))
    .bind(i64::from(line.present))
    .bind(away)
    .bind(officer)
    .bind(line.at)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What the screen shows.
pub async fn screen(conn: &mut AnyConnection, edition: &str) -> Result<Option<String>, Fault> {
    let row = sqlx::query("SELECT proposal FROM plenary_screen WHERE edition = $1")
        .bind(edition)
        .fetch_optional(&mut *conn)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.flatten())
}

/// Puts a proposal on the screen, or nothing.
pub async fn show(
    conn: &mut AnyConnection,
    edition: &str,
    proposal: Option<&str>,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO plenary_screen (edition, proposal) VALUES ($1, $2) \
         ON CONFLICT (edition) DO UPDATE SET proposal = $2",
    )
    .bind(edition)
    .bind(proposal.map(str::to_owned))
    .execute(&mut *conn)
    .await?;
    Ok(())
}
