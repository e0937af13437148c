//! Who has sent how much, for the committee; never a score.

use super::{
    super::{
        api::JudgeProgress,
        rules::pace,
        store::{self, Seat},
    },
    count,
};
use crate::{
    edition::{self, Phase},
    fault::Fault,
    kernel::Role,
    people,
    server::Visit,
};

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
    Ok(judges)
}
