//! SQL of certificates: which were revoked. Their codes follow from the seal and are not stored.

use crate::{fault::Fault, result::rules::revocation::RevocationKind};
use sqlx::{AnyConnection, Row};

/// A revocation as it is stored.
#[derive(Clone, Debug)]
pub struct Stored {
    pub code: String,
    pub kind: RevocationKind,
    pub reason: String,
    pub at: i64,
}

/// Every revocation, by code; the codes of an edition follow from its seal.
pub async fn revoked(conn: &mut AnyConnection) -> Result<Vec<Stored>, Fault> {
    let rows = sqlx::query(
        "SELECT code, kind, reason, revoked_at FROM certificate_revocation ORDER BY code",
    )
    .fetch_all(&mut *conn)
    .await?;
    rows.iter()
        .map(|row| {
            let kind: String = row.try_get(1)?;
            Ok(Stored {
                code: row.try_get(0)?,
                kind: RevocationKind::of_code(&kind).unwrap_or(RevocationKind::Other),
                reason: row.try_get(2)?,
                at: row.try_get(3)?,
            })
        })
        .collect()
}

/// What the audit chain records of revocations: subject and hash after each.
pub async fn recorded(conn: &mut AnyConnection) -> Result<Vec<(String, String)>, Fault> {
    let rows = sqlx::query(
        "SELECT subject, after_hash FROM audit WHERE action = 'certificate.revoke' ORDER BY seq",
    )
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Revokes a certificate; tells whether it was not revoked before.
pub async fn revoke(
    conn: &mut AnyConnection,
    code: &str,
    (kind, reason): (RevocationKind, &str),
    by: &str,
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO certificate_revocation (code, kind, reason, revoked_by, revoked_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (code) DO NOTHING",
    )
    .bind(code)
    .bind(kind.code())
    .bind(reason)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
