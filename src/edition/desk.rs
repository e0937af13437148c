//! The edition's desk: which one is open, where it stands, and moving it on.

pub mod extension;
pub mod repair;

use super::{
    rules::{Edition, Phase},
    store,
};
use crate::{
    fault::Fault,
    kernel::Role,
    server::{Tx, Visit},
};
use sqlx::AnyConnection;

pub use store::Standing;

/// The edition, its phase and its revision.
///
/// # Errors
/// [`Fault::NotFound`] when none is open.
pub async fn standing(conn: &mut AnyConnection) -> Result<Standing, Fault> {
    store::current(conn).await?.ok_or(Fault::NotFound)
}

/// The edition's rules.
///
/// # Errors
/// [`Fault::NotFound`] when none is open.
pub async fn current(conn: &mut AnyConnection) -> Result<Edition, Fault> {
    Ok(standing(conn).await?.edition)
}

/// The slug of the open edition, if there is one.
///
/// # Errors
/// Whatever the database says.
pub async fn slug(conn: &mut AnyConnection) -> Result<Option<String>, Fault> {
    Ok(store::current(conn).await?.map(|standing| standing.edition.slug))
}

/// Milliseconds that a demo's clock is shifted by.
///
/// # Errors
/// Whatever the database says.
pub async fn clock_shift(conn: &mut AnyConnection) -> Result<i64, Fault> {
    store::clock_shift(conn).await
}

/// Opens an edition.
///
/// # Errors
/// Whatever the database says.
pub async fn open(tx: &mut Tx, edition: &Edition, clock_shift: i64, now: i64) -> Result<(), Fault> {
    store::insert(&mut *tx, edition, Phase::Submission, clock_shift, now).await?;
    tx.record("edition.open", &format!("edition:{}", edition.slug), &(), edition);
    Ok(())
}

/// Moves the edition to `to` in the caller's transaction, because something else decided it.
///
/// # Errors
/// [`Fault::Conflict`] if somebody moved it first.
pub async fn turn(tx: &mut Tx, standing: &Standing, to: Phase) -> Result<(), Fault> {
    if !store::move_phase(&mut *tx, &standing.edition.slug, standing.rev, to).await? {
        return Err(Fault::Conflict);
    }
    let subject = format!("edition:{}", standing.edition.slug);
    tx.record("edition.move", &subject, &standing.phase, &to);
    tx.publish("edition");
    Ok(())
}

/// Moves the edition one phase on, as the committee decides.
///
/// # Errors
/// A refusal when the next phase is reached in another way, or [`Fault::Conflict`].
pub async fn advance(visit: &Visit, from: Phase) -> Result<(), Fault> {
    visit.require(&Role::OFFICE)?;
    let mut tx = visit.write().await?;
    let standing = standing(&mut tx).await?;
    if standing.phase != from {
        return Err(Fault::Conflict);
    }
    let to = match from {
        Phase::Submission => Phase::Screening,
        Phase::Judging => Phase::Plenary,
        Phase::Screening | Phase::Plenary | Phase::Ceremony | Phase::Published => {
            return Err(Fault::refused(
                "Tahap ini berpindah lewat penugasan, segel, atau penerbitan hasil.",
                "This phase moves on by assigning, sealing or publishing.",
            ));
        }
    };
    turn(&mut tx, &standing, to).await?;
    tx.commit().await
}

/// What every page needs.
///
/// # Errors
/// [`Fault::NotFound`] when no edition is open.
pub async fn setting(visit: &Visit) -> Result<super::api::Setting, Fault> {
    let standing = standing(&mut *visit.read().await?).await?;
    let agency = visit.account.as_ref().and_then(|account| account.agency.as_deref());
    let closes = standing.window(agency.unwrap_or_default(), "", visit.now()).closes;
    let edition = standing.edition;
    Ok(super::api::Setting {
        rules: serde_json::to_string(&edition).map_err(|_| Fault::Ours)?,
        closes,
        region: edition.region.short,
        organiser: edition.region.organiser,
        zone: edition.region.zone,
        year: edition.year,
        demo: edition.demo,
        phase: standing.phase,
        now: visit.now(),
        account: visit.account.clone(),
    })
}

/// Addresses of this slice that are no pages.
pub fn routes() -> axum::Router<crate::server::House> {
    axum::Router::new()
}
