//! Reminds who has not submitted, and writes the messages that admin and committee share.

use crate::{
    edition::{self, desk::Standing},
    fault::Fault,
    kernel::{Lang, Role},
    people,
    proposal::{
        rules::{self, Late, Status, place},
        store::{self, Stored, around},
    },
    say,
    server::{
        House, Tx, Visit,
        mail::{self, Letter},
    },
};
use sqlx::AnyConnection;
use std::{collections::BTreeSet, time::Duration};

/// How often it is looked whether somebody is to be reminded.
const LOOK: Duration = Duration::from_mins(10);

/// Reminds whoever is to be reminded now, in one change; tells how many were. Several nodes may
/// try at once: what is written down for a person, proposal and day is sent once.
///
/// # Errors
/// Whatever the database says.
pub async fn remind(house: &House) -> Result<usize, Fault> {
    let now = house.now();
    if outstanding(&mut *house.db.read().await?, now).await?.is_empty() {
        return Ok(0);
    }
    let mut tx = house.db.write("reminder", now).await?;
    let mut count = 0;
    // Read again behind the lock: another node may have been quicker.
    for (proposal, closes, account, days) in outstanding(&mut tx, now).await? {
        if !store::remind::note(&mut tx, &account, &proposal.id, (closes, days), now).await? {
            continue;
        }
        count += 1;
        let subject = format!("proposal:{}", proposal.id);
        tx.record("reminder.send", &subject, &(), &(&account, closes, days));
        if let Some(to) = people::desk::contact::email_of(&mut tx, &account).await? {
            let zone = edition::desk::current(&mut tx).await?.region.zone;
            let link = house.config.link(&format!("/saya/usulan/{}", proposal.id));
            let letter = letter(to, &proposal, &zone.moment(closes, Lang::Id), days, &link);
            mail::post(&mut tx, &letter, now).await?;
        }
    }
    tx.commit().await?;
    Ok(count)
}

fn letter(to: String, proposal: &Stored, closes: &str, days: i64, link: &str) -> Letter {
    let name = &proposal.identity.acronym;
    let subject = say!(remind_subject, Lang::Id, name = name, n = days);
    let words = say!(remind_words, Lang::Id, name = name, at = closes);
    let english = say!(remind_words, Lang::En, name = name, at = closes);
    Letter::both(to, subject, &format!("{words}\n\n{link}"), &english)
}

/// Everybody who is to be reminded now: proposal, closing, account, days.
async fn outstanding(
    conn: &mut AnyConnection,
    now: i64,
) -> Result<Vec<(Stored, i64, String, i64)>, Fault> {
    let Ok(standing) = edition::desk::standing(conn).await else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for proposal in store::all(conn, &standing.edition.slug).await? {
        let window = standing.window(&proposal.agency, &proposal.id, now);
        if !window.open || rules::in_force(now, window.closes, proposal.status).is_none() {
            continue;
        }
        let mut accounts = vec![proposal.owner.clone()];
        let members = around::members(conn, &proposal.id).await?;
        accounts.extend(members.into_iter().map(|member| member.account));
        for account in accounts {
            let had = store::remind::had(conn, &account, &proposal.id, window.closes).await?;
            if let Some(days) = rules::due(now, window.closes, proposal.status, &had) {
                all.push((proposal.clone(), window.closes, account, days));
            }
        }
    }
    Ok(all)
}

/// Tells everybody who writes one of these proposals of a later closing, if they can be written to.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn tell_of_extension(
    tx: &mut Tx,
    house: &House,
    proposals: &[Stored],
    closes: &str,
    reason: &str,
) -> Result<(), Fault> {
    let mut told = BTreeSet::new();
    for proposal in proposals {
        let mut accounts = vec![proposal.owner.clone()];
        let members = around::members(tx, &proposal.id).await?;
        accounts.extend(members.into_iter().map(|member| member.account));
        for account in accounts {
            let Some(to) = people::desk::contact::email_of(tx, &account).await? else { continue };
            if !told.insert(account) {
                continue;
            }
            let link = house.config.link("/saya");
            let words = say!(deadline_extended, Lang::Id, at = closes);
            let english = say!(deadline_extended, Lang::En, at = closes);
            let body = format!("{words}\n{reason}\n\n{link}");
            mail::post(tx, &Letter::both(to, words, &body, &english), house.now()).await?;
        }
    }
    Ok(())
}

/// Tells everybody who writes a proposal something about it, in both languages, if they can be
/// written to.
///
/// # Errors
/// Whatever the database says.
pub async fn tell(
    tx: &mut Tx,
    house: &House,
    id: &str,
    (words, words_en): (String, String),
) -> Result<(), Fault> {
    let proposal = store::get(tx, id).await?.ok_or(Fault::NotFound)?;
    let members = around::members(tx, id).await?;
    let accounts = std::iter::once(proposal.owner).chain(members.into_iter().map(|m| m.account));
    let link = house.config.link(&format!("/saya/usulan/{id}"));
    for account in accounts {
        let Some(to) = people::desk::contact::email_of(tx, &account).await? else { continue };
        let letter = Letter::both(to, words.clone(), &format!("{words}\n\n{link}"), &words_en);
        mail::post(tx, &letter, house.now()).await?;
    }
    Ok(())
}

/// The message for some proposals: those that are not submitted, with how much each lacks.
pub(super) async fn message(
    conn: &mut AnyConnection,
    standing: &Standing,
    name: &str,
    proposals: Vec<Stored>,
    whole_place: bool,
) -> Result<String, Fault> {
    let drafts: Vec<Stored> =
        proposals.into_iter().filter(|proposal| proposal.status == Status::Draft).collect();
    let agency = drafts.first().map(|one| one.agency.clone()).unwrap_or_default();
    let closes =
        if whole_place { standing.closes() } else { standing.window(&agency, "", 0).closes };
    let late: Vec<Late> = super::briefs(conn, drafts)
        .await?
        .into_iter()
        .map(|brief| Late {
            unit: if whole_place { place(&brief.unit, &brief.agency) } else { brief.unit },
            acronym: brief.acronym,
            missing: brief.missing,
        })
        .collect();
    Ok(rules::message(name, closes, &standing.edition.region.zone, &late))
}

/// The message for the committee: everybody who has not submitted.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn message_for_office(visit: &Visit) -> Result<String, Fault> {
    visit.require(&Role::OFFICE)?;
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let proposals = store::all(&mut conn, &standing.edition.slug).await?;
    let region = standing.edition.region.short.clone();
    message(&mut conn, &standing, &region, proposals, true).await
}

/// Reminds until the server closes.
pub fn begin(house: &House) {
    let house = house.clone();
    tokio::spawn(async move {
        let mut closing = std::pin::pin!(house.closing());
        loop {
            match remind(&house).await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "reminded"),
                Err(fault) => tracing::warn!(%fault, "nobody could be reminded"),
            }
            tokio::select! {
                () = &mut closing => return,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    });
}
