//! Until when a proposal is taken: the calendar's closing, or a later one that the chair gave.

use super::{Edition, Phase};
use crate::kernel::{FieldError, Lang};
use serde::{Deserialize, Serialize};

/// Whom an extension reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// Everybody.
    All,
    /// The agency of this code, with its units.
    Agency(String),
    /// The proposal of this id.
    Proposal(String),
}

impl Scope {
    fn reaches(&self, agency: &str, proposal: &str) -> bool {
        match self {
            Self::All => true,
            Self::Agency(code) => code == agency,
            Self::Proposal(id) => id == proposal,
        }
    }
}

/// A later closing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// For whom.
    pub scope: Scope,
    /// Last moment, in unix milliseconds.
    pub closes: i64,
    /// The pages it is for: a repair that the committee asked for. Empty if it is for all of them.
    pub pages: Vec<String>,
}

/// The closing that holds for a proposal of an agency: the latest that reaches it. The whole
/// product asks here; an empty agency and proposal ask for everybody's.
pub fn closing(edition: &Edition, extensions: &[Extension], agency: &str, proposal: &str) -> i64 {
    extensions
        .iter()
        .filter(|extension| extension.pages.is_empty() && extension.scope.reaches(agency, proposal))
        .map(|extension| extension.closes)
        .fold(edition.calendar.submission_closes, i64::max)
}

/// Whether something may still be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The closing that holds.
    pub closes: i64,
    /// Whether it lies ahead and the edition's phase allows it.
    pub open: bool,
    /// The pages it is for, if it is a repair's; empty if it is for all of them.
    pub pages: Vec<String>,
}

/// What somebody wants to change of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// The proposal as a whole: withdrawing it, sending it back.
    Whole,
    /// A page of its form, by its part of the address.
    Page(&'a str),
    /// Whatever is open: submitting it.
    Any,
}

impl Window {
    /// Whether this part may be changed now.
    pub fn lets(&self, part: Part<'_>) -> bool {
        self.open
            && match part {
                Part::Any => true,
                Part::Whole => self.pages.is_empty(),
                Part::Page(page) => {
                    self.pages.is_empty() || self.pages.iter().any(|one| one == page)
                }
            }
    }
}

/// The window of a proposal of an agency.
///
/// Everybody's closes with the submission phase; who has a later closing of their own keeps it
/// while the others are being screened, and no longer. A repair opens its pages while the others
/// are being screened; it takes nothing from whom the whole form is open.
pub fn window(
    edition: &Edition,
    extensions: &[Extension],
    phase: Phase,
    (agency, proposal): (&str, &str),
    now: i64,
) -> Window {
    let closes = closing(edition, extensions, agency, proposal);
    let own = closes > closing(edition, extensions, "", "");
    let phase_allows = phase == Phase::Submission || (phase == Phase::Screening && own);
    let open = phase_allows && now <= closes;
    let repair = extensions
        .iter()
        .filter(|one| !one.pages.is_empty() && one.scope.reaches(agency, proposal))
        .max_by_key(|one| one.closes);
    match repair {
        Some(repair) if phase == Phase::Screening && !open => Window {
            closes: repair.closes,
            open: now <= repair.closes,
            pages: repair.pages.clone(),
        },
        _ => Window { closes, open, pages: Vec::new() },
    }
}

/// Least time that a repair gives.
const HOUR: i64 = 3_600_000;

/// Whether these pages of a submitted proposal may be opened for a repair until `closes`.
///
/// # Errors
/// Every sentence that says why not.
pub fn may_repair(
    edition: &Edition,
    pages: &[String],
    closes: Option<i64>,
    now: i64,
) -> Result<i64, Vec<FieldError>> {
    let mut errors = Vec::new();
    let known = |page: &String| {
        page == "identitas"
            || edition.section(page).is_some()
            || (page == "lampiran" && !edition.enclosures.is_empty())
    };
    if pages.is_empty() || !pages.iter().all(known) {
        errors.push(FieldError::new(
            "pages",
            "Pilih paling sedikit satu bagian yang perlu diperbaiki",
            "Choose at least one section that is to be mended",
        ));
    }
    let (zone, until) = (&edition.region.zone, edition.calendar.screening_until);
    match closes {
        None => errors.push(FieldError::new(
            "day",
            "Isi tanggal dan jam batas perbaikan",
            "Enter the date and time by which it is to be mended",
        )),
        Some(closes) if closes < now + HOUR => errors.push(FieldError::new(
            "day",
            "Batas perbaikan paling cepat satu jam dari sekarang",
            "Give at least one hour from now",
        )),
        Some(closes) if closes >= until => errors.push(FieldError::new(
            "day",
            format!(
                "Batas perbaikan harus sebelum seleksi selesai, {}.",
                zone.moment(until, Lang::Id)
            ),
            format!("It must be mended before screening ends, {}.", zone.moment(until, Lang::En)),
        )),
        Some(_) => {}
    }
    closes.filter(|_| errors.is_empty()).ok_or(errors)
}

/// Whether a closing may be moved to `to`, for a scope whose proposal, if it is one, is of
/// `agency`; answers with the closing that held before.
///
/// # Errors
/// The sentence that says why not: it would shorten, it is past, or the phase is.
pub fn may_extend(
    edition: &Edition,
    extensions: &[Extension],
    phase: Phase,
    (scope, agency): (&Scope, &str),
    to: i64,
    now: i64,
) -> Result<i64, FieldError> {
    let zone = &edition.region.zone;
    let error = |field: &str, id: String, en: String| Err(FieldError::new(field, id, en));
    let before = match scope {
        Scope::All => closing(edition, extensions, "", ""),
        Scope::Agency(code) => closing(edition, extensions, code, ""),
        Scope::Proposal(id) => closing(edition, extensions, agency, id),
    };
    let phase_allows =
        phase == Phase::Submission || (phase == Phase::Screening && *scope != Scope::All);
    let until = edition.calendar.screening_until;
    if !phase_allows {
        error(
            "scope",
            "Seleksi sudah berjalan. Tenggat hanya bisa diperpanjang untuk satu perangkat daerah atau satu usulan, dan hanya selama seleksi.".to_owned(),
            "Screening has begun. Only one agency or one proposal can be given more time, and only while screening lasts.".to_owned(),
        )
    } else if to <= before {
        error(
            "day",
            format!(
                "Tenggat tidak bisa dipersingkat. Yang berlaku sekarang {}.",
                zone.moment(before, Lang::Id)
            ),
            format!(
                "A deadline cannot be shortened. The one that holds is {}.",
                zone.moment(before, Lang::En)
            ),
        )
    } else if to <= now {
        error(
            "day",
            "Waktu ini sudah lewat. Pilih waktu yang akan datang.".to_owned(),
            "This time has passed. Choose one that lies ahead.".to_owned(),
        )
    } else if to >= until {
        error(
            "day",
            format!(
                "Tenggat baru harus sebelum seleksi selesai, {}.",
                zone.moment(until, Lang::Id)
            ),
            format!(
                "The new deadline must be before screening ends, {}.",
                zone.moment(until, Lang::En)
            ),
        )
    } else {
        Ok(before)
    }
}
