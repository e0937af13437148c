//! The right of reply: the people of a rejected proposal read why, and its owner may answer once.

use super::decide::{Decision, write};
use crate::{
    edition,
    fault::Fault,
    kernel::{FieldError, Posted},
    proposal::{self, Access, Status},
    screening::{
        api::Told,
        rules,
        store::{self, Held},
    },
    server::{
        House, Visit,
        pages::{self, Fields, Reply},
    },
};
use axum::{
    Router,
    extract::{Path, Request, State},
    routing::get,
};
use sqlx::AnyConnection;

/// The reply to the rejection that holds, and when it was sent.
async fn reply_to(
    conn: &mut AnyConnection,
    id: &str,
    held: &Held,
) -> Result<Option<(String, i64)>, Fault> {
    let since = held.confirmed.as_ref().map_or(i64::MAX, |(_, at)| *at);
    let events = store::events(conn, id).await?;
    let reply = events.into_iter().rfind(|event| event.act == "reply" && event.at >= since);
    Ok(reply.map(|event| (event.note, event.at)))
}

/// When the rejection of a proposal took effect, if it is rejected; one of before there were two
/// officers when it was decided.
fn rejected(status: Status, held: &Held) -> Option<i64> {
    (status == Status::Rejected).then(|| held.confirmed.as_ref().map_or(held.at, |(_, at)| *at))
}

/// What the people of a proposal are told of its screening.
///
/// # Errors
/// [`Fault::NotFound`] for a proposal that is not there or not theirs.
pub async fn told(visit: &Visit, id: &str) -> Result<Told, Fault> {
    let mut conn = visit.read().await?;
    let (brief, access) = proposal::desk::known(&mut conn, visit, id).await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let held = store::of(&mut conn, id).await?.unwrap_or_default();
    let at = rejected(brief.status, &held);
    let reply = reply_to(&mut conn, id, &held).await?;
    let may = rules::may_reply(&standing.edition, standing.phase, at, reply.is_some(), visit.now());
    Ok(Told {
        acronym: brief.acronym,
        reason: at.map(|_| held.reason),
        note: if at.is_some() { held.note } else { String::new() },
        until: at.map(|at| rules::reply_until(&standing.edition, at)).unwrap_or_default(),
        reply: reply.filter(|_| at.is_some()),
        may_reply: access == Access::Owner && may.is_ok(),
    })
}

async fn reply(visit: Visit, fields: Fields, id: String) -> Result<Reply, Fault> {
    let mut tx = visit.write().await?;
    let (brief, access) = proposal::desk::known(&mut tx, &visit, &id).await?;
    if !access.writes() {
        return Err(Fault::NotFound);
    }
    let again = |why| Ok(Reply::Again(Posted::again(vec![why])));
    if access != Access::Owner {
        return again(FieldError::new(
            "",
            "Hanya pemilik usulan yang dapat menyanggah putusan.",
            "Only the owner of the proposal can reply to the decision.",
        ));
    }
    let standing = edition::desk::standing(&mut tx).await?;
    let held = store::of(&mut tx, &id).await?.unwrap_or_default();
    let earlier = reply_to(&mut tx, &id, &held).await?;
    let here = format!("/saya/usulan/{id}/sanggah");
    let note = rules::note("reply", fields.get("reply").map_or("", String::as_str));
    // The same words twice are one reply.
    if let (Ok(note), Some((sent, _))) = (&note, &earlier)
        && note == sent
    {
        return Ok(Reply::Go(here));
    }
    let at = rejected(brief.status, &held);
    if let Err(why) =
        rules::may_reply(&standing.edition, standing.phase, at, earlier.is_some(), visit.now())
    {
        return again(why);
    }
    let note = match note {
        Ok(note) => note,
        Err(why) => return again(why),
    };
    let by = visit.account()?.id.clone();
    let version = held.version;
    let decision = Decision { id: &id, held, act: "reply", version, reason: "", note: &note };
    write(&mut tx, decision, &by, visit.now()).await?;
    tx.commit().await?;
    Ok(Reply::Go(here))
}

/// The address that takes the reply.
pub fn routes() -> Router<House> {
    Router::new().route(
        "/saya/usulan/{id}/sanggah",
        get(pages::page).post(
            |State(house): State<House>, Path(id): Path<String>, request: Request| {
                pages::form(house, request, |visit, fields| reply(visit, fields, id))
            },
        ),
    )
}
