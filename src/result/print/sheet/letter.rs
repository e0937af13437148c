//! The covering letter to the next level: what is sent, and whom to call about it.

use super::{Sealed, closing, heads, lines, sheet};
use crate::{
    proposal,
    result::{print::rules::spelled, rules::SealedRow},
};
use paper::{Block, Report, Signature};

/// What an officer types for it.
pub struct Letter {
    /// Its number; the office fills it in by hand if it is empty.
    pub number: String,
    /// To whom.
    pub to: String,
    /// Who can be asked.
    pub name: String,
    /// Their telephone.
    pub phone: String,
    /// Their mail address; may be empty.
    pub mail: String,
}

const DOTS: &str = "................................";

/// The letter for those who go on, in rank order.
pub fn letter(of: &Sealed, written: &Letter, rows: &[&SealedRow]) -> Report {
    let Sealed { edition, document, .. } = of;
    let n = rows.len();
    let count = format!("{n} ({})", spelled(u32::try_from(n).unwrap_or(u32::MAX)));
    let number = if written.number.is_empty() { DOTS } else { written.number.as_str() };
    let opening = format!(
        "Bersama ini kami sampaikan {count} inovasi hasil {} {} untuk mengikuti tingkat {}. \
         Daftar, naskah, dan lampiran tiap inovasi ada dalam paket yang sama; sidik SHA-256 setiap \
         berkas tercatat dalam manifest.json.",
        document.name, document.region, edition.region.next_level
    );
    let row = |row: &&SealedRow| {
        vec![
            row.rank.to_string(),
            proposal::named(&row.acronym, &row.title),
            proposal::place(&row.unit, &row.agency),
        ]
    };
    let mut contact = vec![written.name.clone(), format!("Telepon {}", written.phone)];
    if !written.mail.is_empty() {
        contact.push(format!("Surel {}", written.mail));
    }
    Report {
        sheet: sheet(
            of,
            format!("Surat pengantar {} {}", document.name, edition.region.next_level),
        ),
        kind: "Surat pengantar".to_owned(),
        title: "Surat pengantar".to_owned(),
        under: lines([
            format!("Nomor: {number}"),
            format!("Tanggal: {DOTS}"),
            format!("Lampiran: {count} inovasi"),
            format!("Kepada Yth. {}", written.to),
        ]),
        blocks: vec![
            Block { lines: lines([opening]), ..Block::default() },
            Block {
                heading: "Inovasi yang disampaikan".to_owned(),
                head: heads(&["Peringkat", "Inovasi", "Pengusul"]),
                rows: rows.iter().map(row).collect(),
                ..Block::default()
            },
            Block { heading: "Narahubung".to_owned(), lines: contact, ..Block::default() },
        ],
        signatures: vec![
            Signature::default(),
            Signature { role: edition.region.organiser.clone(), name: String::new() },
        ],
        closing: closing(of),
    }
}
