//! Lists from the seal for spreadsheets.

use super::Sealed;
use crate::{
    fault::Fault,
    result::{
        list::table,
        print::rules::tie_words,
        rules::{SealedRow, document::SealedPlace},
    },
};
use std::collections::BTreeMap;

/// Every place with its score.
///
/// # Errors
/// As [`table`].
pub fn recap(of: &Sealed) -> Result<Vec<u8>, Fault> {
    let head = [
        "peringkat",
        "kode",
        "nama",
        "judul",
        "unit",
        "perangkat_daerah",
        "jumlah_penilaian",
        "nilai_akhir",
        "nilai_tepat",
        "keterangan",
    ];
    let row = |place: &SealedPlace| {
        vec![
            place.rank.to_string(),
            place.code.clone(),
            place.acronym.clone(),
            place.title.clone(),
            place.unit.clone(),
            place.agency.clone(),
            place.reads.to_string(),
            place.shown.clone(),
            place.score.clone(),
            tie_words(&of.document, &place.tie),
        ]
    };
    table(&head, of.annex.places.iter().map(row))
}

/// The list of those who go on, with the telephone of whoever answers for each.
///
/// # Errors
/// As [`table`].
pub fn province(
    rows: &[&SealedRow],
    codes: &BTreeMap<&str, &SealedPlace>,
    contacts: &BTreeMap<&str, String>,
) -> Result<Vec<u8>, Fault> {
    let head =
        ["urutan", "peringkat", "kode", "nama", "judul", "unit", "perangkat_daerah", "narahubung"];
    let row = |(at, row): (usize, &&SealedRow)| {
        let code = codes.get(row.proposal_id.as_str()).map_or("", |place| place.code.as_str());
        vec![
            (at + 1).to_string(),
            row.rank.to_string(),
            code.to_owned(),
            row.acronym.clone(),
            row.title.clone(),
            row.unit.clone(),
            row.agency.clone(),
            contacts.get(row.proposal_id.as_str()).cloned().unwrap_or_default(),
        ]
    };
    table(&head, rows.iter().enumerate().map(row))
}
