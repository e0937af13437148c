//! The rules of equals as sentences, and the ladder against the ranking it explains.

use super::*;
use proptest::prelude::*;

fn contender(id: &str, criteria: &[i128], totals: &[(&str, i128)]) -> Contender {
    let sum = totals.iter().fold(Exact::ZERO, |sum, (_, total)| sum.plus(Exact::new(*total, 1)));
    Contender {
        proposal: id.to_owned(),
        mean: sum.over(totals.len()),
        criteria: criteria.iter().map(|mean| Exact::new(*mean, 1)).collect(),
        totals: totals
            .iter()
            .map(|(judge, total)| ((*judge).to_owned(), Exact::new(*total, 1)))
            .collect(),
    }
}

/// Three with the same marks, and one below them.
fn figures() -> Figures {
    let same = |id| contender(id, &[80, 70], &[("j", 70), ("k", 80)]);
    Figures {
        contenders: vec![
            same("a"),
            same("b"),
            same("c"),
            contender("d", &[10, 10], &[("j", 5), ("k", 9)]),
        ],
        keys: vec!["x".to_owned(), "y".to_owned()],
        calibrated: BTreeMap::new(),
        panel: None,
    }
}

fn line(seq: u32, way: Way, proposals: &[&str]) -> TieLine {
    TieLine {
        seq,
        proposals: proposals.iter().map(|&id| id.to_owned()).collect(),
        codes: Vec::new(),
        way,
        reason: "Contoh.".to_owned(),
        present: 9,
        by: "Ketua".to_owned(),
        at: 0,
    }
}

fn ranks(
    figures: &Figures,
    lines: &[TieLine],
    lots: &BTreeMap<String, String>,
) -> Vec<(u32, String)> {
    let declared = figures.declared(lines, lots);
    figures.places(&declared).into_iter().map(|one| (one.place.rank, one.place.proposal)).collect()
}

fn row(rank: u32, id: &str) -> (u32, String) {
    (rank, id.to_owned())
}

#[test]
fn the_chair_orders_exactly_those_who_are_level() {
    let (figures, none) = (figures(), BTreeMap::new());
    let level = [row(1, "a"), row(1, "b"), row(1, "c"), row(4, "d")];
    assert_eq!(ranks(&figures, &[], &none), level);
    let book = [line(1, Way::Chair, &["c", "a", "b"])];
    let ordered = [row(1, "c"), row(2, "a"), row(3, "b"), row(4, "d")];
    assert_eq!(ranks(&figures, &book, &none), ordered);
    // What was said of others than are level now says nothing; what was taken back neither.
    assert_eq!(ranks(&figures, &[line(1, Way::Chair, &["b", "a"])], &none), level);
    let undone = [book[0].clone(), line(2, Way::Undone, &["a", "b", "c"])];
    assert_eq!(ranks(&figures, &undone, &none), level);
    assert_eq!(holding(&undone), Vec::<&TieLine>::new());
}

#[test]
fn the_lot_parts_only_those_whom_the_plenary_left_to_it() {
    let figures = figures();
    let lots: BTreeMap<String, String> = [("a", "9f"), ("b", "11"), ("c", "77"), ("d", "00")]
        .map(|(id, lot)| (id.to_owned(), lot.to_owned()))
        .into();
    assert_eq!(ranks(&figures, &[], &lots)[2], row(1, "c"));
    let book = [line(1, Way::Lot, &["a", "b", "c"])];
    let drawn = [row(1, "b"), row(2, "c"), row(3, "a"), row(4, "d")];
    assert_eq!(ranks(&figures, &book, &lots), drawn);
    let declared = figures.declared(&book, &lots);
    let ladders = figures.ladders(&figures.places(&declared), &declared);
    assert_eq!(ladders.len(), 1);
    let steps: Vec<(&str, bool)> =
        ladders[0].rungs.iter().map(|rung| (rung.step.as_str(), rung.parts)).collect();
    let expected = [
        ("mean", false),
        ("criterion:x", false),
        ("criterion:y", false),
        ("minimum", false),
        ("lot", true),
    ];
    assert_eq!(steps, expected);
    assert_eq!(ladders[0].rungs[0].values, ["75/1", "75/1", "75/1"]);
    assert_eq!(ladders[0].rungs[4].values, ["11", "77", "9f"]);
}

#[test]
fn a_fraction_is_read_back_as_it_was_written() {
    let third = Exact::new(1166, 15);
    assert_eq!(fraction(third), "1166/15");
    assert_eq!(of_fraction("1166/15"), Some(third));
    for wrong in ["", "1", "1/0", "1/-2", "a/b"] {
        assert_eq!(of_fraction(wrong), None, "{wrong}");
    }
}

#[test]
fn finalists_are_parted_by_the_panel_then_by_their_place_on_paper_then_by_the_chair() {
    let mut figures = figures();
    // The fourth is a point worse on paper and a point better before the panel.
    figures.contenders[3] = contender("d", &[10, 10], &[("j", 74), ("k", 74)]);
    let heard = [("a", 80), ("b", 80), ("c", 80), ("d", 81)];
    let heard = heard.map(|(id, mean)| (id.to_owned(), Exact::new(mean, 1))).into();
    figures.panel = Some((heard, Counts::Weighted(50)));
    let none = BTreeMap::new();
    let level = [row(1, "d"), row(2, "a"), row(2, "b"), row(2, "c")];
    assert_eq!(ranks(&figures, &[], &none), level);
    let book = [line(1, Way::Chair, &["b", "c", "a"])];
    let ordered = [row(1, "d"), row(2, "b"), row(3, "c"), row(4, "a")];
    assert_eq!(ranks(&figures, &book, &none), ordered);
    let declared = figures.declared(&book, &none);
    let ladders = figures.ladders(&figures.places(&declared), &declared);
    let steps: Vec<&str> = ladders[0].rungs.iter().map(|rung| rung.step.as_str()).collect();
    assert_eq!(steps, ["mean", "panel", "desk", "chair"]);
    assert_eq!(ladders[0].rungs[1].values, ["81/1", "80/1", "80/1", "80/1"]);
}

proptest! {
    /// Whatever parts two neighbours in the ranking is the rung that parts them on the ladder.
    #[test]
    fn the_ladder_explains_the_ranking(
        marks in proptest::collection::vec((0_i128..3, 0_i128..3, 0_i128..3, 0_i128..3), 2..9),
        chair in any::<bool>(), calibrated in any::<bool>(),
    ) {
        let contenders: Vec<Contender> = marks.iter().enumerate()
            .map(|(at, (x, y, j, k))| contender(&format!("p{at}"), &[*x, *y], &[("j", *j), ("k", *k)]))
            .collect();
        let scores = contenders.iter().enumerate().filter(|_| calibrated)
            .map(|(at, one)| (one.proposal.clone(), if at % 3 == 0 { 1.5 } else { 2.25 })).collect();
        let figures = Figures { contenders, keys: vec!["x".to_owned(), "y".to_owned()], calibrated: scores, panel: None };
        let plain = figures.places(&figures.declared(&[], &BTreeMap::new()));
        let book: Vec<TieLine> = level(&plain).iter().filter(|_| chair).zip(1..).map(|(group, seq)| {
            let ids: Vec<&str> = group.iter().rev().map(|one| one.place.proposal.as_str()).collect();
            line(seq, Way::Chair, &ids)
        }).collect();
        let declared = figures.declared(&book, &BTreeMap::new());
        let places = figures.places(&declared);
        prop_assert!(!chair || level(&places).is_empty());
        for ladder in figures.ladders(&places, &declared) {
            let from = places.iter().position(|one| one.place.proposal == ladder.proposals[0]).expect("ranked");
            for (at, pair) in places[from..from + ladder.proposals.len()].windows(2).enumerate() {
                let parted = ladder.rungs.iter().find(|rung| {
                    !rung.values[at].is_empty() && !rung.values[at + 1].is_empty()
                        && rung.values[at] != rung.values[at + 1]
                });
                let step = parted.map_or("none", |rung| rung.step.as_str());
                prop_assert_eq!(tie_code(pair[1].place.broken_by.as_ref()), step);
            }
        }
    }
}
