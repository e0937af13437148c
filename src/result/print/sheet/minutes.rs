//! The minutes: the day in words, who was there, what was decided, the list, ties, absences, recusals.

use super::{Sealed, closing, heads, lines, listed, officers, ranked, sheet};
use crate::{
    kernel::Lang,
    result::{
        print::rules::{day_in_words, judge, spelled, tie_words},
        rules::{
            document::{Annex, Document},
            plenary::{Line, Outcome},
            tie::Way,
        },
    },
    say,
};
use paper::{Block, Report};

fn recused(kind: &str) -> &'static str {
    match kind {
        "agency" => say!(tie_agency, Lang::Id),
        "mentored" => say!(tie_mentored, Lang::Id),
        "family" => say!(tie_family, Lang::Id),
        "author" => say!(tie_author, Lang::Id),
        _ => say!(tie_other, Lang::Id),
    }
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

/// What the plenary made of equals, also what was taken back, and the lot.
fn parted(annex: &Annex) -> Vec<String> {
    let mut words: Vec<String> = annex
        .ties()
        .iter()
        .map(|line| {
            let (codes, reason) = (line.codes.join(", "), &line.reason);
            match line.way {
                Way::Chair => format!("Ketua menetapkan urutan {codes}: {reason}"),
                Way::Lot => format!("{codes} diurutkan dengan undian: {reason}"),
                Way::Undone => format!("Urutan {codes} dibatalkan: {reason}"),
            }
        })
        .collect();
    if let Some(lot) = annex.lot().filter(|lot| lot.draw.is_some()) {
        let (value, secret) = lot
            .draw
            .as_ref()
            .map(|draw| (draw.value.as_str(), draw.secret.as_str()))
            .unwrap_or_default();
        words.push(format!(
            "Undian: {}; angka yang keluar {value}, rahasia {secret}. Urutan menurut SHA-256 dari \
             \"angka:rahasia:kode\", yang lebih kecil di atas.",
            lot.source
        ));
    }
    words
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
    let mut equal = ties(document, annex);
    equal.extend(parted(annex));
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
            said("Nilai yang sama", equal, "Tidak ada nilai akhir yang sama."),
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
