//! Files on their way to the server, in pieces, over a network that breaks.

#[cfg(feature = "hydrate")]
mod kept;
#[cfg(feature = "hydrate")]
#[path = "browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "absent.rs"]
mod side;

pub use side::{chosen, is_thrifty, resume, stop};

use leptos::prelude::*;

/// Bytes of the first piece.
pub const FIRST_PIECE: u32 = 256 * 1024;
/// Smallest piece: what a bad network still carries in ten seconds.
pub const SMALLEST_PIECE: u32 = 64 * 1024;
/// Largest piece: what a cut may cost.
pub const LARGEST_PIECE: u32 = 1024 * 1024;

/// Where files go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Address that begins uploads.
    pub address: String,
    /// Key of what the form asked for.
    pub kind: String,
    /// Account of whoever sends: what a shared phone keeps is theirs alone.
    pub user: String,
}

/// What somebody wants of a file on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Go on.
    Go,
    /// Wait for a tap.
    Pause,
    /// Wait for Wi-Fi, or for a tap.
    Later,
    /// Forget it.
    Cancel,
}

/// How a file on its way stands (`design.md` §3.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// A photo is being made smaller.
    Shrinking,
    /// Another file is on its way.
    Waiting,
    /// So many bytes of so many, and the seconds left if that is known.
    Sending(u64, u64, Option<u32>),
    /// Stopped by a tap, at so many percent.
    Paused(u32),
    /// Waiting for Wi-Fi.
    ForWifi,
    /// The network is gone, at so many percent; goes on by itself.
    Broken(u32),
    /// The server looks into it.
    Checking,
    /// It is there.
    Ready,
    /// It is not taken; the sentence says why.
    Refused(String),
    /// The session has ended.
    SignedOut,
    /// Forgotten.
    Gone,
}

/// One file on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Its place among those of this page.
    pub id: u32,
    /// Its name.
    pub name: StoredValue<String>,
    /// How it stands.
    pub state: RwSignal<State>,
    /// What somebody wants of it.
    pub wish: RwSignal<Wish>,
}

/// The size of the next piece: twice as much after a quick one, half after a slow or broken one.
/// `milliseconds` is `None` for a broken one.
pub fn next_piece(size: u32, milliseconds: Option<f64>) -> u32 {
    let next = match milliseconds {
        Some(took) if took < 2_000.0 => size * 2,
        Some(took) if took <= 10_000.0 => size,
        _ => size / 2,
    };
    next.clamp(SMALLEST_PIECE, LARGEST_PIECE)
}

/// Seconds until the next try, after so many failures; a tap, the network or a look at the page
/// end the wait early.
pub fn pause_after(failures: u32) -> u32 {
    2_u32.pow(failures.clamp(1, 6)).min(60)
}

/// The quarter that was passed between two percentages, if one was: what is said aloud.
pub fn quarter(before: u32, after: u32) -> Option<u32> {
    let quarter = after / 25 * 25;
    (quarter > before / 25 * 25).then_some(quarter)
}

/// Whole percent, never 100 before the last byte.
pub fn percent(sent: u64, of: u64) -> u32 {
    let percent = (sent.min(of) * 100).checked_div(of);
    percent.and_then(|percent| u32::try_from(percent).ok()).unwrap_or(100)
}

/// Width and height of a photo whose longest side is at most `side`.
pub fn fitted(wide: u32, high: u32, side: u32) -> (u32, u32) {
    let longest = wide.max(high).max(1);
    if longest <= side {
        return (wide.max(1), high.max(1));
    }
    let fit = |length: u32| {
        let scaled =
            (u64::from(length) * u64::from(side) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(side).max(1)
    };
    (fit(wide), fit(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_grow_on_a_good_network_and_shrink_on_a_bad_one() {
        assert_eq!(next_piece(FIRST_PIECE, Some(500.0)), 512 * 1024);
        assert_eq!(next_piece(LARGEST_PIECE, Some(500.0)), LARGEST_PIECE);
        assert_eq!(next_piece(FIRST_PIECE, Some(5_000.0)), FIRST_PIECE);
        assert_eq!(next_piece(FIRST_PIECE, Some(15_000.0)), 128 * 1024);
        assert_eq!(next_piece(SMALLEST_PIECE, None), SMALLEST_PIECE);
    }

    #[test]
    fn waits_double_up_to_a_minute() {
        assert_eq!([1, 2, 3, 5, 6, 40].map(pause_after), [2, 4, 8, 32, 60, 60]);
    }

    #[test]
    fn only_quarters_are_said_aloud() {
        assert_eq!(quarter(0, 24), None);
        assert_eq!(quarter(24, 26), Some(25));
        assert_eq!(quarter(26, 80), Some(75));
        assert_eq!(quarter(99, 100), Some(100));
        assert_eq!(quarter(100, 100), None);
    }

    #[test]
    fn a_photo_keeps_its_shape() {
        assert_eq!(fitted(4000, 3000, 2048), (2048, 1536));
        assert_eq!(fitted(3000, 4000, 2048), (1536, 2048));
        assert_eq!(fitted(800, 600, 2048), (800, 600));
        assert_eq!(fitted(100_000, 1, 2048), (2048, 1));
    }

    #[test]
    fn a_hundred_percent_is_the_last_byte() {
        assert_eq!(percent(1_999_999, 2_000_000), 99);
        assert_eq!(percent(2_000_000, 2_000_000), 100);
        assert_eq!(percent(0, 0), 100);
    }
}
