//! The course of a proposal through screening, and what the checklist says, told as sentences.

use super::{edition, proper};
use crate::{
    edition::Phase,
    kernel::{FieldError, time::DAY},
    proposal::{Frozen, Reach, Status},
    screening::rules::{
        Act, Place, Proposed, Stage, Submission, Verdict, alike, awaits, checklist, hints_of, may,
        may_reply, neighbours, note, reply_until, stage,
    },
};

#[test]
fn a_decision_stands_for_the_version_it_was_made_on() {
    let at = |status, version, act, about| {
        stage(status, version, Place { act, version: about }, Some(10), 10)
    };
    assert_eq!(at(Status::Draft, 0, "", 0), None);
    assert_eq!(at(Status::Withdrawn, 1, "propose", 1), None);
    assert_eq!(at(Status::Submitted, 1, "", 0), Some(Stage::Waiting));
    assert_eq!(at(Status::Submitted, 1, "propose", 1), Some(Stage::Proposed));
    assert_eq!(at(Status::Submitted, 2, "propose", 1), Some(Stage::Waiting), "nobody has read 2");
    assert_eq!(at(Status::Submitted, 1, "repair", 1), Some(Stage::Repair));
    assert_eq!(at(Status::Submitted, 2, "repair", 1), Some(Stage::Waiting), "it was mended");
    assert_eq!(at(Status::Submitted, 1, "reopen", 1), Some(Stage::Waiting));
    assert_eq!(at(Status::Accepted, 1, "accept", 1), Some(Stage::Accepted));
    assert_eq!(at(Status::Rejected, 1, "confirm", 1), Some(Stage::Rejected));
    let late = Place { act: "repair", version: 1 };
    assert_eq!(stage(Status::Submitted, 1, late, Some(10), 11), Some(Stage::Waiting), "too late");
    assert_eq!(stage(Status::Submitted, 1, late, None, 5), Some(Stage::Waiting), "taken back");
}

#[test]
fn a_rejection_takes_two_officers_and_nothing_is_decided_while_it_is_mended() {
    use Proposed::{ByAnother, ByOneself, No};
    let free = [Act::Accept, Act::Propose, Act::Repair];
    for act in free {
        assert!(may(act, Stage::Waiting, No).is_ok(), "{act:?}");
        assert!(may(act, Stage::Proposed, ByOneself).is_ok(), "{act:?}: one may think again");
        for stage in [Stage::Repair, Stage::Accepted, Stage::Rejected] {
            assert!(may(act, stage, No).is_err(), "{act:?} at {stage:?}");
        }
    }
    assert!(may(Act::Confirm, Stage::Proposed, ByAnother).is_ok());
    let own = may(Act::Confirm, Stage::Proposed, ByOneself).expect_err("their own");
    assert!(own.id.contains("Petugas lain"), "{}", own.id);
    assert!(may(Act::Confirm, Stage::Waiting, No).is_err());
    for stage in [Stage::Accepted, Stage::Rejected, Stage::Repair] {
        assert!(may(Act::Reopen, stage, No).is_ok());
    }
    assert!(may(Act::Reopen, Stage::Waiting, No).is_err());
    assert!(awaits(Some(Stage::Waiting), No) && awaits(Some(Stage::Proposed), ByAnother));
    assert!(!awaits(Some(Stage::Proposed), ByOneself) && !awaits(Some(Stage::Repair), No));
    assert!(!awaits(None, No));
}

#[test]
fn the_queue_goes_on_to_the_next_that_waits_and_begins_again_after_the_last() {
    let all: Vec<(String, bool)> = [("a", true), ("b", false), ("c", true), ("d", false)]
        .map(|(id, waits)| (id.to_owned(), waits))
        .to_vec();
    assert_eq!(neighbours(&all, "a"), (None, Some("c")));
    assert_eq!(neighbours(&all, "b"), (Some("a"), Some("c")));
    assert_eq!(neighbours(&all, "c"), (Some("a"), Some("a")));
    assert_eq!(neighbours(&all, "d"), (Some("c"), Some("a")));
    assert_eq!(neighbours(&all[1..2], "b"), (None, None));
}

#[test]
fn the_owner_replies_once_and_in_time() {
    let edition = edition();
    let at = edition.calendar.submission_closes;
    let until = reply_until(&edition, at);
    assert_eq!(until, at + i64::from(edition.rules.reply_days) * DAY);
    let may = |phase, rejected, replied, now| may_reply(&edition, phase, rejected, replied, now);
    assert!(may(Phase::Screening, Some(at), false, until).is_ok());
    assert!(may(Phase::Screening, Some(at), false, until + 1).is_err());
    assert!(may(Phase::Screening, Some(at), true, at).is_err());
    assert!(may(Phase::Judging, Some(at), false, at).is_err());
    assert!(may(Phase::Screening, None, false, at).is_err(), "not rejected");
}

#[test]
fn a_sentence_is_one_and_not_a_book() {
    assert_eq!(note("why", "  Salah periksa.\r\n"), Ok("Salah periksa.".to_owned()));
    let field = |typed: &str| note("why", typed).map_err(|FieldError { field, .. }| field);
    assert_eq!(field(" \n "), Err("why".to_owned()));
    assert_eq!(field(&"a".repeat(2001)), Err("why".to_owned()));
}

fn verdicts(frozen: &Frozen, link: Reach) -> Vec<(String, Verdict, String)> {
    let edition = edition();
    let other = proper(&edition);
    let other = Frozen {
        identity: crate::proposal::Identity {
            title: "Gerakan anti stunting".to_owned(),
            ..other.identity.clone()
        },
        ..other
    };
    let submissions = [
        Submission { number: Some(1), agency: "a", frozen, link },
        Submission { number: Some(2), agency: "b", frozen: &other, link: Reach::Opens },
    ];
    let hints = hints_of(&edition, &submissions, 0);
    checklist(&edition, &submissions, 0, &hints)
        .into_iter()
        .map(|line| (line.code, line.verdict, line.evidence[0].id.clone()))
        .collect()
}

#[test]
fn every_reason_of_the_edition_has_a_line_with_its_evidence() {
    let edition = edition();
    let mut frozen = proper(&edition);
    let lines = verdicts(&frozen, Reach::Opens);
    let codes: Vec<&str> = lines.iter().map(|(code, ..)| code.as_str()).collect();
    let reasons: Vec<&str> = edition.reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!(codes, reasons);
    for (code, verdict, evidence) in &lines {
        // Whether it fits its theme takes somebody who reads it.
        let person = code == "OUT_OF_CATEGORY";
        assert_eq!(*verdict == Verdict::Cannot, person, "{code}");
        assert_eq!(*verdict == Verdict::Fits, !person, "{code}");
        assert!(!evidence.is_empty() && !evidence.contains('{'), "{code}: {evidence}");
    }
    let verdict = |lines: &[(String, Verdict, String)], code: &str| {
        lines.iter().find(|(one, ..)| one == code).expect("a line").1
    };
    "2020-01-01".clone_into(&mut frozen.identity.started_on);
    "https://contoh.id/a".clone_into(&mut frozen.identity.video);
    frozen.texts.insert("summary".to_owned(), "Sudah baik sekali.".to_owned());
    let lines = verdicts(&frozen, Reach::Unknown);
    assert_eq!(verdict(&lines, "AGE_BELOW_MIN"), Verdict::Fails, "a rule is broken");
    assert_eq!(verdict(&lines, "CARELESS_ANSWER"), Verdict::Cannot, "somebody has to read it");
    assert_eq!(verdict(&lines, "UNREADABLE_OR_DEAD_LINK"), Verdict::Cannot, "nobody has tried");
    assert_eq!(verdict(&lines, "INCOMPLETE_FORM"), Verdict::Fits);
}

#[test]
fn titles_much_like_this_one_are_shown_the_nearest_first() {
    let others = [
        ("a", Some(1), "Perahu buku untuk anak pesisir selatan"),
        ("b", Some(2), "Perahu Buku untuk anak pesisir"),
        ("c", Some(3), "Gerakan anti stunting"),
    ];
    let near = alike("Perahu buku untuk anak pesisir", others);
    let ids: Vec<(&str, bool)> =
        near.iter().map(|one| (one.id.as_str(), one.percent == 100)).collect();
    assert_eq!(ids, [("b", true), ("a", false)]);
}
