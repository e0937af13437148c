//! Page 0 written by two people at once, told as sentences.

use crate::kernel::Lang;
use crate::proposal::rules::{Identity, KEYS, Merged, SDGS, field_name, merge};
use proptest::prelude::*;

fn page() -> Identity {
    Identity {
        acronym: "Gasing".to_owned(),
        title: "Gerakan anti stunting".to_owned(),
        unit: "pkm-kebasen".to_owned(),
        sdgs: vec![2, 3],
        ..Identity::default()
    }
}

fn with(key: &str, value: &str) -> Identity {
    let mut page = page();
    page.set(key, value);
    page
}

#[test]
fn what_only_one_of_two_changed_is_taken() {
    let there = with("identity.title", "Gerakan bersama anti stunting");
    let typed = with("identity.contact", "0812 3456 7890");
    let Merged { identity, clashes } = merge(Some(&page()), &there, &typed);
    assert!(clashes.is_empty());
    assert_eq!(identity.title, "Gerakan bersama anti stunting");
    assert_eq!(identity.contact, "0812 3456 7890");
}

#[test]
fn what_both_changed_differently_stays_as_stored_and_waits_for_a_choice() {
    let there = with("identity.title", "Judul dari Rina");
    let typed = with("identity.title", "Judul dari Budi");
    let Merged { identity, clashes } = merge(Some(&page()), &there, &typed);
    assert_eq!(clashes, ["identity.title"]);
    assert_eq!(identity.title, "Judul dari Rina");
    let same = merge(Some(&page()), &there, &there);
    assert!(same.clashes.is_empty(), "the same answer twice is one answer");
    let emptied = merge(Some(&page()), &there, &with("identity.title", ""));
    assert_eq!(emptied.clashes, ["identity.title"], "to empty is to change");
}

#[test]
fn each_goal_is_a_question_of_its_own() {
    let there = with("identity.sdgs", "2,3,5");
    let typed = with("identity.sdgs", "3,10");
    let Merged { identity, clashes } = merge(Some(&page()), &there, &typed);
    assert!(clashes.is_empty());
    assert_eq!(identity.sdgs, [3, 5, 10]);
}

#[test]
fn a_form_whose_beginning_nobody_knows_takes_no_word_away() {
    let typed = Identity { title: "Lain".to_owned(), origin: "PSC 119".to_owned(), ..page() };
    let emptied = Identity { acronym: String::new(), ..typed };
    let Merged { identity, clashes } = merge(None, &page(), &emptied);
    assert_eq!(clashes, ["identity.title"]);
    assert_eq!((identity.acronym.as_str(), identity.origin.as_str()), ("Gasing", "PSC 119"));
}

#[test]
fn every_field_of_page_0_is_known_to_the_history() {
    let mut page = Identity::default();
    for (at, key) in KEYS.into_iter().enumerate() {
        let value = if key.ends_with("sdgs") { "1,17".to_owned() } else { format!("jawaban {at}") };
        page.set(key, &value);
        assert_eq!(page.get(key), value, "{key}");
        assert!(field_name(key, Lang::Id).is_some(), "{key}");
    }
    let fields = serde_json::to_value(&page).expect("an object");
    let fields = fields.as_object().expect("an object");
    assert_eq!(fields.len(), KEYS.len(), "a field was added and never merged");
    for key in KEYS {
        assert!(fields.contains_key(key.trim_start_matches("identity.")), "{key}");
    }
}

/// A page 0 whose answers are few, so that two often agree.
fn any_page() -> impl Strategy<Value = Identity> {
    (prop::collection::vec("[ab]?", KEYS.len()), prop::collection::btree_set(1..=SDGS, 0..4))
        .prop_map(|(answers, goals)| {
            let mut page = Identity::default();
            for (key, answer) in KEYS.into_iter().zip(answers) {
                page.set(key, &answer);
            }
            page.sdgs = goals.into_iter().collect();
            page
        })
}

proptest! {
    /// Whatever two people do to a page: each answer that one of them gave is on the page or waits
    /// beside it, unless the other gave the same or left it as it was.
    #[test]
    fn no_answer_is_lost(base in any_page(), there in any_page(), typed in any_page()) {
        let Merged { identity, clashes } = merge(Some(&base), &there, &typed);
        for key in KEYS.into_iter().filter(|key| !key.ends_with("sdgs")) {
            let (before, now) = (base.get(key), identity.get(key));
            if typed.get(key) != before {
                prop_assert!(now == typed.get(key) || clashes.contains(&key), "typed {}", key);
            }
            if there.get(key) != before {
                prop_assert!(now == there.get(key), "stored {}", key);
            }
            if typed.get(key) == before {
                prop_assert!(now == there.get(key), "nobody touched {}", key);
            }
        }
        for goal in 1..=SDGS {
            let has = |page: &Identity| page.sdgs.contains(&goal);
            let changed = has(&there) != has(&base) || has(&typed) != has(&base);
            prop_assert_eq!(has(&identity), has(&base) != changed);
        }
    }

    /// Who comes first makes no difference to what only one of them changed.
    #[test]
    fn order_does_not_matter_where_they_differ(
        base in any_page(),
        one in any_page(),
        other in any_page(),
        whose in prop::collection::vec(any::<bool>(), KEYS.len()),
    ) {
        // Each field is changed by at most one of the two.
        let (mut rina, mut budi) = (base.clone(), base.clone());
        for (key, hers) in KEYS.into_iter().zip(whose) {
            if hers { rina.set(key, &one.get(key)) } else { budi.set(key, &other.get(key)) }
        }
        let rina_first = merge(Some(&base), &rina, &budi);
        let budi_first = merge(Some(&base), &budi, &rina);
        prop_assert!(rina_first.clashes.is_empty());
        prop_assert_eq!(rina_first, budi_first);
    }

    /// Whoever is alone has their way, and the same form again changes nothing.
    #[test]
    fn alone_and_again(base in any_page(), typed in any_page(), later in any_page()) {
        let alone = merge(Some(&base), &base, &typed);
        prop_assert_eq!(&alone.identity, &typed);
        prop_assert!(alone.clashes.is_empty());
        // What the form brought before is what it begins from when it comes again.
        let again = merge(Some(&typed), &later, &typed);
        prop_assert_eq!(again, Merged { identity: later, clashes: Vec::new() });
    }
}
