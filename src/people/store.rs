//! SQL of people: agencies, units, accounts, sessions, invitations, tries.

pub mod contact;
pub mod invitations;

use super::api::{Agency, Device, Person, Unit};
use crate::{
    fault::Fault,
    kernel::Role,
    server::{audit::sha256, db::is_taken, session},
};
use sqlx::{AnyConnection, Row};

/// An account as sign-in needs it.
pub struct Credentials {
    pub id: String,
    pub password: Option<String>,
}

pub async fn credentials(
    conn: &mut AnyConnection,
    username: &str,
    phone: &str,
) -> Result<Option<Credentials>, Fault> {
    let row = sqlx::query(
        "SELECT id, password FROM account \
         WHERE (username = $1 OR (phone = $2 AND $2 <> '')) AND disabled_at IS NULL",
    )
    .bind(username)
    .bind(phone)
    .fetch_optional(&mut *conn)
    .await?;
    Ok(match row {
        Some(row) => Some(Credentials { id: row.try_get(0)?, password: row.try_get(1)? }),
        None => None,
    })
}

/// Failed tries under a name since a moment, and when the oldest was.
pub async fn tries(conn: &mut AnyConnection, who: &str, since: i64) -> Result<(i64, i64), Fault> {
    let row = sqlx::query(
        "SELECT COUNT(*), COALESCE(MIN(at), 0) FROM sign_in_attempt WHERE who = $1 AND at > $2",
    )
    .bind(who)
    .bind(since)
    .fetch_one(&mut *conn)
    .await?;
    Ok((row.try_get(0)?, row.try_get(1)?))
}

pub async fn note_try(conn: &mut AnyConnection, who: &str, at: i64) -> Result<(), Fault> {
    sqlx::query("INSERT INTO sign_in_attempt (id, who, at) VALUES ($1, $2, $3)")
        .bind(uuid::Uuid::now_v7().to_string())
        .bind(who)
        .bind(at)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

pub async fn forget_tries(conn: &mut AnyConnection, who: &str) -> Result<(), Fault> {
    sqlx::query("DELETE FROM sign_in_attempt WHERE who = $1").bind(who).execute(&mut *conn).await?;
    Ok(())
}

pub async fn put_agency(
    conn: &mut AnyConnection,
    code: &str,
    name: &str,
    short: &str,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO agency (code, name, short) VALUES ($1, $2, $3) \
         ON CONFLICT (code) DO UPDATE SET name = $2, short = $3",
    )
    .bind(code)
    .bind(name)
    .bind(short)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

pub async fn put_unit(
    conn: &mut AnyConnection,
    code: &str,
    agency: &str,
    name: &str,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO service_unit (code, agency, name) VALUES ($1, $2, $3) \
         ON CONFLICT (code) DO UPDATE SET agency = $2, name = $3",
    )
    .bind(code)
    .bind(agency)
    .bind(name)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

pub async fn agencies(conn: &mut AnyConnection) -> Result<Vec<Agency>, Fault> {
    let rows = sqlx::query("SELECT code, name, short FROM agency").fetch_all(&mut *conn).await?;
    let mut agencies = Vec::with_capacity(rows.len());
    for row in rows {
        agencies.push(Agency {
            code: row.try_get(0)?,
            name: row.try_get(1)?,
            short: row.try_get(2)?,
        });
    }
    agencies.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(agencies)
}

pub async fn units(conn: &mut AnyConnection) -> Result<Vec<Unit>, Fault> {
    let rows =
        sqlx::query("SELECT code, agency, name FROM service_unit").fetch_all(&mut *conn).await?;
    let mut units = Vec::with_capacity(rows.len());
    for row in rows {
        units.push(Unit { code: row.try_get(0)?, agency: row.try_get(1)?, name: row.try_get(2)? });
    }
    units.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(units)
}

/// A new person; `password` is already hashed.
pub struct NewAccount<'a> {
    pub username: &'a str,
    pub phone: Option<&'a str>,
    pub name: &'a str,
    pub password: Option<&'a str>,
    pub agency: Option<&'a str>,
    pub unit: Option<&'a str>,
    pub role: Role,
}

/// Adds a person; `None` if the user name or phone is taken.
pub async fn add_account(
    conn: &mut AnyConnection,
    person: &NewAccount<'_>,
    now: i64,
) -> Result<Option<String>, Fault> {
    // Asked first, because a failed insert would end a PostgreSQL transaction.
    let taken = sqlx::query("SELECT id FROM account WHERE username = $1 OR phone = $2")
        .bind(person.username)
        .bind(person.phone)
        .fetch_optional(&mut *conn)
        .await?;
    if taken.is_some() {
        return Ok(None);
    }
    let id = uuid::Uuid::now_v7().to_string();
    let added = sqlx::query(
        "INSERT INTO account (id, username, phone, name, password, agency, unit, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&id)
    .bind(person.username)
    .bind(person.phone)
    .bind(person.name)
    .bind(person.password)
    .bind(person.agency)
    .bind(person.unit)
    .bind(now)
    .execute(&mut *conn)
    .await;
    match added {
        Ok(_) => {}
        Err(error) if is_taken(&error) => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    sqlx::query("INSERT INTO account_role (account, role) VALUES ($1, $2)")
        .bind(&id)
        .bind(person.role.code())
        .execute(&mut *conn)
        .await?;
    Ok(Some(id))
}

pub async fn set_password(
    conn: &mut AnyConnection,
    account: &str,
    password: &str,
) -> Result<(), Fault> {
    sqlx::query("UPDATE account SET password = $2 WHERE id = $1")
        .bind(account)
        .bind(password)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

pub async fn people(conn: &mut AnyConnection) -> Result<Vec<Person>, Fault> {
    let rows = sqlx::query(
        "SELECT a.id, a.username, a.name, g.name, u.name, \
         CAST(CASE WHEN a.password IS NULL THEN 0 ELSE 1 END AS BIGINT) \
         FROM account a LEFT JOIN agency g ON g.code = a.agency \
         LEFT JOIN service_unit u ON u.code = a.unit",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut people = Vec::with_capacity(rows.len());
    for row in rows {
        let id: String = row.try_get(0)?;
        let (agency, unit): (Option<String>, Option<String>) = (row.try_get(3)?, row.try_get(4)?);
        people.push(Person {
            roles: Vec::new(),
            id,
            username: row.try_get(1)?,
            name: row.try_get(2)?,
            place: unit.or(agency).unwrap_or_default(),
            active: row.try_get::<i64, _>(5)? == 1,
        });
    }
    let roles = sqlx::query("SELECT account, role FROM account_role").fetch_all(&mut *conn).await?;
    for row in roles {
        let (account, role): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        if let Some(person) = people.iter_mut().find(|person| person.id == account) {
            person.roles.extend(Role::of_code(&role));
        }
    }
    people.sort_by(|a, b| (&a.roles, &a.name).cmp(&(&b.roles, &b.name)));
    Ok(people)
}

pub async fn devices(
    conn: &mut AnyConnection,
    account: &str,
    this: Option<&str>,
    now: i64,
) -> Result<Vec<Device>, Fault> {
    let rows = sqlx::query(
        "SELECT id, device, address, created_at, token_hash FROM session \
         WHERE account = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY created_at DESC",
    )
    .bind(account)
    .bind(now)
    .fetch_all(&mut *conn)
    .await?;
    let this = this.map(|token| sha256(token.as_bytes()));
    let mut devices = Vec::with_capacity(rows.len());
    for row in rows {
        let hash: String = row.try_get(4)?;
        devices.push(Device {
            id: row.try_get(0)?,
            device: row.try_get(1)?,
            address: row.try_get(2)?,
            since: row.try_get(3)?,
            this: Some(hash) == this,
        });
    }
    Ok(devices)
}

/// Ends one of an account's own sessions; nobody else's.
pub async fn revoke(
    conn: &mut AnyConnection,
    account: &str,
    session: &str,
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE session SET ended_at = $3 WHERE id = $2 AND account = $1 AND ended_at IS NULL",
    )
    .bind(account)
    .bind(session)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// An invitation that has not been used.
#[derive(serde::Serialize)]
pub struct Invitation {
    pub id: String,
    pub role: Role,
    pub name: String,
    pub agency: Option<String>,
    pub unit: Option<String>,
    pub account: Option<String>,
    /// The proposal it lets somebody write with its owner.
    pub proposal: Option<String>,
    pub expires_at: i64,
    pub used_at: Option<i64>,
}

pub async fn invite(
    conn: &mut AnyConnection,
    code: &str,
    kind: &str,
    invitation: &Invitation,
    by: &str,
    now: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO invitation \
         (id, code_hash, kind, role, name, agency, unit, account, created_by, created_at, \
         expires_at, proposal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(&invitation.id)
    .bind(sha256(code.as_bytes()))
    .bind(kind)
    .bind(invitation.role.code())
    .bind(&invitation.name)
    .bind(&invitation.agency)
    .bind(&invitation.unit)
    .bind(&invitation.account)
    .bind(by)
    .bind(now)
    .bind(invitation.expires_at)
    .bind(&invitation.proposal)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

pub async fn invitation(conn: &mut AnyConnection, code: &str) -> Result<Option<Invitation>, Fault> {
    let row = sqlx::query(
        "SELECT id, role, name, agency, unit, account, expires_at, used_at, proposal \
         FROM invitation WHERE code_hash = $1 AND revoked_at IS NULL",
    )
    .bind(sha256(code.as_bytes()))
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Invitation {
        id: row.try_get(0)?,
        role: Role::of_code(&row.try_get::<String, _>(1)?).ok_or(Fault::Ours)?,
        name: row.try_get(2)?,
        agency: row.try_get(3)?,
        unit: row.try_get(4)?,
        account: row.try_get(5)?,
        expires_at: row.try_get(6)?,
        used_at: row.try_get(7)?,
        proposal: row.try_get(8)?,
    }))
}

/// Marks an invitation used, once.
pub async fn use_invitation(
    conn: &mut AnyConnection,
    id: &str,
    account: &str,
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE invitation SET used_at = $3, used_by = $2 \
         WHERE id = $1 AND used_at IS NULL AND revoked_at IS NULL",
    )
    .bind(id)
    .bind(account)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn account(
    conn: &mut AnyConnection,
    id: &str,
) -> Result<Option<crate::kernel::Account>, Fault> {
    let row = sqlx::query("SELECT id, username, name, agency, unit FROM account WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(crate::kernel::Account {
        id: row.try_get(0)?,
        username: row.try_get(1)?,
        name: row.try_get(2)?,
        roles: session::roles(conn, id).await?,
        agency: row.try_get(3)?,
        unit: row.try_get(4)?,
    }))
}
