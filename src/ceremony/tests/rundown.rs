//! The rundown as data, told as sentences.

use crate::ceremony::rules::{
    Cue,
    course::{Stretch, whole},
    played::{Awarded, Played, lists, played},
    rundown::{
        Edit, Flaw, Kind, LONGEST, Rundown, STEPS, Step, TOP, edited, flaws, milliseconds, seconds,
        usual,
    },
};
use proptest::prelude::*;

const HEALTH: &str = "category:kesehatan";

fn keys() -> Vec<String> {
    vec![TOP.to_owned(), HEALTH.to_owned()]
}

fn slide(kind: Kind, title: &str) -> Step {
    Step { title: title.to_owned(), ..Step::of(kind) }
}

fn of_list(list: &str, from: u32, to: u32) -> Step {
    Step { list: list.to_owned(), ..Step::ranks(from, to) }
}

fn cues(rundown: &Rundown, ranks: &[&[u32]]) -> String {
    let ranks: Vec<Vec<u32>> = ranks.iter().map(|ranks| ranks.to_vec()).collect();
    let told = |cue: &Cue| match cue.reveal() {
        Some(reveal) => format!("{}.{} in {}", reveal.list, reveal.rank, reveal.gate),
        None => format!("{cue:?}"),
    };
    played(rundown, &ranks).cues.iter().map(told).collect::<Vec<_>>().join(", ")
}

#[test]
fn the_usual_order_has_no_flaw_and_comes_back_from_its_file() {
    assert_eq!(flaws(&usual(), &keys()), []);
    let file = toml::to_string_pretty(&usual()).expect("a file");
    assert!(file.contains("[[step]]\nkind = \"ranks\"\nlist = \"top\"\nto = 4"), "{file}");
    assert_eq!(toml::from_str::<Rundown>(&file).expect("read"), usual());
    assert!(toml::from_str::<Rundown>("[[step]]\nkind = \"ranks\"\nwho = 1").is_err());
    assert!(toml::from_str::<Rundown>("[[step]]\nkind = \"dance\"").is_err());
}

#[test]
fn a_ceremony_in_parts_with_words_between_them() {
    let steps = vec![
        Step::of(Kind::Waiting),
        slide(Kind::Protocol, "Bupati dimohon naik ke panggung"),
        of_list(HEALTH, 2, 1),
        Step { list: HEALTH.to_owned(), ..Step::of(Kind::Board) },
        Step { suspense: 3_500, ..Step::ranks(0, 1) },
        Step::of(Kind::Board),
        slide(Kind::Message, "Terima kasih"),
    ];
    let rundown = Rundown { steps };
    assert_eq!(flaws(&rundown, &keys()), []);
    assert_eq!(
        lists(&rundown),
        [Awarded { key: TOP.to_owned(), places: 0 }, Awarded { key: HEALTH.to_owned(), places: 2 }]
    );
    assert_eq!(
        cues(&rundown, &[&[1, 2], &[1, 1]]),
        "Waiting, Slide(0), 1.1 in 5200, Board(1), 0.2 in 3500, 0.1 in 3500, Board(0), Slide(1)"
    );
    let Played { slides, steps, .. } = played(&rundown, &[vec![1, 2], vec![1, 1]]);
    assert_eq!(slides[0].title, "Bupati dimohon naik ke panggung");
    assert_eq!(steps, [0, 1, 2, 3, 4, 4, 5, 6], "each cue knows its step");
}

#[test]
fn places_are_counted_from_the_top_and_equals_share_one() {
    let rundown = Rundown { steps: vec![Step::ranks(3, 2)] };
    assert_eq!(cues(&rundown, &[&[1, 2, 2, 4, 5]]), "0.4 in 4000, 0.2 in 5000");
}

#[test]
fn pictures_of_what_nobody_was_told_are_left_out() {
    let early = Rundown {
        steps: vec![Step::of(Kind::Waiting), Step::of(Kind::Podium), Step::of(Kind::Board)],
    };
    assert_eq!(cues(&early, &[&[1, 2]]), "Waiting");
    assert_eq!(cues(&usual(), &[&[]]), "Waiting", "without a seal the stage only waits");
}

#[test]
fn what_cannot_be_played_is_named() {
    let found = |step: Step| {
        let steps = vec![Step::of(Kind::Waiting), step];
        flaws(&Rundown { steps }, &keys())
            .into_iter()
            .map(|(at, flaw)| {
                assert_eq!(at, 1);
                flaw
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(found(of_list("category:lain", 1, 1)), [Flaw::List]);
    assert_eq!(found(Step::ranks(1, 4)), [Flaw::Places]);
    assert_eq!(found(Step::ranks(3, 0)), [Flaw::Places]);
    assert_eq!(found(of_list(HEALTH, 0, 1)), [Flaw::Places]);
    assert_eq!(found(Step { suspense: 100, ..Step::ranks(3, 1) }), [Flaw::Suspense]);
    assert_eq!(found(Step { suspense: LONGEST + 1, ..Step::ranks(3, 1) }), [Flaw::Suspense]);
    assert_eq!(found(slide(Kind::Message, " ")), [Flaw::Empty]);
    assert_eq!(found(slide(Kind::Message, &"a".repeat(91))), [Flaw::Long]);
    let twice =
        Rundown { steps: vec![Step::of(Kind::Waiting), Step::ranks(0, 4), Step::ranks(5, 1)] };
    assert_eq!(flaws(&twice, &keys()), [(2, Flaw::Twice)]);
    let early = Rundown { steps: vec![Step::ranks(0, 1)] };
    assert_eq!(flaws(&early, &keys()), [(0, Flaw::First)]);
    let none = Rundown::default();
    assert_eq!(flaws(&none, &keys()), [(0, Flaw::Count)]);
    let many = Rundown { steps: vec![Step::of(Kind::Waiting); STEPS + 1] };
    assert_eq!(flaws(&many, &keys()), [(0, Flaw::Count)]);
}

#[test]
fn steps_are_moved_added_and_taken_out() {
    let order = |rundown: &Rundown| {
        rundown.steps.iter().map(|step| step.title.as_str()).collect::<Vec<_>>().join("")
    };
    let start = Rundown { steps: ["a", "b", "c"].map(|t| slide(Kind::Message, t)).to_vec() };
    let after = |edit| edited(&start, edit).map(|next| order(&next));
    assert_eq!(after(Edit::Up(2)).as_deref(), Some("acb"));
    assert_eq!(after(Edit::Down(0)).as_deref(), Some("bac"));
    assert_eq!(after(Edit::Remove(1)).as_deref(), Some("ac"));
    assert_eq!(after(Edit::Add(0, slide(Kind::Message, "x"))).as_deref(), Some("xabc"));
    assert_eq!(after(Edit::Add(9, slide(Kind::Message, "x"))).as_deref(), Some("abcx"));
    assert_eq!(after(Edit::Put(1, slide(Kind::Message, "x"))).as_deref(), Some("axc"));
    for edit in
        [Edit::Up(0), Edit::Up(3), Edit::Down(2), Edit::Remove(3), Edit::Put(3, Step::default())]
    {
        assert_eq!(after(edit.clone()), None, "{edit:?}");
    }
}

#[test]
fn seconds_are_typed_with_a_comma_or_a_point() {
    for (typed, expected) in [
        ("2,6", 2_600),
        ("2.6", 2_600),
        ("5", 5_000),
        ("", 0),
        (" 1,25 ", 1_250),
        ("12,005", 12_005),
    ] {
        assert_eq!(milliseconds(typed), Some(expected), "{typed}");
    }
    for wrong in ["dua", "1,2,3", "-1", "1,", ",5", "9999"] {
        assert_eq!(milliseconds(wrong), None, "{wrong}");
    }
    assert_eq!(seconds(2_600), "2,6");
    assert_eq!(seconds(5_000), "5");
    assert_eq!(seconds(12_005), "12,005");
}

#[test]
fn the_whole_evening_is_counted() {
    let ranks: Vec<u32> = (1..=10).collect();
    let cues = played(&usual(), &[ranks]).cues;
    let Stretch { presses, moving } = whole(&cues);
    assert_eq!(presses, 20, "the waiting screen is there before anybody presses");
    assert_eq!(moving, cues.iter().map(Cue::motion).sum::<i64>());
}

fn any_step() -> impl Strategy<Value = Step> {
    (0_usize..13, any::<bool>(), 0_u32..12, 0_u32..12).prop_map(|(kind, health, from, to)| {
        let mut step = Step::of(Kind::ALL[kind].0);
        if step.kind.has_list() && health {
            step.list = HEALTH.to_owned();
        }
        if step.kind == Kind::Ranks {
            (step.from, step.to) = (from, to);
        }
        if step.kind.is_slide() {
            step.title = "kata".to_owned();
        }
        step
    })
}

proptest! {
    /// Whatever stands in a rundown without a flaw, no rank of a list is told twice, ranks of a list
    /// are told from the last upwards within a step, and every slide has its words.
    #[test]
    fn nobody_is_called_twice(
        steps in proptest::collection::vec(any_step(), 1..12),
        best in proptest::collection::vec(1_u32..8, 1..10),
        healthy in proptest::collection::vec(1_u32..5, 0..6),
    ) {
        let rundown = Rundown { steps };
        prop_assume!(flaws(&rundown, &keys()).is_empty());
        let (mut best, mut healthy) = (best, healthy);
        best.sort_unstable();
        healthy.sort_unstable();
        let played = played(&rundown, &[best, healthy]);
        let mut told = Vec::new();
        for cue in &played.cues {
            if let Some(reveal) = cue.reveal() {
                prop_assert!(!told.contains(&(reveal.list, reveal.rank)));
                told.push((reveal.list, reveal.rank));
            }
            if let Cue::Slide(at) = cue {
                prop_assert!(usize::try_from(*at).is_ok_and(|at| at < played.slides.len()));
            }
        }
        prop_assert_eq!(played.cues.len(), played.steps.len());
    }
}
