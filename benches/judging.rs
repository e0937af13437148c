//! What calibration and assignment cost, as ratios within one run: against a dense solver of the
//! same model, and as a competition grows. Nothing here is asserted; machines differ.

use kipp::{
    judging::{
        assign::{self, Judge, Problem, Proposal},
        calibrate::{
            Design, doubt,
            fit::{self, Variances},
        },
    },
    kernel::prng::Prng,
};
use std::{hint::black_box, io::Write as _, time::Instant};

/// Best of `times`, in milliseconds, so that a busy machine disturbs least.
fn time<T>(times: usize, mut work: impl FnMut() -> T) -> f64 {
    (0..times)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed().as_secs_f64() * 1e3
        })
        .fold(f64::INFINITY, f64::min)
}

fn problem(n: usize, judges: usize, reads: u32) -> Problem {
    Problem {
        proposals: (0..n)
            .map(|p| Proposal {
                id: format!("P{p:05}"),
                agency: Some(format!("a{}", p % 36)),
                reads,
            })
            .collect(),
        judges: (0..judges)
            .map(|j| Judge {
                id: format!("J{j:03}"),
                agency: (j % 3 == 0).then(|| format!("a{}", j % 36)),
                capacity: None,
            })
            .collect(),
        ..Problem::default()
    }
}

/// Whole points with the spread that the method's own simulations have.
fn design(problem: &Problem) -> Design {
    let plan = assign::plan(problem, 2020).expect("there are enough judges");
    let mut random = Prng::new(2020);
    let mut worth = std::collections::BTreeMap::new();
    let mut lenient = std::collections::BTreeMap::new();
    Design::new(plan.pairs.into_iter().map(|(proposal, judge)| {
        let q = *worth.entry(proposal.clone()).or_insert_with(|| 70.0 + random.normal() * 7.0);
        let b = *lenient.entry(judge.clone()).or_insert_with(|| random.normal() * 5.0);
        (proposal, judge, (q + b + random.normal() * 7.0).round())
    }))
}

/// Henderson's equations as they stand: one row for the mean, each proposal and each judge.
fn dense(design: &Design, v: Variances) -> Vec<f64> {
    let (proposals, judges) = (design.proposals.len(), design.judges.len());
    let size = 1 + proposals + judges;
    let mut wide = vec![vec![0.0; size + 1]; size];
    for score in design.scores() {
        let rows = [0, 1 + score.proposal, 1 + proposals + score.judge];
        for row in rows {
            for column in rows {
                wide[row][column] += 1.0;
            }
            wide[row][size] += score.y;
        }
    }
    for (at, row) in wide.iter_mut().enumerate().skip(1) {
        row[at] += v.error / if at <= proposals { v.proposal } else { v.judge };
    }
    for at in 0..size {
        let (above, below) = wide.split_at_mut(at + 1);
        let row = &above[at];
        for line in below {
            let factor = line[at] / row[at];
            for (cell, value) in line[at..].iter_mut().zip(&row[at..]) {
                *cell -= factor * value;
            }
        }
    }
    let mut solved = vec![0.0; size];
    for (at, row) in wide.iter().enumerate().rev() {
        let known: f64 = row[at + 1..size].iter().zip(&solved[at + 1..]).map(|(a, x)| a * x).sum();
        solved[at] = (row[size] - known) / row[at];
    }
    solved
}

fn main() {
    let mut out = std::io::stdout();
    let mut say = |line: String| {
        let _closed = writeln!(out, "{line}");
    };

    for (n, judges, reads) in [(107, 11, 3), (2454, 60, 2)] {
        let one = problem(n, judges, reads);
        let base = time(3, || assign::plan(&one, 1));
        say(format!("assigning {n} × {judges} × {reads}  {base:9.1} ms"));
        for factor in [2, 4] {
            let more = problem(n * factor, judges, reads);
            let took = time(3, || assign::plan(&more, 1));
            say(format!(
                "  proposals ×{factor}         {took:9.1} ms   {:5.2} × as long",
                took / base
            ));
        }
    }

    let v = Variances { proposal: 49.0, judge: 25.0, error: 49.0 };
    for n in [107, 214, 428] {
        let design = design(&problem(n, 8, 2));
        let ours = time(5, || fit::solve(&design, v));
        let theirs = time(3, || dense(&design, v));
        say(format!(
            "one step, {n:4} × 8 × 2   {ours:9.2} ms   dense {:7.1} × as long",
            theirs / ours
        ));
    }

    let mut base = 0.0;
    for factor in [1, 2, 4] {
        let design = design(&problem(2454 * factor, 60, 2));
        let mut steps = 0;
        let fitting = time(3, || fit::fit(&design).map(|fit| steps = fit.steps));
        let fit = fit::fit(&design).expect("it can be solved");
        let drawing = time(3, || doubt::chances(&design, &fit, 10, 5_000, 1));
        let whole = fitting + drawing;
        if factor == 1 {
            base = whole;
            let one = time(3, || fit::solve(&design, fit.variances));
            let theirs = time(1, || dense(&design, fit.variances));
            say(format!(
                "fit of 2454 × 60 × 2    {fitting:9.1} ms   dense {:7.1} × as long",
                theirs / one
            ));
        }
        say(format!(
            "fit + 5,000 draws, ×{factor}   {whole:9.1} ms   {:5.2} × as long ({steps} steps {fitting:.0} ms)",
            whole / base
        ));
    }
}
