//! Lists for spreadsheets: `;` between columns, decimal commas and a byte order mark, as Indonesian
//! spreadsheets read them, and no cell that one of them would carry out.

use super::Sealed;
use crate::{
    fault::Fault,
    result::{
        print::rules::tie_words,
        rules::{SealedRow, document::SealedPlace},
    },
};
use csv::{Terminator, WriterBuilder};
use std::{borrow::Cow, collections::BTreeMap};

/// A cell that no spreadsheet takes for a formula: typed text may begin with any sign.
fn plain(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The text of a table; line ends within a cell become spaces.
///
/// # Errors
/// [`Fault::Ours`] if it cannot be written.
pub fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, Fault> {
    let broken = |error: csv::Error| {
        tracing::error!(%error, "a list could not be written");
        Fault::Ours
    };
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(head).map_err(broken)?;
    for row in rows {
        let cells = row.iter().map(|cell| plain(&cell.replace(['\r', '\n'], " ")).into_owned());
        writer.write_record(cells).map_err(broken)?;
    }
    writer.into_inner().map_err(|_| Fault::Ours)
}

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

/// The list of those who go on.
///
/// # Errors
/// As [`table`].
pub fn province(
    rows: &[&SealedRow],
    codes: &BTreeMap<&str, &SealedPlace>,
) -> Result<Vec<u8>, Fault> {
    let head = ["urutan", "peringkat", "kode", "nama", "judul", "unit", "perangkat_daerah"];
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
        ]
    };
    table(&head, rows.iter().enumerate().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_a_text_in_every_cell() {
        let typed = ["=1+1", "+62", "-3", "@x", "a;b", "dua\r\nbaris", "\"kutip\"", "biasa"];
        let row = typed.iter().map(|&cell| cell.to_owned()).collect();
        let bytes = table(&["a"; 8], [row]).expect("a table");
        let text = String::from_utf8(bytes).expect("UTF-8");
        let expected = "'=1+1;'+62;'-3;'@x;\"a;b\";dua  baris;\"\"\"kutip\"\"\";biasa";
        assert_eq!(text.lines().nth(1), Some(expected));
        assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"));
    }
}
