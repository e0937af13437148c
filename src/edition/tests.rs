//! The rules of an edition, told as sentences.

use super::{Edition, Extension, Phase, Scope, closing, load, window};
use proptest::prelude::*;

fn edition() -> Edition {
    load::edition(&load::Folder::Demo).expect("the demo edition is whole")
}

const DAY: i64 = 86_400_000;

fn later(edition: &Edition, scope: Scope, days: i64) -> Extension {
    Extension { scope, closes: edition.calendar.submission_closes + days * DAY }
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
