//! What a sheet needs before it is sent, and how long a sending can be undone. Pure.

use super::Marks;
use crate::{edition::Criterion, kernel::text};

/// How long after sending a judge may undo it by themselves, in milliseconds.
pub const UNDO_WINDOW: i64 = 10 * 60 * 1000;

/// Until when, exclusively, a sending at `sent_at` can be undone.
pub fn undo_until(sent_at: i64) -> i64 {
    sent_at.saturating_add(UNDO_WINDOW)
}

/// Something that a sheet lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack<'a> {
    /// The score of a criterion.
    Score(&'a Criterion),
    /// Words in the comment to the innovator.
    Comment {
        /// How many it has.
        words: u32,
        /// How many it needs.
        of: u32,
    },
}

/// What a sheet still lacks, in the order of the page; a comment of zero words is not asked for.
pub fn lacks<'a>(
    criteria: &'a [Criterion],
    marks: &Marks,
    comment: &str,
    comment_words: u32,
) -> Vec<Lack<'a>> {
    let empty = criteria.iter().filter(|criterion| !marks.contains_key(&criterion.key));
    let mut lacks: Vec<Lack<'a>> = empty.map(Lack::Score).collect();
    let words = text::count_words(comment);
    if words < comment_words {
        lacks.push(Lack::Comment { words, of: comment_words });
    }
    lacks
}
