//! The public desk: what everybody may see, and not before its time.

use super::api::{Card, Checked, Figures};
use crate::{
    edition::{self, Phase},
    fault::Fault,
    kernel::{FieldError, Posted},
    people, proposal,
    result::{self, SealedRow},
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
use std::collections::BTreeMap;

/// The edition in numbers: counts of what was submitted, never of what is being written.
///
/// # Errors
/// Whatever the database says.
pub async fn figures(visit: &Visit) -> Result<Figures, Fault> {
    let mut conn = visit.read().await?;
    let edition = edition::desk::current(&mut conn).await?;
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for agency in people::desk::agencies(&mut conn).await? {
        counts.insert(agency.name, 0);
    }
    let mut proposals = 0;
    for brief in proposal::desk::all(&mut conn, &edition).await? {
        if brief.status.counts() {
            proposals += 1;
            *counts.entry(brief.agency).or_default() += 1;
        }
    }
    let mut by_agency: Vec<(String, u32)> = counts.into_iter().collect();
    by_agency.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(Figures {
        agencies: u32::try_from(by_agency.len()).unwrap_or(u32::MAX),
        proposals,
        top: edition.rules.top,
        by_agency,
    })
}

/// The submitted innovations by number, once submissions are closed.
///
/// # Errors
/// Whatever the database says.
pub async fn gallery(visit: &Visit) -> Result<Vec<Card>, Fault> {
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    if standing.phase == Phase::Submission {
        return Ok(Vec::new());
    }
    Ok(proposal::desk::all(&mut conn, &standing.edition)
        .await?
        .into_iter()
        .filter(|brief| brief.status.counts())
        .map(|brief| Card {
            number: brief.number.unwrap_or_default(),
            name: brief.acronym,
            title: brief.title,
            unit: brief.unit,
            agency: brief.agency,
            category: brief.category,
            sample: brief.sample,
        })
        .collect())
}

/// The result, once it is published; before, everybody gets the same nothing.
///
/// # Errors
/// Whatever the database says.
pub async fn results(visit: &Visit) -> Result<Option<Vec<SealedRow>>, Fault> {
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    if standing.phase != Phase::Published {
        return Ok(None);
    }
    Ok(result::desk::sealed(&mut conn, &standing.edition.slug).await?.map(|sealed| sealed.rows))
}

/// Most codes that may be checked from one address within [`WINDOW`]: enough for a pile of papers, and
/// far too few to find a code by trying.
const CHECKS: u32 = 30;

/// A minute, in milliseconds.
const WINDOW: i64 = 60_000;

/// What a code stands for: a receipt, or a certificate once the result is public. A certificate's code
/// before that is answered like one that there is not.
///
/// # Errors
/// [`Fault::NotFound`] for a code that is none; [`Fault::TooMany`] for an address that asks too often.
pub async fn verified(visit: &Visit, code: &str) -> Result<Checked, Fault> {
    let who = format!("verify:{}", visit.address);
    visit
        .house
        .pace
        .take(&who, CHECKS, WINDOW, visit.now())
        .map_err(|seconds| Fault::TooMany { seconds })?;
    match proposal::desk::verified(visit, code).await {
        Ok(receipt) => Ok(Checked::Receipt(Box::new(receipt))),
        Err(Fault::NotFound) => {
            let award = result::print::desk::award(visit, code).await?.ok_or(Fault::NotFound)?;
            Ok(Checked::Award(Box::new(award)))
        }
        Err(fault) => Err(fault),
    }
}

async fn check_code(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let code = fields.get("code").map_or("", String::as_str);
    match verified(&visit, code).await {
        Ok(Checked::Receipt(receipt)) => Ok(Reply::Go(format!("/verifikasi/{}", receipt.code))),
        Ok(Checked::Award(award)) => Ok(Reply::Go(format!("/verifikasi/{}", award.code))),
        Err(Fault::NotFound) => Ok(Reply::Again(Posted::again(vec![FieldError::new(
            "code",
            "Kode ini tidak ditemukan. Periksa lagi huruf dan angkanya.",
            "This code was not found. Check its letters and digits.",
        )]))),
        Err(fault) => Err(fault),
    }
}

/// Addresses of this slice that take forms.
pub fn routes() -> Router<House> {
    Router::new().route(
        "/verifikasi",
        get(pages::page).post(|State(house): State<House>, request: Request| {
            pages::form(house, request, check_code)
        }),
    )
}
