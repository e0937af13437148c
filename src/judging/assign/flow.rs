//! The cheapest flow of reads from proposals to judges: source → proposal → judge → sink.
//!
//! A judge's reads cost 1, 3, 5, …, so the sum is that of squared loads, and the loads are as even
//! as conflicts and capacities allow (N. Harvey, R. Ladner, L. Lovász, T. Tamir, "Semi-matchings
//! for bipartite graphs and load balancing", J. Algorithms 59, 2006). Each read goes along a
//! cheapest path of the residual graph, which keeps the flow the cheapest of its size.

use super::Field;
use crate::kernel::prng::Prng;
use std::collections::VecDeque;

/// What a path costs: earlier fields weigh more than any sum of later ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    /// Pairs that are not kept.
    changes: i64,
    /// Sum of squared loads.
    load: i64,
    /// Pairs that are discouraged.
    soft: i64,
}

impl Cost {
    fn plus(self, other: Self) -> Self {
        Self {
            changes: self.changes + other.changes,
            load: self.load + other.load,
            soft: self.soft + other.soft,
        }
    }

    fn minus(self, other: Self) -> Self {
        self.plus(Self { changes: -other.changes, load: -other.load, soft: -other.soft })
    }
}

/// Proposals that cannot get their reads.
pub(super) struct Short {
    pub proposals: Vec<usize>,
    pub missing: u32,
}

pub(super) struct Flow<'a> {
    field: &'a Field<'a>,
    /// Judges in a seeded order: who comes first among equals.
    order: Vec<usize>,
    /// Reads that each proposal still lacks.
    lacks: Vec<u32>,
    pub readers: Vec<Vec<usize>>,
    pub reads: Vec<Vec<usize>>,
    fixed: Vec<bool>,
    given: Vec<bool>,
    kept: Vec<bool>,
    /// Whether pairs have no price of their own: then any path is as good as another and the
    /// search may end at the first judge of the least load.
    flat: bool,
}

impl<'a> Flow<'a> {
    pub(super) fn new(field: &'a Field<'a>, random: &mut Prng) -> Self {
        let (n, j) = (field.proposals.len(), field.judges.len());
        let mut order: Vec<usize> = (0..j).collect();
        random.shuffle(&mut order);
        Self {
            field,
            order,
            lacks: field.proposals.iter().map(|proposal| proposal.reads).collect(),
            readers: vec![Vec::new(); n],
            reads: vec![Vec::new(); j],
            fixed: vec![false; n * j],
            given: vec![false; n * j],
            kept: vec![false; n * j],
            flat: !field.discouraged.contains(&true),
        }
    }

    fn cell(&self, i: usize, j: usize) -> usize {
        i * self.reads.len() + j
    }

    /// A pair that stays whatever it costs.
    pub fn lock(&mut self, i: usize, j: usize) {
        let cell = self.cell(i, j);
        self.fixed[cell] = true;
        self.give(i, j);
        self.lacks[i] = self.lacks[i].saturating_sub(1);
    }

    /// A read of a proposal by a judge who is not in the problem.
    pub fn count_away(&mut self, i: usize) {
        self.lacks[i] = self.lacks[i].saturating_sub(1);
    }

    /// Pairs that cost nothing, while all others cost a change.
    pub fn keep(&mut self, kept: &[(usize, usize)]) {
        self.flat = false;
        for (i, j) in kept {
            let cell = self.cell(*i, *j);
            self.kept[cell] = true;
        }
        // Kept pairs that all fit together are the cheapest flow of their size, as every other
        // flow of that size has a change in it; the search can begin with them.
        let mut wanted = vec![0; self.lacks.len()];
        let mut loads: Vec<usize> = self.reads.iter().map(Vec::len).collect();
        for (i, j) in kept {
            wanted[*i] += 1;
            loads[*j] += 1;
        }
        let fit = wanted.iter().zip(&self.lacks).all(|(wanted, lacks)| wanted <= lacks)
            && loads.iter().enumerate().all(|(j, load)| *load <= self.capacity(j));
        if fit {
            for (i, j) in kept {
                self.give(*i, *j);
                self.lacks[*i] -= 1;
            }
        }
    }

    fn capacity(&self, j: usize) -> usize {
        let capacity = self.field.judges[j].capacity;
        capacity.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX))
    }

    fn give(&mut self, i: usize, j: usize) {
        let cell = self.cell(i, j);
        self.given[cell] = true;
        self.readers[i].push(j);
        self.reads[j].push(i);
    }

    fn take(&mut self, i: usize, j: usize) {
        let cell = self.cell(i, j);
        self.given[cell] = false;
        self.readers[i].retain(|reader| *reader != j);
        self.reads[j].retain(|read| *read != i);
    }

    /// Moves a read to another judge.
    pub fn turn(&mut self, i: usize, from: usize, to: usize) {
        self.take(i, from);
        self.give(i, to);
    }

    /// Whether a judge may be given a proposal they do not have.
    pub fn open(&self, i: usize, j: usize) -> bool {
        !self.given[self.cell(i, j)] && self.field.may(i, j)
    }

    /// Whether a judge can take one more.
    pub fn has_room(&self, j: usize) -> bool {
        self.reads[j].len() < self.capacity(j)
    }

    pub fn is_fixed(&self, i: usize, j: usize) -> bool {
        self.fixed[self.cell(i, j)]
    }

    pub fn pairs(&self) -> Vec<(usize, usize)> {
        let of = |(i, readers): (usize, &Vec<usize>)| -> Vec<(usize, usize)> {
            readers.iter().map(|j| (i, *j)).collect()
        };
        self.readers.iter().enumerate().flat_map(of).collect()
    }

    fn cost(&self, i: usize, j: usize) -> Cost {
        let priced = !self.flat;
        Cost {
            changes: i64::from(priced && !self.kept[self.cell(i, j)]),
            load: 0,
            soft: i64::from(priced && self.field.discouraged(i, j)),
        }
    }

    /// What one more read of a judge adds to the sum of squared loads.
    fn one_more(&self, j: usize) -> Cost {
        let load = i64::try_from(self.reads[j].len()).unwrap_or(i64::MAX / 4);
        Cost { load: 2 * load + 1, ..Cost::default() }
    }

    /// Gives every proposal what it lacks, in a seeded order.
    pub fn fill(&mut self, random: &mut Prng) -> Result<(), Short> {
        let mut wants: Vec<usize> = (0..self.lacks.len()).collect();
        random.shuffle(&mut wants);
        for i in wants {
            while self.lacks[i] > 0 && self.augment(i) {
                self.lacks[i] -= 1;
            }
        }
        let missing = self.lacks.iter().sum();
        if missing == 0 { Ok(()) } else { Err(self.witness(missing)) }
    }

    /// One more read for a proposal, along the cheapest path: it takes a judge, who hands a
    /// proposal on to another judge, and so on to one who can take one more.
    fn augment(&mut self, i: usize) -> bool {
        let judges = self.reads.len();
        let mut label: Vec<Option<Cost>> = vec![None; judges];
        // The proposal that reaches a judge, and the judge who hands it on.
        let mut came: Vec<(usize, Option<usize>)> = vec![(i, None); judges];
        let mut queue = VecDeque::new();
        let mut waits = vec![false; judges];
        let least = (0..judges).filter(|j| self.has_room(*j)).map(|j| self.reads[j].len()).min();
        for j in &self.order {
            if self.open(i, *j) {
                label[*j] = Some(self.cost(i, *j));
                queue.push_back(*j);
                waits[*j] = true;
            }
        }
        let at_least = |j: usize| self.has_room(j) && Some(self.reads[j].len()) == least;
        while let Some(j) = queue.pop_front() {
            waits[j] = false;
            if self.flat && label.iter().enumerate().any(|(j, l)| l.is_some() && at_least(j)) {
                break;
            }
            let Some(here) = label[j] else { continue };
            for p in self.reads[j].iter().filter(|p| !self.is_fixed(**p, j)) {
                let without = here.minus(self.cost(*p, j));
                for l in &self.order {
                    if !self.open(*p, *l) {
                        continue;
                    }
                    let there = without.plus(self.cost(*p, *l));
                    if label[*l].is_none_or(|known| there < known) {
                        label[*l] = Some(there);
                        came[*l] = (*p, Some(j));
                        if !waits[*l] {
                            waits[*l] = true;
                            queue.push_back(*l);
                        }
                    }
                }
            }
        }
        let end = self
            .order
            .iter()
            .filter(|j| self.has_room(**j))
            .filter_map(|j| Some((label[*j]?.plus(self.one_more(*j)), *j)))
            .min_by_key(|(cost, _)| *cost);
        let Some((_, mut at)) = end else { return false };
        loop {
            let (proposal, from) = came[at];
            match from {
                None => {
                    self.give(proposal, at);
                    return true;
                }
                Some(from) => {
                    self.turn(proposal, from, at);
                    at = from;
                }
            }
        }
    }

    /// Everybody whom the lacking proposals could push aside, and still nobody has room.
    fn witness(&self, missing: u32) -> Short {
        let mut short: Vec<bool> = self.lacks.iter().map(|lacks| *lacks > 0).collect();
        let mut reached = vec![false; self.reads.len()];
        let mut queue: Vec<usize> = (0..short.len()).filter(|i| short[*i]).collect();
        while let Some(i) = queue.pop() {
            for (j, reached) in reached.iter_mut().enumerate() {
                if *reached || !self.open(i, j) {
                    continue;
                }
                *reached = true;
                for p in self.reads[j].iter().filter(|p| !self.is_fixed(**p, j)) {
                    if !std::mem::replace(&mut short[*p], true) {
                        queue.push(*p);
                    }
                }
            }
        }
        Short { proposals: (0..short.len()).filter(|i| short[*i]).collect(), missing }
    }
}
