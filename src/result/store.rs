//! SQL of the seal: one row for each edition, two signatures.

use crate::fault::Fault;
use sqlx::{AnyConnection, Row};

/// A seal with one or two signatures.
pub struct Seal {
    pub document: String,
    pub sha256: String,
    pub first_by: String,
    pub second_by: Option<String>,
    pub second_at: Option<i64>,
}

pub async fn get(conn: &mut AnyConnection, edition: &str) -> Result<Option<Seal>, Fault> {
    let row = sqlx::query(
        "SELECT document, sha256, first_by, second_by, second_at FROM seal WHERE edition = $1",
    )
    .bind(edition)
    .fetch_optional(&mut *conn)
    .await?;
    Ok(match row {
        Some(row) => Some(Seal {
            document: row.try_get(0)?,
            sha256: row.try_get(1)?,
            first_by: row.try_get(2)?,
            second_by: row.try_get(3)?,
            second_at: row.try_get(4)?,
        }),
        None => None,
    })
}

/// The first signature; one for another document replaces it, as long as there is no second.
pub async fn first(
    conn: &mut AnyConnection,
    edition: &str,
    document: &str,
    sha256: &str,
    by: &str,
    now: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO seal (edition, document, sha256, first_by, first_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (edition) DO UPDATE \
         SET document = $2, sha256 = $3, first_by = $4, first_at = $5 WHERE seal.second_by IS NULL",
    )
    .bind(edition)
    .bind(document)
    .bind(sha256)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

pub async fn second(
    conn: &mut AnyConnection,
    edition: &str,
    by: &str,
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE seal SET second_by = $2, second_at = $3 \
         WHERE edition = $1 AND second_by IS NULL AND first_by <> $2",
    )
    .bind(edition)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
