//! Aspects that a judge cannot score. The rule is plain: such a sheet is not sent until the
//! committee has answered and the aspect has a score; nothing ever counts as zero.

use super::super::{
    api::unscorable::{Reported, Unscorable},
    store::{self, unscorable as rows},
};
use super::{own_seat, sending};
use crate::{
    edition::{self, Edition},
    fault::Fault,
    kernel::{FieldError, Lang, Posted, Role, said},
    people, proposal,
    server::{
        Visit,
        pages::{Fields, Reply},
    },
};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

/// Longest reason or answer, in characters.
const WORDS: usize = 1000;

/// What was reported last of each aspect of a sheet.
pub(super) async fn of(
    conn: &mut AnyConnection,
    assignment: &str,
) -> Result<Vec<Unscorable>, Fault> {
    let mut last = BTreeMap::new();
    for one in rows::of(conn, assignment).await? {
        let answer = one.answered_at.map(|_| one.answer);
        let shown = Unscorable { criterion: one.criterion, reason: one.reason, answer };
        last.insert(shown.criterion.clone(), shown);
    }
    Ok(last.into_values().collect())
}

/// Sheets that wait for the committee.
pub(super) async fn held(conn: &mut AnyConnection) -> Result<BTreeSet<String>, Fault> {
    Ok(rows::waiting(conn).await?.into_iter().map(|one| one.assignment).collect())
}

/// What keeps a sheet from being sent: one sentence for each aspect that waits.
pub(super) async fn holds(
    conn: &mut AnyConnection,
    edition: &Edition,
    assignment: &str,
) -> Result<Vec<FieldError>, Fault> {
    let reported = of(conn, assignment).await?;
    let waits = |key: &str| reported.iter().any(|one| one.criterion == key && one.answer.is_none());
    Ok(edition
        .criteria
        .iter()
        .filter(|criterion| waits(&criterion.key))
        .map(|criterion| {
            FieldError::new(
                &format!("{}-score", criterion.key),
                format!("{} menunggu jawaban panitia", criterion.title.id),
                format!("{} waits for the committee's answer", criterion.title.pick(Lang::En)),
            )
        })
        .collect())
}

/// A judge reports an aspect.
pub(super) async fn report(
    visit: Visit,
    fields: Fields,
    assignment: String,
    criterion: String,
) -> Result<Reply, Fault> {
    let mut tx = visit.write().await?;
    let seat = own_seat(&mut tx, &visit, &assignment).await?;
    let standing = edition::desk::standing(&mut tx).await?;
    if !standing.edition.criteria.iter().any(|one| one.key == criterion) {
        return Err(Fault::NotFound);
    }
    if seat.sent_at.is_some() {
        return Err(sending::locked());
    }
    if !crate::judging::rules::is_open(standing.phase, seat.open_until, visit.now()) {
        return Err(sending::closed());
    }
    let typed = fields.get("reason").map(String::as_str).unwrap_or_default();
    let empty =
        ("Tulis mengapa aspek ini tidak bisa dinilai", "Say why this aspect cannot be scored");
    let reason = match said("reason", typed, WORDS, empty) {
        Ok(reason) => reason,
        Err(error) => return Ok(Reply::Again(Posted::again(vec![error]))),
    };
    let waits = of(&mut tx, &assignment).await?;
    // The same form twice is one report.
    if !waits.iter().any(|one| one.criterion == criterion && one.answer.is_none()) {
        rows::add(&mut tx, &assignment, &criterion, &reason, visit.now()).await?;
        let subject = format!("assignment:{assignment}");
        tx.record("score.unscorable", &subject, &(), &(&criterion, &reason));
        tx.commit().await?;
    }
    Ok(Reply::Go(format!("/juri/nilai/{assignment}?pane=marks")))
}

/// Every report that waits for the committee.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn waiting(visit: &Visit) -> Result<Vec<Reported>, Fault> {
    visit.require(&Role::OFFICE)?;
    let mut conn = visit.read().await?;
    let edition = edition::desk::current(&mut conn).await?;
    let names: BTreeMap<String, String> =
        people::desk::people(&mut conn).await?.into_iter().map(|p| (p.id, p.name)).collect();
    let proposals: BTreeMap<String, _> = proposal::desk::all(&mut conn, &edition)
        .await?
        .into_iter()
        .map(|brief| (brief.id.clone(), brief))
        .collect();
    let mut found = Vec::new();
    for one in rows::waiting(&mut conn).await? {
        let Some(seat) = store::one(&mut conn, &one.assignment).await? else { continue };
        let Some(brief) = proposals.get(&seat.proposal) else { continue };
        found.push(Reported {
            id: one.id,
            who: names.get(&seat.judge).cloned().unwrap_or_default(),
            code: proposal::code(brief.number.unwrap_or_default()),
            name: brief.acronym.clone(),
            criterion: one.criterion,
            reason: one.reason,
            asked_at: one.at,
        });
    }
    Ok(found)
}

/// The committee answers a report; the judge can score the aspect then.
pub(super) async fn answer(visit: &Visit, id: &str, typed: &str) -> Result<Vec<FieldError>, Fault> {
    let by = visit.require(&Role::OFFICE)?.id.clone();
    let empty = (
        "Tulis jawaban untuk juri, misalnya di mana bukti itu dapat dibaca",
        "Write an answer to the judge, such as where the evidence can be read",
    );
    let words = match said(&format!("answer-{id}"), typed, WORDS, empty) {
        Ok(words) => words,
        Err(error) => return Ok(vec![error]),
    };
    let mut tx = visit.write().await?;
    if !rows::answer(&mut tx, id, &words, &by, visit.now()).await? {
        return Err(Fault::Conflict);
    }
    tx.record("score.answer", &format!("unscorable:{id}"), &(), &words);
    tx.commit().await?;
    Ok(Vec::new())
}
