//! Reminds judges with sheets left: once a day, with words that are looked at first, and on record.

use super::{
    super::{
        api::JudgeProgress,
        store::nudge::{self as store, Nudge},
    },
    progress::progress,
};
use crate::{
    edition::{self, Edition},
    fault::Fault,
    kernel::{FieldError, Lang, Posted, Role},
    people, say,
    server::{
        Visit,
        mail::{self, Letter},
        pages::Reply,
    },
};

/// What a judge is written; it tells nothing of any proposal.
pub(super) fn words(judge: &JudgeProgress, edition: &Edition, link: &str, lang: Lang) -> String {
    let at = edition.region.zone.moment(edition.calendar.judging_until, lang);
    let left = judge.all - judge.sent;
    let name = &judge.name;
    say!(nudge_words, lang, name = name, n = left, of = judge.all, at = at, link = link)
}

/// Reminds one judge, or everybody who is late if none is named. Whoever was reminded today is left
/// alone; if that leaves nobody, nothing happens and the page says why.
///
/// # Errors
/// [`Fault::WrongRole`]; whatever the database says.
pub(super) async fn nudge(visit: &Visit, judge: Option<&str>) -> Result<Reply, Fault> {
    let officer = visit.require(&Role::OFFICE)?.id.clone();
    let judges: Vec<JudgeProgress> = progress(visit)
        .await?
        .into_iter()
        .filter(|one| one.nudge.is_some() && judge.map_or(one.late, |id| one.id == id))
        .collect();
    let now = visit.now();
    let mut tx = visit.write().await?;
    let edition = edition::desk::current(&mut tx).await?;
    let link = visit.link("/juri");
    let mut reminded = 0;
    for one in &judges {
        let to = people::desk::contact::email_of(&mut tx, &one.id).await?;
        let note = Nudge {
            judge: one.id.clone(),
            day: edition.region.zone.iso(now),
            by: officer.clone(),
            at: now,
        };
        if !store::note(&mut tx, &note, to.as_ref().map(|_| now)).await? {
            continue;
        }
        reminded += 1;
        tx.record("judge.nudge", &format!("account:{}", one.id), &(), &note.day);
        if let Some(to) = to {
            let subject = say!(nudge_subject, Lang::Id, n = one.all - one.sent);
            let said = |lang| words(one, &edition, &link, lang);
            let letter = Letter::both(to, subject, &said(Lang::Id), &said(Lang::En));
            mail::post(&mut tx, &letter, now).await?;
        }
    }
    if reminded == 0 {
        return Ok(Reply::Again(Posted::again(vec![FieldError::new(
            "",
            "Tidak ada yang diingatkan: penilaiannya sudah lengkap, atau sudah diingatkan hari ini. Paling banyak sekali sehari.",
            "Nobody was reminded: their sheets are complete, or they were reminded today. Once a day at most.",
        )])));
    }
    tx.commit().await?;
    Ok(Reply::Go("/panitia/kemajuan#pengingat".to_owned()))
}
