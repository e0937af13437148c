//! The rules of an edition, told as sentences.

use super::{Edition, Extension, Part, Phase, Scope, closing, load, may_repair, window};
use proptest::prelude::*;

fn edition() -> Edition {
    load::edition(&load::Folder::Demo).expect("the demo edition is whole")
}

const DAY: i64 = 86_400_000;

fn later(edition: &Edition, scope: Scope, days: i64) -> Extension {
    Extension { scope, closes: edition.calendar.submission_closes + days * DAY, pages: Vec::new() }
}

#[test]
fn an_extension_reaches_whom_it_names_and_nobody_else() {
    let edition = edition();
    let closes = edition.calendar.submission_closes;
    let extensions = [
        later(&edition, Scope::Agency("dinkes".to_owned()), 2),
        later(&edition, Scope::Proposal("a".to_owned()), 3),
    ];
    let holds = |agency: &str, proposal: &str| closing(&edition, &extensions, agency, proposal);
    assert_eq!(holds("", ""), closes, "everybody's stays");
    assert_eq!(holds("dindik", "b"), closes);
    assert_eq!(holds("dinkes", "b"), closes + 2 * DAY);
    assert_eq!(holds("dinkes", "a"), closes + 3 * DAY, "the latest holds");
    assert_eq!(holds("dindik", "a"), closes + 3 * DAY, "a proposal keeps its own");
}

#[test]
fn who_has_a_later_closing_keeps_it_while_the_others_are_screened() {
    let edition = edition();
    let closes = edition.calendar.submission_closes;
    let own = [later(&edition, Scope::Agency("dinkes".to_owned()), 2)];
    let open = |extensions: &[Extension], phase, agency: &str, now| {
        window(&edition, extensions, phase, (agency, ""), now).open
    };
    let between = closes + DAY;
    assert!(open(&own, Phase::Screening, "dinkes", between));
    assert!(!open(&own, Phase::Screening, "dindik", between));
    assert!(!open(&own, Phase::Screening, "dinkes", closes + 2 * DAY + 1));
    assert!(!open(&own, Phase::Judging, "dinkes", between));
    let all = [later(&edition, Scope::All, 2)];
    assert!(open(&all, Phase::Submission, "dindik", between));
    assert!(!open(&all, Phase::Screening, "dindik", between), "the committee closed for everybody");
}

#[test]
fn a_repair_opens_its_pages_until_its_deadline_and_shortens_nothing() {
    let edition = edition();
    let closes = edition.calendar.submission_closes;
    let repair = Extension {
        pages: vec!["ringkasan".to_owned()],
        ..later(&edition, Scope::Proposal("a".to_owned()), 2)
    };
    let at = |extensions: &[Extension], phase, proposal: &str, now| {
        let window = window(&edition, extensions, phase, ("dinkes", proposal), now);
        ["ringkasan", "kebaruan"]
            .map(Part::Page)
            .into_iter()
            .chain([Part::Any, Part::Whole])
            .map(|part| window.lets(part))
            .collect::<Vec<_>>()
    };
    let (only, all, none) = ([true, false, true, false], [true; 4], [false; 4]);
    let own = [repair.clone()];
    assert_eq!(at(&own, Phase::Screening, "a", closes + DAY), only);
    assert_eq!(at(&own, Phase::Screening, "a", closes + 2 * DAY), only, "to the last millisecond");
    assert_eq!(at(&own, Phase::Screening, "a", closes + 2 * DAY + 1), none);
    assert_eq!(at(&own, Phase::Screening, "b", closes + DAY), none, "another proposal");
    assert_eq!(at(&own, Phase::Judging, "a", closes + DAY), none);
    let both = [repair, later(&edition, Scope::Agency("dinkes".to_owned()), 1)];
    assert_eq!(at(&both, Phase::Screening, "a", closes + DAY), all, "the whole form is open");
    assert_eq!(at(&both, Phase::Screening, "a", closes + DAY + 1), only);
    assert_eq!(closing(&edition, &both, "dinkes", "a"), closes + DAY);
}

#[test]
fn a_repair_names_pages_of_the_form_and_a_deadline_that_can_be_kept() {
    let edition = edition();
    let now = edition.calendar.submission_closes + DAY;
    let pages = |pages: &[&str]| pages.iter().map(|page| (*page).to_owned()).collect::<Vec<_>>();
    let wrong = |names: &[&str], closes| {
        may_repair(&edition, &pages(names), closes, now)
            .err()
            .map(|errors| errors.into_iter().map(|error| error.field).collect::<Vec<_>>())
    };
    assert_eq!(wrong(&["identitas", "ringkasan"], Some(now + DAY)), None);
    assert_eq!(wrong(&[], None), Some(pages(&["pages", "day"])));
    assert_eq!(wrong(&["tinjau"], Some(now + DAY)), Some(pages(&["pages"])));
    assert_eq!(wrong(&["ringkasan"], Some(now)), Some(pages(&["day"])));
    let until = edition.calendar.screening_until;
    assert_eq!(wrong(&["ringkasan"], Some(until)), Some(pages(&["day"])));
    assert_eq!(wrong(&["ringkasan"], Some(until - 1)), None);
}

fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![Just(Scope::All), "[ab]".prop_map(Scope::Agency), "[xy]".prop_map(Scope::Proposal),]
}

proptest! {
    /// Whatever the chair gives, in whatever order: nobody's closing comes earlier, and the last
    /// millisecond is the last.
    #[test]
    fn no_extension_ever_shortens(
        given in prop::collection::vec((scope(), -20_i64..20), 0..8),
        more in (scope(), -20_i64..20),
        agency in "[abc]",
        proposal in "[xyz]",
    ) {
        let edition = edition();
        let make = |(scope, days): (Scope, i64)| later(&edition, scope, days);
        let mut extensions: Vec<_> = given.into_iter().map(make).collect();
        let before = closing(&edition, &extensions, &agency, &proposal);
        extensions.push(make(more));
        let after = closing(&edition, &extensions, &agency, &proposal);
        prop_assert!(after >= before);
        prop_assert!(before >= edition.calendar.submission_closes);
        extensions.reverse();
        prop_assert_eq!(closing(&edition, &extensions, &agency, &proposal), after);
        let open = |now| {
            window(&edition, &extensions, Phase::Submission, (&agency, &proposal), now).open
        };
        prop_assert!(open(after));
        prop_assert!(!open(after + 1));
    }
}
