//! A receipt and a proposal as sheets of paper: which words stand on them.

use super::rules::{self, Part};
use crate::{
    edition::Edition,
    kernel::Lang,
    proposal::{
        api::{Brief, Receipt},
        rules::{self as proposals, Frozen},
    },
    say,
};
use paper::{Check, Counts, Fact, Sheet};

/// The moments of a proposal, in unix milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dates {
    /// When the version that counts was submitted.
    pub submitted: Option<i64>,
    /// When something was changed after that.
    pub changed: Option<i64>,
}

fn sheet(edition: &Edition, lang: Lang, title: String, sample: bool) -> Sheet {
    Sheet {
        lang: lang.code().to_owned(),
        title,
        house: say!(product, lang, region = edition.region.short),
        edition: edition.name.pick(lang).to_owned(),
        organiser: edition.region.organiser.clone(),
        sample: sample.then(|| say!(ui_sample, lang).to_owned()),
        page: say!(paper_page, lang, n = "{n}", of = "{of}"),
        at: None,
        ident: String::new(),
    }
}

fn fact(name: &str, lines: impl IntoIterator<Item = String>) -> Fact {
    let lines = lines.into_iter().filter(|line| !line.is_empty()).collect();
    Fact { name: name.to_owned(), lines }
}

/// Facts that say something.
fn said(facts: Vec<Fact>) -> Vec<Fact> {
    facts.into_iter().filter(|fact| !fact.lines.is_empty()).collect()
}

/// A receipt, in the language in which it was asked for.
pub fn receipt(edition: &Edition, lang: Lang, receipt: Receipt) -> paper::Receipt {
    let Receipt { brief, number, version, code, link, .. } = receipt;
    let kind = say!(paper_receipt, lang);
    let total: u32 = receipt.words.iter().map(|(_, words)| words).sum();
    let (path, side) = receipt.qr;
    paper::Receipt {
        sheet: Sheet {
            at: Some(receipt.submitted_at),
            ident: format!("{code} {version} {}", lang.code()),
            ..sheet(edition, lang, format!("{kind} {number}"), brief.sample)
        },
        kind: kind.to_owned(),
        says: say!(received, lang).to_owned(),
        moment: say!(
            server_time,
            lang,
            at = edition.region.zone.moment(receipt.submitted_at, lang)
        ),
        number: fact(say!(keep_number, lang), [number]),
        facts: said(vec![
            fact(say!(full_title, lang), [brief.title]),
            fact(say!(acronym, lang), [brief.acronym]),
            fact(say!(proposer, lang), [proposals::place(&brief.unit, &brief.agency)]),
            fact(say!(version, lang), [version.to_string()]),
        ]),
        counts: Counts {
            head: (say!(sections, lang).to_owned(), say!(words, lang).to_owned()),
            rows: receipt
                .words
                .into_iter()
                .map(|(section, words)| (section, words.to_string()))
                .collect(),
            total: (say!(paper_total, lang).to_owned(), total.to_string()),
        },
        files: fact(say!(attachments, lang), receipt.files),
        fingerprint: fact(say!(fingerprint, lang), [groups(&receipt.fingerprint)]),
        check: Check {
            name: say!(paper_check, lang).to_owned(),
            link,
            code,
            label: say!(qr_label, lang).to_owned(),
            note: brief.sample.then(|| say!(receipt_sample, lang).to_owned()),
            path,
            side,
        },
    }
}

/// A proposal as it stands now, and how much of that counts.
pub fn proposal(
    edition: &Edition,
    lang: Lang,
    brief: &Brief,
    frozen: &Frozen,
    dates: Dates,
) -> paper::Proposal {
    let zone = &edition.region.zone;
    let identity = &frozen.identity;
    let title =
        if identity.title.is_empty() { &identity.acronym } else { &identity.title }.to_owned();
    let number = brief.number.map(|number| proposals::receipt_number(edition.year, number));
    let category = edition.category(&identity.category).map(|c| c.pick(lang).to_owned());
    let since = brief.changed.then(|| say!(changed_since, lang).to_owned());
    let at = dates.submitted.map(|at| zone.moment(at, lang));
    let status = [Some(brief.status.name(lang).to_owned()), at, since];
    let parts = rules::parts(edition, &frozen.texts, lang);
    paper::Proposal {
        sheet: Sheet {
            at: dates.changed.or(dates.submitted),
            ident: format!("{} {}", brief.id, lang.code()),
            ..sheet(edition, lang, title.clone(), brief.sample)
        },
        kind: say!(paper_proposal, lang).to_owned(),
        acronym: identity.acronym.clone(),
        expansion: proposals::plain(&identity.expansion),
        title,
        facts: said(vec![
            fact(say!(proposer, lang), [proposals::place(&frozen.unit, &frozen.agency)]),
            fact(say!(category, lang), category),
            fact(say!(paper_number, lang), number),
            fact(say!(status, lang), status.into_iter().flatten()),
        ]),
        parts: parts.into_iter().map(|written| part(written, lang)).collect(),
        files: fact(say!(attachments, lang), frozen.files.iter().map(|file| file.name.clone())),
    }
}

fn part(part: Part, lang: Lang) -> paper::Part {
    let Part { heading, words, text, .. } = part;
    paper::Part {
        heading,
        note: words,
        lines: text.trim().lines().map(str::to_owned).collect(),
        empty: say!(progress_empty, lang).to_owned(),
    }
}

/// A fingerprint in groups of four, as it is read aloud.
fn groups(fingerprint: &str) -> String {
    let groups: Vec<&str> = fingerprint
        .as_bytes()
        .chunks(4)
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(" ")
}
