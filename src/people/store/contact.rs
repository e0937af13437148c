//! SQL of where somebody can be written to.

use crate::fault::Fault;
use sqlx::{AnyConnection, Row};

pub async fn email(conn: &mut AnyConnection, account: &str) -> Result<Option<String>, Fault> {
    let row = sqlx::query("SELECT email FROM account WHERE id = $1 AND disabled_at IS NULL")
        .bind(account)
        .fetch_optional(&mut *conn)
        .await?;
    Ok(match row {
        Some(row) => row.try_get(0)?,
        None => None,
    })
}

pub async fn phone(conn: &mut AnyConnection, account: &str) -> Result<Option<String>, Fault> {
    let row = sqlx::query("SELECT phone FROM account WHERE id = $1 AND disabled_at IS NULL")
        .bind(account)
        .fetch_optional(&mut *conn)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.flatten())
}

pub async fn set_email(
    conn: &mut AnyConnection,
    account: &str,
    email: Option<&str>,
) -> Result<(), Fault> {
    sqlx::query("UPDATE account SET email = $2 WHERE id = $1")
        .bind(account)
        .bind(email)
        .execute(&mut *conn)
        .await?;
    Ok(())
}
