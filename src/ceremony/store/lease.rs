//! SQL of the remote: who holds it, and which numbers let one more device in.

use crate::{
    ceremony::rules::lease::{Holder, Lease},
    fault::Fault,
};
use sqlx::{AnyConnection, Row};

/// Who holds the remote of a show, or held it last.
pub async fn get(conn: &mut AnyConnection, show: &str) -> Result<Option<Lease>, Fault> {
    let row = sqlx::query(
        "SELECT l.account, a.name, l.since, l.beat_at FROM show_lease l \
         JOIN account a ON a.id = l.account WHERE l.show = $1",
    )
    .bind(show)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Lease {
        holder: Holder { account: row.try_get(0)?, name: row.try_get(1)? },
        since: row.try_get(2)?,
        beat_at: row.try_get(3)?,
    }))
}

/// Puts the remote into a hand.
pub async fn put(conn: &mut AnyConnection, show: &str, lease: &Lease) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO show_lease (show, account, since, beat_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (show) DO UPDATE SET account = $2, since = $3, beat_at = $4",
    )
    .bind(show)
    .bind(&lease.holder.account)
    .bind(lease.since)
    .bind(lease.beat_at)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// A number that was given out and can still be used.
pub struct Pairing {
    /// Its id.
    pub id: String,
    /// In whose name the device will press.
    pub account: String,
}

/// Gives out a number; an operator's older ones end with it.
pub async fn offer(
    conn: &mut AnyConnection,
    (id, show, account): (&str, &str, &str),
    code_hash: &str,
    (now, until): (i64, i64),
) -> Result<(), Fault> {
    sqlx::query("UPDATE show_pairing SET expires_at = $2 WHERE account = $1 AND expires_at > $2")
        .bind(account)
        .bind(now)
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "INSERT INTO show_pairing (id, show, code_hash, account, made_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(show)
    .bind(code_hash)
    .bind(account)
    .bind(now)
    .bind(until)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Uses a number up; `None` if there is none such, it was used, or its time has passed.
pub async fn redeem(
    conn: &mut AnyConnection,
    show: &str,
    code_hash: &str,
    now: i64,
) -> Result<Option<Pairing>, Fault> {
    let row = sqlx::query(
        "UPDATE show_pairing SET used_at = $3 WHERE show = $1 AND code_hash = $2 \
         AND used_at IS NULL AND expires_at > $3 RETURNING id, account",
    )
    .bind(show)
    .bind(code_hash)
    .bind(now)
    .fetch_optional(&mut *conn)
    .await?;
    Ok(match row {
        Some(row) => Some(Pairing { id: row.try_get(0)?, account: row.try_get(1)? }),
        None => None,
    })
}

/// Paired devices that are signed in.
pub async fn spares(conn: &mut AnyConnection, now: i64) -> Result<u32, Fault> {
    let row = sqlx::query(
        "SELECT COUNT(*) FROM session WHERE role = 'operator' AND ended_at IS NULL \
         AND expires_at > $1",
    )
    .bind(now)
    .fetch_one(&mut *conn)
    .await?;
    Ok(u32::try_from(row.try_get::<i64, _>(0)?).unwrap_or(u32::MAX))
}
