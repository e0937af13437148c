//! The remote in somebody's hand, told as sentences.

use crate::ceremony::rules::lease::{Claim, Holder, Lease, SILENCE, claim, grouped, number, typed};
use proptest::prelude::*;

fn hand(name: &str) -> Holder {
    Holder { account: format!("id-{name}"), name: name.to_owned() }
}

fn held(by: &str, beat_at: i64) -> Lease {
    Lease { holder: hand(by), since: 0, beat_at }
}

#[test]
fn a_free_remote_is_taken_by_the_first_press() {
    let lease = claim(None, &hand("Sri"), Claim::Press, 100).expect("free");
    assert_eq!((lease.holder, lease.since, lease.beat_at), (hand("Sri"), 100, 100));
}

#[test]
fn whoever_holds_it_is_named_to_the_other_who_presses() {
    let lease = held("Sri", 1_000);
    let refused = claim(Some(&lease), &hand("Budi"), Claim::Press, 1_000 + SILENCE - 1);
    assert_eq!(refused, Err(Some(hand("Sri"))));
}

#[test]
fn silence_frees_it_for_the_next_press_but_not_for_a_page_that_lies_open() {
    let lease = held("Sri", 1_000);
    let later = 1_000 + SILENCE;
    assert_eq!(claim(Some(&lease), &hand("Budi"), Claim::Beat, later), Err(None));
    let taken = claim(Some(&lease), &hand("Budi"), Claim::Press, later).expect("free");
    assert_eq!(taken.holder, hand("Budi"));
    // Whoever was silent and is not replaced goes on as before.
    let back = claim(Some(&lease), &hand("Sri"), Claim::Beat, later).expect("still hers");
    assert_eq!((back.since, back.beat_at), (0, later));
}

#[test]
fn it_is_taken_from_a_living_hand_only_by_saying_so() {
    let lease = held("Sri", 1_000);
    let taken = claim(Some(&lease), &hand("Budi"), Claim::Take, 1_001).expect("taken");
    assert_eq!(taken.holder, hand("Budi"));
    let refused = claim(Some(&taken), &hand("Sri"), Claim::Press, 1_002);
    assert_eq!(refused, Err(Some(hand("Budi"))));
    assert_eq!(claim(Some(&taken), &hand("Sri"), Claim::Beat, 1_002), Err(Some(hand("Budi"))));
}

#[test]
fn a_number_is_typed_as_it_is_read() {
    assert_eq!(number(1_234), "00001234");
    assert_eq!(grouped("00001234"), "0000 1234");
    assert_eq!(typed(" 0000-1234 ").as_deref(), Some("00001234"));
    for wrong in ["", "1234", "0000123x", "000012345", "０００01234"] {
        assert_eq!(typed(wrong), None, "{wrong}");
    }
}

proptest! {
    /// However operators press, wait and take, two never hold it, and no press of anybody else is
    /// accepted while a holder lives.
    #[test]
    fn one_hand_at_a_time(acts in proptest::collection::vec((0_u8..3, 0_u8..3, 0_i64..9_000), 0..60)) {
        let names = ["Sri", "Budi", "Tuti"];
        let mut lease: Option<Lease> = None;
        let mut now = 0;
        for (who, what, wait) in acts {
            now += wait;
            let by = hand(names[usize::from(who)]);
            let what = [Claim::Press, Claim::Beat, Claim::Take][usize::from(what)];
            let living = lease.clone().filter(|lease| lease.lives(now)).map(|lease| lease.holder);
            match claim(lease.as_ref(), &by, what, now) {
                Ok(next) => {
                    let allowed = living.is_none() || living == Some(by.clone()) || what == Claim::Take;
                    prop_assert!(allowed);
                    prop_assert_eq!(&next.holder, &by);
                    prop_assert!(next.lives(now));
                    lease = Some(next);
                }
                Err(named) => {
                    prop_assert!(what != Claim::Take);
                    prop_assert_eq!(named, living);
                }
            }
        }
    }
}
