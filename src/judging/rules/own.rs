//! A judge's own scores so far: what they may see of themselves, never of others. Pure.

use serde::{Deserialize, Serialize};

/// A judge's own totals so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnScores {
    /// Full sheets, sent or not.
    pub count: u32,
    /// Their mean, one decimal.
    pub mean: String,
    /// Their standard deviation, one decimal; empty where too few say anything.
    pub spread: String,
    /// The lowest.
    pub low: String,
    /// The highest.
    pub high: String,
    /// Assignments of the first sheets, when it is time to look at them again.
    pub look_back: Vec<String>,
}

/// After how many full sheets a judge is asked to look at their first ones again: by then they know
/// the range, and nothing is too late to change.
const LOOK_BACK: [usize; 2] = [5, 15];

/// Below this many sheets a spread says nothing.
const ENOUGH: usize = 3;

/// Whether it is time to look back, at so many full sheets.
pub fn looks_back(full: usize) -> bool {
    LOOK_BACK.contains(&full)
}

fn shown(value: f64) -> String {
    format!("{value:.1}").replace('.', ",")
}

/// Count, mean, standard deviation (of a sample) and range of totals of 100; nothing without any.
pub fn so_far(totals: &[f64]) -> Option<OwnScores> {
    let count = u32::try_from(totals.len()).ok()?;
    if count == 0 {
        return None;
    }
    let mean = totals.iter().sum::<f64>() / f64::from(count);
    let squares: f64 = totals.iter().map(|total| (total - mean).powi(2)).sum();
    let spread = (totals.len() >= ENOUGH).then(|| shown((squares / f64::from(count - 1)).sqrt()));
    Some(OwnScores {
        count,
        mean: shown(mean),
        spread: spread.unwrap_or_default(),
        low: shown(totals.iter().copied().fold(f64::INFINITY, f64::min)),
        high: shown(totals.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
        look_back: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_judge_sees_count_mean_range_and_from_three_sheets_the_spread() {
        assert_eq!(so_far(&[]), None);
        let two = so_far(&[70.0, 80.0]).expect("two");
        assert_eq!((two.count, two.mean.as_str(), two.spread.as_str()), (2, "75,0", ""));
        let three = so_far(&[70.0, 80.0, 90.0]).expect("three");
        assert_eq!((three.mean.as_str(), three.spread.as_str()), ("80,0", "10,0"));
        assert_eq!((three.low.as_str(), three.high.as_str()), ("70,0", "90,0"));
    }

    #[test]
    fn the_first_scores_are_asked_about_at_the_fifth_and_the_fifteenth_sheet_only() {
        let asked: Vec<usize> = (0..40).filter(|full| looks_back(*full)).collect();
        assert_eq!(asked, [5, 15]);
    }
}
