//! SQL of earlier versions of a proposal.

use super::submission;
use crate::{fault::Fault, proposal::rules::Frozen};
use sqlx::{AnyConnection, Row};

/// Every version with the name of whoever submitted it and when, the oldest first.
pub async fn versions(
    conn: &mut AnyConnection,
    id: &str,
) -> Result<Vec<(i64, String, i64)>, Fault> {
    let rows = sqlx::query(
        "SELECT s.version, a.name, s.submitted_at FROM submission s \
         LEFT JOIN account a ON a.id = s.submitted_by WHERE s.proposal = $1 ORDER BY s.version",
    )
    .bind(id)
    .fetch_all(&mut *conn)
    .await?;
    let mut versions = Vec::with_capacity(rows.len());
    for row in rows {
        let name = row.try_get::<Option<String>, _>(1)?.unwrap_or_default();
        versions.push((row.try_get(0)?, name, row.try_get(2)?));
    }
    Ok(versions)
}

/// What one version holds.
pub async fn version(
    conn: &mut AnyConnection,
    id: &str,
    version: i64,
) -> Result<Option<Frozen>, Fault> {
    let row = sqlx::query(
        "SELECT version, document, fingerprint, code, submitted_at FROM submission \
         WHERE proposal = $1 AND version = $2",
    )
    .bind(id)
    .bind(version)
    .fetch_optional(&mut *conn)
    .await?;
    row.as_ref().map(|row| submission(row).map(|one| one.frozen)).transpose()
}
