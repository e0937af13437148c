//! The package for the next level: a covering letter, the list in rank order with whom to call, and each
//! proposal with its enclosures.

use super::{
    as_file, office,
    pack::{File, file_name, pack},
};
use crate::{
    fault::Fault,
    kernel::{FieldError, Posted, text},
    proposal::{self, attachment::desk::Size},
    result::print::{
        rules,
        sheet::{
            self,
            letter::{Letter, letter},
            list,
        },
    },
    server::{
        Visit,
        pages::{Fields, Reply},
        press::press,
    },
};
use axum::body::to_bytes;
use std::collections::BTreeMap;

/// Largest enclosure that is packed, in bytes.
const ENCLOSURE: usize = 64 * 1024 * 1024;

/// Longest line of the letter, in characters.
const LINE: usize = 200;

/// What was typed for the letter, and what is wrong with it.
fn typed(fields: &Fields) -> (Letter, Vec<FieldError>) {
    let line = |name: &str| -> String {
        text::line(fields.get(name).map_or("", String::as_str)).chars().take(LINE).collect()
    };
    let letter = Letter {
        number: line("number"),
        to: line("to"),
        name: line("contact"),
        phone: line("phone"),
        mail: line("mail"),
    };
    let mut errors = Vec::new();
    if letter.to.is_empty() {
        errors.push(FieldError::new("to", "Tulis kepada siapa", "Say to whom it goes"));
    }
    if letter.name.is_empty() {
        errors.push(FieldError::new(
            "contact",
            "Tulis nama narahubung",
            "Say who can be asked about it",
        ));
    }
    if !letter.phone.chars().any(|c| c.is_ascii_digit()) {
        errors.push(FieldError::new(
            "phone",
            "Tulis nomor telepon narahubung",
            "Give the telephone number of whoever can be asked",
        ));
    }
    (letter, errors)
}

/// Makes the package that the form asks for.
///
/// # Errors
/// As [`office`].
pub async fn form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let (_, sealed) = office(&visit).await?;
    let (written, mut errors) = typed(&fields);
    let chosen: Vec<&str> = fields.keys().filter_map(|name| name.strip_prefix("pilih-")).collect();
    let quota = sealed.document.province_quota;
    let rows = rules::forwarded(&sealed.document, &chosen);
    if rows.is_none() {
        errors.push(FieldError::new(
            "forward",
            format!("Pilih 1 sampai {quota} dari inovasi terbaik: itulah kuota tingkat berikutnya"),
            format!("Choose 1 to {quota} of the honoured: that is the quota of the next level"),
        ));
    }
    let Some(rows) = rows.filter(|_| errors.is_empty()) else {
        return Ok(Reply::Again(Posted::again(errors)));
    };
    let places: BTreeMap<&str, _> =
        sealed.annex.places.iter().map(|place| (place.proposal_id.as_str(), place)).collect();
    let mut contacts = BTreeMap::new();
    let mut proposals: Vec<File> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let folder = format!("{:02}-{}", at + 1, file_name(&row.acronym));
        let (frozen, copies) = {
            let mut conn = visit.read().await?;
            proposal::document::desk::copies(&mut conn, &sealed.edition, &row.proposal_id).await?
        };
        for (ending, bytes) in copies {
            proposals.push((format!("{folder}/usulan.{ending}"), bytes));
        }
        for (n, enclosed) in frozen.files.iter().enumerate() {
            let answer =
                proposal::attachment::desk::hand_out_enclosed(&visit, enclosed, Size::Whole)
                    .await?;
            let bytes = to_bytes(answer.into_body(), ENCLOSURE).await.map_err(|_| Fault::Ours)?;
            let name = format!("{folder}/lampiran/{}-{}", n + 1, enclosed.name);
            proposals.push((name, bytes.to_vec()));
        }
        contacts.insert(row.proposal_id.as_str(), frozen.identity.contact);
    }
    let report = letter(&sealed, &written, &rows);
    let word = sheet::word(&report)?;
    let pdf = press(move || paper::report(&report)).await?;
    let mut files = vec![
        ("daftar.csv".to_owned(), list::province(&rows, &places, &contacts)?),
        ("surat-pengantar.pdf".to_owned(), pdf),
        ("surat-pengantar.docx".to_owned(), word),
    ];
    files.append(&mut proposals);
    Ok(Reply::Hand(Box::new(as_file("provinsi.zip", pack(&sealed, &files)?))))
}
