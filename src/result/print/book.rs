//! The recapitulation as a workbook: every score of every judge, and formulas that lead from them to
//! the official means, with the sealed number beside each for comparison.

use super::rules::{judge, tie_words};
use crate::{
    fault::Fault,
    kernel::score::Exact,
    result::rules::document::{Annex, Document, of_fraction},
};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError,
};

/// First row of scores, counted from 0: below title, weights, highest scores and heads.
const FIRST: u32 = 4;

/// What stands on the sheet of notes.
pub struct Notes {
    /// Name and text of each line.
    pub lines: Vec<(String, String)>,
    /// When it was sealed, in unix milliseconds.
    pub sealed_at: i64,
}

fn real(text: &str) -> f64 {
    of_fraction(text).map_or(0.0, Exact::real)
}

fn row_of(at: usize) -> Result<u32, Fault> {
    u32::try_from(at).map(|at| at + FIRST).map_err(|_| Fault::Ours)
}

/// A column's letters.
fn column(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + u8::try_from(at % 26).unwrap_or(0));
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

fn ours(error: XlsxError) -> Fault {
    tracing::error!(%error, "a workbook could not be written");
    Fault::Ours
}

/// The workbook's bytes.
///
/// # Errors
/// [`Fault::Ours`] if it cannot be written.
pub fn recap(document: &Document, annex: &Annex, notes: &Notes) -> Result<Vec<u8>, Fault> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_timestamp(notes.sealed_at / 1000).map_err(ours)?;
    let properties = DocProperties::new()
        .set_title(format!("Rekap nilai {}", document.name))
        .set_author(&document.region)
        .set_creation_datetime(&made);
    book.set_properties(&properties);
    let bold = Format::new().set_bold();
    ranking(book.add_worksheet(), document, annex, &bold)?;
    reads(book.add_worksheet(), document, annex, &bold)?;
    let sheet = book.add_worksheet();
    sheet.set_name("Catatan").map_err(ours)?;
    sheet.set_column_width(0, 28).map_err(ours)?;
    sheet.set_column_width(1, 90).map_err(ours)?;
    for (at, (name, text)) in (0..).zip(&notes.lines) {
        sheet.write_with_format(at, 0, name.as_str(), &bold).map_err(ours)?;
        sheet.write(at, 1, text.as_str()).map_err(ours)?;
    }
    book.save_to_buffer().map_err(ours)
}

fn ranking(
    sheet: &mut Worksheet,
    document: &Document,
    annex: &Annex,
    bold: &Format,
) -> Result<(), Fault> {
    let figure = Format::new().set_num_format("0.00");
    sheet.set_name("Rekap").map_err(ours)?;
    sheet.write_with_format(0, 0, format!("Rekap nilai {}", document.name), bold).map_err(ours)?;
    let heads = [
        "Peringkat",
        "Kode",
        "Nama",
        "Judul",
        "Pengusul",
        "Jumlah penilaian",
        "Nilai akhir",
        "Nilai tersegel",
        "Selisih",
        "Keterangan",
    ];
    for (at, head) in (0..).zip(heads) {
        sheet.write_with_format(FIRST - 1, at, head, bold).map_err(ours)?;
    }
    for (at, width) in [(2, 22), (3, 40), (4, 40), (9, 50)] {
        sheet.set_column_width(at, width).map_err(ours)?;
    }
    sheet.set_freeze_panes(FIRST, 0).map_err(ours)?;
    let total = column(2 + document.criteria.len());
    let last = row_of(annex.reads.len())?.max(FIRST + 1);
    for (at, place) in annex.places.iter().enumerate() {
        let row = row_of(at)?;
        let line = row + 1;
        let from = crate::proposal::place(&place.unit, &place.agency);
        sheet.write(row, 0, place.rank).map_err(ours)?;
        sheet.write(row, 1, place.code.as_str()).map_err(ours)?;
        sheet.write(row, 2, place.acronym.as_str()).map_err(ours)?;
        sheet.write(row, 3, place.title.as_str()).map_err(ours)?;
        sheet.write(row, 4, from).map_err(ours)?;
        let codes = format!("Penilaian!$A${}:$A${last}", FIRST + 1);
        let totals = format!("Penilaian!${total}${}:${total}${last}", FIRST + 1);
        let count = Formula::new(format!("=COUNTIF({codes},B{line})"));
        sheet.write(row, 5, count.set_result(place.reads.to_string())).map_err(ours)?;
        let mean = Formula::new(format!("=AVERAGEIF({codes},B{line},{totals})"));
        let mean = mean.set_result(real(&place.score).to_string());
        sheet.write_with_format(row, 6, mean, &figure).map_err(ours)?;
        sheet.write_with_format(row, 7, real(&place.score), &figure).map_err(ours)?;
        let gap = Formula::new(format!("=ROUND(G{line}-H{line},9)")).set_result("0");
        sheet.write_with_format(row, 8, gap, &figure).map_err(ours)?;
        sheet.write(row, 9, tie_words(document, &place.tie)).map_err(ours)?;
    }
    Ok(())
}

fn reads(
    sheet: &mut Worksheet,
    document: &Document,
    annex: &Annex,
    bold: &Format,
) -> Result<(), Fault> {
    let figure = Format::new().set_num_format("0.00");
    sheet.set_name("Penilaian").map_err(ours)?;
    sheet.write_with_format(0, 0, "Nilai tiap juri untuk tiap aspek", bold).map_err(ours)?;
    sheet.write_with_format(1, 1, "Bobot", bold).map_err(ours)?;
    sheet.write_with_format(2, 1, "Nilai tertinggi", bold).map_err(ours)?;
    sheet.write_with_format(FIRST - 1, 0, "Kode", bold).map_err(ours)?;
    sheet.write_with_format(FIRST - 1, 1, "Juri", bold).map_err(ours)?;
    sheet.set_column_width(1, 24).map_err(ours)?;
    let count = document.criteria.len();
    let at_of = |at: usize| u16::try_from(at + 2).map_err(|_| Fault::Ours);
    for (at, aspect) in document.criteria.iter().enumerate() {
        let column = at_of(at)?;
        sheet.write(1, column, aspect.weight).map_err(ours)?;
        sheet.write(2, column, aspect.max).map_err(ours)?;
        sheet.write_with_format(FIRST - 1, column, aspect.title.as_str(), bold).map_err(ours)?;
    }
    sheet.write_with_format(FIRST - 1, at_of(count)?, "Nilai tertimbang", bold).map_err(ours)?;
    sheet.set_freeze_panes(FIRST, 2).map_err(ours)?;
    let (first, last) = (column(2), column(1 + count));
    for (at, read) in annex.reads.iter().enumerate() {
        let row = row_of(at)?;
        let line = row + 1;
        sheet.write(row, 0, read.code.as_str()).map_err(ours)?;
        sheet.write(row, 1, judge(annex, &read.judge)).map_err(ours)?;
        for (at, aspect) in document.criteria.iter().enumerate() {
            if let Some(mark) = read.marks.get(&aspect.key) {
                let score = Exact::new(i128::from(*mark), 100).real();
                sheet.write_with_format(row, at_of(at)?, score, &figure).map_err(ours)?;
            }
        }
        let formula = format!(
            "=100*SUMPRODUCT(${first}$2:${last}$2,{first}{line}:{last}{line}/${first}$3:${last}$3)\
             /SUM(${first}$2:${last}$2)"
        );
        let total = Formula::new(formula).set_result(real(&read.total).to_string());
        sheet.write_with_format(row, at_of(count)?, total, &figure).map_err(ours)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
