//! When a judge will be done at the pace so far, and who is late. Pure, and without a score.

use serde::{Deserialize, Serialize};

const HOUR: i64 = 3_600_000;
/// A judge who has not begun is late from three days before the end, in milliseconds.
const LAST_DAYS: i64 = 72 * HOUR;

/// What can be said of a judge's pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// There is nothing for them to read.
    Idle,
    /// Every sheet is sent.
    Done,
    /// No sheet was touched.
    NotBegun,
    /// Too little was sent to tell.
    Unknown,
    /// Done at about this moment, in unix milliseconds.
    Finish(i64),
}

/// The pace of a judge with `all` sheets, of which some were sent at these moments.
///
/// The first sheet only starts the clock, for nobody knows how long it took; the time since the
/// last one counts, so that a forecast moves away while nothing happens. Sheets that were all
/// sent within the last hour say nothing: they may have been written over a week.
pub fn pace(sent: &[i64], all: usize, touched: bool, now: i64) -> Pace {
    if all == 0 {
        return Pace::Idle;
    }
    if sent.len() >= all {
        return Pace::Done;
    }
    if !touched && sent.is_empty() {
        return Pace::NotBegun;
    }
    let first = sent.iter().copied().min().unwrap_or(now);
    let (steps, spent) = (sent.len().saturating_sub(1), now.saturating_sub(first));
    if steps == 0 || spent < HOUR {
        return Pace::Unknown;
    }
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let rest = spent.saturating_mul(number(all - sent.len())) / number(steps);
    Pace::Finish(now.saturating_add(rest))
}

/// A telephone number as messengers take it: digits alone, the country first. Numbers that begin with
/// a zero are Indonesian.
pub fn international(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('0') {
        Some(rest) => format!("62{rest}"),
        None => digits,
    }
}

/// Whether a judge is late for the end of scoring.
pub fn is_late(pace: Pace, closes: i64, now: i64) -> bool {
    match pace {
        Pace::Idle | Pace::Done => false,
        _ if now >= closes => true,
        Pace::NotBegun => closes - now <= LAST_DAYS,
        Pace::Unknown => false,
        Pace::Finish(at) => at > closes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_international_however_it_is_written() {
        for (typed, digits) in [
            ("0812-3456-7890", "6281234567890"),
            ("+62 812 3456 7890", "6281234567890"),
            ("", ""),
            ("+1 (202) 555-0100", "12025550100"),
        ] {
            assert_eq!(international(typed), digits);
        }
    }

    #[test]
    fn a_judge_with_nothing_to_do_is_neither_at_work_nor_late() {
        assert_eq!(pace(&[], 0, false, 5), Pace::Idle);
        assert_eq!(pace(&[1, 2], 2, true, 5), Pace::Done);
        assert!(!is_late(Pace::Idle, 0, 5) && !is_late(Pace::Done, 0, 5));
    }

    #[test]
    fn the_rest_takes_as_long_a_sheet_as_what_was_sent() {
        // Three sheets in ten hours are two steps; four are left.
        let sent = [0, 4 * HOUR, 9 * HOUR];
        assert_eq!(pace(&sent, 7, true, 10 * HOUR), Pace::Finish(30 * HOUR));
        // While nothing happens the end moves away.
        assert_eq!(pace(&sent, 7, true, 20 * HOUR), Pace::Finish(60 * HOUR));
    }

    #[test]
    fn one_sheet_or_a_heap_sent_at_once_foretells_nothing() {
        assert_eq!(pace(&[], 3, true, HOUR), Pace::Unknown);
        assert_eq!(pace(&[0], 3, true, 90 * HOUR), Pace::Unknown);
        assert_eq!(pace(&[0, 1], 3, true, HOUR - 1), Pace::Unknown);
        assert_eq!(pace(&[9, 9], 3, true, 5), Pace::Unknown, "a clock that is behind");
    }

    #[test]
    fn late_is_who_will_not_be_done_or_has_not_begun_near_the_end() {
        let closes = 100 * HOUR;
        assert!(!is_late(Pace::Finish(closes), closes, HOUR));
        assert!(is_late(Pace::Finish(closes + 1), closes, HOUR));
        assert!(!is_late(Pace::NotBegun, closes, 27 * HOUR));
        assert!(is_late(Pace::NotBegun, closes, 28 * HOUR));
        assert!(!is_late(Pace::Unknown, closes, closes - 1));
        assert!(is_late(Pace::Unknown, closes, closes));
    }
}
