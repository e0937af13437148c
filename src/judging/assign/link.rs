//! How judges hang together: swaps that let every judge share proposals with every other, and what
//! to report of it.
//!
//! A strict judge can be told from a lenient one only through proposals both have read. With fixed
//! reads and loads, the least sum of squared overlaps spreads the links evenly: the (M,S)-optimal
//! designs of J. Eccleston and A. Hedayat (Ann. Statist. 2, 1974), a stand-in for a large algebraic
//! connectivity of the judges' overlap graph.

use super::{Field, Pair, flow::Flow};
use crate::kernel::prng::Prng;
use std::collections::BTreeMap;

/// Tries without an improvement, for each read, after which swapping stops.
const PATIENCE: usize = 20;

/// How the judges who read something hang together.
#[derive(Clone, Debug, PartialEq)]
pub struct Linkage {
    /// Judges linked by chains of shared proposals, by id, the largest group first. One is right.
    pub components: Vec<Vec<String>>,
    /// λ2 of the overlap graph's Laplacian: zero if it falls apart, larger is better.
    pub connectivity: f64,
    /// Fewest and most proposals that two judges share.
    pub overlap: (usize, usize),
    /// One read more for each gap between components, if somebody may give it.
    pub bridges: Vec<Pair>,
}

/// Proposals that each two judges share.
struct Overlap {
    judges: usize,
    shared: Vec<i64>,
    /// Cells that a change brought to zero: the graph may have fallen apart.
    emptied: bool,
}

impl Overlap {
    fn new(judges: usize, readers: &[Vec<usize>]) -> Self {
        let mut overlap = Self { judges, shared: vec![0; judges * judges], emptied: false };
        for readers in readers {
            for a in readers {
                for b in readers.iter().filter(|b| *b != a) {
                    overlap.shared[a * judges + b] += 1;
                }
            }
        }
        overlap
    }

    /// Adds to what two judges share; tells by how much Σ o² grows.
    fn add(&mut self, a: usize, b: usize, more: i64) -> i64 {
        let cell = self.shared[a * self.judges + b];
        self.shared[a * self.judges + b] = cell + more;
        self.shared[b * self.judges + a] = cell + more;
        self.emptied |= cell + more == 0;
        2 * cell * more + more * more
    }

    /// A read moves from one judge to another, beside `others`.
    fn turn(&mut self, others: &[usize], from: usize, to: usize) -> i64 {
        let with = others.iter().filter(|other| **other != from && **other != to);
        with.map(|other| self.add(from, *other, -1) + self.add(to, *other, 1)).sum()
    }

    /// The component of each judge who reads something.
    fn components(&self, busy: &[bool]) -> Vec<Vec<usize>> {
        let mut seen: Vec<bool> = busy.iter().map(|busy| !busy).collect();
        let mut components = Vec::new();
        for start in 0..self.judges {
            if std::mem::replace(&mut seen[start], true) {
                continue;
            }
            let (mut component, mut at) = (vec![start], 0);
            while at < component.len() {
                let row = &self.shared[component[at] * self.judges..][..self.judges];
                for (other, shared) in row.iter().enumerate() {
                    if *shared > 0 && !std::mem::replace(&mut seen[other], true) {
                        component.push(other);
                    }
                }
                at += 1;
            }
            component.sort_unstable();
            components.push(component);
        }
        components.sort_by_key(|component| std::cmp::Reverse(component.len()));
        components
    }
}

/// A change that leaves the loads as they are, up to who has which.
#[derive(Clone, Copy)]
enum Change {
    /// Two proposals change judges.
    Swap((usize, usize), (usize, usize)),
    /// A proposal goes to a judge who had one less.
    Move((usize, usize), usize),
}

struct Linker<'a, 'f> {
    field: &'a Field<'a>,
    flow: &'f mut Flow<'a>,
    overlap: Overlap,
    busy: Vec<bool>,
    components: usize,
}

/// Swaps reads until nothing improves, then joins what is still apart.
pub(super) fn improve<'a>(field: &'a Field<'a>, flow: &mut Flow<'a>, random: &mut Prng) {
    let overlap = Overlap::new(field.judges.len(), &flow.readers);
    let busy: Vec<bool> = flow.reads.iter().map(|reads| !reads.is_empty()).collect();
    let components = overlap.components(&busy).len();
    let mut linker = Linker { field, flow, overlap, busy, components };
    linker.settle(random);
    while linker.components > 1 && linker.join() {}
}

impl Linker<'_, '_> {
    fn settle(&mut self, random: &mut Prng) {
        let mut pairs = self.flow.pairs();
        let patience = PATIENCE * pairs.len();
        let mut tries = 0;
        while tries < patience {
            tries += 1;
            let (at, to) = (random.below(pairs.len()), random.below(pairs.len()));
            let (one, other) = (pairs[at], pairs[to]);
            if self.try_change(Change::Swap(one, other)) {
                (pairs[at], pairs[to]) = ((one.0, other.1), (other.0, one.1));
                tries = 0;
            } else if self.try_change(Change::Move(one, other.1)) {
                pairs[at] = (one.0, other.1);
                tries = 0;
            }
        }
    }

    /// Whether a change is allowed at all.
    fn valid(&self, change: Change) -> bool {
        let soft = |i, j| i32::from(self.field.discouraged(i, j));
        let flow = &self.flow;
        match change {
            Change::Swap((i, j), (p, l)) => {
                i != p
                    && j != l
                    && flow.open(i, l)
                    && flow.open(p, j)
                    && !flow.is_fixed(i, j)
                    && !flow.is_fixed(p, l)
                    && soft(i, l) + soft(p, j) <= soft(i, j) + soft(p, l)
            }
            Change::Move((i, j), l) => {
                flow.reads[j].len() == flow.reads[l].len() + 1
                    && flow.open(i, l)
                    && flow.has_room(l)
                    && !flow.is_fixed(i, j)
                    && soft(i, l) <= soft(i, j)
            }
        }
    }

    /// Applies a change to the overlaps; tells by how much Σ o² grows.
    fn weigh(&mut self, change: Change) -> i64 {
        let readers = &self.flow.readers;
        match change {
            Change::Swap((i, j), (p, l)) => {
                self.overlap.turn(&readers[i], j, l) + self.overlap.turn(&readers[p], l, j)
            }
            Change::Move((i, j), l) => self.overlap.turn(&readers[i], j, l),
        }
    }

    fn unweigh(&mut self, change: Change) {
        let readers = &self.flow.readers;
        match change {
            Change::Swap((i, j), (p, l)) => {
                self.overlap.turn(&readers[i], l, j);
                self.overlap.turn(&readers[p], j, l);
            }
            Change::Move((i, j), l) => {
                self.overlap.turn(&readers[i], l, j);
            }
        }
    }

    fn carry_out(&mut self, change: Change) {
        match change {
            Change::Swap((i, j), (p, l)) => {
                self.flow.turn(i, j, l);
                self.flow.turn(p, l, j);
            }
            Change::Move((i, j), l) => self.flow.turn(i, j, l),
        }
    }

    /// Judges who read something after a change.
    fn busy_after(&self, change: Change) -> Vec<bool> {
        let mut busy = self.busy.clone();
        if let Change::Move((_, j), l) = change {
            busy[l] = true;
            busy[j] = self.flow.reads[j].len() > 1;
        }
        busy
    }

    /// Carries a change out if it lowers Σ o² and takes nothing apart.
    fn try_change(&mut self, change: Change) -> bool {
        if !self.valid(change) {
            return false;
        }
        self.overlap.emptied = false;
        let better = self.weigh(change) < 0;
        if better {
            let busy = self.busy_after(change);
            let moved = matches!(change, Change::Move(..));
            let components = if self.overlap.emptied || moved || self.components > 1 {
                self.overlap.components(&busy).len()
            } else {
                self.components
            };
            if components <= self.components {
                self.components = components;
                self.busy = busy;
                self.carry_out(change);
                return true;
            }
        }
        self.unweigh(change);
        false
    }

    /// The cheapest swap that leaves fewer components; false if there is none.
    fn join(&mut self) -> bool {
        let components = self.overlap.components(&self.busy);
        let Some(smallest) = components.last() else { return false };
        let (inside, outside): (Vec<_>, Vec<_>) =
            self.flow.pairs().into_iter().partition(|(_, j)| smallest.contains(j));
        let mut best: Option<(i64, Change, usize)> = None;
        for a in &inside {
            for b in &outside {
                let change = Change::Swap(*a, *b);
                if !self.valid(change) {
                    continue;
                }
                let cost = self.weigh(change);
                if best.is_none_or(|(least, ..)| cost < least) {
                    let count = self.overlap.components(&self.busy).len();
                    if count < self.components {
                        best = Some((cost, change, count));
                    }
                }
                self.unweigh(change);
            }
        }
        let Some((_, change, count)) = best else { return false };
        self.weigh(change);
        self.carry_out(change);
        self.components = count;
        true
    }
}

/// How the judges of a list of pairs hang together; those who are not in the problem count too.
pub(super) fn linkage(field: &Field, pairs: &[Pair]) -> Linkage {
    let mut linkage = of_pairs(pairs);
    linkage.bridges = bridges(field, pairs, &linkage.components);
    linkage
}

/// How the judges of any list of pairs hang together.
pub fn of_pairs(pairs: &[Pair]) -> Linkage {
    let mut judges: Vec<&str> = pairs.iter().map(|(_, judge)| judge.as_str()).collect();
    judges.sort_unstable();
    judges.dedup();
    let mut readers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (proposal, judge) in pairs {
        if let Ok(seat) = judges.binary_search(&judge.as_str()) {
            readers.entry(proposal).or_default().push(seat);
        }
    }
    let n = judges.len();
    let readers: Vec<Vec<usize>> = readers.into_values().collect();
    let overlap = Overlap::new(n, &readers);
    let between = (0..n).flat_map(|a| (0..a).map(move |b| (a, b)));
    let shared: Vec<i64> = between.map(|(a, b)| overlap.shared[a * n + b]).collect();
    let count = |value: Option<&i64>| value.and_then(|v| usize::try_from(*v).ok()).unwrap_or(0);
    Linkage {
        components: overlap
            .components(&vec![true; n])
            .into_iter()
            .map(|component| component.into_iter().map(|j| judges[j].to_owned()).collect())
            .collect(),
        connectivity: connectivity(&overlap),
        overlap: (count(shared.iter().min()), count(shared.iter().max())),
        bridges: Vec::new(),
    }
}

/// For every component but the first, one proposal that the first reads and a judge of the other
/// who may read it too: the least loaded, with room.
fn bridges(field: &Field, pairs: &[Pair], components: &[Vec<String>]) -> Vec<Pair> {
    let Some((first, others)) = components.split_first() else { return Vec::new() };
    let mut loads: BTreeMap<&str, usize> = BTreeMap::new();
    let mut reads: BTreeMap<&str, usize> = BTreeMap::new();
    for (proposal, judge) in pairs {
        *loads.entry(judge).or_default() += 1;
        if first.contains(judge) {
            *reads.entry(proposal).or_default() += 1;
        }
    }
    let mut taken = Vec::new();
    for group in others {
        let mut best: Option<(usize, usize, &str, &str)> = None;
        for judge in group {
            let Some(j) = field.judge(judge) else { continue };
            let load = loads.get(judge.as_str()).copied().unwrap_or(0);
            let room = field.judges[j]
                .capacity
                .is_none_or(|most| usize::try_from(most).is_ok_and(|most| load < most));
            if !room {
                continue;
            }
            for (proposal, count) in &reads {
                let may = field.proposal(proposal).is_some_and(|i| field.may(i, j));
                let this = (load, *count, *proposal, judge.as_str());
                if may && best.is_none_or(|best| this < best) {
                    best = Some(this);
                }
            }
        }
        if let Some((_, _, proposal, judge)) = best {
            taken.push((proposal.to_owned(), judge.to_owned()));
        }
    }
    taken
}

/// The second smallest eigenvalue of the overlap graph's Laplacian, by Jacobi's rotations; zero for
/// fewer than two judges.
fn connectivity(overlap: &Overlap) -> f64 {
    let n = overlap.judges;
    if n < 2 {
        return 0.0;
    }
    let shared = |a: usize, b: usize| {
        f64::from(i32::try_from(overlap.shared[a * n + b]).unwrap_or(i32::MAX))
    };
    let mut m: Vec<Vec<f64>> = (0..n)
        .map(|a| {
            let all: f64 = (0..n).map(|b| shared(a, b)).sum();
            (0..n).map(|b| if a == b { all } else { -shared(a, b) }).collect()
        })
        .collect();
    let scale: f64 = m.iter().flatten().map(|x| x * x).sum();
    for _ in 0..60 {
        let off: f64 = (0..n).map(|a| (0..a).map(|b| m[a][b] * m[a][b]).sum::<f64>()).sum();
        if off <= scale * 1e-24 {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut m, p, q);
            }
        }
    }
    let mut values: Vec<f64> = (0..n).map(|a| m[a][a]).collect();
    values.sort_by(f64::total_cmp);
    values[1].max(0.0)
}

/// One rotation that brings the cell (p, q) to zero.
fn rotate(matrix: &mut [Vec<f64>], p: usize, q: usize) {
    if matrix[p][q] == 0.0 {
        return;
    }
    let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
    let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    for row in matrix.iter_mut() {
        (row[p], row[q]) = (cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]);
    }
    let (above, below) = matrix.split_at_mut(q);
    for (upper, lower) in above[p].iter_mut().zip(&mut below[0]) {
        (*upper, *lower) = (cosine * *upper - sine * *lower, sine * *upper + cosine * *lower);
    }
}
