//! What a writer is told before sending is what a screener is shown afterwards.

mod course;

use super::rules::{Submission, hints};
use crate::{
    edition::{Edition, load},
    proposal::{Concern, Frozen, Identity, OtherTitle, Papers, Reach, concerns},
};
use std::collections::BTreeSet;

/// The demo's edition with a document that must be attached and two proposals for each agency.
fn edition() -> Edition {
    let mut edition = load::edition(&load::Folder::Demo).expect("the demo edition is whole");
    edition.enclosures.first_mut().expect("it asks for attachments").required = true;
    edition.rules.agency_quota = 2;
    edition
}

fn words(of: &str, n: u32) -> String {
    (0..n).map(|i| format!("{of}{i}")).collect::<Vec<_>>().join(" ")
}

/// A proposal in which there is nothing to see.
fn proper(edition: &Edition) -> Frozen {
    let texts = edition
        .fields()
        .map(|field| (field.key.clone(), words(&field.key, (field.max_words / 2).max(1))));
    let kind = edition.enclosures[0].key.clone();
    let file = serde_json::json!({
        "id": "a", "kind": kind, "name": "surat.pdf", "format": "pdf", "size": 1,
        "sha256": "", "description": ""
    });
    Frozen {
        identity: Identity {
            acronym: "Perahu".to_owned(),
            title: "Perahu buku untuk anak pesisir".to_owned(),
            unit: "u".to_owned(),
            category: edition.categories[0].key.clone(),
            track: "general".to_owned(),
            started_on: "2018-01-01".to_owned(),
            won_before: "no".to_owned(),
            ..Identity::default()
        },
        unit: "Unit".to_owned(),
        agency: "Dinas".to_owned(),
        texts: texts.collect(),
        files: vec![serde_json::from_value(file).expect("an attachment")],
    }
}

/// One proposal among others: what is changed in it, and what is to be seen.
struct Case {
    name: &'static str,
    change: fn(&mut Frozen),
    link: Reach,
    /// Titles of other submissions, and whether they are of the same agency.
    others: &'static [(&'static str, bool)],
    /// Code, page, and whether it is sure.
    seen: &'static [(&'static str, &'static str, bool)],
}

const PLAIN: Case =
    Case { name: "nothing", change: |_| (), link: Reach::Opens, others: &[], seen: &[] };

const CASES: [Case; 21] = [
    PLAIN,
    Case {
        name: "a day too young",
        change: |f| f.identity.started_on = "2019-06-13".to_owned(),
        seen: &[("AGE_BELOW_MIN", "identitas", true)],
        ..PLAIN
    },
    Case {
        name: "old enough to the day",
        change: |f| f.identity.started_on = "2019-06-12".to_owned(),
        ..PLAIN
    },
    Case {
        name: "no date",
        change: |f| f.identity.started_on.clear(),
        seen: &[("INCOMPLETE_FORM", "identitas", true)],
        ..PLAIN
    },
    Case {
        name: "a section is empty",
        change: |f| drop(f.texts.remove("novelty")),
        seen: &[("INCOMPLETE_FORM", "kebaruan", true)],
        ..PLAIN
    },
    Case {
        name: "a section is over its limit",
        change: |f| drop(f.texts.insert("novelty".to_owned(), words("baru", 201))),
        seen: &[("INCOMPLETE_FORM", "kebaruan", true)],
        ..PLAIN
    },
    Case {
        name: "a short name too long for the stage",
        change: |f| f.identity.acronym = "Nama".repeat(10),
        seen: &[("INCOMPLETE_FORM", "identitas", false)],
        ..PLAIN
    },
    Case {
        name: "the same title",
        others: &[("PERAHU Buku, untuk anak pesisir", false)],
        seen: &[("DUPLICATE_TITLE", "identitas", true)],
        ..PLAIN
    },
    Case {
        name: "nearly the same title",
        others: &[("Perahu buku untuk anak pesisir selatan", false)],
        seen: &[("DUPLICATE_TITLE", "identitas", false)],
        ..PLAIN
    },
    Case { name: "another title", others: &[("Gerakan anti stunting", false)], ..PLAIN },
    Case {
        name: "a winner among the general",
        change: |f| f.identity.won_before = "yes".to_owned(),
        seen: &[("WRONG_GROUP", "identitas", false)],
        ..PLAIN
    },
    Case {
        name: "a replication among the general",
        change: |f| f.identity.origin = "PSC 119".to_owned(),
        seen: &[("WRONG_GROUP", "identitas", false)],
        ..PLAIN
    },
    Case {
        name: "a replication of nothing",
        change: |f| f.identity.track = "replication".to_owned(),
        seen: &[("INCOMPLETE_FORM", "identitas", true)],
        ..PLAIN
    },
    Case {
        name: "a document is missing",
        change: |f| f.files.clear(),
        seen: &[("MISSING_MANDATORY_DOC", "lampiran", true)],
        ..PLAIN
    },
    Case {
        name: "a link that is none",
        change: |f| f.identity.video = "youtu.be/a".to_owned(),
        seen: &[("UNREADABLE_OR_DEAD_LINK", "identitas", false)],
        ..PLAIN
    },
    Case {
        name: "a dead link",
        change: |f| f.identity.video = "https://contoh.id/a".to_owned(),
        link: Reach::Dead,
        seen: &[("UNREADABLE_OR_DEAD_LINK", "identitas", false)],
        ..PLAIN
    },
    Case {
        name: "a link that asks who one is",
        change: |f| f.identity.video = "https://contoh.id/a".to_owned(),
        link: Reach::SignIn,
        seen: &[("UNREADABLE_OR_DEAD_LINK", "identitas", false)],
        ..PLAIN
    },
    Case {
        name: "a link that nobody could try",
        change: |f| f.identity.video = "https://contoh.id/a".to_owned(),
        link: Reach::Unknown,
        ..PLAIN
    },
    Case {
        name: "a careless answer",
        change: |f| drop(f.texts.insert("summary".to_owned(), "Sudah baik sekali.".to_owned())),
        seen: &[("CARELESS_ANSWER", "ringkasan", false)],
        ..PLAIN
    },
    Case {
        name: "one text twice",
        change: |f| {
            let text = f.texts["summary"].clone();
            f.texts.insert("novelty".to_owned(), text);
        },
        seen: &[("CARELESS_ANSWER", "kebaruan", false)],
        ..PLAIN
    },
    Case {
        name: "one too many of its agency",
        others: &[("Gerakan anti stunting", true), ("Lumbung data panen", true), ("Kelas", false)],
        seen: &[("OVER_QUOTA", "tinjau", true)],
        ..PLAIN
    },
];

/// What the writer of a proposal is told while writing it.
fn told(edition: &Edition, case: &Case, frozen: &Frozen, contact: &str) -> Vec<Concern> {
    let identity = Identity { contact: contact.to_owned(), ..frozen.identity.clone() };
    let kinds: Vec<String> = frozen.files.iter().map(|file| file.kind.clone()).collect();
    let others: Vec<OtherTitle> = (2..)
        .zip(case.others)
        .map(|(n, (title, _))| OtherTitle::new(Some(crate::proposal::code(n)), (*title).to_owned()))
        .collect();
    let others: Vec<&OtherTitle> = others.iter().collect();
    let beside = case.others.iter().filter(|(_, same)| *same).count();
    let quota = Some((u32::try_from(beside).expect("few"), edition.rules.agency_quota));
    let papers = Papers {
        identity: &identity,
        texts: &frozen.texts,
        kinds: &kinds,
        others: &others,
        link: case.link,
        quota,
    };
    concerns(edition, papers)
}

#[test]
fn what_a_writer_is_told_is_what_a_screener_is_shown() {
    let edition = edition();
    for case in &CASES {
        let mut frozen = proper(&edition);
        (case.change)(&mut frozen);
        let others: Vec<Frozen> = case
            .others
            .iter()
            .map(|(title, _)| {
                let mut other = proper(&edition);
                (*title).clone_into(&mut other.identity.title);
                other
            })
            .collect();
        let own = Submission { number: Some(1), agency: "dinas", frozen: &frozen, link: case.link };
        let submissions: Vec<Submission> = std::iter::once(own)
            .chain((2..).zip(&others).zip(case.others).map(|((n, frozen), (_, same))| Submission {
                number: Some(n),
                agency: if *same { "dinas" } else { "lain" },
                frozen,
                link: Reach::Unknown,
            }))
            .collect();
        let shown = hints(&edition, &submissions, &[]).remove(0);
        // A private number is not for the committee, and no reason either.
        let told = told(&edition, case, &frozen, "bukan nomor");
        assert_eq!(told, shown, "{}", case.name);
        let seen: Vec<_> =
            told.iter().map(|c| (c.code.as_str(), c.slug.as_str(), c.sure)).collect();
        assert_eq!(seen, case.seen, "{}", case.name);
    }
}

#[test]
fn every_reason_of_the_edition_that_a_machine_can_see_is_seen() {
    let seen: BTreeSet<&str> =
        CASES.iter().flat_map(|case| case.seen).map(|(code, _, _)| *code).collect();
    let reasons = edition().reasons;
    for reason in &reasons {
        // Whether it fits its theme takes somebody who reads it.
        let machine = reason.code != "OUT_OF_CATEGORY";
        assert_eq!(seen.contains(reason.code.as_str()), machine, "{}", reason.code);
    }
    assert!(seen.iter().all(|code| reasons.iter().any(|reason| reason.code == *code)));
}

#[test]
fn an_edition_that_rejects_nothing_for_a_reason_warns_of_it_neither() {
    let mut edition = edition();
    edition.reasons.retain(|reason| reason.code == "AGE_BELOW_MIN");
    let mut frozen = proper(&edition);
    frozen.files.clear();
    frozen.identity.started_on = "2020-01-01".to_owned();
    let own = Submission { number: Some(1), agency: "a", frozen: &frozen, link: Reach::Dead };
    let codes: Vec<String> =
        hints(&edition, &[own], &[]).remove(0).into_iter().map(|hint| hint.code).collect();
    assert_eq!(codes, ["AGE_BELOW_MIN"]);
}
