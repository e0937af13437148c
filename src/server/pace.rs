//! How often somebody may ask, counted in memory: enough against guessing, and nothing is written for it.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// Most askers that are remembered; beyond that those whose time is over are forgotten.
const MOST: usize = 10_000;

/// Counts who asked since when.
#[derive(Debug, Default)]
pub struct Pace {
    seen: Mutex<BTreeMap<String, (i64, u32)>>,
}

impl Pace {
    /// Counts one question by `who`; if there were `most` within `window` milliseconds already, says how
    /// many seconds are left of them.
    ///
    /// # Errors
    /// Those seconds.
    pub fn take(&self, who: &str, most: u32, window: i64, now: i64) -> Result<(), u32> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST {
            seen.retain(|_, (since, _)| now - *since < window);
        }
        let entry = seen.entry(who.to_owned()).or_insert((now, 0));
        // A clock that was set back begins a new window too.
        if !(0..window).contains(&(now - entry.0)) {
            *entry = (now, 0);
        }
        if entry.1 >= most {
            let left = (window - (now - entry.0)).div_euclid(1000) + 1;
            return Err(u32::try_from(left).unwrap_or(1));
        }
        entry.1 += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_in_a_minute_and_then_the_next_minute() {
        let pace = Pace::default();
        for at in 0..30 {
            assert_eq!(pace.take("a", 30, 60_000, 1000 + at), Ok(()));
        }
        assert_eq!(pace.take("a", 30, 60_000, 2000), Err(60));
        assert_eq!(
            pace.take("b", 30, 60_000, 2000),
            Ok(()),
            "another asker has a count of their own"
        );
        assert_eq!(pace.take("a", 30, 60_000, 61_000), Ok(()));
        assert_eq!(pace.take("a", 30, 60_000, 0), Ok(()), "whatever the clock does");
    }
}
