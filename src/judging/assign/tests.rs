//! Who reads what, told as sentences; the smallest cases are compared with all there are.

use super::{Judge, Pair, Plan, Problem, Proposal, link, loads, plan, replan};
use crate::kernel::prng::Prng;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn proposal(at: usize, agency: Option<usize>, reads: u32) -> Proposal {
    Proposal { id: format!("P{at:04}"), agency: agency.map(|a| format!("a{a}")), reads }
}

fn judge(at: usize, agency: Option<usize>, capacity: Option<u32>) -> Judge {
    Judge { id: format!("J{at:02}"), agency: agency.map(|a| format!("a{a}")), capacity }
}

/// Proposals of five agencies and judges without one.
fn simple(n: usize, j: usize, reads: u32) -> Problem {
    Problem {
        proposals: (0..n).map(|i| proposal(i, Some(i % 5), reads)).collect(),
        judges: (0..j).map(|j| judge(j, None, None)).collect(),
        ..Problem::default()
    }
}

fn squares(problem: &Problem, pairs: &[Pair]) -> usize {
    loads(problem, pairs).values().map(|load| load * load).sum()
}

fn may(problem: &Problem, pair: &Pair) -> bool {
    let proposal = problem.proposals.iter().find(|p| p.id == pair.0);
    let judge = problem.judges.iter().find(|j| j.id == pair.1);
    let (Some(proposal), Some(judge)) = (proposal, judge) else { return false };
    (judge.agency.is_none() || judge.agency != proposal.agency)
        && !problem.conflicts.contains(&(pair.1.clone(), pair.0.clone()))
}

/// What holds for every plan.
fn check(problem: &Problem, pairs: &[Pair], locked: &BTreeSet<Pair>) {
    let unique: BTreeSet<&Pair> = pairs.iter().collect();
    assert_eq!(unique.len(), pairs.len(), "no pair twice");
    for pair in pairs.iter().filter(|pair| !locked.contains(pair)) {
        assert!(may(problem, pair), "{pair:?} is a conflict");
    }
    for proposal in &problem.proposals {
        let readers = pairs.iter().filter(|(p, _)| *p == proposal.id).count();
        assert_eq!(readers, usize::try_from(proposal.reads).expect("small"), "{}", proposal.id);
    }
    let loads = loads(problem, pairs);
    for judge in &problem.judges {
        let held = locked.iter().filter(|(_, j)| *j == judge.id).count();
        let most = judge.capacity.map_or(usize::MAX, |most| usize::try_from(most).expect("small"));
        assert!(loads[&judge.id] <= most.max(held), "{} has too much", judge.id);
    }
    assert!(locked.iter().all(|pair| unique.contains(pair)), "locked pairs stay");
}

/// A problem of any kind: agencies, conflicts and capacities that may make it impossible.
fn any(n: usize, j: usize) -> impl Strategy<Value = Problem> {
    let proposals = prop::collection::vec((0_usize..3, 1_u32..4), 1..=n);
    let judges =
        prop::collection::vec((prop::option::of(0_usize..3), prop::option::of(0_u32..5)), 1..=j);
    let conflicts = prop::collection::vec((0..j, 0..n), 0..=n);
    (proposals, judges, conflicts).prop_map(|(proposals, judges, conflicts)| Problem {
        proposals: proposals
            .into_iter()
            .enumerate()
            .map(|(at, (agency, reads))| proposal(at, Some(agency), reads))
            .collect(),
        judges: judges
            .into_iter()
            .enumerate()
            .map(|(at, (agency, capacity))| judge(at, agency, capacity))
            .collect(),
        conflicts: conflicts
            .into_iter()
            .map(|(j, i)| (judge(j, None, None).id, proposal(i, None, 1).id))
            .collect(),
        discouraged: BTreeSet::new(),
    })
}

/// Every assignment there is, handed to `see`.
fn every(problem: &Problem, see: &mut impl FnMut(&[Pair])) {
    fn go(problem: &Problem, at: usize, pairs: &mut Vec<Pair>, see: &mut impl FnMut(&[Pair])) {
        let Some(proposal) = problem.proposals.get(at) else {
            see(pairs);
            return;
        };
        let judges = problem.judges.len();
        for chosen in 0_u32..1 << judges {
            if chosen.count_ones() != proposal.reads {
                continue;
            }
            let before = pairs.len();
            pairs.extend(
                (0..judges)
                    .filter(|j| chosen >> j & 1 == 1)
                    .map(|j| (proposal.id.clone(), problem.judges[j].id.clone())),
            );
            let loads = loads(problem, pairs);
            let fits = problem.judges.iter().all(|judge| {
                judge
                    .capacity
                    .is_none_or(|most| loads[&judge.id] <= usize::try_from(most).expect("small"))
            });
            if fits && pairs[before..].iter().all(|pair| may(problem, pair)) {
                go(problem, at + 1, pairs, see);
            }
            pairs.truncate(before);
        }
    }
    go(problem, 0, &mut Vec::new(), see);
}

/// Hall's count: how many reads these proposals lack at least.
fn lacking(problem: &Problem, proposals: &[&Proposal]) -> i64 {
    let needed: i64 = proposals.iter().map(|p| i64::from(p.reads)).sum();
    let given: i64 = problem
        .judges
        .iter()
        .map(|judge| {
            let readable = proposals
                .iter()
                .filter(|p| may(problem, &(p.id.clone(), judge.id.clone())))
                .count();
            let readable = i64::try_from(readable).expect("small");
            judge.capacity.map_or(readable, |most| readable.min(i64::from(most)))
        })
        .sum();
    needed - given
}

/// Least-loaded-first, as one would do it by hand.
fn greedy(problem: &Problem) -> Option<usize> {
    let mut pairs: Vec<Pair> = Vec::new();
    for proposal in &problem.proposals {
        for _ in 0..proposal.reads {
            let loads = loads(problem, &pairs);
            let judge = problem
                .judges
                .iter()
                .map(|judge| (loads[&judge.id], judge))
                .filter(|(load, judge)| {
                    let pair = (proposal.id.clone(), judge.id.clone());
                    may(problem, &pair)
                        && !pairs.contains(&pair)
                        && judge
                            .capacity
                            .is_none_or(|most| *load < usize::try_from(most).expect("small"))
                })
                .min_by_key(|(load, _)| *load)?;
            pairs.push((proposal.id.clone(), judge.1.id.clone()));
        }
    }
    Some(squares(problem, &pairs))
}

#[test]
fn the_jury_of_a_regency_is_even_and_linked() {
    let mut problem = simple(107, 11, 3);
    problem.judges[3].agency = Some("a1".to_owned());
    problem.judges[7].agency = Some("a2".to_owned());
    let plan = plan(&problem, 2020).expect("there are enough judges");
    check(&problem, &plan.pairs, &BTreeSet::new());
    let loads = loads(&problem, &plan.pairs);
    let (least, most) = (loads.values().min(), loads.values().max());
    assert_eq!((least, most), (Some(&29), Some(&30)));
    assert_eq!(plan.linkage.components.len(), 1);
    assert!(plan.linkage.overlap.0 > 0, "every two judges share a proposal: {:?}", plan.linkage);
    assert!(plan.linkage.connectivity > 55.0, "{}", plan.linkage.connectivity);
}

#[test]
fn even_fewest_links_keep_a_jury_in_one_piece() {
    // 30 proposals read twice by 20 judges: 30 links for at least 19.
    for seed in 0..20 {
        let plan = plan(&simple(30, 20, 2), seed).expect("there are enough judges");
        assert_eq!(plan.linkage.components.len(), 1, "seed {seed}");
        assert!(plan.linkage.connectivity > 0.0);
    }
}

#[test]
fn what_cannot_be_linked_is_bridged() {
    // Judges of two houses, each barred from the other's proposals but for one pair.
    let mut problem = simple(8, 4, 2);
    for i in 0..8 {
        for j in 0..4 {
            if (i < 4) != (j < 2) && (i, j) != (2, 3) {
                problem.conflicts.insert((judge(j, None, None).id, proposal(i, None, 1).id));
            }
        }
    }
    let apart = replan(&problem, &plan(&problem, 1).expect("enough").pairs, &BTreeSet::new(), 1)
        .expect("enough");
    if apart.linkage.components.len() > 1 {
        assert_eq!(apart.linkage.bridges.len(), 1);
        assert!(apart.linkage.bridges.iter().all(|pair| may(&problem, pair)));
        let mut bridged = apart.pairs.clone();
        bridged.extend(apart.linkage.bridges.clone());
        assert_eq!(link::of_pairs(&bridged).components.len(), 1);
    } else {
        assert!(apart.pairs.contains(&(proposal(2, None, 1).id, judge(3, None, None).id)));
    }
}

#[test]
fn single_reads_link_nobody_and_say_so() {
    let plan = plan(&simple(12, 3, 1), 1).expect("enough");
    assert_eq!(plan.linkage.components.len(), 3);
    assert_eq!(plan.linkage.bridges.len(), 2);
    assert!(plan.linkage.connectivity.abs() < 1e-12);
}

#[test]
fn connectivity_is_that_of_known_graphs() {
    // Each two of n judges share one proposal: a complete graph, whose λ2 is n.
    let complete: Vec<Pair> = (0..5)
        .flat_map(|a| (0..a).map(move |b| (a, b)))
        .flat_map(|(a, b)| [a, b].map(|j| (format!("{a}-{b}"), format!("J{j}"))))
        .collect();
    assert!((link::of_pairs(&complete).connectivity - 5.0).abs() < 1e-9);
    // A path of three: eigenvalues 0, 1, 3.
    let path: Vec<Pair> = [("x", "A"), ("x", "B"), ("y", "B"), ("y", "C")]
        .map(|(p, j)| (p.to_owned(), j.to_owned()))
        .to_vec();
    assert!((link::of_pairs(&path).connectivity - 1.0).abs() < 1e-9);
}

#[test]
fn too_few_judges_are_named_with_what_is_missing() {
    let mut problem = simple(10, 4, 2);
    // Agency a0 has two proposals, and only J00 may read them.
    for j in 1..4 {
        problem.judges[j].agency = Some("a0".to_owned());
    }
    let short = plan(&problem, 1).expect_err("one judge cannot read twice");
    assert_eq!(short.proposals, ["P0000", "P0005"]);
    assert_eq!(short.judges, ["J00"]);
    assert_eq!((short.needed, short.missing), (4, 2));
}

#[test]
fn nobody_at_all_is_a_shortfall_too() {
    let problem = Problem { judges: Vec::new(), ..simple(2, 0, 2) };
    let short = plan(&problem, 1).expect_err("nobody reads");
    assert_eq!((short.proposals.len(), short.missing), (2, 4));
    assert!(plan(&Problem::default(), 1).is_ok_and(|plan| plan.pairs.is_empty()));
}

#[test]
fn another_field_is_avoided_where_loads_allow_it() {
    let mut problem = simple(20, 4, 2);
    for i in 0..20 {
        for j in 0..4 {
            if i % 2 != j % 2 {
                problem.discouraged.insert((judge(j, None, None).id, proposal(i, None, 1).id));
            }
        }
    }
    let plan = plan(&problem, 5).expect("enough");
    let crossed = |pair: &&Pair| problem.discouraged.contains(&(pair.1.clone(), pair.0.clone()));
    assert_eq!(plan.pairs.iter().filter(crossed).count(), 0);
    assert_eq!(squares(&problem, &plan.pairs), 400);
}

fn begun(plan: &Plan, share: usize) -> BTreeSet<Pair> {
    plan.pairs
        .iter()
        .enumerate()
        .filter(|(at, _)| at % share == 0)
        .map(|(_, p)| p.clone())
        .collect()
}

#[test]
fn a_judge_who_withdraws_gives_up_open_reads_only() {
    let problem = simple(40, 6, 2);
    let before = plan(&problem, 9).expect("enough");
    let locked = begun(&before, 3);
    let mut after = problem.clone();
    let gone = after.judges.remove(2).id;
    let open = before.pairs.iter().filter(|p| p.1 == gone && !locked.contains(p)).count();
    let again = replan(&after, &before.pairs, &locked, 9).expect("enough");
    assert_eq!(again.removed.len(), open);
    assert_eq!(again.added.len(), open);
    assert!(again.removed.iter().all(|pair| pair.1 == gone));
    assert!(locked.iter().all(|pair| again.pairs.contains(pair)), "scored reads stay");
    for proposal in &after.proposals {
        assert_eq!(again.pairs.iter().filter(|(p, _)| *p == proposal.id).count(), 2);
    }
}

#[test]
fn a_proposal_that_is_rejected_moves_nobody_and_a_new_one_gets_its_reads() {
    let problem = simple(40, 6, 2);
    let before = plan(&problem, 9).expect("enough");
    let mut after = problem.clone();
    let gone = after.proposals.remove(7).id;
    let again = replan(&after, &before.pairs, &BTreeSet::new(), 9).expect("enough");
    assert!(again.added.is_empty());
    assert!(again.removed.len() == 2 && again.removed.iter().all(|pair| pair.0 == gone));
    after.proposals.push(proposal(99, Some(1), 2));
    let more = replan(&after, &again.pairs, &BTreeSet::new(), 9).expect("enough");
    assert!(more.removed.is_empty());
    assert!(more.added.len() == 2 && more.added.iter().all(|pair| pair.0 == "P0099"));
}

#[test]
fn a_late_conflict_changes_one_pair_and_a_new_judge_none() {
    let mut problem = simple(40, 6, 2);
    let before = plan(&problem, 9).expect("enough");
    problem.judges.push(judge(50, None, None));
    let same = replan(&problem, &before.pairs, &BTreeSet::new(), 9).expect("enough");
    assert!(same.added.is_empty() && same.removed.is_empty());
    let pair = before.pairs[11].clone();
    problem.conflicts.insert((pair.1.clone(), pair.0.clone()));
    let again = replan(&problem, &before.pairs, &BTreeSet::new(), 9).expect("enough");
    assert_eq!((again.removed, again.added.len()), (vec![pair], 1));
    assert_eq!(again.added[0].1, "J50", "the new judge has read least");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn every_proposal_gets_its_reads_from_different_unconflicted_judges(
        n in 1_usize..60, j in 4_usize..12, k in 1_u32..4, seed: u32,
    ) {
        let mut problem = simple(n, j, k);
        problem.judges[0].agency = Some("a1".to_owned());
        let plan = plan(&problem, seed).expect("there are enough judges");
        check(&problem, &plan.pairs, &BTreeSet::new());
        prop_assert_eq!(plan.added.len(), plan.pairs.len());
    }

    #[test]
    fn loads_differ_by_one_at_most_where_nothing_binds(n in 1_usize..60, j in 3_usize..12, k in 1_u32..4, seed: u32) {
        let problem = simple(n, j, k);
        let plan = plan(&problem, seed).expect("there are enough judges");
        let loads = loads(&problem, &plan.pairs);
        let (least, most) = (loads.values().min().expect("some"), loads.values().max().expect("some"));
        prop_assert!(most - least <= 1);
    }

    #[test]
    fn judges_are_in_one_piece_where_reads_suffice(n in 1_usize..40, j in 3_usize..10, k in 2_u32..4, seed: u32) {
        // n(k−1) links are needed for j judges; half as many again leave room for even loads.
        prop_assume!(2 * n * usize::try_from(k - 1).expect("small") >= 3 * j);
        let plan = plan(&simple(n, j, k), seed).expect("there are enough judges");
        prop_assert_eq!(plan.linkage.components.len(), 1);
        prop_assert!(plan.linkage.bridges.is_empty());
    }

    #[test]
    fn the_plan_depends_on_the_question_and_the_seed_alone(problem in any(30, 8), seed: u32) {
        let mut turned = problem.clone();
        Prng::new(seed).shuffle(&mut turned.proposals);
        Prng::new(seed).shuffle(&mut turned.judges);
        prop_assert_eq!(plan(&problem, seed), plan(&turned, seed));
    }

    #[test]
    fn loads_are_no_less_even_than_those_of_a_plan_by_hand(problem in any(30, 8), seed: u32) {
        if let (Ok(plan), Some(by_hand)) = (plan(&problem, seed), greedy(&problem)) {
            check(&problem, &plan.pairs, &BTreeSet::new());
            prop_assert!(squares(&problem, &plan.pairs) <= by_hand);
        } else {
            // Where a plan by hand exists, ours does.
            prop_assert!(greedy(&problem).is_none());
        }
    }

    #[test]
    fn no_plan_is_more_even_and_a_refusal_is_proven(problem in any(5, 4), seed: u32) {
        let mut best: Option<usize> = None;
        every(&problem, &mut |pairs| {
            let these = squares(&problem, pairs);
            best = Some(best.map_or(these, |least| least.min(these)));
        });
        match plan(&problem, seed) {
            Ok(plan) => prop_assert_eq!(Some(squares(&problem, &plan.pairs)), best),
            Err(short) => {
                prop_assert_eq!(best, None);
                let named: Vec<&Proposal> =
                    problem.proposals.iter().filter(|p| short.proposals.contains(&p.id)).collect();
                prop_assert_eq!(lacking(&problem, &named), i64::from(short.missing));
                // No other set of proposals lacks more.
                for set in 0_u32..1 << problem.proposals.len() {
                    let set: Vec<&Proposal> = problem.proposals.iter().enumerate()
                        .filter(|(at, _)| set >> at & 1 == 1).map(|(_, p)| p).collect();
                    prop_assert!(lacking(&problem, &set) <= i64::from(short.missing));
                }
            }
        }
    }

    #[test]
    fn nothing_changes_when_nothing_has_changed(problem in any(30, 8), seed: u32, other: u32) {
        if let Ok(before) = plan(&problem, seed) {
            let again = replan(&problem, &before.pairs, &BTreeSet::new(), other).expect("it was possible");
            prop_assert_eq!(&again.pairs, &before.pairs);
            prop_assert!(again.added.is_empty() && again.removed.is_empty());
        }
    }

    #[test]
    fn a_change_costs_no_more_pairs_than_it_must(problem in any(6, 4), extra in (0_usize..4, 0_usize..6), lock in 2_usize..5, seed: u32) {
        let Ok(before) = plan(&problem, seed) else { return Ok(()) };
        let mut after = problem.clone();
        let conflict = (judge(extra.0, None, None).id, proposal(extra.1, None, 1).id);
        after.conflicts.insert(conflict.clone());
        let locked: BTreeSet<Pair> = begun(&before, lock)
            .into_iter()
            .filter(|(p, j)| (j.clone(), p.clone()) != conflict)
            .collect();
        let held: BTreeSet<&Pair> = before.pairs.iter().collect();
        let mut fewest: Option<(usize, usize)> = None;
        every(&after, &mut |pairs| {
            if locked.iter().all(|pair| pairs.contains(pair)) {
                let new = pairs.iter().filter(|pair| !held.contains(pair)).count();
                let this = (new, squares(&after, pairs));
                fewest = Some(fewest.map_or(this, |least| least.min(this)));
            }
        });
        match (replan(&after, &before.pairs, &locked, seed), fewest) {
            (Ok(again), Some(fewest)) => {
                check(&after, &again.pairs, &locked);
                prop_assert_eq!((again.added.len(), squares(&after, &again.pairs)), fewest);
            }
            (Err(_), None) => {}
            (ours, all) => prop_assert!(false, "{ours:?} but {all:?}"),
        }
    }

    #[test]
    fn smaller_capacities_also_cost_no_more_than_they_must(problem in any(5, 4), less in 0_u32..4, seed: u32) {
        let Ok(before) = plan(&problem, seed) else { return Ok(()) };
        let mut after = problem.clone();
        after.judges[0].capacity = Some(less);
        let held: BTreeSet<&Pair> = before.pairs.iter().collect();
        let mut fewest: Option<usize> = None;
        every(&after, &mut |pairs| {
            let new = pairs.iter().filter(|pair| !held.contains(pair)).count();
            fewest = Some(fewest.map_or(new, |least| least.min(new)));
        });
        let again = replan(&after, &before.pairs, &BTreeSet::new(), seed);
        prop_assert_eq!(again.ok().map(|plan| plan.added.len()), fewest);
    }

    #[test]
    fn swapping_for_links_keeps_loads_and_reads(n in 5_usize..40, j in 3_usize..9, seed: u32) {
        use super::{Field, flow::Flow};
        let problem = simple(n, j, 2);
        let field = Field::new(&problem);
        let mut random = Prng::new(seed);
        let mut flow = Flow::new(&field, &mut random);
        prop_assert!(flow.fill(&mut random).is_ok());
        let sorted = |flow: &Flow| {
            let mut loads: Vec<usize> = flow.reads.iter().map(Vec::len).collect();
            loads.sort_unstable();
            loads
        };
        let overlaps = |flow: &Flow| -> usize {
            let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
            for readers in &flow.readers {
                *shared.entry((readers[0].min(readers[1]), readers[0].max(readers[1]))).or_default() += 1;
            }
            shared.values().map(|o| o * o).sum()
        };
        let (before, apart) = (sorted(&flow), overlaps(&flow));
        let joined = |flow: &Flow| {
            let pairs: Vec<Pair> =
                flow.pairs().into_iter().map(|(i, j)| (i.to_string(), j.to_string())).collect();
            link::of_pairs(&pairs).components.len()
        };
        let pieces = joined(&flow);
        link::improve(&field, &mut flow, &mut random);
        prop_assert_eq!(sorted(&flow), before);
        prop_assert!(flow.readers.iter().all(|readers| readers.len() == 2));
        prop_assert!(joined(&flow) <= pieces);
        prop_assert!(overlaps(&flow) <= apart || joined(&flow) < pieces);
    }
}
