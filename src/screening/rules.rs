//! What the machine can see of the submissions before a person decides: what their writers were
//! told before they sent them. Pure.

use crate::{
    edition::Edition,
    proposal::{Concern, Frozen, OtherTitle, Papers, Reach, code, concerns},
};

/// A submission, with what is known of it besides.
#[derive(Clone, Debug)]
pub struct Submission<'a> {
    /// Its number in the edition.
    pub number: Option<i64>,
    /// Code of its agency.
    pub agency: &'a str,
    /// What was submitted.
    pub frozen: &'a Frozen,
    /// What became of opening its link.
    pub link: Reach,
}

/// What the machine sees in each of the submissions that count, in their order.
pub fn hints(edition: &Edition, submissions: &[Submission<'_>]) -> Vec<Vec<Concern>> {
    let titles: Vec<OtherTitle> = submissions
        .iter()
        .map(|one| OtherTitle::new(one.number.map(code), one.frozen.identity.title.clone()))
        .collect();
    let besides = |at: usize| titles.iter().enumerate().filter(move |(i, _)| *i != at);
    submissions
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let kinds: Vec<String> =
                one.frozen.files.iter().map(|file| file.kind.clone()).collect();
            let others: Vec<&OtherTitle> = besides(at).map(|(_, title)| title).collect();
            let limit = edition.rules.agency_quota;
            let beside = submissions.iter().filter(|other| other.agency == one.agency).count() - 1;
            let papers = Papers {
                identity: &one.frozen.identity,
                texts: &one.frozen.texts,
                kinds: &kinds,
                others: &others,
                link: one.link,
                quota: (limit > 0).then_some((u32::try_from(beside).unwrap_or(u32::MAX), limit)),
            };
            concerns(edition, papers)
        })
        .collect()
}
