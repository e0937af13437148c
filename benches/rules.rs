//! What the rules cost, as ratios within one run: exact scores against floating point, and how
//! ranking grows. Nothing here is asserted; machines differ.

use kipp::{
    edition::{Criterion, load},
    judging::rules::{self, Declared, Marks, Read},
    kernel::prng::Prng,
};
use std::{hint::black_box, io::Write as _, time::Instant};

/// Best of seven, in microseconds, so that a busy machine disturbs least.
fn time<T>(mut work: impl FnMut() -> T) -> f64 {
    (0..7)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed().as_secs_f64() * 1e6
        })
        .fold(f64::INFINITY, f64::min)
}

fn reads(criteria: &[Criterion], proposals: usize) -> Vec<Read> {
    let mut random = Prng::new(2020);
    (0..proposals)
        .flat_map(|p| {
            let worth = 45.0 + f64::from(u32::try_from(p % 40).unwrap_or(0));
            rules::simulate(criteria, worth, 2, &mut random)
                .into_iter()
                .enumerate()
                .map(move |(j, marks)| Read {
                    proposal: format!("P{p:04}"),
                    judge: format!("J{j}"),
                    marks,
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The same totals in floating point: what exactness is compared with.
fn floating(criteria: &[Criterion], marks: &Marks) -> f64 {
    let weights: f64 = criteria.iter().map(|c| f64::from(c.weight)).sum();
    criteria
        .iter()
        .filter_map(|c| {
            #[expect(clippy::cast_precision_loss, reason = "a bench")]
            let score = *marks.get(&c.key)? as f64;
            Some(score / f64::from(c.max) * f64::from(c.weight))
        })
        .sum::<f64>()
        / weights
}

fn main() {
    let edition = load::edition(&load::Folder::Demo).expect("the demo edition is whole");
    let criteria = &edition.criteria;
    let mut out = std::io::stdout();
    let mut say = |line: String| {
        let _closed = writeln!(out, "{line}");
    };

    let some = reads(criteria, 107);
    let exact = time(|| some.iter().filter_map(|r| rules::total(criteria, &r.marks)).count());
    let float = time(|| some.iter().map(|r| floating(criteria, &r.marks)).sum::<f64>());
    say(format!(
        "totals of 214 reads     exact {exact:9.1} µs   {:5.2} × floating point",
        exact / float
    ));

    let none = Declared::default();
    let base = time(|| rules::rank(criteria, &some, 2, &none));
    say(format!("ranking 107 proposals         {base:9.1} µs"));
    for factor in [2, 4] {
        let more = reads(criteria, 107 * factor);
        let took = time(|| rules::rank(criteria, &more, 2, &none));
        say(format!(
            "ranking ×{factor}                    {took:9.1} µs   {:5.2} × as long",
            took / base
        ));
    }
}
