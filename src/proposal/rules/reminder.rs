//! Who is reminded when, and the message that an admin shares. Pure.

use super::Status;
use crate::kernel::{Lang, time::Zone};

/// Days before the closing on which who has not submitted is reminded.
pub const DAYS: [i64; 3] = [7, 3, 1];
const DAY: i64 = 86_400_000;

/// The reminder that is in force: how many days before the closing it is for. Only who has not
/// submitted is reminded; who withdrew has decided.
pub fn in_force(now: i64, closes: i64, status: Status) -> Option<i64> {
    let left = closes - now;
    if status != Status::Draft || left <= 0 {
        return None;
    }
    DAYS.into_iter().filter(|days| left <= days * DAY).min()
}

/// The reminder to send now to somebody who already got `had` for this closing. A server that was
/// away sends the one in force and not those it missed.
pub fn due(now: i64, closes: i64, status: Status, had: &[i64]) -> Option<i64> {
    in_force(now, closes, status).filter(|days| !had.iter().any(|earlier| earlier <= days))
}

/// One proposal of the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// Its short name.
    pub acronym: String,
    /// Its unit.
    pub unit: String,
    /// How many things it lacks.
    pub missing: u32,
}

/// A message with who has not submitted, in Indonesian, ready to share; nothing if all have.
pub fn message(place: &str, closes: i64, zone: &Zone, late: &[Late]) -> String {
    if late.is_empty() {
        return String::new();
    }
    let mut lines = vec![
        format!("Pengingat KIPP, {place}"),
        format!("Pendaftaran ditutup {}.", zone.moment(closes, Lang::Id)),
        format!("Belum diajukan ({}):", late.len()),
    ];
    lines.extend(late.iter().map(|one| {
        let state = match one.missing {
            0 => "lengkap, tinggal diajukan".to_owned(),
            n => format!("kurang {n} hal"),
        };
        format!("- {} ({}): {state}", one.acronym, one.unit)
    }));
    lines.push("Usulan yang sudah diajukan masih bisa diperbaiki sampai ditutup.".to_owned());
    lines.join("\n")
}
