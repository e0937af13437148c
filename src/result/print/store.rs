//! SQL of certificates: which were revoked. Their codes follow from the seal and are not stored.

use crate::fault::Fault;
use sqlx::{AnyConnection, Row};

/// When and why a certificate was revoked.
pub async fn revoked(conn: &mut AnyConnection, code: &str) -> Result<Option<(i64, String)>, Fault> {
    let row = sqlx::query("SELECT revoked_at, reason FROM certificate_revocation WHERE code = $1")
        .bind(code)
        .fetch_optional(&mut *conn)
        .await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
}

/// Revokes a certificate; tells whether it was not revoked before.
pub async fn revoke(
    conn: &mut AnyConnection,
    code: &str,
    reason: &str,
    by: &str,
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO certificate_revocation (code, reason, revoked_by, revoked_at) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (code) DO NOTHING",
    )
    .bind(code)
    .bind(reason)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
