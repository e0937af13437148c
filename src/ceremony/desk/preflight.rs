//! Looks over the show before the doors open: seal, rundown, remote, spare devices, database.

use super::{CREW, answered, staged};
use crate::{
    ceremony::{
        rules::{self, Cue, preflight::Check},
        script, store,
    },
    edition::Phase,
    fault::Fault,
    result::desk::check,
    server::{Visit, house_clock},
};

/// Everything that was looked at.
///
/// # Errors
/// Only the crew may look; the rehearsal has nothing to look over.
pub async fn checks(visit: &Visit, show: &str) -> Result<Vec<Check>, Fault> {
    answered(async {
        visit.require(&CREW)?;
        let mut conn = visit.read().await?;
        let staged = staged(&mut conn, show).await?;
        if staged.is_rehearsal {
            return Err(Fault::NotFound);
        }
        let now = visit.house.now();
        let edition = &staged.standing.edition.slug;
        let mut broken = 0;
        // A packed show has no scores to count again; its seal was compared with its hash just now.
        if store::packed::figures(&mut conn, edition).await?.is_none() {
            for finding in check::all(&mut conn).await? {
                broken += u32::from(!finding.good);
            }
        }
        let told: Vec<u32> = staged
            .script
            .iter()
            .filter_map(Cue::reveal)
            .filter(|reveal| reveal.list == 0)
            .map(|reveal| reveal.rank)
            .collect();
        let honoured = staged.ranks.first().cloned().unwrap_or_default();
        let mut untold: Vec<u32> =
            honoured.into_iter().filter(|rank| !told.contains(rank)).collect();
        untold.dedup();
        let rehearsal =
            store::get(&mut conn, &rules::rehearsal(staged.standing.edition.year)).await?;
        let spares = store::lease::spares(&mut conn, now).await?;
        drop(conn);
        // The machine's own clock: the competition's may stand in another year.
        let began = house_clock();
        visit.write().await?.commit().await?;
        let writing = house_clock() - began;
        let lease = staged.lease.as_ref().filter(|lease| lease.lives(now));
        Ok(vec![
            Check::Seal(staged.sealed.as_ref().map(|sealed| sealed.words.clone())),
            Check::Whole(broken),
            Check::Phase(staged.standing.phase == Phase::Ceremony),
            Check::Untold(untold),
            Check::Start(staged.show.cue == 0 && !script::has_begun(&staged.script, &staged.show)),
            Check::Rehearsed(rehearsal.published_at.is_some()),
            Check::Holder(lease.map(|lease| lease.holder.name.clone())),
            Check::Spares(spares),
            Check::Writing(writing),
        ])
    })
    .await
}
