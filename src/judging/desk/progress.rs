//! Who has sent how much, for the committee; never a score.

use super::{
    super::{
        api::{JudgeProgress, Nudge},
        rules::{self, pace},
        store::{self, Seat},
    },
    nudge,
};
use crate::{
    edition::{self, Phase, desk::Standing},
    fault::Fault,
    kernel::{Lang, Role, count},
    people,
    server::Visit,
};
use sqlx::AnyConnection;

/// Progress of every judge, without a score; whoever is late comes first.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn progress(visit: &Visit) -> Result<Vec<JudgeProgress>, Fault> {
    visit.require(&Role::OFFICE)?;
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let (closes, now) = (standing.edition.calendar.judging_until, visit.now());
    let seats = store::seats(&mut conn).await?;
    let people = people::desk::people(&mut conn).await?;
    let mut judges: Vec<JudgeProgress> = people
        .into_iter()
        .filter(|person| person.roles.contains(&Role::Judge))
        .map(|person| {
            let own: Vec<&Seat> = seats.iter().filter(|seat| seat.judge == person.id).collect();
            let sent: Vec<i64> = own.iter().filter_map(|seat| seat.sent_at).collect();
            let begun = own.iter().filter(|s| s.sent_at.is_none() && s.rev > 0).count();
            let pace = pace::pace(&sent, own.len(), begun > 0, now);
            JudgeProgress {
                id: person.id,
                nudge: None,
                nudged: None,
                name: person.name,
                sent: count(sent.len()),
                begun: count(begun),
                all: count(own.len()),
                last_at: own.iter().filter_map(|seat| seat.saved_at.max(seat.sent_at)).max(),
                pace,
                late: standing.phase == Phase::Judging && pace::is_late(pace, closes, now),
            }
        })
        .collect();
    judges.sort_by_key(|judge| !judge.late);
    remind(visit, &mut conn, &standing, &mut judges).await?;
    Ok(judges)
}

/// Adds how each judge can be reminded, and when they were.
async fn remind(
    visit: &Visit,
    conn: &mut AnyConnection,
    standing: &Standing,
    judges: &mut [JudgeProgress],
) -> Result<(), Fault> {
    let zone = &standing.edition.region.zone;
    let today = zone.iso(visit.now());
    let all = store::nudge::all(conn).await?;
    for judge in judges {
        let last = all.iter().find(|nudge| nudge.judge == judge.id);
        judge.nudged = last.map(|nudge| (nudge.at, nudge.by.clone(), nudge.day == today));
        if standing.phase != Phase::Judging || judge.sent >= judge.all {
            continue;
        }
        let phone = people::desk::contact::phone_of(conn, &judge.id).await?.unwrap_or_default();
        judge.nudge = Some(Nudge {
            words: nudge::words(judge, &standing.edition, &visit.link("/juri"), Lang::Id),
            phone: rules::pace::international(&phone),
            by_mail: people::desk::contact::email_of(conn, &judge.id).await?.is_some(),
        });
    }
    Ok(())
}
