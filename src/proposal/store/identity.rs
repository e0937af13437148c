//! Page 0: the present one, what every revision held, and the forms that brought it.

use super::writing::LEDGER;
use crate::{
    fault::Fault,
    kernel::text,
    proposal::rules::{Identity, KEYS, PAGE_0, goals},
    server::ledger::Stamp,
};
use sqlx::{AnyConnection, Row};

/// Makes a page 0 the present one, and keeps each answer that changed in the history.
pub async fn put(
    conn: &mut AnyConnection,
    id: &str,
    agency: &str,
    (before, identity): (&Identity, &Identity),
    rev: i64,
    stamp: Stamp<'_>,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE proposal SET agency = $2, unit = $3, acronym = $4, expansion = $5, title = $6, \
         title_key = $7, category = $8, track = $9, started_on = $10, changed_at = $11, \
         sdgs = $12, video = $13, contact = $14, team_size = $15, origin = $16, \
         won_before = $17, identity_rev = $18 WHERE id = $1",
    )
    .bind(id)
    .bind(agency)
    .bind(&identity.unit)
    .bind(&identity.acronym)
    .bind(&identity.expansion)
    .bind(&identity.title)
    .bind(text::fold(&identity.title))
    .bind(&identity.category)
    .bind(&identity.track)
    .bind(&identity.started_on)
    .bind(stamp.at)
    .bind(goals(&identity.sdgs))
    .bind(&identity.video)
    .bind(&identity.contact)
    .bind(&identity.team_size)
    .bind(&identity.origin)
    .bind(&identity.won_before)
    .bind(rev)
    .execute(&mut *conn)
    .await?;
    keep_changes(conn, id, (before, identity), rev, stamp).await
}

/// Keeps the answers in which a revision differs from the one before.
pub async fn keep_changes(
    conn: &mut AnyConnection,
    id: &str,
    (before, identity): (&Identity, &Identity),
    rev: i64,
    stamp: Stamp<'_>,
) -> Result<(), Fault> {
    for key in KEYS {
        let value = identity.get(key);
        if value != before.get(key) {
            LEDGER.keep(conn, (id, key), rev, &value, stamp, None).await?;
        }
    }
    Ok(())
}

/// Page 0 as a revision held it; nothing for a revision that is not in the history.
pub async fn at(conn: &mut AnyConnection, id: &str, rev: i64) -> Result<Option<Identity>, Fault> {
    let rows = sqlx::query(
        "SELECT field, value FROM section_history WHERE proposal = $1 AND field LIKE $2 \
         AND branch_at IS NULL AND rev <= $3 ORDER BY rev",
    )
    .bind(id)
    .bind(format!("{PAGE_0}%"))
    .bind(rev)
    .fetch_all(&mut *conn)
    .await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut identity = Identity::default();
    for row in rows {
        identity.set(&row.try_get::<String, _>(0)?, &row.try_get::<String, _>(1)?);
    }
    Ok(Some(identity))
}

/// What a form brought when it last came for a proposal.
pub async fn typed(
    conn: &mut AnyConnection,
    id: &str,
    op: &str,
) -> Result<Option<Identity>, Fault> {
    let row = sqlx::query("SELECT typed FROM identity_op WHERE proposal = $1 AND op = $2")
        .bind(id)
        .bind(op)
        .fetch_optional(&mut *conn)
        .await?;
    row.map(|row| read(&row.try_get::<String, _>(0)?)).transpose()
}

fn read(typed: &str) -> Result<Identity, Fault> {
    serde_json::from_str(typed).map_err(|error| {
        tracing::error!(%error, "a stored page 0 cannot be read");
        Fault::Ours
    })
}

/// Every proposal that a form brought something for, with what it brought.
pub async fn brought(
    conn: &mut AnyConnection,
    by: &str,
    op: &str,
) -> Result<Vec<(String, Identity)>, Fault> {
    let rows = sqlx::query(
        "SELECT proposal, typed FROM identity_op WHERE made_by = $1 AND op = $2 ORDER BY at",
    )
    .bind(by)
    .bind(op)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, read(&row.try_get::<String, _>(1)?)?))).collect()
}

/// A form's name, and which of its attempts this is.
#[derive(Clone, Copy)]
pub struct Form<'a> {
    pub op: &'a str,
    pub attempt: &'a str,
}

/// Remembers what a form brought; when it comes again, what it brought last.
pub async fn note(
    conn: &mut AnyConnection,
    id: &str,
    form: Form<'_>,
    typed: &Identity,
    stamp: Stamp<'_>,
) -> Result<(), Fault> {
    let typed = serde_json::to_string(typed).map_err(|_| Fault::Ours)?;
    sqlx::query(
        "INSERT INTO identity_op (proposal, op, attempt, typed, made_by, at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (proposal, op) \
         DO UPDATE SET attempt = $3, typed = $4, made_by = $5, at = $6",
    )
    .bind(id)
    .bind(form.op)
    .bind(form.attempt)
    .bind(typed)
    .bind(stamp.by)
    .bind(stamp.at)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// The attempts of an account that arrived last, as "op/attempt".
pub async fn taken(conn: &mut AnyConnection, by: &str) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query(
        "SELECT op, attempt FROM identity_op WHERE made_by = $1 ORDER BY at DESC, op LIMIT 20",
    )
    .bind(by)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter()
        .map(|row| Ok(format!("{}/{}", row.try_get::<String, _>(0)?, row.try_get::<String, _>(1)?)))
        .collect()
}
