//! Later closings: the office prepares one, the chair lets it take effect, nobody takes it back.

use super::Standing;
use crate::{
    edition::{Scope, may_extend, store::extension as store},
    fault::Fault,
    kernel::FieldError,
    server::Tx,
};
use sqlx::AnyConnection;

pub use store::Prepared;

/// What somebody asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// For whom.
    pub scope: Scope,
    /// The agency of the proposal, if it is for one.
    pub agency: String,
    /// The new closing.
    pub closes: i64,
    /// Why.
    pub reason: String,
    /// Number of the letter that orders it.
    pub letter: String,
}

/// Every later closing, the newest first.
///
/// # Errors
/// Whatever the database says.
pub async fn all(conn: &mut AnyConnection, edition: &str) -> Result<Vec<Prepared>, Fault> {
    store::all(conn, edition).await
}

/// Prepares a later closing in the caller's transaction; the inner error is why it cannot be.
///
/// # Errors
/// Whatever the database says.
pub async fn prepare(
    tx: &mut Tx,
    standing: &Standing,
    asked: &Asked,
    by: &str,
    now: i64,
) -> Result<Result<(), FieldError>, Fault> {
    let may = may_extend(
        &standing.edition,
        &standing.extensions,
        standing.phase,
        (&asked.scope, &asked.agency),
        asked.closes,
        now,
    );
    let old_closes = match may {
        Ok(before) => before,
        Err(why) => return Ok(Err(why)),
    };
    let prepared = Prepared {
        id: uuid::Uuid::now_v7().to_string(),
        scope: asked.scope.clone(),
        old_closes,
        closes: asked.closes,
        reason: asked.reason.clone(),
        letter: asked.letter.clone(),
        made_by: by.to_owned(),
        made_at: now,
        applied_by: None,
        applied_at: None,
    };
    store::add(tx, &standing.edition.slug, &prepared).await?;
    tx.record("extension.prepare", &format!("extension:{}", prepared.id), &(), &prepared);
    Ok(Ok(()))
}

/// Lets a prepared closing take effect in the caller's transaction; `agency` is the one of its
/// proposal, if it is for one. The audit entry holds the closing before and after.
///
/// # Errors
/// [`Fault::Conflict`] if it is not waiting any more; the inner error is why it cannot be.
pub async fn apply(
    tx: &mut Tx,
    standing: &Standing,
    (prepared, agency): (&Prepared, &str),
    by: &str,
    now: i64,
) -> Result<Result<(), FieldError>, Fault> {
    let may = may_extend(
        &standing.edition,
        &standing.extensions,
        standing.phase,
        (&prepared.scope, agency),
        prepared.closes,
        now,
    );
    let before = match may {
        Ok(before) => before,
        Err(why) => return Ok(Err(why)),
    };
    if !store::apply(tx, &prepared.id, before, by, now).await? {
        return Err(Fault::Conflict);
    }
    let subject = format!("extension:{}", prepared.id);
    tx.record("extension.apply", &subject, &before, &prepared.closes);
    tx.publish("edition");
    Ok(Ok(()))
}

/// Drops a closing that has not taken effect.
///
/// # Errors
/// [`Fault::Conflict`] if it is not waiting any more.
pub async fn drop(tx: &mut Tx, prepared: &Prepared, now: i64) -> Result<(), Fault> {
    if !store::drop(tx, &prepared.id, now).await? {
        return Err(Fault::Conflict);
    }
    tx.record("extension.drop", &format!("extension:{}", prepared.id), prepared, &());
    Ok(())
}

/// Sets the clock of a demonstration to a moment; a real edition has nobody's clock but its own.
///
/// # Errors
/// A refusal for an edition that is no demonstration.
pub async fn set_clock(
    tx: &mut Tx,
    standing: &Standing,
    machine: i64,
    at: i64,
) -> Result<(), Fault> {
    if !standing.edition.demo {
        return Err(Fault::refused(
            "Jam hanya bisa disetel pada edisi peragaan.",
            "Only a demonstration's clock can be set.",
        ));
    }
    store::shift_clock(tx, &standing.edition.slug, at - machine).await?;
    let subject = format!("edition:{}", standing.edition.slug);
    tx.record("edition.clock", &subject, &(), &at);
    Ok(())
}
