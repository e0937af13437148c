//! The desk of later closings: what the office prepares and the chair lets take effect.

use super::remind;
use crate::{
    edition::{
        self, Scope,
        desk::{
            Standing,
            extension::{self, Asked, Prepared},
        },
    },
    fault::Fault,
    kernel::{FieldError, Lang, Posted, Role, count, text},
    people,
    proposal::{
        api::deadline::{Deadlines, Later},
        rules::{Status, place},
        store::{self, Stored},
    },
    server::{
        House, Visit,
        pages::{self, Fields, Reply},
    },
};
use axum::{
    Router,
    extract::{Request, State},
    routing::get,
};
use std::collections::{BTreeMap, BTreeSet};

const HERE: &str = "/panitia/tenggat";

fn reaches(scope: &Scope, proposal: &Stored) -> bool {
    match scope {
        Scope::All => true,
        Scope::Agency(code) => *code == proposal.agency,
        Scope::Proposal(id) => *id == proposal.id,
    }
}

/// Every later closing with whom it reaches, and what a new one can be for.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn deadlines(visit: &Visit) -> Result<Deadlines, Fault> {
    visit.require(&Role::OFFICE)?;
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let proposals = store::all(&mut conn, &standing.edition.slug).await?;
    let agencies = people::desk::agencies(&mut conn).await?;
    let names: BTreeMap<String, String> =
        people::desk::people(&mut conn).await?.into_iter().map(|p| (p.id, p.name)).collect();
    let name = |id: &str| names.get(id).cloned().unwrap_or_default();
    let mut later = Vec::new();
    for prepared in extension::all(&mut conn, &standing.edition.slug).await? {
        let reached: Vec<&Stored> =
            proposals.iter().filter(|proposal| reaches(&prepared.scope, proposal)).collect();
        let people: BTreeSet<String> =
            reached.iter().map(|proposal| name(&proposal.owner)).collect();
        let agency_codes: BTreeSet<&str> =
            reached.iter().map(|proposal| proposal.agency.as_str()).collect();
        later.push(Later {
            scope: match &prepared.scope {
                Scope::All => None,
                Scope::Agency(code) => {
                    agencies.iter().find(|a| a.code == *code).map(|a| a.name.clone())
                }
                Scope::Proposal(_) => reached.first().map(|proposal| label(proposal)),
            },
            proposals: count(reached.len()),
            drafts: count(reached.iter().filter(|p| p.status == Status::Draft).count()),
            agencies: count(agency_codes.len()),
            people: people.into_iter().collect(),
            made_by: name(&prepared.made_by),
            applied: prepared.applied_by.as_deref().map(name).zip(prepared.applied_at),
            id: prepared.id,
            old_closes: prepared.old_closes,
            closes: prepared.closes,
            reason: prepared.reason,
            letter: prepared.letter,
            made_at: prepared.made_at,
        });
    }
    Ok(Deadlines {
        agencies: agencies.into_iter().map(|agency| (agency.code, agency.name)).collect(),
        proposals: proposals.iter().map(|p| (p.id.clone(), label(p))).collect(),
        closes: standing.closes(),
        later,
    })
}

fn label(proposal: &Stored) -> String {
    let place = place(&proposal.unit_name, &proposal.agency_name);
    format!("{}, {place}", proposal.identity.acronym)
}

/// What a form asks for, or what is wrong with it.
async fn asked(
    visit: &Visit,
    standing: &Standing,
    fields: &Fields,
) -> Result<Result<Asked, Vec<FieldError>>, Fault> {
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let mut errors = Vec::new();
    let mut conn = visit.read().await?;
    let (scope, agency) = match field("scope") {
        "agency" => {
            let code = field("agency");
            let known =
                people::desk::agencies(&mut conn).await?.into_iter().any(|a| a.code == code);
            if !known {
                errors.push(FieldError::new(
                    "agency",
                    "Pilih perangkat daerah yang diberi waktu",
                    "Choose the agency that is given time",
                ));
            }
            (Scope::Agency(code.to_owned()), code.to_owned())
        }
        "proposal" => {
            if let Some(proposal) = store::get(&mut conn, field("proposal")).await? {
                (Scope::Proposal(proposal.id), proposal.agency)
            } else {
                errors.push(FieldError::new(
                    "proposal",
                    "Pilih usulan yang diberi waktu",
                    "Choose the proposal that is given time",
                ));
                (Scope::All, String::new())
            }
        }
        "all" => (Scope::All, String::new()),
        _ => {
            errors.push(FieldError::new(
                "scope",
                "Pilih untuk siapa tenggat diperpanjang",
                "Choose for whom the deadline is extended",
            ));
            (Scope::All, String::new())
        }
    };
    let closes = standing.edition.region.zone.at(field("day"), field("clock"));
    if closes.is_none() {
        errors.push(FieldError::new(
            "day",
            "Isi tanggal dan jam tenggat baru",
            "Enter the date and time of the new deadline",
        ));
    }
    let (reason, letter) = (text::line(field("reason")), text::line(field("letter")));
    if reason.is_empty() {
        errors.push(FieldError::new(
            "reason",
            "Tulis alasan perpanjangan; alasan ini tampil bagi yang diberi waktu",
            "Give the reason; those who get more time will see it",
        ));
    }
    if letter.is_empty() {
        errors.push(FieldError::new(
            "letter",
            "Isi nomor surat yang menjadi dasar",
            "Enter the number of the letter that orders it",
        ));
    }
    Ok(match closes {
        Some(closes) if errors.is_empty() => Ok(Asked { scope, agency, closes, reason, letter }),
        _ => Err(errors),
    })
}

async fn prepare(visit: &Visit, fields: &Fields) -> Result<Reply, Fault> {
    let by = visit.require(&Role::OFFICE)?.id.clone();
    let standing = edition::desk::standing(&mut *visit.read().await?).await?;
    let asked = match asked(visit, &standing, fields).await? {
        Ok(asked) => asked,
        Err(errors) => return Ok(Reply::Again(Posted::again(errors))),
    };
    let mut tx = visit.write().await?;
    let standing = edition::desk::standing(&mut tx).await?;
    match extension::prepare(&mut tx, &standing, &asked, &by, visit.now()).await? {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::Go(HERE.to_owned()))
        }
        Err(why) => Ok(Reply::Again(Posted::again(vec![why]))),
    }
}

async fn waiting(tx: &mut crate::server::Tx, edition: &str, id: &str) -> Result<Prepared, Fault> {
    extension::all(tx, edition).await?.into_iter().find(|p| p.id == id).ok_or(Fault::NotFound)
}

/// Lets a prepared closing take effect; the chair alone, at once for everybody it reaches.
async fn apply(visit: &Visit, id: &str) -> Result<Reply, Fault> {
    let by = visit.require(&[Role::Chair])?.id.clone();
    let mut tx = visit.write().await?;
    let standing = edition::desk::standing(&mut tx).await?;
    let prepared = waiting(&mut tx, &standing.edition.slug, id).await?;
    let agency = match &prepared.scope {
        Scope::Proposal(id) => store::get(&mut tx, id).await?.ok_or(Fault::NotFound)?.agency,
        Scope::All | Scope::Agency(_) => String::new(),
    };
    let one = (&prepared, agency.as_str());
    match extension::apply(&mut tx, &standing, one, &by, visit.now()).await? {
        Ok(()) => {
            let mut told = store::all(&mut tx, &standing.edition.slug).await?;
            told.retain(|proposal| reaches(&prepared.scope, proposal));
            let closes = standing.edition.region.zone.moment(prepared.closes, Lang::Id);
            let (house, reason) = (&visit.house, &prepared.reason);
            remind::tell_of_extension(&mut tx, house, &told, &closes, reason).await?;
            tx.commit().await?;
            Ok(Reply::Go(HERE.to_owned()))
        }
        Err(why) => Ok(Reply::Again(Posted::again(vec![why]))),
    }
}

async fn drop_waiting(visit: &Visit, id: &str) -> Result<Reply, Fault> {
    visit.require(&Role::OFFICE)?;
    let mut tx = visit.write().await?;
    let edition = edition::desk::current(&mut tx).await?;
    let prepared = waiting(&mut tx, &edition.slug, id).await?;
    extension::drop(&mut tx, &prepared, visit.now()).await?;
    tx.commit().await?;
    Ok(Reply::Go(HERE.to_owned()))
}

async fn take(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let id = fields.get("extension").map_or("", String::as_str);
    match fields.get("action").map_or("", String::as_str) {
        "prepare" => prepare(&visit, &fields).await,
        "apply" => apply(&visit, id).await,
        "drop" => drop_waiting(&visit, id).await,
        _ => Err(Fault::Unreadable),
    }
}

/// Addresses that take forms.
pub fn routes() -> Router<House> {
    Router::new().route(
        HERE,
        get(pages::page)
            .post(|State(house): State<House>, request: Request| pages::form(house, request, take)),
    )
}
