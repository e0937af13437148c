//! The desk of a proposal's team: who writes it, what they say, taking it back and returning it.

use super::{in_time, owner_alone, talk};
use crate::{
    edition::{self, Part},
    fault::Fault,
    kernel::{FieldError, Posted, Role, text},
    people::{
        self,
        api::invitations::Waiting,
        desk::invitations::{self, Wanted},
    },
    proposal::{
        api::around::{Discussed, Team},
        rules::{Access, Status},
        store::{self, around},
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

/// Most people who write one proposal with its owner, invited ones included.
const TEAM: usize = 10;

/// What is said about a proposal, for its team.
///
/// # Errors
/// [`Fault::NotFound`] for whoever does not write it.
pub async fn discussed(visit: &Visit, id: &str) -> Result<Discussed, Fault> {
    talk::insider(&mut *visit.read().await?, visit, id).await?;
    talk::discussed(visit, id).await
}

/// The team of a proposal; `codes` are invitations just made.
///
/// # Errors
/// [`Fault::NotFound`] for whoever does not write it.
pub async fn team(visit: &Visit, id: &str, codes: &str) -> Result<Team, Fault> {
    let mut conn = visit.read().await?;
    let (proposal, access) = talk::insider(&mut conn, visit, id).await?;
    let owner = people::desk::account(&mut conn, &proposal.owner).await?;
    let members = around::members(&mut conn, id).await?;
    let mine = access == Access::Owner;
    let waiting = if mine { invitations::to_proposal(&mut conn, id).await? } else { Vec::new() };
    drop(conn);
    Ok(Team {
        brief: proposal.brief(0),
        owner: owner.map(|owner| owner.name).unwrap_or_default(),
        may_manage: mine,
        members: members.into_iter().map(|m| (m.invitation, m.name, m.since)).collect(),
        waiting: waiting
            .into_iter()
            .filter(|sent| sent.used_at.is_none())
            .map(|sent| Waiting {
                id: sent.id,
                name: sent.name,
                place: String::new(),
                made_at: sent.created_at,
                expires_at: sent.expires_at,
                team: true,
            })
            .collect(),
        cards: if mine { invitations::cards(visit, codes).await? } else { Vec::new() },
    })
}

async fn change_team(visit: Visit, fields: Fields, id: String) -> Result<Reply, Fault> {
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let here = format!("/saya/usulan/{id}/tim");
    let mut tx = visit.write().await?;
    let (proposal, access) = talk::insider(&mut tx, &visit, &id).await?;
    if access != Access::Owner {
        return Ok(Reply::Again(Posted::again(vec![owner_alone()])));
    }
    let sent = invitations::to_proposal(&mut tx, &id).await?;
    match field("action") {
        "invite" => {
            let name = text::line(field("name"));
            let error = if name.is_empty() {
                Some(FieldError::new(
                    "name",
                    "Isi nama orang yang diundang",
                    "Enter the name of the person",
                ))
            } else if sent.len() >= TEAM {
                Some(FieldError::new(
                    "name",
                    format!(
                        "Satu usulan ditulis paling banyak {TEAM} orang bersama pemiliknya. Cabut satu undangan dahulu."
                    ),
                    format!(
                        "At most {TEAM} people write a proposal with its owner. Revoke an invitation first."
                    ),
                ))
            } else {
                None
            };
            if let Some(error) = error {
                return Ok(Reply::Again(Posted::again(vec![error])));
            }
            let wanted = Wanted {
                role: Role::Innovator,
                name: &name,
                agency: Some(proposal.agency.clone()),
                unit: Some(proposal.identity.unit.clone()),
                account: None,
                proposal: Some(id.clone()),
            };
            let by = &visit.account()?.id;
            let code = invitations::make(&mut tx, &wanted, by, visit.now()).await?;
            tx.commit().await?;
            Ok(Reply::Go(format!("{here}?kode={code}")))
        }
        "revoke" => {
            let one = sent.iter().find(|sent| sent.id == field("invitation"));
            let one = one.ok_or(Fault::NotFound)?;
            invitations::revoke(&mut tx, &one.id, visit.now()).await?;
            tx.record("proposal.team", &format!("proposal:{id}"), &one.used_by, &());
            tx.commit().await?;
            Ok(Reply::Go(here))
        }
        _ => Err(Fault::Unreadable),
    }
}

async fn remark(visit: Visit, fields: Fields, id: String) -> Result<Reply, Fault> {
    let mut tx = visit.write().await?;
    let (proposal, _) = talk::insider(&mut tx, &visit, &id).await?;
    match talk::say(&mut tx, &visit, &proposal, &fields).await? {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::Go(format!("/saya/usulan/{id}/catatan{}", talk::anchor(&fields))))
        }
        Err(why) => Ok(Reply::Again(Posted::again(vec![why]))),
    }
}

/// Withdraws a submitted proposal, or takes that back; the owner's act, until closing.
async fn withdraw(visit: Visit, fields: Fields, id: String) -> Result<Reply, Fault> {
    let mut tx = visit.write().await?;
    let (proposal, access) = talk::insider(&mut tx, &visit, &id).await?;
    if !access.submits() {
        return Ok(Reply::Again(Posted::again(vec![owner_alone()])));
    }
    let standing = edition::desk::standing(&mut tx).await?;
    if let Err(why) = in_time(&mut tx, &standing, &proposal, Part::Whole, visit.now()).await? {
        return Ok(Reply::Again(Posted::again(vec![why])));
    }
    let to = match (fields.get("action").map_or("", String::as_str), proposal.status) {
        ("withdraw", Status::Submitted) => Status::Withdrawn,
        ("restore", Status::Withdrawn) => {
            let over = super::agency::over_quota(&mut tx, &standing.edition, &proposal).await?;
            if let Some(why) = over {
                return Ok(Reply::Again(Posted::again(vec![why])));
            }
            Status::Submitted
        }
        _ => return Err(Fault::Conflict),
    };
    store::set_status(&mut tx, &id, to).await?;
    tx.record("proposal.withdraw", &format!("proposal:{id}"), &proposal.status, &to);
    tx.publish("proposals");
    tx.commit().await?;
    Ok(Reply::Go(format!("/saya/usulan/{id}")))
}

/// Addresses that take forms.
pub fn routes() -> Router<House> {
    Router::new()
        .route(
            "/saya/usulan/{id}/tim",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| change_team(visit, fields, id))
                },
            ),
        )
        .route(
            "/saya/usulan/{id}/catatan",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| remark(visit, fields, id))
                },
            ),
        )
        .route(
            "/saya/usulan/{id}/tarik",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| withdraw(visit, fields, id))
                },
            ),
        )
}
