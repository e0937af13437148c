//! The desk of an agency's admin: what is missing where, remarks, sending back.

use super::{approach, in_time, remind, talk};
use crate::{
    edition::{self, Edition, Part},
    fault::Fault,
    kernel::{FieldError, Posted, Role, said},
    people,
    proposal::{
        api::around::{AgencyDesk, Discussed, Watched},
        attachment,
        rules::{self, Status},
        store::{self, Stored, around},
    },
    server::{
        House, Tx, Visit,
        pages::{self, Fields, Reply},
    },
};
use axum::{
    Router,
    extract::{Path, Request, State},
    routing::get,
};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// How many proposals of an agency count and may; nothing if the edition sets no limit.
pub(super) async fn quota(
    conn: &mut AnyConnection,
    edition: &Edition,
    agency: &str,
) -> Result<Option<(u32, u32)>, Fault> {
    let limit = edition.rules.agency_quota;
    if limit == 0 {
        return Ok(None);
    }
    Ok(Some((around::others_that_count(conn, &edition.slug, agency, "").await?, limit)))
}

/// How many others of a proposal's agency count, and how many may; nothing without a limit.
pub(super) async fn quota_beside(
    conn: &mut AnyConnection,
    edition: &Edition,
    proposal: &Stored,
) -> Result<Option<(u32, u32)>, Fault> {
    let limit = edition.rules.agency_quota;
    if limit == 0 {
        return Ok(None);
    }
    let (slug, agency) = (&edition.slug, &proposal.agency);
    Ok(Some((around::others_that_count(conn, slug, agency, &proposal.id).await?, limit)))
}

/// Why one more proposal of its agency cannot be submitted, if so; one that counts already
/// replaces itself.
pub(super) async fn over_quota(
    conn: &mut AnyConnection,
    edition: &Edition,
    proposal: &Stored,
) -> Result<Option<FieldError>, Fault> {
    let Some((others, limit)) = quota_beside(conn, edition, proposal)
        .await?
        .filter(|(others, limit)| !rules::within_quota(*others, *limit))
    else {
        return Ok(None);
    };
    let name = &proposal.agency_name;
    Ok(Some(FieldError::new(
        "",
        format!(
            "{name} sudah mengajukan {others} usulan; batasnya {limit}. Minta admin perangkat daerah memilih: salah satu ditarik dahulu, lalu ajukan yang ini."
        ),
        format!(
            "{name} has submitted {others} proposals; the limit is {limit}. Ask the agency's admin to choose: one is withdrawn first, then submit this one."
        ),
    )))
}

/// The proposals of an admin's agency, with what each lacks.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn desk(visit: &Visit) -> Result<AgencyDesk, Fault> {
    let account = visit.require(&[Role::AgencyAdmin])?;
    let agency = account.agency.as_deref().ok_or(Fault::WrongRole)?;
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let edition = &standing.edition;
    let texts = store::writing::all_texts(&mut conn, &edition.slug).await?;
    let kinds = attachment::desk::all_kinds(&mut conn, edition).await?;
    let names: BTreeMap<String, String> =
        people::desk::people(&mut conn).await?.into_iter().map(|p| (p.id, p.name)).collect();
    let none = BTreeMap::new();
    let stored = store::of_agency(&mut conn, agency).await?;
    let briefs = super::briefs(&mut conn, stored.clone()).await?;
    let proposals: Vec<Watched> = stored
        .iter()
        .zip(briefs)
        .map(|(proposal, brief)| {
            let texts = texts.get(&proposal.id).unwrap_or(&none);
            let kinds = kinds.get(&proposal.id).map_or(&[][..], Vec::as_slice);
            let missing = rules::missing(edition, &proposal.identity, texts, kinds);
            Watched {
                brief,
                owner: names.get(&proposal.owner).cloned().unwrap_or_default(),
                missing: missing.iter().map(|m| m.sentence(visit.lang).to_owned()).collect(),
                closes: standing.window(agency, &proposal.id, visit.now()).closes,
            }
        })
        .collect();
    let agency_name =
        people::desk::agencies(&mut conn).await?.into_iter().find(|a| a.code == agency);
    let agency_name = agency_name.map(|agency| agency.name).unwrap_or_default();
    let strangers = people::desk::invitations::colleagues(visit).await?.people;
    let strangers = strangers.iter().filter(|person| person.last.is_none()).count();
    Ok(AgencyDesk {
        quota: quota(&mut conn, edition, agency).await?,
        agency: agency_name.clone(),
        proposals,
        strangers: u32::try_from(strangers).unwrap_or(u32::MAX),
        message: remind::message(&mut conn, &standing, &agency_name, stored, false).await?,
    })
}

/// A proposal that whoever asks watches over as its agency's admin.
async fn own(conn: &mut AnyConnection, visit: &Visit, id: &str) -> Result<Stored, Fault> {
    let admin = visit.require(&[Role::AgencyAdmin])?;
    let (proposal, access) = approach(conn, visit, id).await?;
    let ours = admin.agency.as_ref() == Some(&proposal.agency);
    if ours && access.writes() { Ok(proposal) } else { Err(Fault::NotFound) }
}

/// A proposal as its agency's admin reads it.
///
/// # Errors
/// [`Fault::NotFound`] for one of another agency.
pub async fn watched(visit: &Visit, id: &str) -> Result<Discussed, Fault> {
    own(&mut *visit.read().await?, visit, id).await?;
    talk::discussed(visit, id).await
}

async fn send_back(
    tx: &mut Tx,
    visit: &Visit,
    proposal: &Stored,
    typed: &str,
) -> Result<Result<(), FieldError>, Fault> {
    let standing = edition::desk::standing(tx).await?;
    if let Err(why) = in_time(tx, &standing, proposal, Part::Whole, visit.now()).await? {
        return Ok(Err(why));
    }
    let empty = ("Tulis apa yang perlu diperbaiki", "Say what is to be mended");
    let note = match said("note", typed, rules::REMARK, empty) {
        Ok(note) => note,
        Err(error) => return Ok(Err(error)),
    };
    around::send_back(tx, &proposal.id, &note, &visit.account()?.id, visit.now()).await?;
    tx.record("proposal.send_back", &format!("proposal:{}", proposal.id), &(), &note);
    tx.publish("proposals");
    Ok(Ok(()))
}

async fn take(visit: Visit, fields: Fields, id: String) -> Result<Reply, Fault> {
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let here = format!("/opd-saya/usulan/{id}");
    let mut tx = visit.write().await?;
    let proposal = own(&mut tx, &visit, &id).await?;
    let done = match field("action") {
        "send_back" => send_back(&mut tx, &visit, &proposal, field("note")).await?,
        "end_return" if proposal.status != Status::Accepted => {
            around::end_return(&mut tx, &id, visit.now()).await?;
            tx.record("proposal.end_return", &format!("proposal:{id}"), &(), &());
            Ok(())
        }
        _ => talk::say(&mut tx, &visit, &proposal, &fields).await?,
    };
    match done {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::Go(here + &talk::anchor(&fields)))
        }
        Err(why) => Ok(Reply::Again(Posted::again(vec![why]))),
    }
}

/// Addresses that take forms.
pub fn routes() -> Router<House> {
    Router::new().route(
        "/opd-saya/usulan/{id}",
        get(pages::page).post(
            |State(house): State<House>, Path(id): Path<String>, request: Request| {
                pages::form(house, request, |visit, fields| take(visit, fields, id))
            },
        ),
    )
}
