//! The calibrated score, told as sentences, against the vectors of the method and against an
//! independent computation.

use super::{
    Banner, Calibration, Design, Zone, calibrate,
    doubt::{self, normal_below},
    fit::{self, Fit, Search, Variances},
    more, watch,
};
use crate::kernel::prng::Prng;
use proptest::prelude::*;
use serde_json::Value;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../tests/vectors/judging.json")).expect("JSON")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|v| v.as_f64().expect("a number")).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

/// Ids of input order: "P007" comes after "P006".
fn id(letter: &str, at: usize) -> String {
    format!("{letter}{at:05}")
}

fn design(case: &Value) -> Design {
    let rows = case["input"].as_array().expect("reads");
    Design::new(rows.iter().enumerate().flat_map(|(at, row)| -> Vec<(String, String, f64)> {
        match row {
            Value::Object(read) => vec![(
                read["p"].as_str().expect("an id").to_owned(),
                read["j"].as_str().expect("an id").to_owned(),
                number(&read["score"]),
            )],
            Value::Array(row) if case["source"].is_string() => {
                let place = |at: usize| usize::try_from(row[at].as_u64().expect("an index"));
                vec![(
                    id("P", place(0).expect("small")),
                    id("J", place(1).expect("small")),
                    number(&row[2]),
                )]
            }
            Value::Array(row) => row
                .iter()
                .enumerate()
                .map(|(judge, score)| (id("P", at), id("J", judge), number(score)))
                .collect(),
            _ => panic!("an unknown form of input"),
        }
    }))
}

fn fitted(design: &Design) -> Fit {
    fit::fit(design).expect("it can be solved")
}

#[track_caller]
fn near(name: &str, found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len(), "{name}");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        let scale = tolerance * expected.abs().max(1.0);
        assert!((found - expected).abs() <= scale, "{name}[{at}]: {found} is not {expected}");
    }
}

const CASES: [&str; 5] =
    ["small", "complete_block", "disconnected", "boundary_zero_judge_variance", "medium"];

#[test]
fn linear_algebra_with_given_variances_is_the_one_of_the_specification() {
    let vectors = vectors();
    let expected = &vectors["small_fixed_variance"];
    let design = design(&vectors["small"]);
    let variances = Variances { proposal: 64.0, judge: 25.0, error: 49.0 };
    let fit = fit::solve(&design, variances).expect("it can be solved");
    let root = |list: &[f64]| list.iter().map(|v| v.sqrt()).collect::<Vec<_>>();
    near("μ", &[fit.mean], &[number(&expected["mu"])], 1e-6);
    near("θ", &fit.worth, &numbers(&expected["theta"]), 1e-6);
    near("b", &fit.leniency, &numbers(&expected["b"]), 1e-6);
    near("sd θ", &root(&fit.worth_variance), &numbers(&expected["sd_theta"]), 1e-6);
    near("sd b", &root(&fit.leniency_variance), &numbers(&expected["sd_b"]), 1e-6);
}

#[test]
fn the_fit_is_the_one_of_the_specification() {
    let vectors = vectors();
    for case in CASES {
        let expected = &vectors[case]["expected"];
        let design = design(&vectors[case]);
        let fit = fitted(&design);
        let near = |name: &str, found: &[f64], key: &str| {
            let value = &expected[key];
            let list = if value.is_array() { numbers(value) } else { vec![number(value)] };
            near(&format!("{case}: {name}"), found, &list, 1e-6);
        };
        let root = |list: &[f64]| list.iter().map(|v| v.sqrt()).collect::<Vec<_>>();
        assert_eq!(fit.search, Search::Settled, "{case}");
        near("means", &design.means(), "raw_mean");
        near("μ", &[fit.mean], "mu");
        near("σθ²", &[fit.variances.proposal], "var_theta");
        near("σb²", &[fit.variances.judge], "var_judge");
        near("σe²", &[fit.variances.error], "var_error");
        near("−2ℓ", &[fit.minus_two_log_likelihood], "reml_minus2ll");
        near("b", &fit.leniency, "judge_severity_b");
        near("sd b", &root(&fit.leniency_variance), "judge_sd");
        near("θ", &fit.worth, "theta");
        near("sd θ", &root(&fit.worth_variance), "sd_theta");
        near("q", &fit.calibrated(), "calibrated");
        near("sd_abs", &doubt::sd_abs(&design, &fit), "sd_abs");
        near("sd_rel", &doubt::sd_rel(&design, &fit), "sd_rel");
        let adjusted: Vec<f64> =
            (0..design.proposals.len()).map(|i| fit.adjusted(&design, i)).collect();
        near("adjusted", &adjusted, "adjusted_mean");
        near("rank", &places_of(&fit.calibrated()), "rank_calibrated");
    }
}

/// Places, equals (to nine decimals) in the order of ids.
fn places_of(quality: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..quality.len()).collect();
    order.sort_by_key(|at| {
        #[expect(clippy::cast_possible_truncation, reason = "scores of at most a hundred")]
        let rounded = (quality[*at] * 1e9).round() as i64;
        std::cmp::Reverse(rounded)
    });
    let place = |at| order.iter().position(|other| *other == at).expect("it has a place");
    (0..quality.len()).map(|at| super::real(1 + place(at))).collect()
}

/// Ranks, equals sharing one.
fn ranks_of(quality: &[f64]) -> Vec<f64> {
    quality
        .iter()
        .map(|q| super::real(1 + quality.iter().filter(|other| *other > q).count()))
        .collect()
}

#[test]
fn chances_and_rank_intervals_are_those_of_the_specification() {
    let vectors = vectors();
    for case in CASES {
        let expected = &vectors[case]["expected"];
        let portable = &expected["p_topn_portable"];
        let whole =
            |value: &Value| usize::try_from(value.as_u64().expect("a count")).expect("small");
        let seed = u32::try_from(whole(&portable["seed"])).expect("small");
        let (top, draws) = (whole(&expected["top_n"]), whole(&portable["draws"]));
        let design = design(&vectors[case]);
        let fit = fitted(&design);
        let chances = doubt::chances(&design, &fit, top, draws, seed);
        let p: Vec<f64> = chances.iter().map(|c| c.p_top).collect();
        for (found, expected) in p.iter().zip(numbers(&portable["p"])) {
            assert!((found - expected).abs() <= 0.0005, "{case}: {found} is not {expected}");
        }
        let low: Vec<f64> = chances.iter().map(|c| super::real(c.rank_low)).collect();
        let high: Vec<f64> = chances.iter().map(|c| super::real(c.rank_high)).collect();
        near("low", &low, &numbers(&portable["rank_lo90"]), 0.0);
        near("high", &high, &numbers(&portable["rank_hi90"]), 0.0);
        let sum: f64 = p.iter().sum();
        assert!((sum - super::real(top)).abs() < 1e-9, "{case}: chances sum to {sum}");
        // An independent sampler, of 400,000 draws: four of our own standard errors.
        for (found, expected) in p.iter().zip(numbers(&expected["p_topn_reference_mc400k"])) {
            let error = (expected * (1.0 - expected) / super::real(draws)).sqrt();
            assert!((found - expected).abs() < 4.0 * error + 0.0006, "{case}: {found} {expected}");
        }
    }
}

#[test]
fn the_preview_without_draws_is_the_one_of_the_specification() {
    let vectors = vectors();
    for case in CASES {
        let expected = &vectors[case]["expected"];
        let design = design(&vectors[case]);
        let fit = fitted(&design);
        let top = usize::try_from(expected["top_n"].as_u64().expect("a count")).expect("small");
        let found = doubt::preview(&fit.worth, &doubt::sd_rel(&design, &fit), top);
        near(case, &found, &numbers(&expected["p_topn_analytic"]), 2e-6);
    }
}

#[test]
fn what_is_said_of_judges_and_reads_is_the_one_of_the_specification() {
    let vectors = vectors();
    for case in CASES {
        let expected = &vectors[case]["expected"];
        let design = design(&vectors[case]);
        let fit = fitted(&design);
        let judges = watch::judges(&design, &fit, &[]);
        let of = |read: fn(&watch::Judge) -> f64| judges.iter().map(read).collect::<Vec<_>>();
        let told = &expected["judge_diag"];
        near("n", &of(|j| super::real(j.reads)), &numbers(&told["n"]), 0.0);
        near("mean", &of(|j| j.mean), &numbers(&told["mean"]), 1e-6);
        near("rms", &of(|j| j.scatter), &numbers(&told["residual_rms"]), 1e-6);
        near("z", &of(|j| j.z), &numbers(&told["shift_z"]), 2e-6);
        if expected["leverage"].is_array() {
            let reads = watch::studentised(&design, &fit);
            let leverage: Vec<f64> = reads.iter().map(|r| r.leverage).collect();
            let t: Vec<f64> = reads.iter().map(|r| r.t).collect();
            // The reads of a case lie in the order of its input; ours in the order of ids.
            let place = places(&vectors[case], &design);
            let turn = |list: Vec<f64>| place.iter().map(|at| list[*at]).collect::<Vec<_>>();
            near("leverage", &turn(leverage), &numbers(&expected["leverage"]), 1e-6);
            near("t", &turn(t), &numbers(&expected["student_resid"]), 1e-6);
        }
    }
}

/// Where each read of the input stands in the design.
fn places(case: &Value, design: &Design) -> Vec<usize> {
    let name = |value: &Value, letter: &str| match value {
        Value::String(name) => name.clone(),
        value => id(letter, usize::try_from(value.as_u64().expect("an index")).expect("small")),
    };
    case["input"]
        .as_array()
        .expect("reads")
        .iter()
        .map(|row| {
            let (p, j) = if row.is_array() { (&row[0], &row[1]) } else { (&row["p"], &row["j"]) };
            let (p, j) = (name(p, "P"), name(j, "J"));
            design
                .scores()
                .iter()
                .position(|s| design.proposals[s.proposal] == p && design.judges[s.judge] == j)
                .expect("the read is there")
        })
        .collect()
}

#[test]
fn equalised_spreads_are_those_of_the_specification() {
    let vectors = vectors();
    for case in ["small", "medium"] {
        let expected = &vectors[case]["expected"]["spread_equalised"];
        let design = design(&vectors[case]);
        let even = fit::equalise(&design);
        let totals: Vec<f64> =
            places(&vectors[case], &design).iter().map(|at| even.scores()[*at].y).collect();
        near("scores", &totals, &numbers(&expected["scores"]), 1e-6);
        let fit = fitted(&even);
        near("calibrated", &fit.calibrated(), &numbers(&expected["calibrated"]), 1e-6);
        let v = fit.variances;
        near("var", &[v.proposal, v.judge, v.error], &numbers(&expected["var"]), 1e-6);
    }
}

#[test]
fn third_reads_are_those_of_the_specification() {
    let vectors = vectors();
    let expected = &vectors["medium"]["expected"]["third_read"];
    let whole =
        |key: &str| usize::try_from(expected[key].as_u64().expect("a count")).expect("small");
    let design = design(&vectors["medium"]);
    let fit = fitted(&design);
    let found = more::picks(&design, &fit, whole("N"), whole("budget"), 0.0);
    let picks = expected["picks"].as_array().expect("picks");
    assert_eq!(found.len(), picks.len());
    for ((place, gain), pick) in found.iter().zip(picks) {
        assert_eq!(Some(super::real(*place)), pick[0].as_f64());
        near("gain", &[*gain], &[number(&pick[1])], 1e-6);
    }
    assert!(more::picks(&design, &fit, 20, 200, more::WORTHWHILE).len() < design.proposals.len());
}

#[test]
fn two_panels_without_a_common_proposal_are_told_apart() {
    let vectors = vectors();
    let case = &vectors["disconnected"];
    let components = design(case).components();
    assert_eq!(Some(super::real(components.len())), case["components"].as_f64());
    assert_eq!(Some(super::real(components.len() - 1)), case["bridge_reads_needed"].as_f64());
}

#[test]
fn the_normal_distribution_is_known_to_twelve_digits() {
    // ½ erfc(−x/√2) of the C library.
    for (x, below) in [
        (0.0, 0.5),
        (1.0, 0.841_344_746_068_543),
        (-2.0, 0.022_750_131_948_179),
        (2.999, 0.998_645_663_466_273),
        (3.0, 0.998_650_101_968_370),
        (-5.0, 2.866_515_718_791_94e-7),
    ] {
        assert!((normal_below(x) - below).abs() < 1e-12, "Φ({x}) = {}", normal_below(x));
    }
}

/// Reads as a simulation gives them: worth, severity and noise with standard deviations 7, 5, 7.
fn simulated(n: usize, j: usize, k: usize, seed: u32) -> Vec<(String, String, f64)> {
    let mut random = Prng::new(seed);
    let lenient: Vec<f64> = (0..j).map(|_| random.normal() * 5.0).collect();
    let mut reads = Vec::new();
    for i in 0..n {
        let worth = 70.0 + random.normal() * 7.0;
        let mut judges: Vec<usize> = (0..j).collect();
        random.shuffle(&mut judges);
        for judge in &judges[..k.min(j)] {
            let y = (worth + lenient[*judge] + random.normal() * 7.0).round();
            reads.push((id("P", i), id("J", *judge), y));
        }
    }
    reads
}

fn some(n: usize, j: usize, k: usize, seed: u32) -> Design {
    Design::new(simulated(n, j, k, seed))
}

/// The same model without any of our formulas: the covariance of all scores, inverted whole.
/// −2ℓ, the best linear predictions θ and b, and μ.
fn dense(design: &Design, v: Variances) -> (f64, Vec<f64>, Vec<f64>, f64) {
    let scores = design.scores();
    let r = scores.len();
    let mut wide: Vec<Vec<f64>> = (0..r)
        .map(|a| {
            let mut row: Vec<f64> = (0..r)
                .map(|b| {
                    let same = |equal: bool, variance: f64| if equal { variance } else { 0.0 };
                    same(scores[a].proposal == scores[b].proposal, v.proposal)
                        + same(scores[a].judge == scores[b].judge, v.judge)
                        + same(a == b, v.error)
                })
                .collect();
            row.extend((0..r).map(|b| if a == b { 1.0 } else { 0.0 }));
            row
        })
        .collect();
    let mut log_determinant = 0.0;
    for at in 0..r {
        let best = (at..r).max_by(|a, b| wide[*a][at].abs().total_cmp(&wide[*b][at].abs()));
        wide.swap(at, best.expect("a row is left"));
        let pivot = wide[at][at];
        log_determinant += pivot.abs().ln();
        for cell in &mut wide[at] {
            *cell /= pivot;
        }
        let row = wide[at].clone();
        for (other, line) in wide.iter_mut().enumerate() {
            let factor = line[at];
            if other != at && factor != 0.0 {
                for (cell, value) in line.iter_mut().zip(&row) {
                    *cell -= factor * value;
                }
            }
        }
    }
    let inverse: Vec<&[f64]> = wide.iter().map(|row| &row[r..]).collect();
    let apply = |x: &[f64]| -> Vec<f64> {
        inverse.iter().map(|row| row.iter().zip(x).map(|(a, b)| a * b).sum()).collect()
    };
    let y: Vec<f64> = scores.iter().map(|s| s.y).collect();
    let ones = apply(&vec![1.0; r]);
    let weight: f64 = ones.iter().sum();
    let mean = ones.iter().zip(&y).map(|(w, y)| w * y).sum::<f64>() / weight;
    let centred: Vec<f64> = y.iter().map(|y| y - mean).collect();
    let left = apply(&centred);
    let squares: f64 = centred.iter().zip(&left).map(|(c, l)| c * l).sum();
    let likelihood = (super::real(r) - 1.0) * (2.0 * std::f64::consts::PI).ln()
        + log_determinant
        + weight.ln()
        + squares;
    let (mut worth, mut leniency) =
        (vec![0.0; design.proposals.len()], vec![0.0; design.judges.len()]);
    for (score, left) in scores.iter().zip(&left) {
        worth[score.proposal] += v.proposal * left;
        leniency[score.judge] += v.judge * left;
    }
    (likelihood, worth, leniency, mean)
}

#[test]
fn an_independent_dense_computation_agrees_on_random_data() {
    for seed in 0..12 {
        let design = some(14 + usize::try_from(seed).expect("small"), 5, 2, 900 + seed);
        let fit = fitted(&design);
        let v = fit.variances;
        let (likelihood, worth, leniency, mean) = dense(&design, v);
        near("−2ℓ", &[fit.minus_two_log_likelihood], &[likelihood], 1e-9);
        near("θ", &fit.worth, &worth, 1e-8);
        near("b", &fit.leniency, &leniency, 1e-8);
        near("μ", &[fit.mean], &[mean], 1e-9);
        // No step from the fit in any direction is better.
        for step in [0.9, 0.97, 1.03, 1.1] {
            for turned in [
                Variances { proposal: v.proposal * step, ..v },
                Variances { judge: v.judge * step, ..v },
                Variances { error: v.error * step, ..v },
            ] {
                let (other, ..) = dense(&design, turned);
                assert!(other >= likelihood - 1e-8, "seed {seed}: {turned:?} is better");
            }
        }
    }
}

#[test]
fn leverage_is_what_a_score_does_to_its_own_prediction() {
    let design = some(12, 4, 2, 3);
    let fit = fitted(&design);
    for (at, read) in watch::studentised(&design, &fit).iter().enumerate() {
        let totals = design
            .scores()
            .iter()
            .enumerate()
            .map(|(other, score)| if other == at { score.y + 1.0 } else { score.y });
        let moved = fit::solve(&design.with_totals(totals), fit.variances).expect("solvable");
        let pulled = 1.0 - (moved.residuals[at] - fit.residuals[at]);
        near("leverage", &[read.leverage], &[pulled], 1e-9);
    }
}

#[test]
fn the_relative_deviation_is_that_of_the_drawn_distances() {
    let design = some(30, 5, 2, 8);
    let fit = fitted(&design);
    let sd = doubt::sd_rel(&design, &fit);
    let chances = doubt::chances(&design, &fit, 10, 20_000, 1);
    let preview = doubt::preview(&fit.worth, &sd, 10);
    for (chance, preview) in chances.iter().zip(preview) {
        assert!((chance.p_top - preview).abs() < 0.05, "{} {preview}", chance.p_top);
    }
}

fn only(calibration: &Calibration) -> &Banner {
    assert!(calibration.figures.is_none() && calibration.fit.is_none());
    assert_eq!(calibration.banners.len(), 1);
    &calibration.banners[0]
}

fn plain(n: usize, readers: &[usize], score: impl Fn(usize, usize) -> f64) -> Design {
    Design::new((0..n).flat_map(|i| {
        readers.iter().map(|j| (id("P", i), id("J", *j), score(i, *j))).collect::<Vec<_>>()
    }))
}

#[test]
fn scores_that_cannot_be_calibrated_say_why() {
    let case = |design: &Design| only(&calibrate(design, 10, 1)).clone();
    let worth = |i: usize, j: usize| super::real(60 + i % 30 + 3 * j);
    assert_eq!(case(&Design::new([])), Banner::OneProposal);
    assert_eq!(case(&plain(1, &(0..25).collect::<Vec<_>>(), worth)), Banner::OneProposal);
    assert_eq!(case(&plain(30, &[0], worth)), Banner::SingleReads);
    assert_eq!(case(&plain(6, &[0, 1, 2], worth)), Banner::FewReads(18));
    assert_eq!(case(&plain(30, &[0, 1], worth)), Banner::FewJudges(2));
    assert_eq!(case(&plain(30, &[0, 1, 2], |_, _| 75.0)), Banner::AllEqual);
}

#[test]
fn nothing_that_can_be_typed_makes_it_panic() {
    for size in [0.0, 1e-300, 1e9, 1e150, 1e308, f64::MAX, f64::NAN, f64::INFINITY] {
        let design = some(11, 4, 2, 5);
        let totals =
            design.scores().iter().enumerate().map(|(at, s)| if at == 7 { size } else { s.y });
        let calibration = calibrate(&design.with_totals(totals), 5, 1);
        let told =
            calibration.figures.iter().flatten().all(|figure| {
                figure.calibrated.is_none_or(|(q, sd)| q.is_finite() && sd.is_finite())
            });
        assert!(told, "{size}: {calibration:?}");
    }
}

#[test]
fn proposals_that_nothing_separates_all_have_the_same_chance() {
    // Judges differ, proposals do not.
    let design = plain(30, &[0, 1, 2, 3], |i, j| super::real(60 + 5 * j + (i * 7 + j * 3) % 2));
    let calibration = calibrate(&design, 6, 1);
    assert_eq!(calibration.banners, [Banner::NoSeparation]);
    for figure in calibration.figures.expect("chances") {
        assert_eq!(figure.calibrated, None);
        assert!((figure.chance.p_top - 0.2).abs() < 1e-12);
        assert_eq!((figure.chance.rank_low, figure.chance.rank_high), (2, 29));
        assert_eq!(figure.zone, Zone::Discuss);
    }
}

#[test]
fn a_jury_without_severity_is_said_to_have_none_and_keeps_the_order() {
    let design = plain(30, &[0, 1, 2], |i, j| super::real(50 + i) + [0.0, 0.5, -0.5][(i + j) % 3]);
    let calibration = calibrate(&design, 6, 1);
    assert_eq!(calibration.banners, [Banner::NoSeverity]);
    let fit = calibration.fit.expect("a fit");
    assert_eq!(ranks_of(&fit.calibrated()), ranks_of(&design.means()));
}

#[test]
fn panels_that_share_nothing_are_named() {
    let mut reads = simulated(20, 3, 2, 4);
    reads.extend(
        simulated(20, 4, 2, 5).into_iter().map(|(p, j, y)| (format!("X{p}"), format!("X{j}"), y)),
    );
    let calibration = calibrate(&Design::new(reads), 6, 1);
    let Some(Banner::Apart(groups)) =
        calibration.banners.iter().find(|banner| matches!(banner, Banner::Apart(_)))
    else {
        panic!("{:?}", calibration.banners)
    };
    assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [4, 3]);
    assert!(groups[0].iter().all(|judge| judge.starts_with('X')));
    assert!(calibration.figures.is_some());
}

#[test]
fn a_judge_with_few_reads_is_named() {
    let mut reads = simulated(20, 3, 2, 4);
    reads.push((id("P", 3), "guest".to_owned(), 71.0));
    let calibration = calibrate(&Design::new(reads), 6, 1);
    assert_eq!(calibration.banners, [Banner::ThinJudges(vec!["guest".to_owned()])]);
}

#[test]
fn the_zones_are_split_at_one_and_nine_tenths() {
    assert_eq!(Zone::of(0.9), Zone::In);
    assert_eq!(Zone::of(0.89), Zone::Discuss);
    assert_eq!(Zone::of(0.11), Zone::Discuss);
    assert_eq!(Zone::of(0.1), Zone::Out);
}

#[test]
fn a_strict_a_narrow_and_a_straight_lining_judge_are_flagged() {
    let mut random = Prng::new(4);
    let design = plain(40, &[0, 1, 2, 3], |i, _| super::real(50 + i));
    let totals: Vec<f64> = design
        .scores()
        .iter()
        .map(|s| match s.judge {
            0 => s.y - 20.0 + random.normal(),
            1 => 70.0 + (s.y - 70.0) / 6.0 + random.normal() * 0.5,
            _ => s.y + random.normal(),
        })
        .collect();
    let design = design.with_totals(totals);
    let judges = watch::judges(&design, &fitted(&design), &[0, 0, 32, 31]);
    assert!(judges[0].flags.contains(&watch::Flag::Strict));
    assert!(judges[1].flags.contains(&watch::Flag::Narrow));
    assert!(judges[2].flags.contains(&watch::Flag::StraightLine));
    assert!(!judges[3].flags.contains(&watch::Flag::StraightLine));
    assert!(judges[3].agreement.is_some_and(|r| r > 0.9));
}

#[test]
fn more_reads_are_more_reliable() {
    let fit = fitted(&some(60, 6, 2, 1));
    let table: Vec<f64> = (1..=5).map(|k| watch::reliability(&fit, k)).collect();
    assert!(table.windows(2).all(|pair| pair[0] < pair[1]));
    assert!((watch::single_read(&fit) - table[0]).abs() < 1e-15);
}

#[test]
fn the_reader_asked_is_free_and_least_loaded() {
    let design = some(20, 5, 2, 6);
    let fit = fitted(&design);
    let readers: Vec<usize> = design.of(0).iter().map(|s| s.judge).collect();
    let all: Vec<more::Reader> =
        (0..5).map(|judge| more::Reader { judge, load: design.loads()[judge] }).collect();
    let asked = more::reader(&design, &fit, 0, &all).expect("somebody is free");
    assert!(!readers.contains(&asked));
    let least = (0..5).filter(|j| !readers.contains(j)).map(|j| design.loads()[j]).min();
    assert_eq!(Some(design.loads()[asked]), least);
    let busy: Vec<more::Reader> =
        readers.iter().map(|judge| more::Reader { judge: *judge, load: 0 }).collect();
    assert_eq!(more::reader(&design, &fit, 0, &busy), None);
}

#[test]
fn a_read_that_contradicts_the_others_is_read_again() {
    let design = some(40, 5, 2, 2);
    let wild = design.scores().iter().enumerate().map(|(at, s)| if at == 10 { 5.0 } else { s.y });
    let design = design.with_totals(wild);
    let musts = more::musts(&design, &fitted(&design), 3);
    assert_eq!(musts.len(), 40, "all have fewer than three reads");
    let musts = more::musts(&design, &fitted(&design), 2);
    assert!(musts.contains(&(5, more::Reason::Outlier)), "{musts:?}");
}

fn turned(design: &Design, turn: impl Fn(f64) -> f64) -> Design {
    design.with_totals(design.scores().iter().map(|s| turn(s.y)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn more_points_for_all_move_all_calibrated_scores_and_nothing_else(seed: u32, more in -40.0_f64..40.0) {
        let design = some(25, 4, 2, seed);
        let (before, after) = (fitted(&design), fitted(&turned(&design, |y| y + more)));
        let shifted: Vec<f64> = before.calibrated().iter().map(|q| q + more).collect();
        near("q", &after.calibrated(), &shifted, 1e-7);
        near("b", &after.leniency, &before.leniency, 1e-7);
        near("σ", &[after.variances.proposal, after.variances.judge, after.variances.error],
            &[before.variances.proposal, before.variances.judge, before.variances.error], 1e-7);
    }

    #[test]
    fn another_scale_scales_the_doubt_and_keeps_the_order(seed: u32, scale in 0.05_f64..20.0) {
        let design = some(25, 4, 2, seed);
        let stretched = turned(&design, |y| y * scale);
        let (before, after) = (fitted(&design), fitted(&stretched));
        let sd: Vec<f64> = doubt::sd_rel(&design, &before).iter().map(|sd| sd * scale).collect();
        near("sd", &doubt::sd_rel(&stretched, &after), &sd, 1e-6);
        let q: Vec<f64> = before.calibrated().iter().map(|q| q * scale).collect();
        near("q", &after.calibrated(), &q, 1e-6);
    }

    #[test]
    fn the_order_of_rows_and_the_names_change_nothing(seed: u32) {
        let reads = simulated(25, 4, 2, seed);
        let mut mixed: Vec<_> =
            reads.iter().map(|(p, j, y)| (format!("x{p}"), format!("a{j}"), *y)).collect();
        Prng::new(seed).shuffle(&mut mixed);
        let (before, after) = (fitted(&Design::new(reads)), fitted(&Design::new(mixed)));
        near("q", &after.calibrated(), &before.calibrated(), 1e-9);
    }

    #[test]
    fn when_all_judges_read_all_the_calibrated_order_is_the_raw_order(seed: u32) {
        let design = some(12, 4, 4, seed);
        let fit = fitted(&design);
        prop_assume!(!fit.proposals_at_floor);
        let (raw, quality) = (design.means(), fit.calibrated());
        for a in 0..raw.len() {
            for b in 0..raw.len() {
                if raw[a] > raw[b] + 1e-9 {
                    prop_assert!(quality[a] > quality[b]);
                }
            }
        }
    }

    #[test]
    fn what_is_given_to_some_is_taken_from_others(seed: u32) {
        let fit = fitted(&some(25, 4, 2, seed));
        prop_assert!(fit.leniency.iter().sum::<f64>().abs() < 1e-8);
        prop_assert!(fit.worth.iter().sum::<f64>().abs() < 1e-8);
    }

    #[test]
    fn a_calibrated_score_is_the_adjusted_mean_drawn_towards_the_mean_of_all(seed: u32) {
        let mut reads = simulated(25, 5, 3, seed);
        reads.retain(|(p, j, _)| !(p.ends_with('3') && j.ends_with('1')));
        let design = Design::new(reads);
        let fit = fitted(&design);
        let ratio = fit.variances.error / fit.variances.proposal;
        for i in 0..design.proposals.len() {
            let k = super::real(design.of(i).len());
            let told = k / (k + ratio) * (fit.adjusted(&design, i) - fit.mean);
            prop_assert!((fit.worth[i] - told).abs() < 1e-8 * fit.worth[i].abs().max(1.0));
        }
    }

    #[test]
    fn the_chances_of_all_sum_to_the_number_of_places(seed: u32, top in 1_usize..30) {
        let design = some(25, 4, 2, seed);
        let chances = doubt::chances(&design, &fitted(&design), top, 400, seed);
        // In whole draws, so that the sum is exact.
        let sum: f64 = chances.iter().map(|c| (c.p_top * 400.0).round()).sum();
        prop_assert!((sum - 400.0 * super::real(top.min(25))).abs() < 1e-9);
        for chance in chances {
            prop_assert!(chance.rank_low >= 1 && chance.rank_low <= chance.rank_high);
            prop_assert!(chance.rank_high <= 25);
        }
    }

    #[test]
    fn an_excluded_read_counts_as_little_as_an_absent_one(seed: u32, out in 0_usize..50) {
        let all = simulated(25, 4, 2, seed);
        let (proposal, judge, _) = all[out].clone();
        let excluded = Design::new(all.clone()).without(&proposal, &judge);
        let absent = Design::new(all.into_iter().filter(|(p, j, _)| (p, j) != (&proposal, &judge)));
        prop_assert_eq!(excluded.scores().len(), 49);
        prop_assert_eq!(fit::fit(&excluded), fit::fit(&absent));
        prop_assert_eq!(excluded, absent);
    }
}
