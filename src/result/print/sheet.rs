//! Official papers from the seal: which words stand on them. They are Indonesian whatever language
//! their reader has: a region's official papers are.

use super::rules::{self, day_in_words, judge, spelled, tie_words};
use crate::{
    edition::Edition,
    fault::Fault,
    kernel::{Lang, score::Exact},
    proposal::{self, document::docx::Word},
    result::rules::{
        SealedRow,
        document::{Annex, Document, Manifest, SealedPlace},
        plenary::{Line, Outcome},
    },
    say,
    server::qr,
};
use paper::{Block, Certificate, Check, Report, Sheet, Signature};
use std::{collections::BTreeMap, fmt::Write as _};

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
    match code {
        "chair" => "Ketua",
        "secretary" => "Sekretaris",
        _ => "Petugas",
    }
}

fn recused(kind: &str) -> &'static str {
    match kind {
        "agency" => say!(tie_agency, Lang::Id),
        "mentored" => say!(tie_mentored, Lang::Id),
        "family" => say!(tie_family, Lang::Id),
        "author" => say!(tie_author, Lang::Id),
        _ => say!(tie_other, Lang::Id),
    }
}

fn officers(of: &Sealed) -> Vec<Signature> {
    let all = of.manifest.officers.iter();
    let mut all: Vec<Signature> = all
        .map(|one| Signature { role: role(&one.role).to_owned(), name: one.name.clone() })
        .collect();
    all.sort_by(|a, b| a.role.cmp(&b.role));
    all
}

/// The reasons for places among equals, each with the places it explains: most ties of an edition
/// have the same reason, and a page of the same sentence hides the one that differs.
fn ties(document: &Document, annex: &Annex) -> Vec<String> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for place in annex.places.iter().filter(|place| !place.tie.is_empty()) {
        let (why, one) =
            (tie_words(document, &place.tie), format!("{} ({})", place.rank, place.acronym));
        match all.iter_mut().find(|(known, _)| *known == why) {
            Some((_, places)) => places.push(one),
            None => all.push((why, vec![one])),
        }
    }
    all.into_iter()
        .map(|(why, places)| {
            let mut letters = why.chars();
            let head = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            format!("{head}{}: peringkat {}.", letters.as_str(), places.join(", "))
        })
        .collect()
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

/// Who was at the plenary.
fn meeting(annex: &Annex) -> Block {
    let words = match &annex.plenary {
        None => "Tidak ada rapat pleno yang dicatat: daftar mengikuti nilai.".to_owned(),
        Some(meeting) => {
            let (n, all, quorum) = (meeting.present.len(), meeting.members, meeting.quorum);
            let who = meeting.present.join(", ");
            format!("Hadir {n} dari {all} anggota, kuorum {quorum}: {who}.")
        }
    };
    Block { heading: "Rapat pleno".to_owned(), lines: vec![words], ..Block::default() }
}

/// Every line of the plenary's book, also those that were taken back.
fn decisions(annex: &Annex) -> Block {
    let row = |line: &Line| {
        let mut words = vec![line.reason.clone()];
        if let Some(votes) = line.votes {
            let (yes, no, abstain) = (votes.yes, votes.no, votes.abstain);
            words.push(format!("Suara: {yes} setuju, {no} tidak, {abstain} abstain."));
        }
        if !line.away.is_empty() {
            words.push(format!("Di luar ruangan: {}.", line.away.join(", ")));
        }
        let what = match line.outcome {
            Outcome::In => "Masuk",
            Outcome::Out => "Tidak",
            Outcome::Later => "Tunda",
            Outcome::Undone => "Dibatalkan",
        };
        let place = annex.places.iter().find(|place| place.proposal_id == line.proposal_id);
        let name = place.map_or(line.code.clone(), |place| {
            format!("{} (peringkat nilai {})", place.acronym, place.rank)
        });
        vec![line.seq.to_string(), name, what.to_owned(), words.join(" ")]
    };
    let lines = annex.lines();
    if lines.is_empty() {
        return Block::default();
    }
    Block {
        lines: vec!["Keputusan rapat pleno, termasuk yang kemudian dibatalkan:".to_owned()],
        head: heads(&["No.", "Usulan", "Keputusan", "Alasan"]),
        rows: lines.iter().map(row).collect(),
        ..Block::default()
    }
}

/// The minutes: the day in words, the list with its scores, ties, absences and recusals.
pub fn minutes(of: &Sealed) -> Report {
    let Sealed { edition, document, annex, manifest, .. } = of;
    let day = day_in_words(&edition.region.zone, manifest.sealed_at);
    let count = |n: usize| {
        let words = spelled(u32::try_from(n).unwrap_or(u32::MAX));
        format!("{n} ({words})")
    };
    let judges: Vec<&String> = annex
        .judges
        .iter()
        .filter(|(id, _)| annex.reads.iter().any(|read| &read.judge == *id))
        .map(|(_, name)| name)
        .collect();
    let honoured = listed(document, annex);
    let absent: Vec<String> = annex
        .unsent
        .iter()
        .map(|(id, n)| {
            let n = usize::try_from(*n).unwrap_or(0);
            format!("{}: {} penilaian tidak dikirim.", judge(annex, id), count(n))
        })
        .collect();
    let recusals: Vec<String> = annex
        .recusals
        .iter()
        .map(|one| {
            let why = recused(&one.kind);
            format!(
                "{} tidak menilai {}: {}.",
                judge(annex, &one.judge),
                one.code,
                why.to_lowercase()
            )
        })
        .collect();
    let said = |heading: &str, mut words: Vec<String>, none: &str| {
        if words.is_empty() {
            words.push(none.to_owned());
        }
        Block { heading: heading.to_owned(), lines: words, ..Block::default() }
    };
    let method = format!(
        "Setiap usulan dinilai juri menurut {} aspek berbobot. Nilai akhir adalah rata-rata nilai \
         tertimbang dari penilaian yang sah, dihitung dengan pecahan tepat dan dibulatkan hanya \
         untuk ditampilkan. Usulan dengan penilaian kurang dari {} tidak diperingkat.",
        count(document.criteria.len()),
        document.min_reads
    );
    let opening = format!(
        "Pada hari ini, {day}, telah dilaksanakan penetapan hasil {} di lingkungan Pemerintah {}. \
         Dari {} usulan yang diperingkat, dengan {} penilaian yang sah, ditetapkan hasil berikut.",
        document.name,
        document.region,
        count(annex.places.len()),
        count(annex.reads.len()),
    );
    let mut judges = lines(judges.into_iter().cloned());
    judges.sort();
    Report {
        sheet: sheet(of, format!("Berita acara penilaian {}", document.name)),
        kind: "Berita acara".to_owned(),
        title: "Berita acara penilaian".to_owned(),
        under: lines([document.name.clone(), "Nomor: ................................".to_owned()]),
        blocks: vec![
            Block { lines: lines([opening]), ..Block::default() },
            ranked(
                honoured,
                "Memutuskan",
                lines(["Menetapkan peringkat sebagai berikut.".to_owned()]),
            ),
            meeting(annex),
            decisions(annex),
            said("Cara penilaian", lines([method]), ""),
            said("Nilai yang sama", ties(document, annex), "Tidak ada nilai akhir yang sama."),
            said("Penilai", judges, "Tidak ada."),
            said("Penilaian yang tidak dikirim", absent, "Semua penilaian dikirim."),
            said(
                "Penilai yang mengundurkan diri dari usulan",
                recusals,
                "Tidak ada benturan kepentingan.",
            ),
        ],
        signatures: officers(of),
        closing: closing(of),
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

fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\"").replace(['\r', '\n'], " "))
}

/// Every place with its score, as a table with `;` between columns and decimal commas, as
/// Indonesian spreadsheets read them.
pub fn recap_list(of: &Sealed) -> String {
    let head = "peringkat;kode;nama;judul;unit;perangkat_daerah;jumlah_penilaian;nilai_akhir;\
                nilai_tepat;keterangan";
    let mut text = format!("\u{feff}{head}\r\n");
    for place in &of.annex.places {
        let names = [&place.code, &place.acronym, &place.title, &place.unit, &place.agency];
        let names = names.map(|name| cell(name)).join(";");
        let why = cell(&tie_words(&of.document, &place.tie));
        let SealedPlace { rank, reads, shown, score, .. } = place;
        let _always = write!(text, "{rank};{names};{reads};{shown};{score};{why}\r\n");
    }
    text
}

/// The list of those who go on, as a table with `;` between columns.
pub fn province_list(rows: &[&SealedRow], codes: &BTreeMap<&str, &SealedPlace>) -> String {
    let head = "urutan;peringkat;kode;nama;judul;unit;perangkat_daerah";
    let mut text = format!("\u{feff}{head}\r\n");
    for (at, row) in rows.iter().enumerate() {
        let code = codes.get(row.proposal_id.as_str()).map_or("", |place| place.code.as_str());
        let cells = [code, &row.acronym, &row.title, &row.unit, &row.agency].map(cell).join(";");
        let _always = write!(text, "{};{};{cells}\r\n", at + 1, row.rank);
    }
    text
}
