//! SQL of equals: the lot and the plenary's book of ties.

use crate::{
    fault::Fault,
    result::rules::tie::{Draw, Lot, TieLine, Way},
};
use sqlx::{AnyConnection, Row};

fn small(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The lot of an edition, with its secret; its draw only once it was drawn.
pub async fn lot(conn: &mut AnyConnection, edition: &str) -> Result<Option<(Lot, String)>, Fault> {
    let row = sqlx::query(
        "SELECT l.source, l.phase, l.commitment, l.secret, l.declared_at, a.name, l.value, \
         l.drawn_at, b.name FROM plenary_lot l JOIN account a ON a.id = l.declared_by \
         LEFT JOIN account b ON b.id = l.drawn_by WHERE l.edition = $1",
    )
    .bind(edition)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let secret: String = row.try_get(3)?;
    let drawn = (
        row.try_get::<Option<String>, _>(6)?,
        row.try_get::<Option<i64>, _>(7)?,
        row.try_get::<Option<String>, _>(8)?,
    );
    let draw = match drawn {
        (Some(value), Some(at), Some(by)) => Some(Draw { value, secret: secret.clone(), at, by }),
        _ => None,
    };
    let phase: String = row.try_get(1)?;
    let lot = Lot {
        source: row.try_get(0)?,
        commitment: row.try_get(2)?,
        declared_at: row.try_get(4)?,
        declared_by: row.try_get(5)?,
        before_closing: !matches!(phase.as_str(), "plenary" | "ceremony" | "published"),
        draw,
    };
    Ok(Some((lot, secret)))
}

/// Declares the lot; false if one was declared already.
pub async fn declare(
    conn: &mut AnyConnection,
    (edition, phase): (&str, &str),
    source: &str,
    (secret, commitment): (&str, &str),
    (by, now): (&str, i64),
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO plenary_lot (edition, source, phase, commitment, secret, declared_by, \
         declared_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (edition) DO NOTHING",
    )
    .bind(edition)
    .bind(source)
    .bind(phase)
    .bind(commitment)
    .bind(secret)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Draws the lot with its public number; false if it was drawn already.
pub async fn draw(
    conn: &mut AnyConnection,
    edition: &str,
    value: &str,
    (by, now): (&str, i64),
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE plenary_lot SET value = $2, drawn_by = $3, drawn_at = $4 \
         WHERE edition = $1 AND value IS NULL",
    )
    .bind(edition)
    .bind(value)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Every line about equals, oldest first; the codes are left to the desk.
pub async fn lines(conn: &mut AnyConnection, edition: &str) -> Result<Vec<TieLine>, Fault> {
    let rows = sqlx::query(
        "SELECT t.seq, t.proposals, t.way, t.reason, t.present, a.name, t.decided_at \
         FROM plenary_tie t JOIN account a ON a.id = t.decided_by WHERE t.edition = $1 \
         ORDER BY t.seq",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter()
        .map(|row| {
            let (proposals, way): (String, String) = (row.try_get(1)?, row.try_get(2)?);
            Ok(TieLine {
                seq: small(row.try_get(0)?),
                proposals: serde_json::from_str(&proposals).map_err(|_| Fault::Ours)?,
                codes: Vec::new(),
                way: Way::of_code(&way).ok_or(Fault::Ours)?,
                reason: row.try_get(3)?,
                present: small(row.try_get(4)?),
                by: row.try_get(5)?,
                at: row.try_get(6)?,
            })
        })
        .collect()
}

/// Adds a line; false if another has taken its number.
pub async fn add(
    conn: &mut AnyConnection,
    id: &str,
    edition: &str,
    line: &TieLine,
    officer: &str,
) -> Result<bool, Fault> {
    let proposals = serde_json::to_string(&line.proposals).map_err(|_| Fault::Ours)?;
    let done = sqlx::query(
        "INSERT INTO plenary_tie (id, edition, seq, proposals, way, reason, present, decided_by, \
         decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (edition, seq) DO NOTHING",
    )
    .bind(id)
    .bind(edition)
    .bind(i64::from(line.seq))
    .bind(proposals)
    .bind(line.way.code())
    .bind(line.reason.as_str())
    .bind(i64::from(line.present))
    .bind(officer)
    .bind(line.at)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
