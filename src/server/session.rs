//! Sessions: 256 random bits in a cookie, their SHA-256 in the database, revocable one by one.

use super::{audit::sha256, db::Tx};
use crate::{
    fault::Fault,
    kernel::{Account, Role},
};
use axum::http::{HeaderMap, header::COOKIE};
use rand::{TryRngCore, rngs::OsRng};
use sqlx::{AnyConnection, Row};
use std::fmt::Write as _;

/// How long a session lives without being used, in milliseconds: 14 days.
const LIFETIME: i64 = 14 * 24 * 3_600_000;

/// Name of the cookie over HTTPS; browsers then accept it only from this very host.
const SECURE_COOKIE: &str = "__Host-kipp";
/// Name of the cookie where there is no HTTPS: the demo and a laptop in the hall.
const PLAIN_COOKIE: &str = "kipp";

/// A random secret in hex, of `bytes` bytes.
///
/// # Errors
/// When the system gives no randomness.
pub fn secret(bytes: usize) -> Result<String, Fault> {
    let mut random = vec![0_u8; bytes];
    OsRng.try_fill_bytes(&mut random).map_err(|error| {
        tracing::error!(%error, "no randomness");
        Fault::Ours
    })?;
    Ok(random.iter().fold(String::new(), |mut hex, byte| {
        let _always = write!(hex, "{byte:02x}");
        hex
    }))
}

/// The session's secret from a request's cookies.
pub fn token(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == SECURE_COOKIE || *name == PLAIN_COOKIE)
        .map(|(_, value)| value.to_owned())
}

/// The `Set-Cookie` value that gives a browser its session.
pub fn cookie(token: &str, secure: bool) -> String {
    let seconds = LIFETIME / 1000;
    if secure {
        format!(
            "{SECURE_COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax; Secure"
        )
    } else {
        format!("{PLAIN_COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax")
    }
}

/// The `Set-Cookie` value that takes it away.
pub fn no_cookie(secure: bool) -> String {
    if secure {
        format!("{SECURE_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure")
    } else {
        format!("{PLAIN_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    }
}

/// Who a token stands for, if its session lives and its account is not disabled.
///
/// # Errors
/// Whatever the database says.
pub async fn account(
    conn: &mut AnyConnection,
    token: &str,
    now: i64,
) -> Result<Option<Account>, Fault> {
    let row = sqlx::query(
        "SELECT a.id, a.username, a.name, a.agency, a.unit, s.role FROM session s \
         JOIN account a ON a.id = s.account \
         WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 \
         AND a.disabled_at IS NULL",
    )
    .bind(sha256(token.as_bytes()))
    .bind(now)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let id: String = row.try_get(0)?;
    let mut roles = roles(conn, &id).await?;
    if let Some(only) = row.try_get::<Option<String>, _>(5)? {
        roles.retain(|role| role.code() == only);
    }
    Ok(Some(Account {
        roles,
        id,
        username: row.try_get(1)?,
        name: row.try_get(2)?,
        agency: row.try_get(3)?,
        unit: row.try_get(4)?,
    }))
}

/// The roles of an account, in the order of the competition.
///
/// # Errors
/// Whatever the database says.
pub async fn roles(conn: &mut AnyConnection, account: &str) -> Result<Vec<Role>, Fault> {
    let rows = sqlx::query("SELECT role FROM account_role WHERE account = $1")
        .bind(account)
        .fetch_all(&mut *conn)
        .await?;
    let mut roles = Vec::with_capacity(rows.len());
    for row in rows {
        roles.extend(Role::of_code(&row.try_get::<String, _>(0)?));
    }
    roles.sort_unstable();
    Ok(roles)
}

/// Opens a session and gives its token.
///
/// # Errors
/// Whatever the database says.
pub async fn open(
    tx: &mut Tx,
    account: &str,
    device: &str,
    address: &str,
    now: i64,
) -> Result<String, Fault> {
    grant(tx, account, device, address, (now, now + LIFETIME), None).await
}

/// Opens a session that can do no more than one role allows, until a moment, and gives its token.
///
/// # Errors
/// Whatever the database says.
pub async fn open_for(
    tx: &mut Tx,
    account: &str,
    (device, address): (&str, &str),
    role: Role,
    (now, until): (i64, i64),
) -> Result<String, Fault> {
    grant(tx, account, device, address, (now, until), Some(role)).await
}

async fn grant(
    tx: &mut Tx,
    account: &str,
    device: &str,
    address: &str,
    (now, until): (i64, i64),
    role: Option<Role>,
) -> Result<String, Fault> {
    let token = secret(32)?;
    let id = uuid::Uuid::now_v7().to_string();
    sqlx::query(
        "INSERT INTO session (token_hash, id, account, created_at, seen_at, expires_at, device, address, role) \
         VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)",
    )
    .bind(sha256(token.as_bytes()))
    .bind(&id)
    .bind(account)
    .bind(now)
    .bind(until)
    .bind(device.chars().take(200).collect::<String>())
    .bind(address)
    .bind(role.map(Role::code))
    .execute(&mut **tx)
    .await?;
    tx.record("session.open", &format!("session:{id}"), &(), &account);
    Ok(token)
}

/// Ends the session of a token; ending one twice is fine.
///
/// # Errors
/// Whatever the database says.
pub async fn end(tx: &mut Tx, token: &str, now: i64) -> Result<(), Fault> {
    let row = sqlx::query(
        "UPDATE session SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL RETURNING id",
    )
    .bind(sha256(token.as_bytes()))
    .bind(now)
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(row) = row {
        let id: String = row.try_get(0)?;
        tx.record("session.end", &format!("session:{id}"), &id, &());
    }
    Ok(())
}
