//! What the machine can see of the submissions before a person decides: what their writers were
//! told before they sent them. Pure.

mod checklist;
mod course;

use crate::{
    edition::{Earlier, Edition},
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

pub use checklist::{Alike, Line, Verdict, alike, checklist};
pub use course::{
    Act, NOTE, Place, Proposed, Stage, awaits, may, may_reply, neighbours, note, reply_until, stage,
};

/// What the machine sees in each of the submissions that count, in their order.
pub fn hints(
    edition: &Edition,
    submissions: &[Submission<'_>],
    earlier: &[Earlier],
) -> Vec<Vec<Concern>> {
    let titles = titles(submissions, earlier);
    (0..submissions.len()).filter_map(|at| seen(edition, submissions, &titles, at)).collect()
}

/// What the machine sees in one of the submissions that count.
pub fn hints_of(
    edition: &Edition,
    submissions: &[Submission<'_>],
    earlier: &[Earlier],
    at: usize,
) -> Vec<Concern> {
    let titles = titles(submissions, earlier);
    seen(edition, submissions, &titles, at).unwrap_or_default()
}

/// Titles of the submissions in their order, then those of earlier editions.
fn titles(submissions: &[Submission<'_>], earlier: &[Earlier]) -> Vec<OtherTitle> {
    submissions
        .iter()
        .map(|one| OtherTitle::new(one.number.map(code), one.frozen.identity.title.clone()))
        .chain(earlier.iter().map(OtherTitle::earlier))
        .collect()
}

/// How many other submissions of its agency count.
pub fn beside(submissions: &[Submission<'_>], at: usize) -> u32 {
    let agency = submissions.get(at).map(|one| one.agency);
    let all = submissions.iter().filter(|other| Some(other.agency) == agency).count();
    u32::try_from(all.saturating_sub(1)).unwrap_or(u32::MAX)
}

fn seen(
    edition: &Edition,
    submissions: &[Submission<'_>],
    titles: &[OtherTitle],
    at: usize,
) -> Option<Vec<Concern>> {
    let one = submissions.get(at)?;
    let kinds: Vec<String> = one.frozen.files.iter().map(|file| file.kind.clone()).collect();
    let others: Vec<&OtherTitle> =
        titles.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, title)| title).collect();
    let limit = edition.rules.agency_quota;
    let papers = Papers {
        identity: &one.frozen.identity,
        texts: &one.frozen.texts,
        kinds: &kinds,
        others: &others,
        link: one.link,
        quota: (limit > 0).then_some((beside(submissions, at), limit)),
    };
    Some(concerns(edition, papers))
}
