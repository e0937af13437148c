//! SQL of invitations as those who made them see them.

use crate::{fault::Fault, server::audit::sha256};
use sqlx::{AnyConnection, Row, any::AnyRow};

/// An invitation without its secret, which nobody has but who was given it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Sent {
    /// Stable id.
    pub id: String,
    /// Whom it names.
    pub name: String,
    /// Code of the unit, if it is for one.
    pub unit: Option<String>,
    /// The account it gives a new password, if it is for one.
    pub account: Option<String>,
    /// The proposal it is for, if it is for one.
    pub proposal: Option<String>,
    /// When it was made.
    pub created_at: i64,
    /// When it dies unused.
    pub expires_at: i64,
    /// Who used it.
    pub used_by: Option<String>,
    /// When it was used.
    pub used_at: Option<i64>,
}

macro_rules! sent {
    ($rest:literal) => {
        concat!(
            "SELECT id, name, unit, account, proposal, created_at, expires_at, used_by, used_at \
             FROM invitation WHERE revoked_at IS NULL AND ",
            $rest
        )
    };
}

fn sent(row: &AnyRow) -> Result<Sent, Fault> {
    Ok(Sent {
        id: row.try_get(0)?,
        name: row.try_get(1)?,
        unit: row.try_get(2)?,
        account: row.try_get(3)?,
        proposal: row.try_get(4)?,
        created_at: row.try_get(5)?,
        expires_at: row.try_get(6)?,
        used_by: row.try_get(7)?,
        used_at: row.try_get(8)?,
    })
}

/// The invitations to a proposal that stand, used or not.
pub async fn to_proposal(conn: &mut AnyConnection, proposal: &str) -> Result<Vec<Sent>, Fault> {
    let rows = sqlx::query(sent!("proposal = $1 ORDER BY created_at, id"))
        .bind(proposal)
        .fetch_all(&mut *conn)
        .await?;
    rows.iter().map(sent).collect()
}

/// The unused invitations of an agency's innovators.
pub async fn open_of_agency(conn: &mut AnyConnection, agency: &str) -> Result<Vec<Sent>, Fault> {
    let rows = sqlx::query(sent!(
        "agency = $1 AND role = 'innovator' AND used_at IS NULL ORDER BY created_at, id"
    ))
    .bind(agency)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(sent).collect()
}

/// The invitation of a code that somebody made, to show it to them once more.
pub async fn by_code(
    conn: &mut AnyConnection,
    code: &str,
    by: &str,
) -> Result<Option<Sent>, Fault> {
    sqlx::query(sent!("code_hash = $1 AND created_by = $2"))
        .bind(sha256(code.as_bytes()))
        .bind(by)
        .fetch_optional(&mut *conn)
        .await?
        .as_ref()
        .map(sent)
        .transpose()
}

/// Revokes an invitation: an unused one is dead, a used one to a proposal ends the membership.
pub async fn revoke(conn: &mut AnyConnection, id: &str, now: i64) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE invitation SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL \
         AND (used_at IS NULL OR proposal IS NOT NULL)",
    )
    .bind(id)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Id, name, user name, unit, whether there is a password, and when they last signed in, of an
/// agency's innovators.
pub async fn innovators(
    conn: &mut AnyConnection,
    agency: &str,
) -> Result<Vec<(String, String, String, Option<String>, bool, Option<i64>)>, Fault> {
    let rows = sqlx::query(
        "SELECT a.id, a.name, a.username, a.unit, \
         CAST(CASE WHEN a.password IS NULL THEN 0 ELSE 1 END AS BIGINT), \
         (SELECT MAX(s.created_at) FROM session s WHERE s.account = a.id) \
         FROM account a JOIN account_role r ON r.account = a.id AND r.role = 'innovator' \
         WHERE a.agency = $1 AND a.disabled_at IS NULL",
    )
    .bind(agency)
    .fetch_all(&mut *conn)
    .await?;
    let mut people = Vec::with_capacity(rows.len());
    for row in rows {
        people.push((
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
            row.try_get::<i64, _>(4)? == 1,
            row.try_get(5)?,
        ));
    }
    Ok(people)
}
