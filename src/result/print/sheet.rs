//! Official papers from the seal: which words stand on them. They are Indonesian whatever language
//! their reader has: a region's official papers are.

pub mod letter;
pub mod list;
pub mod minutes;

use super::rules;
use crate::{
    edition::Edition,
    fault::Fault,
    kernel::{Lang, Role, score::Exact},
    people::role_name,
    proposal::{self, document::docx::Word},
    result::rules::{
        SealedRow,
        document::{Annex, Document, Manifest, SealedPlace},
    },
    say,
    server::qr,
};
use paper::{Block, Certificate, Check, Report, Sheet, Signature};

/// A seal with all that papers say of it.
pub struct Sealed {
    /// The rules of the edition.
    pub edition: Edition,
    /// What becomes public.
    pub document: Document,
    /// The office's part.
    pub annex: Annex,
    /// What was signed.
    pub manifest: Manifest,
    /// The document's hash, in hex.
    pub sha256: String,
    /// Its four words.
    pub words: String,
}

fn sheet(of: &Sealed, title: String) -> Sheet {
    let edition = &of.edition;
    Sheet {
        lang: Lang::Id.code().to_owned(),
        ident: format!("{} {title}", of.sha256),
        title,
        house: say!(product, Lang::Id, region = edition.region.short),
        edition: edition.name.id.clone(),
        organiser: edition.region.organiser.clone(),
        sample: edition.demo.then(|| "simulasi".to_owned()),
        page: say!(paper_page, Lang::Id, n = "{n}", of = "{of}"),
        at: Some(of.manifest.sealed_at),
    }
}

fn lines(all: impl IntoIterator<Item = String>) -> Vec<String> {
    all.into_iter().collect()
}

fn heads(all: &[&str]) -> Vec<String> {
    all.iter().map(|&head| head.to_owned()).collect()
}

fn closing(of: &Sealed) -> String {
    let Sealed { sha256, words, .. } = of;
    format!("Dicetak dari hasil tersegel. Kata segel: {words}. SHA-256: {sha256}.")
}

fn role(code: &str) -> &'static str {
    let role = Role::OFFICERS.into_iter().find(|role| role.code() == code);
    role.map_or("Petugas", |role| role_name(role, Lang::Id))
}

fn officers(of: &Sealed) -> Vec<Signature> {
    let all = of.manifest.officers.iter();
    let mut all: Vec<Signature> = all
        .map(|one| Signature { role: role(&one.role).to_owned(), name: one.name.clone() })
        .collect();
    all.sort_by(|a, b| a.role.cmp(&b.role));
    all
}

/// The honoured, each with its rank among them and its place by score.
fn listed<'a>(
    document: &'a Document,
    annex: &'a Annex,
) -> impl Iterator<Item = (u32, &'a SealedPlace)> {
    document.honoured.iter().filter_map(|row| {
        let place = annex.places.iter().find(|place| place.proposal_id == row.proposal_id)?;
        Some((row.rank, place))
    })
}

fn ranked<'a>(
    places: impl IntoIterator<Item = (u32, &'a SealedPlace)>,
    heading: &str,
    words: Vec<String>,
) -> Block {
    Block {
        heading: heading.to_owned(),
        lines: words,
        head: heads(&["No.", "Inovasi", "Pengusul", "Nilai"]),
        rows: places
            .into_iter()
            .map(|(rank, place)| {
                vec![
                    rank.to_string(),
                    proposal::named(&place.acronym, &place.title),
                    proposal::place(&place.unit, &place.agency),
                    place.shown.clone(),
                ]
            })
            .collect(),
        figures: 1,
    }
}

/// A report as a Word document, for an office that edits before it prints.
///
/// # Errors
/// [`Fault::Ours`] if it cannot be written.
pub fn word(report: &Report) -> Result<Vec<u8>, Fault> {
    let mut word = Word::new(&report.title);
    for line in &report.under {
        word.line(line);
    }
    for block in &report.blocks {
        if !block.heading.is_empty() {
            word.heading(&block.heading);
        }
        for line in &block.lines {
            word.line(line);
        }
        if !block.head.is_empty() {
            word.table(&block.head, &block.rows);
        }
    }
    if !report.signatures.is_empty() {
        let cells = |text: fn(&Signature) -> String| report.signatures.iter().map(text).collect();
        let room = report.signatures.iter().map(|_| String::new()).collect();
        let name = |one: &Signature| {
            let is_known = one.role.is_empty() || !one.name.is_empty();
            if is_known { one.name.clone() } else { "................................".to_owned() }
        };
        word.table(&[], &[cells(|one| one.role.clone()), room, cells(name)]);
    }
    word.line(&report.closing);
    word.finish().map_err(|error| {
        tracing::error!(%error, "a document could not be written");
        Fault::Ours
    })
}

/// The annex of the decree; number and day are the legal office's to fill in.
pub fn decree(of: &Sealed) -> Report {
    let Sealed { edition, document, annex, .. } = of;
    let head = &edition.region.head;
    let mut list = ranked(listed(document, annex), "", Vec::new());
    "Peringkat".clone_into(&mut list.head[0]);
    Report {
        sheet: sheet(of, format!("Lampiran keputusan {head} {}", document.year)),
        kind: "Lampiran keputusan".to_owned(),
        title: format!("Top {} {}", document.top, document.name),
        under: lines([
            format!("Lampiran Keputusan {head}"),
            "Nomor: ................................".to_owned(),
            "Tanggal: ................................".to_owned(),
        ]),
        blocks: vec![list],
        signatures: vec![
            Signature::default(),
            Signature { role: head.clone(), name: String::new() },
        ],
        closing: closing(of),
    }
}

/// What the judges say to one innovator: means by aspect and their words, never who said which.
pub fn feedback(of: &Sealed, place: &SealedPlace) -> Report {
    let Sealed { document, annex, .. } = of;
    let reads: Vec<_> =
        annex.reads.iter().filter(|read| read.proposal_id == place.proposal_id).collect();
    let mean = |key: &str| {
        let marks: Vec<i64> =
            reads.iter().filter_map(|read| read.marks.get(key).copied()).collect();
        let sum: i64 = marks.iter().sum();
        Exact::new(i128::from(sum), 100).over(marks.len()).display()
    };
    let rows = document
        .criteria
        .iter()
        .map(|aspect| {
            let (weight, max) = (aspect.weight.to_string(), aspect.max.to_string());
            vec![aspect.title.clone(), weight, max, mean(&aspect.key)]
        })
        .collect();
    // By their own order, which tells nothing of who wrote them.
    let mut words: Vec<String> =
        reads.iter().map(|read| read.comment.clone()).filter(|words| !words.is_empty()).collect();
    words.sort();
    let words = words.into_iter().map(|one| format!("– {one}")).collect();
    Report {
        sheet: sheet(of, format!("Umpan balik {} {}", place.code, place.acronym)),
        kind: "Umpan balik".to_owned(),
        title: place.acronym.clone(),
        under: lines([
            place.title.clone(),
            proposal::place(&place.unit, &place.agency),
            format!("Kode usulan {}", place.code),
        ]),
        blocks: vec![
            Block {
                heading: "Nilai".to_owned(),
                lines: lines([format!(
                    "Nilai akhir {} dari {} penilaian. Rata-rata tiap aspek:",
                    place.shown, place.reads
                )]),
                head: heads(&["Aspek", "Bobot", "Tertinggi", "Rata-rata"]),
                rows,
                figures: 3,
            },
            Block { heading: "Masukan juri".to_owned(), lines: words, ..Block::default() },
        ],
        signatures: Vec::new(),
        closing: closing(of),
    }
}

/// One certificate; `code` is its own, `link` where it can be checked.
///
/// # Errors
/// [`Fault::Ours`] if the address has no QR code.
pub fn certificate(
    of: &Sealed,
    (at, row): (usize, &SealedRow),
    code: &str,
    link: String,
) -> Result<Certificate, Fault> {
    let Sealed { edition, document, .. } = of;
    let (path, side) = qr::path(&link)?;
    let serial = rules::serial(at, document.year);
    let day = edition.region.zone.date(edition.calendar.ceremony_on, Lang::Id);
    let day = day.split_once(", ").map_or(day.as_str(), |(_, day)| day).to_owned();
    let (to, from) = if row.unit.is_empty() {
        (row.agency.clone(), String::new())
    } else {
        (row.unit.clone(), row.agency.clone())
    };
    Ok(Certificate {
        sheet: sheet(of, format!("Piagam penghargaan {serial} {}", row.acronym)),
        kind: "Piagam Penghargaan".to_owned(),
        serial: format!("Nomor {serial}"),
        given: "diberikan kepada".to_owned(),
        to,
        of: from,
        award: format!("sebagai peringkat {} {} dengan inovasi", row.rank, document.name),
        work: row.acronym.clone(),
        title: if proposal::named(&row.acronym, &row.title) == row.acronym {
            String::new()
        } else {
            row.title.clone()
        },
        rank: row.rank.to_string(),
        place: format!("{}, {day}", edition.region.short),
        signature: Signature { role: edition.region.head.clone(), name: String::new() },
        check: Check {
            name: "Periksa piagam ini di".to_owned(),
            link,
            code: rules::grouped(code),
            label: "Kode QR untuk memeriksa piagam".to_owned(),
            note: edition.demo.then(|| "simulasi, bukan piagam asli".to_owned()),
            path,
            side,
        },
    })
}
