//! SQL of links: what became of opening each, and which is looked at next.

use crate::{
    fault::Fault,
    proposal::rules::{Link, Reach},
};
use sqlx::{AnyConnection, Row, any::AnyRow};
use std::collections::BTreeMap;

fn link(row: &AnyRow) -> Result<Link, Fault> {
    Ok(Link {
        reach: Reach::of_code(&row.try_get::<String, _>(0)?),
        seen_at: row.try_get(1)?,
        title: row.try_get(2)?,
    })
}

/// What is known of every link of an edition, by address.
pub async fn all(conn: &mut AnyConnection, edition: &str) -> Result<BTreeMap<String, Link>, Fault> {
    let rows = sqlx::query("SELECT reach, checked_at, title, address FROM link WHERE edition = $1")
        .bind(edition)
        .fetch_all(&mut *conn)
        .await?;
    rows.iter().map(|row| Ok((row.try_get(3)?, link(row)?))).collect()
}

/// What is known of a link.
pub async fn of(conn: &mut AnyConnection, edition: &str, address: &str) -> Result<Link, Fault> {
    let row = sqlx::query(
        "SELECT reach, checked_at, title FROM link WHERE edition = $1 AND address = $2",
    )
    .bind(edition)
    .bind(address)
    .fetch_optional(&mut *conn)
    .await?;
    row.as_ref().map(link).transpose().map(Option::unwrap_or_default)
}

/// The link to be looked at now, if one is due and `since` nobody looked at any: one that nobody
/// ever looked at first, then the one that has waited longest.
pub async fn due(
    conn: &mut AnyConnection,
    edition: &str,
    now: i64,
    since: i64,
) -> Result<Option<String>, Fault> {
    let row = sqlx::query(
        "SELECT p.video FROM proposal p LEFT JOIN link l ON l.edition = p.edition \
         AND l.address = p.video WHERE p.edition = $1 AND p.video LIKE 'https://%' \
         AND (l.next_at IS NULL OR l.next_at <= $2) AND NOT EXISTS (SELECT 1 FROM link r \
         WHERE r.edition = $1 AND r.asked_at > $3 AND r.asked_at <= $4) \
         ORDER BY COALESCE(l.next_at, 0), p.video LIMIT 1",
    )
    .bind(edition)
    .bind(now)
    .bind(since)
    // Clocks of two nodes differ a little; far in the future lies only what a demo's clock left.
    .bind(2 * now - since)
    .fetch_optional(&mut *conn)
    .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// Takes a link, so that no other node looks at it before `until`; tells what was known of it and
/// which try this is.
pub async fn claim(
    conn: &mut AnyConnection,
    edition: &str,
    address: &str,
    now: i64,
    until: i64,
) -> Result<(Reach, i64), Fault> {
    let row = sqlx::query(
        "INSERT INTO link (edition, address, reach, asked_at, tries, next_at) \
         VALUES ($1, $2, $3, $4, 1, $5) ON CONFLICT (edition, address) \
         DO UPDATE SET asked_at = $4, tries = link.tries + 1, next_at = $5 RETURNING reach, tries",
    )
    .bind(edition)
    .bind(address)
    .bind(Reach::Unknown.code())
    .bind(now)
    .bind(until)
    .fetch_one(&mut *conn)
    .await?;
    Ok((Reach::of_code(&row.try_get::<String, _>(0)?), row.try_get(1)?))
}

/// Has a link in trouble looked at soon: its writer has just saved it, mended perhaps.
pub async fn soon(
    conn: &mut AnyConnection,
    edition: &str,
    address: &str,
    now: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE link SET next_at = $3, tries = 0 WHERE edition = $1 AND address = $2 \
         AND reach <> $4 AND next_at > $3",
    )
    .bind(edition)
    .bind(address)
    .bind(now)
    .bind(Reach::Opens.code())
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// What a look at a link told.
pub struct Told {
    /// What is known of it now.
    pub reach: Reach,
    /// When it was seen, if it was.
    pub seen_at: Option<i64>,
    /// Tries in a row from which the next wait is counted.
    pub tries: i64,
    /// When it is looked at again.
    pub next_at: i64,
    /// What it calls itself; nothing to keep what was known.
    pub title: Option<String>,
}

pub async fn note(
    conn: &mut AnyConnection,
    edition: &str,
    address: &str,
    told: &Told,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE link SET reach = $3, checked_at = COALESCE($4, checked_at), tries = $5, \
         next_at = $6, title = COALESCE($7, title) WHERE edition = $1 AND address = $2",
    )
    .bind(edition)
    .bind(address)
    .bind(told.reach.code())
    .bind(told.seen_at)
    .bind(told.tries)
    .bind(told.next_at)
    .bind(&told.title)
    .execute(&mut *conn)
    .await?;
    Ok(())
}
