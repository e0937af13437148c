//! Who reads what: no conflict, even loads, every judge comparable with every other, and as few
//! changes as possible when something happens late. Pure; the seed is an argument.
//!
//! Three phases. [`flow`] gives every proposal its reads at the least sum of squared loads, or the
//! proof that it cannot be done. [`link`] swaps reads so that all judges share proposals with each
//! other, without touching loads. [`replan`] is the flow again, with everything that is already
//! given costing nothing and every new pair costing more than any load.

mod flow;
pub mod link;
#[cfg(all(test, feature = "ssr"))]
mod tests;

use crate::kernel::prng::Prng;
use flow::Flow;
pub use link::Linkage;
use std::collections::{BTreeMap, BTreeSet};

/// Proposal and judge.
pub type Pair = (String, String);

/// A proposal to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its id; unique in a [`Problem`].
    pub id: String,
    /// The agency it comes from, whose judges may not read it.
    pub agency: Option<String>,
    /// Reads it gets, each by another judge.
    pub reads: u32,
}

/// A judge who can be given proposals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judge {
    /// Their id; unique in a [`Problem`].
    pub id: String,
    /// The agency they belong to.
    pub agency: Option<String>,
    /// Most proposals they read; `None`: any number.
    pub capacity: Option<u32>,
}

/// What is to be assigned. The order of its lists does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// What is read.
    pub proposals: Vec<Proposal>,
    /// Who reads.
    pub judges: Vec<Judge>,
    /// Judge and proposal that may not meet, beside those of one agency.
    pub conflicts: BTreeSet<(String, String)>,
    /// Judge and proposal that should not meet, such as of another field, where loads allow it.
    pub discouraged: BTreeSet<(String, String)>,
}

/// An assignment that can be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Every pair, by proposal and then judge.
    pub pairs: Vec<Pair>,
    /// Those that are new.
    pub added: Vec<Pair>,
    /// Those that are no more.
    pub removed: Vec<Pair>,
    /// How the judges hang together.
    pub linkage: Linkage,
}

/// Why there is no assignment: these proposals need more reads than the judges who may read them
/// can give. Hall's condition, so anybody can check it by counting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The proposals.
    pub proposals: Vec<String>,
    /// All judges who may read at least one of them.
    pub judges: Vec<String>,
    /// Reads that they need together.
    pub needed: u32,
    /// Reads that nobody can give.
    pub missing: u32,
}

/// A problem by places in sorted ids: results depend on what is asked, not on the order of a file.
struct Field<'a> {
    proposals: Vec<&'a Proposal>,
    judges: Vec<&'a Judge>,
    allowed: Vec<bool>,
    discouraged: Vec<bool>,
}

impl<'a> Field<'a> {
    fn new(problem: &'a Problem) -> Self {
        let mut proposals: Vec<&Proposal> = problem.proposals.iter().collect();
        let mut judges: Vec<&Judge> = problem.judges.iter().collect();
        proposals.sort_by(|a, b| a.id.cmp(&b.id));
        judges.sort_by(|a, b| a.id.cmp(&b.id));
        let marked = |set: &BTreeSet<(String, String)>| {
            let mut marks = vec![false; proposals.len() * judges.len()];
            for (judge, proposal) in set {
                let j = judges.binary_search_by(|j| j.id.cmp(judge));
                let i = proposals.binary_search_by(|p| p.id.cmp(proposal));
                if let (Ok(i), Ok(j)) = (i, j) {
                    marks[i * judges.len() + j] = true;
                }
            }
            marks
        };
        let mut allowed = marked(&problem.conflicts);
        for (i, proposal) in proposals.iter().enumerate() {
            for (j, judge) in judges.iter().enumerate() {
                let own = judge.agency.is_some() && judge.agency == proposal.agency;
                let cell = &mut allowed[i * judges.len() + j];
                *cell = !*cell && !own;
            }
        }
        let discouraged = marked(&problem.discouraged);
        Self { proposals, judges, allowed, discouraged }
    }

    fn proposal(&self, id: &str) -> Option<usize> {
        self.proposals.binary_search_by(|p| p.id.as_str().cmp(id)).ok()
    }

    fn judge(&self, id: &str) -> Option<usize> {
        self.judges.binary_search_by(|j| j.id.as_str().cmp(id)).ok()
    }

    fn may(&self, i: usize, j: usize) -> bool {
        self.allowed[i * self.judges.len() + j]
    }

    fn discouraged(&self, i: usize, j: usize) -> bool {
        self.discouraged[i * self.judges.len() + j]
    }

    fn shortfall(&self, short: &flow::Short) -> Shortfall {
        let who = |j: &usize| short.proposals.iter().any(|i| self.may(*i, *j));
        Shortfall {
            judges: (0..self.judges.len()).filter(who).map(|j| self.judges[j].id.clone()).collect(),
            needed: short.proposals.iter().map(|i| self.proposals[*i].reads).sum(),
            proposals: short.proposals.iter().map(|i| self.proposals[*i].id.clone()).collect(),
            missing: short.missing,
        }
    }
}

/// Assigns from nothing.
///
/// # Errors
/// The [`Shortfall`], if some proposals cannot get their reads.
pub fn plan(problem: &Problem, seed: u32) -> Result<Plan, Shortfall> {
    let field = Field::new(problem);
    let mut random = Prng::new(seed);
    let mut flow = Flow::new(&field, &mut random);
    flow.fill(&mut random).map_err(|short| field.shortfall(&short))?;
    link::improve(&field, &mut flow, &mut random);
    Ok(finish(&field, flow.pairs(), Vec::new(), &[]))
}

/// Assigns again after something has changed, with the fewest changes possible.
///
/// `current` is what holds now; `locked` pairs of it stay whatever the problem says, as their reads
/// are begun or sent. Pairs of judges who are no more fall away unless they are locked; a locked
/// read by such a judge still counts for its proposal. Pairs of proposals that are no more all fall
/// away.
///
/// # Errors
/// The [`Shortfall`], if some proposals cannot get their reads.
pub fn replan(
    problem: &Problem,
    current: &[Pair],
    locked: &BTreeSet<Pair>,
    seed: u32,
) -> Result<Plan, Shortfall> {
    let field = Field::new(problem);
    let mut random = Prng::new(seed);
    let mut flow = Flow::new(&field, &mut random);
    let (mut kept, mut away) = (Vec::new(), Vec::new());
    let current: BTreeSet<&Pair> = current.iter().collect();
    for pair in &current {
        let Some(i) = field.proposal(&pair.0) else { continue };
        match (field.judge(&pair.1), locked.contains(*pair)) {
            (Some(j), true) => flow.lock(i, j),
            (None, true) => {
                flow.count_away(i);
                away.push((*pair).clone());
            }
            (Some(j), false) if field.may(i, j) => kept.push((i, j)),
            _ => {}
        }
    }
    flow.keep(&kept);
    flow.fill(&mut random).map_err(|short| field.shortfall(&short))?;
    let current: Vec<Pair> = current.into_iter().cloned().collect();
    Ok(finish(&field, flow.pairs(), away, &current))
}

fn finish(field: &Field, pairs: Vec<(usize, usize)>, away: Vec<Pair>, current: &[Pair]) -> Plan {
    let mut pairs: Vec<Pair> = pairs
        .into_iter()
        .map(|(i, j)| (field.proposals[i].id.clone(), field.judges[j].id.clone()))
        .chain(away)
        .collect();
    pairs.sort();
    let (before, after): (BTreeSet<&Pair>, BTreeSet<&Pair>) =
        (current.iter().collect(), pairs.iter().collect());
    let added = after.difference(&before).map(|pair| (*pair).clone()).collect();
    let removed = before.difference(&after).map(|pair| (*pair).clone()).collect();
    Plan { added, removed, linkage: link::linkage(field, &pairs), pairs }
}

/// How many proposals each judge of a problem has in a list of pairs.
pub fn loads(problem: &Problem, pairs: &[Pair]) -> BTreeMap<String, usize> {
    let mut loads: BTreeMap<String, usize> =
        problem.judges.iter().map(|judge| (judge.id.clone(), 0)).collect();
    for (_, judge) in pairs {
        if let Some(load) = loads.get_mut(judge) {
            *load += 1;
        }
    }
    loads
}
