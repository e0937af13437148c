//! The show, told as sentences: what the hall sees, what a remote may do, and what never leaks.

mod lease;
mod rundown;

use super::rules::{Command, Cue, Mark, Moment, Phase, Show, Snapshot};
use super::rules::{played::played, rundown::usual};
use super::script::{LEAD, Refusal, advance, finished, next_change, snapshot};
use crate::result::SealedRow;
use proptest::prelude::*;

fn compose(ranks: &[u32]) -> Vec<Cue> {
    played(&usual(), &[ranks.to_vec()]).cues
}

fn sealed(ranks: &[u32]) -> Vec<(u32, SealedRow)> {
    let names = [
        "Alas",
        "Bawor Sehat",
        "Cekat",
        "Desa Terang Benderang",
        "E",
        "Fajar",
        "Gayeng",
        "Hijau",
        "Inyong",
        "Jaga Tangga",
        "Kali",
        "Lumbon",
    ];
    let row = |(rank, name): (&u32, &str)| {
        let row = SealedRow {
            rank: *rank,
            proposal_id: format!("id-{name}"),
            acronym: name.to_owned(),
            expansion: format!("[{name}] bagi warga \"desa\""),
            title: name.to_owned(),
            unit: format!("Puskesmas {name}"),
            agency: "Dinas Kesehatan".to_owned(),
            score: "80,00".to_owned(),
        };
        (0, row)
    };
    ranks.iter().zip(names).map(row).collect()
}

fn ten() -> (Vec<Cue>, Vec<(u32, SealedRow)>) {
    let ranks: Vec<u32> = (1..=10).collect();
    (compose(&ranks), sealed(&ranks))
}

/// A hand on the remote and a clock that only the test moves.
struct Hall {
    script: Vec<Cue>,
    rows: Vec<(u32, SealedRow)>,
    show: Show,
    now: i64,
}

impl Hall {
    fn open() -> Self {
        let (script, rows) = ten();
        Self { script, rows, show: Show::default(), now: 1_000_000 }
    }

    fn press(&mut self, command: Command) -> Result<(), Refusal> {
        self.show = advance(&self.show, &self.script, command, self.show.mark, self.now)?;
        Ok(())
    }

    fn wait(&mut self, milliseconds: i64) -> &mut Self {
        self.now += milliseconds;
        self
    }

    fn screen(&self) -> Snapshot {
        snapshot(&self.script, &self.show, None, &self.rows, self.now)
    }

    fn cue(&self) -> Cue {
        self.script[usize::try_from(self.show.cue).expect("a small number")]
    }

    /// Presses LANJUT calmly until `rank` is in suspense.
    fn until(&mut self, rank: u32) -> &mut Self {
        while self.cue().reveal().is_none_or(|reveal| reveal.rank != rank) {
            self.wait(60_000).press(Command::Next).expect("a calm hand is never refused");
        }
        self
    }

    fn told(&self) -> Vec<u32> {
        self.screen().rows.iter().filter_map(|slot| slot.revealed()).map(|row| row.rank).collect()
    }
}

#[test]
fn ten_ranks_make_a_show_from_the_tenth_to_the_first() {
    let (script, _) = ten();
    let told: Vec<String> = script
        .iter()
        .map(|cue| match cue.reveal() {
            Some(reveal) => format!("{} in {} ms", reveal.rank, reveal.gate),
            None => format!("{cue:?}"),
        })
        .collect();
    assert_eq!(
        told.join(", "),
        "Waiting, Opening, Numbers, Method, Introduction(0), 10 in 2600 ms, 9 in 2600 ms, 8 in 2600 ms, \
         7 in 2600 ms, 6 in 2600 ms, 5 in 2600 ms, 4 in 2600 ms, Podium(0), 3 in 4000 ms, \
         2 in 5000 ms, 1 in 5200 ms, Podium(0), Board(0), NextLevel, Thanks, Waiting"
    );
}

#[test]
fn equal_ranks_share_one_cue() {
    let script = compose(&[1, 2, 2, 4, 5]);
    let places: Vec<(u32, u32)> =
        script.iter().filter_map(Cue::reveal).map(|r| (r.rank, r.places)).collect();
    assert_eq!(places, [(5, 1), (4, 1), (2, 2), (1, 1)]);
}

#[test]
fn without_a_seal_the_stage_only_waits() {
    let script = compose(&[]);
    assert_eq!(script, [Cue::Waiting]);
    let refusal = advance(&Show::default(), &script, Command::Next, Mark::default(), 9_999);
    assert_eq!(refusal, Err(Refusal::NotSealed));
}

#[test]
fn a_name_leaves_the_server_just_before_the_leaf_opens() {
    let mut hall = Hall::open();
    hall.until(10);
    assert_eq!(next_change(&hall.script, &hall.show, hall.now), Some(2_600 - LEAD));
    hall.wait(2_600 - LEAD - 1);
    assert!(hall.told().is_empty());
    assert_eq!(hall.screen().moment, Moment::Suspense);
    hall.wait(1);
    assert_eq!(hall.told(), [10]);
}

#[test]
fn calling_off_in_the_suspense_leaks_nothing() {
    let mut hall = Hall::open();
    hall.until(10).wait(1_000).press(Command::Cancel).expect("in time");
    hall.wait(60_000);
    assert!(hall.told().is_empty());
    assert_eq!(hall.cue(), Cue::Introduction(0));
}

#[test]
fn what_is_on_its_way_cannot_be_called_off_but_taken_back() {
    let mut hall = Hall::open();
    hall.until(10).wait(2_600 - LEAD);
    assert_eq!(hall.press(Command::Cancel), Err(Refusal::AlreadySent));
    assert_eq!(hall.press(Command::Back), Err(Refusal::AlreadySent));
    assert_eq!(hall.press(Command::Hide), Err(Refusal::NotNow));
    hall.wait(LEAD).press(Command::Hide).expect("the leaf is open");
    assert!(hall.told().is_empty());
}

#[test]
fn an_older_name_cannot_be_taken_back_once_a_later_one_is_out() {
    let mut hall = Hall::open();
    hall.until(8).wait(60_000);
    hall.press(Command::Back).expect("back to nine");
    assert_eq!(hall.press(Command::Hide), Err(Refusal::NotNow));
    assert_eq!(hall.told(), [8, 9, 10]);
}

#[test]
fn going_back_shows_the_last_frame_and_forward_again_has_no_suspense() {
    let mut hall = Hall::open();
    hall.until(9).wait(60_000);
    hall.press(Command::Back).expect("back");
    assert_eq!((hall.show.phase, hall.screen().moment), (Phase::Still, Moment::Settled));
    hall.wait(500).press(Command::Next).expect("forward");
    assert_eq!(hall.screen().moment, Moment::Settled);
    assert_eq!(hall.told(), [9, 10]);
}

#[test]
fn the_suspense_cannot_be_hurried_and_the_motion_after_it_can() {
    let mut hall = Hall::open();
    hall.until(10).wait(2_000);
    assert_eq!(hall.press(Command::Next), Err(Refusal::Suspense));
    hall.wait(1_000).press(Command::Next).expect("past the gate");
    assert_eq!(hall.screen().moment, Moment::Settled);
    assert_eq!(hall.told(), [10]);
    assert_eq!(hall.wait(100).press(Command::Next), Err(Refusal::TooSoon));
}

#[test]
fn of_two_remotes_that_press_at_once_one_wins() {
    let mut hall = Hall::open();
    hall.wait(60_000);
    let seen = hall.show.mark;
    hall.press(Command::Next).expect("the first");
    let second = advance(&hall.show, &hall.script, Command::Next, seen, hall.now);
    assert_eq!(second, Err(Refusal::Stale));
}

#[test]
fn a_hold_stops_the_suspense_and_the_next_press_lets_it_go_on() {
    let mut hall = Hall::open();
    hall.until(10).wait(1_000).press(Command::Hold).expect("held");
    hall.wait(600_000);
    assert!(hall.told().is_empty());
    assert_eq!(next_change(&hall.script, &hall.show, hall.now), None);
    hall.press(Command::Next).expect("released");
    assert_eq!(hall.cue().reveal().map(|r| r.rank), Some(10));
    assert_eq!(next_change(&hall.script, &hall.show, hall.now), Some(2_600 - LEAD - 1_000));
}

#[test]
fn results_are_released_only_when_every_rank_is_out() {
    let mut hall = Hall::open();
    hall.until(1).wait(60_000);
    assert_eq!(hall.press(Command::Publish), Err(Refusal::NotNow));
    hall.press(Command::Next).expect("the podium");
    hall.press(Command::Publish).expect("all are out");
    assert!(hall.screen().published);
    assert_eq!(hall.press(Command::Publish), Err(Refusal::NotNow));
}

#[test]
fn the_show_ends_and_stays_there() {
    let mut hall = Hall::open();
    hall.until(1);
    while hall.wait(60_000).press(Command::Next).is_ok() {}
    assert_eq!(hall.press(Command::Next), Err(Refusal::NoMore));
    assert_eq!(hall.told(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
}

#[test]
fn a_show_that_is_over_has_told_everything() {
    let mut hall = Hall::open();
    hall.show = finished(&hall.show, &hall.script, hall.now);
    assert_eq!(hall.told().len(), 10);
    assert!(hall.screen().published);
    assert_eq!(hall.wait(60_000).press(Command::Next), Err(Refusal::NoMore));
}

#[test]
fn a_reload_shows_the_same_picture() {
    let mut hall = Hall::open();
    hall.until(4).wait(60_000);
    let json = serde_json::to_string(&hall.show).expect("a show can be written");
    let again: Show = serde_json::from_str(&json).expect("and read");
    assert_eq!(snapshot(&hall.script, &again, None, &hall.rows, hall.now), hall.screen());
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        6 => Just(Command::Next),
        1 => Just(Command::Back),
        1 => Just(Command::Blank),
        1 => Just(Command::Cancel),
        1 => Just(Command::Hide),
        1 => Just(Command::Hold),
        1 => Just(Command::Theme),
        1 => Just(Command::Publish),
    ]
}

proptest! {
    /// Whatever a hand does and whenever a screen looks, two results that differ only in ranks
    /// not yet told give the same bytes.
    #[test]
    fn sealed_ranks_cannot_be_told_apart(
        presses in proptest::collection::vec((command(), 0_i64..7_000), 0..60),
        one in 0_usize..10,
        other in 0_usize..10,
    ) {
        let mut hall = Hall::open();
        let mut length = None;
        for (command, wait) in presses {
            hall.wait(wait);
            let _refused = hall.press(command);
            let mut swapped = hall.rows.clone();
            let ranks = (swapped[one].1.rank, swapped[other].1.rank);
            swapped.swap(one, other);
            (swapped[one].1.rank, swapped[other].1.rank) = ranks;
            let wire = |rows: &[(u32, SealedRow)]| {
                serde_json::to_string(&snapshot(&hall.script, &hall.show, None, rows, hall.now))
                    .expect("a snapshot can be written")
            };
            let told = hall.told();
            if !told.contains(&ranks.0) && !told.contains(&ranks.1) {
                prop_assert_eq!(wire(&hall.rows), wire(&swapped));
            }
            prop_assert_eq!(wire(&hall.rows).len(), *length.get_or_insert(wire(&swapped).len()));
        }
    }

    /// Going forward only ever adds names, from the last rank upwards.
    #[test]
    fn names_come_one_after_the_other(waits in proptest::collection::vec(0_i64..9_000, 0..80)) {
        let mut hall = Hall::open();
        let mut before = Vec::new();
        for wait in waits {
            hall.wait(wait);
            let _refused = hall.press(Command::Next);
            let told = hall.told();
            prop_assert!(told.ends_with(&before), "{:?} after {:?}", told, before);
            prop_assert_eq!(&told, &((11 - u32::try_from(told.len()).unwrap_or(0))..=10).collect::<Vec<_>>());
            before = told;
        }
    }

    /// Time alone never takes a name away, and never tells one whose cue was not accepted.
    #[test]
    fn a_screen_that_only_watches_never_runs_ahead(waits in proptest::collection::vec(0_i64..9_000, 1..20)) {
        let mut hall = Hall::open();
        hall.until(5);
        for wait in waits {
            hall.wait(wait);
            prop_assert!(hall.told().iter().all(|rank| *rank >= 5));
        }
    }
}
