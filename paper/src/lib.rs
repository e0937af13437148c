//! Sets kipp's documents on paper: plain data in, a tagged PDF out.
//!
//! It knows no competition and no language. Every word arrives as data, and a template in
//! `templates/` says where it stands. Only this crate pays for the typesetter.
//!
//! A new document is one struct with a [`Sheet`], one template that begins with `house.typ`, and
//! one function.

mod press;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use press::Unset;

/// What every document says of itself.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sheet {
    /// Language of its words: `id`, `en`.
    pub lang: String,
    /// Its title, as readers list it.
    pub title: String,
    /// Whose mark it bears: "KIPP Banyumas".
    pub house: String,
    /// What it belongs to: the competition's full name.
    pub edition: String,
    /// Who answers for it.
    pub organiser: String,
    /// The word for invented data, on those that hold some.
    pub sample: Option<String>,
    /// What to call a page of several; `{n}` and `{of}` stand for the numbers.
    pub page: String,
    /// The moment its data are of, in unix milliseconds: the file's date, never the clock's.
    pub at: Option<i64>,
    /// What stays the same in every print of it.
    #[serde(skip)]
    pub ident: String,
}

/// A name and what it names; several lines stand below each other.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fact {
    /// "Pengusul".
    pub name: String,
    /// "Puskesmas Kebasen, Dinas Kesehatan".
    pub lines: Vec<String>,
}

/// Where the document can be checked.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Check {
    /// "Periksa di".
    pub name: String,
    /// The whole address.
    pub link: String,
    /// The code to type, in groups.
    pub code: String,
    /// What the QR code is, for whoever cannot see it.
    pub label: String,
    /// What else to know of it: that it is a sample.
    pub note: Option<String>,
    /// The QR code of the address with its quiet zone, as SVG path data on a grid of one unit.
    pub path: String,
    /// The grid's side.
    pub side: u32,
}

/// A column of names and a column of figures.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Counts {
    /// Heads of the two columns.
    pub head: (String, String),
    /// Name and figure.
    pub rows: Vec<(String, String)>,
    /// The last row.
    pub total: (String, String),
}

/// What somebody holds who has handed something in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Receipt {
    /// What every document says.
    pub sheet: Sheet,
    /// What kind of document it is: "Tanda terima".
    pub kind: String,
    /// What it says: "Usulan Anda sudah diterima".
    pub says: String,
    /// When, on the server's clock.
    pub moment: String,
    /// "Nomor usulan" and the number.
    pub number: Fact,
    /// What was handed in.
    pub facts: Vec<Fact>,
    /// How much.
    pub counts: Counts,
    /// What lay with it.
    pub files: Fact,
    /// Its fingerprint, in groups.
    pub fingerprint: Fact,
    /// Where to check it.
    pub check: Check,
}

/// One text below its heading.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Part {
    /// "Adaptabilitas: Sudah direplikasi".
    pub heading: String,
    /// "182 dari 200 kata".
    pub note: String,
    /// The text, each of its lines as it was typed; none if nothing was written.
    pub lines: Vec<String>,
    /// What stands in place of an empty text.
    pub empty: String,
}

/// A whole proposal.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Proposal {
    /// What every document says.
    pub sheet: Sheet,
    /// What kind of document it is, and how binding: "Usulan, versi 2".
    pub kind: String,
    /// Short name.
    pub acronym: String,
    /// What the short name stands for; may be empty.
    pub expansion: String,
    /// Full title.
    pub title: String,
    /// What is said of it.
    pub facts: Vec<Fact>,
    /// Its texts in the order of the form.
    pub parts: Vec<Part>,
    /// Names of what lies with it.
    pub files: Fact,
}

/// A part of a report: a heading, paragraphs, a table; each may be missing.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Block {
    /// Its heading; none if empty.
    pub heading: String,
    /// Its paragraphs.
    pub lines: Vec<String>,
    /// Heads of the table's columns; no table if empty.
    pub head: Vec<String>,
    /// The table's rows.
    pub rows: Vec<Vec<String>>,
    /// How many of the last columns hold figures.
    pub figures: usize,
}

/// Somebody who is to sign.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Signature {
    /// In which office.
    pub role: String,
    /// Their name; a line to be filled in if empty.
    pub name: String,
}

/// An official report: minutes, an annex, what the judges say to an innovator.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// What every document says.
    pub sheet: Sheet,
    /// What kind of document it is: "Berita acara".
    pub kind: String,
    /// Its title.
    pub title: String,
    /// What is said below the title, such as its number.
    pub under: Vec<String>,
    /// Its parts.
    pub blocks: Vec<Block>,
    /// Who signs, side by side.
    pub signatures: Vec<Signature>,
    /// The last line of all, in small letters.
    pub closing: String,
}

/// An award on one sheet, to be hung up.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Certificate {
    /// What every document says.
    pub sheet: Sheet,
    /// "Piagam Penghargaan".
    pub kind: String,
    /// "Nomor 001/KIPP/2020".
    pub serial: String,
    /// "diberikan kepada".
    pub given: String,
    /// To whom.
    pub to: String,
    /// Where they are from.
    pub of: String,
    /// For what.
    pub award: String,
    /// The rank, as it stands in the medal.
    pub rank: String,
    /// The innovation's name.
    pub work: String,
    /// The innovation's title; empty if the name says it all.
    pub title: String,
    /// Place and day.
    pub place: String,
    /// Who signs.
    pub signature: Signature,
    /// Where to check it.
    pub check: Check,
}

/// A report on as many sheets of A4 as it takes.
///
/// # Errors
/// When it could not be set; there is no half document.
pub fn report(report: &Report) -> Result<Vec<u8>, Unset> {
    press::print("report.typ", &report.sheet, report)
}

/// A certificate on one sheet of A4 on its side.
///
/// # Errors
/// When it could not be set; there is no half document.
pub fn certificate(certificate: &Certificate) -> Result<Vec<u8>, Unset> {
    press::print("certificate.typ", &certificate.sheet, certificate)
}

/// The receipt on one sheet of A4, on more if it has much to tell.
///
/// # Errors
/// When it could not be set; there is no half document.
pub fn receipt(receipt: &Receipt) -> Result<Vec<u8>, Unset> {
    press::print("receipt.typ", &receipt.sheet, receipt)
}

/// The proposal on as many sheets of A4 as it takes.
///
/// # Errors
/// When it could not be set; there is no half document.
pub fn proposal(proposal: &Proposal) -> Result<Vec<u8>, Unset> {
    press::print("proposal.typ", &proposal.sheet, proposal)
}
