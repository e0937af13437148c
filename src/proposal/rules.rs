//! What makes a proposal complete, when it may be changed, and what a submission freezes. Pure.

mod access;
mod around;
mod link;
mod merge;
mod paperwork;
mod reminder;

use super::attachment::{Enclosed, rules as attachments};
use crate::{
    edition::{Edition, Part, TextField, Window},
    kernel::{FieldError, Lang, keeping::Version, text, time::Zone},
    say,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use access::{Access, access};
pub use around::{PRESENCE_STEP, PRESENT_FOR, REMARK, Remark, SentBack, Thread, ago, within_quota};
pub use link::{
    Link, Reach, STEP, again, film_answers, film_page, film_reach, known, reach, title,
};
pub use merge::{KEYS, Merged, PAGE_0, field_name, goals, merge, numbers};
pub use paperwork::{ALIKE, Concern, OtherTitle, Papers, concerns, letters, likeness, video_flaw};
pub use reminder::{DAYS, Late, due, in_force, message};

/// Longest title, acronym and expansion, in characters.
pub const TITLE: usize = 120;
/// Longest acronym, in characters: what still fits the stage in two lines.
pub const ACRONYM: usize = 28;
/// Longest expansion, in characters.
pub const EXPANSION: usize = 160;

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being written; nothing has been submitted.
    Draft,
    /// A version counts.
    Submitted,
    /// Passed screening.
    Accepted,
    /// Failed screening.
    Rejected,
    /// Submitted, and taken back by its owner.
    Withdrawn,
}

impl Status {
    /// The name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The status of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Draft, Self::Submitted, Self::Accepted, Self::Rejected, Self::Withdrawn]
            .into_iter()
            .find(|status| status.code() == code)
    }

    /// Its name on the page.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Draft => say!(status_draft, lang),
            Self::Submitted => say!(status_submitted, lang),
            Self::Accepted => say!(status_accepted, lang),
            Self::Rejected => say!(status_rejected, lang),
            Self::Withdrawn => say!(status_withdrawn, lang),
        }
    }

    /// Whether a version of it takes part: it was submitted and not taken back.
    pub fn counts(self) -> bool {
        !matches!(self, Self::Draft | Self::Withdrawn)
    }
}

/// Page 0 of the form: what the innovation is called and whose it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Short name, as on the stage.
    pub acronym: String,
    /// What the acronym stands for; `[ ]` around the syllables that make it, if marked.
    pub expansion: String,
    /// Full title.
    pub title: String,
    /// Code of the service unit.
    pub unit: String,
    /// Key of the category.
    pub category: String,
    /// Key of the track.
    pub track: String,
    /// ISO date on which it began to run.
    pub started_on: String,
    /// Numbers of the sustainable development goals it serves, in order.
    #[serde(default)]
    pub sdgs: Vec<u8>,
    /// Address of its video.
    #[serde(default)]
    pub video: String,
    /// Telephone of whoever answers for it; never part of what is published or judged.
    #[serde(default)]
    pub contact: String,
    /// How many people carry it, as typed.
    #[serde(default)]
    pub team_size: String,
    /// The innovation it replicates, if it does.
    #[serde(default)]
    pub origin: String,
    /// Whether it was a winner before: `yes`, `no`, or nothing.
    #[serde(default)]
    pub won_before: String,
}

/// How many sustainable development goals there are.
pub const SDGS: u8 = 17;
/// Longest name of an origin, address of a video, contact, in characters.
pub const LINE: usize = 200;

/// A version of a proposal as it was submitted: what judges read, for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// Page 0.
    pub identity: Identity,
    /// Name of the unit at that time.
    pub unit: String,
    /// Name of the agency at that time.
    pub agency: String,
    /// Every text by field key.
    pub texts: BTreeMap<String, String>,
    /// The attachments it had; none are written, so that older versions keep their fingerprints.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Enclosed>,
}

/// Something that a proposal still lacks, with the page that mends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Last part of the page's address.
    pub slug: String,
    /// Field on that page.
    pub field: String,
    /// In Indonesian.
    pub id: String,
    /// In English.
    pub en: String,
}

impl Missing {
    /// The sentence in `lang`.
    pub fn sentence(&self, lang: Lang) -> &str {
        if lang == Lang::En { &self.en } else { &self.id }
    }
}

/// How far a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Nothing written.
    Empty,
    /// Something written, something required still empty.
    Begun,
    /// Everything required is there and within its limits.
    Complete,
    /// Something is over its limit.
    Wrong,
}

/// What is wrong with a text now, if anything; an empty one is not wrong while it is written.
pub fn flaw(field: &TextField, value: &str) -> Option<FieldError> {
    let words = text::count_words(value);
    if words > field.max_words {
        let (id, en) = (field.label.pick(Lang::Id), field.label.pick(Lang::En));
        let max = field.max_words;
        return Some(FieldError::new(
            &field.key,
            format!("{id} harus {max} kata atau kurang. Sekarang {words} kata."),
            format!("{en} must be {max} words or fewer. It has {words}."),
        ));
    }
    None
}

/// How far the section of these fields is.
pub fn progress(fields: &[TextField], texts: &BTreeMap<String, String>) -> Progress {
    let text = |field: &TextField| texts.get(&field.key).map_or("", |text| text.trim());
    if fields.iter().any(|field| flaw(field, text(field)).is_some()) {
        return Progress::Wrong;
    }
    if fields.iter().all(|field| text(field).is_empty()) {
        return if fields.iter().any(|f| f.required) {
            Progress::Empty
        } else {
            Progress::Complete
        };
    }
    if fields.iter().any(|field| field.required && text(field).is_empty()) {
        return Progress::Begun;
    }
    Progress::Complete
}

/// What is wrong with page 0 as typed.
pub fn check_identity(edition: &Edition, identity: &Identity) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut need = |field: &str, value: &str, max: usize, id: &str, en: &str| {
        if value.chars().count() > max {
            errors.push(FieldError::new(
                field,
                format!("{id} paling panjang {max} huruf. Sekarang {}.", value.chars().count()),
                format!("{en} has at most {max} characters. It has {}.", value.chars().count()),
            ));
        }
    };
    need("acronym", &identity.acronym, ACRONYM, "Nama pendek", "The short name");
    need("expansion", &identity.expansion, EXPANSION, "Kepanjangan", "The expansion");
    need("title", &identity.title, TITLE, "Judul", "The title");
    need("origin", &identity.origin, LINE, "Inovasi asal", "The origin");
    need("video", &identity.video, LINE, "Tautan video", "The video link");
    need("contact", &identity.contact, LINE, "Nomor kontak", "The contact number");
    if !identity.contact.is_empty()
        && identity.contact.chars().filter(char::is_ascii_digit).count() < 8
    {
        errors.push(FieldError::new(
            "contact",
            "Nomor kontak paling sedikit 8 angka, misalnya 0812 3456 7890",
            "A contact number has at least 8 digits, such as 0812 3456 7890",
        ));
    }
    if !identity.team_size.is_empty()
        && !identity.team_size.parse().is_ok_and(|n: u32| (1..=999).contains(&n))
    {
        errors.push(FieldError::new(
            "team_size",
            "Jumlah anggota tim berupa angka 1 sampai 999",
            "The size of the team is a number from 1 to 999",
        ));
    }
    errors.extend(video_flaw(&identity.video));
    if !identity.started_on.is_empty() && edition.age_at_closing(&identity.started_on).is_none() {
        errors.push(FieldError::new(
            "started_on",
            "Tanggal mulai tidak ada di kalender. Tulis seperti 2019-03-01.",
            "The start date is not in the calendar. Write it like 2019-03-01.",
        ));
    }
    errors
}

/// Everything that page 0 still lacks for a submission.
pub fn missing_identity(edition: &Edition, identity: &Identity) -> Vec<Missing> {
    let mut missing = Vec::new();
    let mut lack = |lacks: bool, field: &str, id: String, en: String| {
        if lacks {
            missing.push(Missing { slug: "identitas".to_owned(), field: field.to_owned(), id, en });
        }
    };
    lack(
        identity.acronym.is_empty(),
        "acronym",
        "Tulis nama pendek inovasi".to_owned(),
        "Enter the short name".to_owned(),
    );
    lack(
        identity.title.is_empty(),
        "title",
        "Tulis judul inovasi".to_owned(),
        "Enter the title".to_owned(),
    );
    lack(
        identity.unit.is_empty(),
        "unit",
        "Pilih unit pelayanan".to_owned(),
        "Choose the service unit".to_owned(),
    );
    lack(
        edition.category(&identity.category).is_none(),
        "category",
        "Pilih kategori".to_owned(),
        "Choose a category".to_owned(),
    );
    lack(
        !edition.tracks.iter().any(|track| track.key == identity.track),
        "track",
        "Pilih kelompok".to_owned(),
        "Choose a track".to_owned(),
    );
    lack(
        identity.track == "replication" && identity.origin.is_empty(),
        "origin",
        "Sebutkan inovasi asal yang direplikasi".to_owned(),
        "Name the innovation that is replicated".to_owned(),
    );
    match edition.age_at_closing(&identity.started_on) {
        None => lack(
            true,
            "started_on",
            "Tulis tanggal inovasi mulai berjalan".to_owned(),
            "Enter the date on which the innovation began".to_owned(),
        ),
        Some(months) => lack(
            months < edition.rules.min_age_months,
            "started_on",
            format!(
                "Inovasi harus sudah berjalan {} saat pendaftaran ditutup. Menurut tanggal mulai, baru {}.",
                months_in_words(edition.rules.min_age_months, Lang::Id),
                months_in_words(months.max(0), Lang::Id)
            ),
            format!(
                "The innovation must have run for {} when submissions close. By its start date it is {}.",
                months_in_words(edition.rules.min_age_months, Lang::En),
                months_in_words(months.max(0), Lang::En)
            ),
        ),
    }
    missing
}

/// Everything that a proposal still lacks for a submission, in the order of the form. `kinds` are
/// those of the attachments that are there.
pub fn missing(
    edition: &Edition,
    identity: &Identity,
    texts: &BTreeMap<String, String>,
    kinds: &[String],
) -> Vec<Missing> {
    let mut missing = missing_identity(edition, identity);
    for section in &edition.sections {
        for field in &section.fields {
            let value = texts.get(&field.key).map_or("", String::as_str);
            let lack = match flaw(field, value) {
                Some(error) => Some((error.id, error.en)),
                None if field.required && value.trim().is_empty() => Some((
                    format!("Tulis {}", lower(field.label.pick(Lang::Id))),
                    format!("Enter {}", lower(field.label.pick(Lang::En))),
                )),
                None => None,
            };
            if let Some((id, en)) = lack {
                missing.push(Missing {
                    slug: section.slug.clone(),
                    field: field.key.clone(),
                    id,
                    en,
                });
            }
        }
    }
    missing.extend(attachments::missing(edition, kinds));
    missing
}

fn lower(label: &str) -> String {
    let mut characters = label.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// "1 tahun 4 bulan", "8 bulan".
pub fn months_in_words(months: i64, lang: Lang) -> String {
    let (years, rest) = (months / 12, months % 12);
    let part = |n: i64, id: &str, one: &str, many: &str| match lang {
        Lang::Id => format!("{n} {id}"),
        Lang::En => format!("{n} {}", if n == 1 { one } else { many }),
    };
    match (years, rest) {
        (0, rest) => part(rest, "bulan", "month", "months"),
        (years, 0) => part(years, "tahun", "year", "years"),
        (years, rest) => format!(
            "{} {}",
            part(years, "tahun", "year", "years"),
            part(rest, "bulan", "month", "months")
        ),
    }
}

/// Whether its writers may change this part of a proposal now.
pub fn may_write(status: Status, window: &Window, part: Part<'_>) -> bool {
    window.lets(part) && matches!(status, Status::Draft | Status::Submitted | Status::Withdrawn)
}

/// Whether this part of a proposal is taken now; `last` is when the version that counts was
/// submitted. Everything that changes a proposal asks here.
///
/// # Errors
/// The sentence that says why not.
pub fn may_submit(
    zone: &Zone,
    status: Status,
    (window, part): (&Window, Part<'_>),
    now: i64,
    last: Option<i64>,
) -> Result<(), FieldError> {
    if may_write(status, window, part) {
        return Ok(());
    }
    if may_write(status, window, Part::Any) {
        let sentence = |lang| say!(repair_only, lang, at = zone.moment(window.closes, lang));
        return Err(FieldError::new("", sentence(Lang::Id), sentence(Lang::En)));
    }
    let closed = |lang| {
        let what = if window.pages.is_empty() {
            say!(submit_closed, lang)
        } else {
            say!(repair_closed, lang)
        };
        format!("{what} {}", zone.moment(window.closes.min(now), lang))
    };
    let stands = |lang| {
        last.map(|at| format!(". {}", say!(submit_stands, lang, at = zone.moment(at, lang))))
            .unwrap_or_default()
    };
    let sentence = |lang| format!("{}{}", closed(lang), stands(lang));
    Err(FieldError::new("", sentence(Lang::Id), sentence(Lang::En)))
}

/// Whose a proposal is, in one line: "Puskesmas Kebasen, Dinas Kesehatan"; an agency that is its
/// own unit is named once.
pub fn place(unit: &str, agency: &str) -> String {
    if unit == agency { unit.to_owned() } else { format!("{unit}, {agency}") }
}

/// An innovation's short name with its title, if that says more.
pub fn named(acronym: &str, title: &str) -> String {
    if title.to_lowercase().starts_with(&acronym.to_lowercase()) {
        return title.to_owned();
    }
    format!("{acronym}: {title}")
}

/// The receipt number of an edition's year: `KIPP-2020-0107`.
pub fn receipt_number(year: i32, number: i64) -> String {
    format!("KIPP-{year}-{number:04}")
}

/// What judges call a proposal: `U-037`.
pub fn code(number: i64) -> String {
    format!("U-{number:03}")
}

/// An expansion in pieces: `true` for the syllables that make the acronym.
pub fn syllables(expansion: &str) -> Vec<(bool, String)> {
    let mut pieces = Vec::new();
    let mut lit = false;
    for piece in expansion.split(['[', ']']) {
        if !piece.is_empty() {
            pieces.push((lit, piece.to_owned()));
        }
        lit = !lit;
    }
    pieces
}

/// An expansion without its marks.
pub fn plain(expansion: &str) -> String {
    expansion.replace(['[', ']'], "")
}

/// Which of a field's versions a reader looks for, newest first: the last of each sitting.
///
/// Autosave writes one every few seconds. A version followed within ten minutes by another of the
/// same person on the same device is a step on the way; one that lost a conflict never is.
pub fn landmarks(versions: &[Version]) -> Vec<bool> {
    const SITTING: i64 = 10 * 60_000;
    versions
        .iter()
        .enumerate()
        .map(|(at, version)| {
            let next = versions[..at].iter().rev().find(|next| next.field == version.field);
            version.beside
                || next.is_none_or(|next| {
                    next.beside
                        || next.at - version.at > SITTING
                        || (&next.by, &next.device) != (&version.by, &version.device)
                })
        })
        .collect()
}
