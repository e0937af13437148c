//! Which proposals are better read once more, and by whom, once scoring is closed.

use super::{
    super::{
        api::{MoreRead, MoreReason},
        calibrate::{Design, fit::Fit, more},
        rules::Read,
        store,
    },
    board::{Names, whole},
};
use crate::{edition::Edition, fault::Fault, proposal};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

/// Most further reads that are advised for the cut at once.
const MORE_READS: usize = 10;

/// Who may not be asked, and what is waited for.
pub(super) struct Advice {
    /// Proposal and judge who cannot meet again: a conflict of interest, a seat, or a judge who left.
    barred: BTreeSet<(String, String)>,
    /// Proposal, judge and last moment of every further read that was asked for and is not sent.
    pub awaited: Vec<(String, String, i64)>,
}

impl Advice {
    pub async fn read(
        conn: &mut AnyConnection,
        edition: &Edition,
        names: &Names,
    ) -> Result<Self, Fault> {
        let seats = store::seats(conn).await?;
        let awaited = seats
            .iter()
            .filter(|seat| seat.sent_at.is_none())
            .filter_map(|seat| Some((seat.proposal.clone(), seat.judge.clone(), seat.open_until?)))
            .collect();
        let met = seats.into_iter().map(|seat| (seat.proposal, seat.judge));
        let apart = store::conflict::standing(conn).await?;
        let apart = apart.into_iter().map(|one| (one.proposal, one.judge));
        let mut barred: BTreeSet<(String, String)> = met.chain(apart).collect();
        for leave in store::assignment::leaves(conn, &edition.slug).await? {
            barred.extend(names.proposals.keys().map(|id| (id.clone(), leave.judge.clone())));
        }
        Ok(Self { barred, awaited })
    }

    fn may_meet(&self, names: &Names, proposal: &str, judge: &str) -> bool {
        let own = names.agencies.get(proposal);
        let agency = names.judges.get(judge).map(|(_, agency)| agency.as_ref());
        agency.is_some_and(|agency| agency.is_none() || agency != own)
            && !self.barred.contains(&(proposal.to_owned(), judge.to_owned()))
    }

    /// Proposals of which one more read is advised, each with somebody who could give it: those
    /// that cannot be ranked for want of reads, those whose reads contradict, those at the cut.
    /// One at a time: what is waited for may settle it.
    pub fn list(
        &self,
        names: &Names,
        reads: &[Read],
        fitted: Option<(&Design, &Fit)>,
        (top, min_reads): (usize, u32),
    ) -> Vec<MoreRead> {
        let mut loads: BTreeMap<&str, usize> =
            names.judges.keys().map(|id| (id.as_str(), 0)).collect();
        let asked = self.awaited.iter().map(|(_, judge, _)| judge.as_str());
        for judge in reads.iter().map(|read| read.judge.as_str()).chain(asked) {
            *loads.entry(judge).or_default() += 1;
        }
        let waits = |id: &str| self.awaited.iter().any(|(proposal, ..)| proposal == id);
        let mut advised = names.missing(reads, min_reads);
        if let Some((design, fit)) = fitted {
            contradicted(design, fit, &mut advised);
            at_cut(design, fit, top, &mut advised);
        }
        advised.retain(|(id, _)| !waits(id));
        let ask = |(id, reason): (String, MoreReason)| {
            let asked = self.reader(names, fitted, &loads, &id);
            if let Some(load) = asked.as_deref().and_then(|judge| loads.get_mut(judge)) {
                *load += 1;
            }
            let brief = names.proposals.get(&id)?;
            Some(MoreRead {
                code: proposal::code(brief.number.unwrap_or_default()),
                name: brief.acronym.clone(),
                judge: asked.as_deref().map(|judge| names.judge(judge)).unwrap_or_default(),
                judge_id: asked.unwrap_or_default(),
                proposal: id,
                reason,
            })
        };
        advised.into_iter().filter_map(ask).collect()
    }

    /// Whom to ask: as calibration advises where it knows the proposal, else whoever reads least.
    fn reader(
        &self,
        names: &Names,
        fitted: Option<(&Design, &Fit)>,
        loads: &BTreeMap<&str, usize>,
        id: &str,
    ) -> Option<String> {
        let known = fitted.and_then(|(design, fit)| {
            let at = design.proposals.binary_search_by(|other| other.as_str().cmp(id)).ok()?;
            Some((design, fit, at))
        });
        let load = |judge: &str| loads.get(judge).copied().unwrap_or_default();
        let Some((design, fit, at)) = known else {
            let free = names.judges.keys().filter(|judge| self.may_meet(names, id, judge));
            return free.min_by_key(|judge| load(judge)).cloned();
        };
        let free: Vec<more::Reader> = design
            .judges
            .iter()
            .enumerate()
            .filter(|(_, judge)| self.may_meet(names, id, judge))
            .map(|(judge, account)| more::Reader { judge, load: load(account) })
            .collect();
        more::reader(design, fit, at, &free).map(|judge| design.judges[judge].clone())
    }
}

fn contradicted(design: &Design, fit: &Fit, advised: &mut Vec<(String, MoreReason)>) {
    for (at, why) in more::musts(design, fit, 0) {
        let reason = match why {
            more::Reason::Outlier => MoreReason::Outlier,
            more::Reason::Apart => MoreReason::Apart,
            more::Reason::Cut(_) | more::Reason::Missing => continue,
        };
        advised.push((design.proposals[at].clone(), reason));
    }
}

fn at_cut(design: &Design, fit: &Fit, top: usize, advised: &mut Vec<(String, MoreReason)>) {
    for (at, gain) in more::picks(design, fit, top, MORE_READS, more::WORTHWHILE) {
        let id = &design.proposals[at];
        if !advised.iter().any(|(other, _)| other == id) {
            let gain = whole(gain * 100.0).unsigned_abs();
            advised.push((id.clone(), MoreReason::Cut(gain)));
        }
    }
}
