//! What an attachment may be called, what a proposal still lacks of them, and where a piece of an
//! upload belongs. Pure.

use crate::{
    edition::{Edition, Enclosure, Medium},
    kernel::{Lang, text},
    proposal::rules::{Missing, Progress},
    say,
};
use serde::{Deserialize, Serialize};

/// Last part of the address of the attachments' page.
pub const SLUG: &str = "lampiran";
/// Bytes of a megabyte, as the limits count them.
pub const MEGABYTE: u64 = 1024 * 1024;
/// Longest name of a file, in characters, with its ending.
const NAME: usize = 80;
/// Longest description of a picture, in characters.
pub const DESCRIPTION: usize = 300;
/// Bytes from the start of a file that tell whether it is the one that was begun.
pub const HEAD: usize = 64 * 1024;

/// What a file is, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A PDF document.
    Pdf,
    /// A photo.
    Jpeg,
    /// A picture.
    Png,
}

impl Format {
    /// The name in the database, and the ending of a file's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// The format of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Pdf, Self::Jpeg, Self::Png].into_iter().find(|format| format.code() == code)
    }

    /// What the Web calls it.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// Document or picture.
    pub fn medium(self) -> Medium {
        match self {
            Self::Pdf => Medium::Pdf,
            Self::Jpeg | Self::Png => Medium::Image,
        }
    }
}

/// An attachment as a submission holds it, for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosed {
    /// Stable id.
    pub id: String,
    /// Key of what the form asked for.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub format: Format,
    /// Its size in bytes.
    pub size: i64,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// What a picture shows, in words.
    pub description: String,
}

/// A file's name without folders and signs that mislead, with the ending that its bytes deserve.
pub fn name(given: &str, format: Format) -> String {
    let line = text::line(given);
    let base = line.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = match base.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 5 => stem,
        _ => base,
    };
    // Marks of direction can make "fdp.exe" of "exe.pdf"; the rest would need quoting somewhere.
    let kept: String = stem
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        .map(|c| if matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*') { '-' } else { c })
        .take(NAME)
        .collect();
    // A space behind a dot would be an edge once the dot is gone, so both go in one step.
    let kept = kept.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let stem = if kept.is_empty() { "lampiran" } else { kept };
    format!("{stem}.{}", format.code())
}

/// "1,9 MB", "640 kB".
pub fn size(bytes: u64, lang: Lang) -> String {
    if bytes < MEGABYTE {
        return format!("{} kB", bytes.div_ceil(1024));
    }
    let tenths = (bytes * 10 + MEGABYTE / 2) / MEGABYTE;
    let point = if lang == Lang::En { '.' } else { ',' };
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole} MB"),
        (whole, tenth) => format!("{whole}{point}{tenth} MB"),
    }
}

/// What an enclosure takes, in one line: "PDF, JPG, atau PNG. Paling besar 10 MB."
pub fn takes(enclosure: &Enclosure, lang: Lang) -> String {
    let pdf = enclosure.takes.contains(&Medium::Pdf);
    let image = enclosure.takes.contains(&Medium::Image);
    let what = match (pdf, image) {
        (true, true) => say!(takes_both, lang),
        (true, false) => "PDF",
        _ => say!(takes_image, lang),
    };
    say!(takes_limit, lang, what = what, mb = enclosure.max_mb)
}

/// Every required attachment that is not there, in the order of the form.
pub fn missing(edition: &Edition, kinds: &[String]) -> Vec<Missing> {
    edition
        .enclosures
        .iter()
        .filter(|asked| asked.required && !kinds.contains(&asked.key))
        .map(|asked| Missing {
            slug: SLUG.to_owned(),
            field: asked.key.clone(),
            id: format!("Unggah {}", asked.title.pick(Lang::Id)),
            en: format!("Upload {}", asked.title.pick(Lang::En)),
        })
        .collect()
}

/// How far the attachments are.
pub fn progress(edition: &Edition, kinds: &[String]) -> Progress {
    match (missing(edition, kinds).is_empty(), kinds.is_empty()) {
        (true, _) => Progress::Complete,
        (false, true) => Progress::Empty,
        (false, false) => Progress::Begun,
    }
}

/// Whether the task list counts the attachments among the sections: only if one is required.
pub fn counts(edition: &Edition) -> bool {
    edition.enclosures.iter().any(|asked| asked.required)
}

/// What becomes of a piece that arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// It goes on where the last one ended; so many more bytes belong to the file.
    Next(u64),
    /// It does not begin where the last one ended.
    Elsewhere,
}

/// Where a piece that says it begins at `offset` belongs in an upload.
pub fn place(received: u64, length: u64, offset: u64) -> Piece {
    if offset == received { Piece::Next(length - received.min(length)) } else { Piece::Elsewhere }
}

/// Whole percent of an upload, never 100 before the last byte.
pub fn percent(received: u64, length: u64) -> u32 {
    let percent = (received.min(length) * 100).checked_div(length);
    percent.and_then(|percent| u32::try_from(percent).ok()).unwrap_or(100)
}
