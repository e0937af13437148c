//! The course of a proposal through screening: where it stands, who may do what next, and in which
//! order the office goes through them. Pure.

use crate::{
    edition::{Edition, Phase},
    kernel::{FieldError, Lang, said, time::DAY},
    proposal::Status,
};
use serde::{Deserialize, Serialize};

/// Longest sentence of a decision, message or reply, in characters.
pub const NOTE: usize = 2000;

/// Where a proposal stands in screening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nobody has decided.
    Waiting,
    /// One officer proposes to reject it; another has to agree.
    Proposed,
    /// Its writers mend what the committee asked for.
    Repair,
    /// It passed.
    Accepted,
    /// It did not, by two officers.
    Rejected,
}

/// What an officer does about a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Lets it pass.
    Accept,
    /// Proposes to reject it.
    Propose,
    /// Agrees with a proposed rejection: it takes effect.
    Confirm,
    /// Asks for a repair.
    Repair,
    /// Takes a decision back.
    Reopen,
}

impl Act {
    /// Its name in forms and in the record.
    pub fn code(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Propose => "propose",
            Self::Confirm => "confirm",
            Self::Repair => "repair",
            Self::Reopen => "reopen",
        }
    }

    /// The act of a name.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Accept, Self::Propose, Self::Confirm, Self::Repair, Self::Reopen]
            .into_iter()
            .find(|act| act.code() == code)
    }
}

/// What was decided last: the act's code, and the version it was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The act's code; empty if nothing was decided.
    pub act: &'a str,
    /// The version it was about.
    pub version: i64,
}

/// Where a proposal of this status and version stands; nothing if there is nothing to screen.
///
/// `repair` is until when its pages are open, if they are. A version submitted since makes an
/// unfinished decision void: nobody has read it.
pub fn stage(
    status: Status,
    version: i64,
    last: Place<'_>,
    repair: Option<i64>,
    now: i64,
) -> Option<Stage> {
    Some(match status {
        Status::Draft | Status::Withdrawn => return None,
        Status::Accepted => Stage::Accepted,
        Status::Rejected => Stage::Rejected,
        Status::Submitted if last.version != version => Stage::Waiting,
        Status::Submitted => match last.act {
            "propose" => Stage::Proposed,
            "repair" if repair.is_some_and(|closes| now <= closes) => Stage::Repair,
            _ => Stage::Waiting,
        },
    })
}

/// Who proposed a rejection, as whoever asks stands to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proposed {
    /// Nobody.
    No,
    /// They themselves: another has to agree.
    ByOneself,
    /// Somebody else: they may agree.
    ByAnother,
}

/// Whether an officer may do this now.
///
/// # Errors
/// The sentence that says why not.
pub fn may(act: Act, stage: Stage, proposed: Proposed) -> Result<(), FieldError> {
    let refuse = |id: &str, en: &str| Err(FieldError::new("", id, en));
    match (act, stage) {
        (Act::Accept | Act::Propose | Act::Repair, Stage::Waiting | Stage::Proposed)
        | (Act::Reopen, Stage::Accepted | Stage::Rejected | Stage::Repair) => Ok(()),
        (Act::Confirm, Stage::Proposed) if proposed == Proposed::ByAnother => Ok(()),
        (Act::Confirm, Stage::Proposed) => refuse(
            "Anda sendiri yang mengusulkan penolakan ini. Petugas lain harus menyetujuinya.",
            "You proposed this rejection yourself. Another officer has to agree.",
        ),
        (_, Stage::Repair) => refuse(
            "Usulan ini sedang diperbaiki pengusulnya. Tunggu perbaikannya, atau tarik kembali permintaan itu.",
            "Its writers are mending this proposal. Wait for them, or take the request back.",
        ),
        _ => refuse(
            "Usulan ini sudah berada pada tahap lain. Lihat putusan yang berlaku di bawah.",
            "This proposal is at another point by now. See below what holds.",
        ),
    }
}

/// Whether a proposal waits for this officer: undecided, or rejected by a colleague's proposal.
pub fn awaits(stage: Option<Stage>, proposed: Proposed) -> bool {
    match stage {
        Some(Stage::Waiting) => true,
        Some(Stage::Proposed) => proposed == Proposed::ByAnother,
        _ => false,
    }
}

/// The proposals before and after one that wait for an officer, out of all in their order, each
/// with whether it waits. After the last comes the first that is left.
pub fn neighbours<'a>(all: &'a [(String, bool)], id: &str) -> (Option<&'a str>, Option<&'a str>) {
    let at = all.iter().position(|(one, _)| one == id).unwrap_or(all.len());
    let waits = |(one, waits): &&(String, bool)| *waits && one != id;
    let name = |one: &'a (String, bool)| one.0.as_str();
    let (before, after) = (&all[..at], &all[at..]);
    (before.iter().rev().find(waits).map(name), after.iter().chain(before).find(waits).map(name))
}

/// What was typed as the sentence of a decision, message or reply.
///
/// # Errors
/// The sentence that says what is wrong with it.
pub fn note(field: &str, typed: &str) -> Result<String, FieldError> {
    let empty = (
        "Tulis satu kalimat; yang berkepentingan akan membacanya",
        "Write a sentence; those whom it concerns will read it",
    );
    said(field, typed, NOTE, empty)
}

/// Until when the owner of a proposal rejected at `at` may reply.
pub fn reply_until(edition: &Edition, at: i64) -> i64 {
    at + i64::from(edition.rules.reply_days) * DAY
}

/// Whether the owner of a proposal may reply to its rejection now; `rejected` is when it took
/// effect, `replied` whether they have answered this one already.
///
/// # Errors
/// The sentence that says why not.
pub fn may_reply(
    edition: &Edition,
    phase: Phase,
    rejected: Option<i64>,
    replied: bool,
    now: i64,
) -> Result<(), FieldError> {
    let refuse = |id: String, en: String| Err(FieldError::new("", id, en));
    let Some(at) = rejected else {
        return refuse(
            "Usulan ini tidak ditolak; tidak ada yang perlu disanggah.".to_owned(),
            "This proposal is not rejected; there is nothing to reply to.".to_owned(),
        );
    };
    let (until, zone) = (reply_until(edition, at), &edition.region.zone);
    if replied {
        refuse(
            "Sanggahan sudah terkirim. Satu putusan disanggah satu kali.".to_owned(),
            "Your reply has been sent. A decision is replied to once.".to_owned(),
        )
    } else if phase != Phase::Screening || now > until {
        refuse(
            format!("Waktu sanggah sudah lewat: sampai {}.", zone.moment(until, Lang::Id)),
            format!("The time to reply has passed: until {}.", zone.moment(until, Lang::En)),
        )
    } else {
        Ok(())
    }
}
