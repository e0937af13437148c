//! Who has sent how much, for the committee; never a score.

use super::{
    super::{
        api::JudgeProgress,
        store::{self, Seat},
    },
    count,
};
use crate::{fault::Fault, kernel::Role, people, server::Visit};

/// Progress of every judge, without a score.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn progress(visit: &Visit) -> Result<Vec<JudgeProgress>, Fault> {
    visit.require(&Role::OFFICE)?;
    let mut conn = visit.read().await?;
    let seats = store::seats(&mut conn).await?;
    let people = people::desk::people(&mut conn).await?;
    Ok(people
        .into_iter()
        .filter(|person| person.roles.contains(&Role::Judge))
        .map(|person| {
            let own: Vec<&Seat> = seats.iter().filter(|seat| seat.judge == person.id).collect();
            JudgeProgress {
                name: person.name,
                sent: count(own.iter().filter(|s| s.sent_at.is_some()).count()),
                begun: count(own.iter().filter(|s| s.sent_at.is_none() && s.rev > 0).count()),
                all: count(own.len()),
            }
        })
        .collect())
}
