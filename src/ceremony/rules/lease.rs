//! Who holds the remote: one operator at a time, who keeps it by signs of life, loses it by silence
//! and has it taken only by somebody who says so. An operator's own devices share it.

use serde::{Deserialize, Serialize};

/// Milliseconds of silence after which a remote is free.
pub const SILENCE: i64 = 8_000;

/// Milliseconds between two signs of life.
pub const BEAT: u64 = 2_000;

/// Milliseconds for which the number of a pairing can be used.
pub const PAIRING: i64 = 5 * 60_000;

/// Milliseconds after which a paired device is signed out by itself: the day of the show.
pub const PAIRED: i64 = 16 * 3_600_000;

/// Digits of the number of a pairing.
pub const DIGITS: usize = 8;

/// Somebody who holds the remote, as every screen of the crew may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The account.
    pub account: String,
    /// Its name.
    pub name: String,
}

/// The remote in somebody's hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Whose hand.
    pub holder: Holder,
    /// Since when, in unix milliseconds.
    pub since: i64,
    /// The last sign of life.
    pub beat_at: i64,
}

/// What somebody does with the remote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Presses: takes a free remote into the hand.
    Press,
    /// Says that it is still there: keeps what it has.
    Beat,
    /// Takes the remote, whoever holds it.
    Take,
}

impl Lease {
    /// Whether its holder was heard lately.
    pub fn lives(&self, now: i64) -> bool {
        now - self.beat_at < SILENCE
    }

    /// Milliseconds until it is free if nothing more is heard.
    pub fn lasts(&self, now: i64) -> Option<i64> {
        Some(self.beat_at + SILENCE - now).filter(|left| *left > 0)
    }
}

/// The lease after a claim.
///
/// # Errors
/// Who holds the remote instead.
pub fn claim(
    lease: Option<&Lease>,
    by: &Holder,
    claim: Claim,
    now: i64,
) -> Result<Lease, Option<Holder>> {
    let fresh = Lease { holder: by.clone(), since: now, beat_at: now };
    match (lease, claim) {
        (Some(lease), _) if lease.holder.account == by.account => {
            Ok(Lease { holder: by.clone(), since: lease.since, beat_at: now.max(lease.beat_at) })
        }
        (_, Claim::Take) => Ok(fresh),
        (Some(lease), _) if lease.lives(now) => Err(Some(lease.holder.clone())),
        // A page that lies open somewhere takes nothing by itself.
        (_, Claim::Beat) => Err(None),
        (_, Claim::Press) => Ok(fresh),
    }
}

/// The number of a pairing from random bytes, and as it is read aloud.
pub fn number(random: u64) -> String {
    format!("{:08}", random % 100_000_000)
}

/// A number as it was typed, without what groups it; `None` if it is none.
pub fn typed(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}')).collect();
    (bare.len() == DIGITS && bare.bytes().all(|byte| byte.is_ascii_digit())).then_some(bare)
}

/// A number in two groups.
pub fn grouped(number: &str) -> String {
    match number.split_at_checked(DIGITS / 2) {
        Some((one, other)) => format!("{one} {other}"),
        None => number.to_owned(),
    }
}
