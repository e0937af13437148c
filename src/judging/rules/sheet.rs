//! The fields of a score sheet: what may be typed into each, and how a score is read. Pure.

use crate::{
    edition::Criterion,
    kernel::{
        Lang,
        score::{self, BadScore, Hundredths},
    },
};

/// A field of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field<'a> {
    /// The score of a criterion.
    Score(&'a Criterion),
    /// The note about a criterion, for the committee.
    Note(&'a Criterion),
    /// The comment to the innovator.
    Comment,
}

/// The comment's field.
pub const COMMENT: &str = "comment";

/// Name of a criterion's score on the page.
pub fn score_field(criterion: &str) -> String {
    format!("{criterion}-score")
}

/// Name of a criterion's note on the page.
pub fn note_field(criterion: &str) -> String {
    format!("{criterion}-note")
}

/// The names of a sheet's fields, in the order of the page.
pub fn fields(criteria: &[Criterion]) -> Vec<String> {
    let of = |one: &Criterion| [score_field(&one.key), note_field(&one.key)];
    criteria.iter().flat_map(of).chain([COMMENT.to_owned()]).collect()
}

/// The field of a name.
pub fn field<'a>(criteria: &'a [Criterion], name: &str) -> Option<Field<'a>> {
    let of = |key: &str| criteria.iter().find(|one| one.key == key);
    if name == COMMENT {
        return Some(Field::Comment);
    }
    match name.strip_suffix("-score") {
        Some(key) => of(key).map(Field::Score),
        None => name.strip_suffix("-note").and_then(of).map(Field::Note),
    }
}

/// The score in a typed text; nothing in an empty one.
///
/// # Errors
/// The sentences for one that is no score of this criterion: Indonesian, English.
pub fn read(criterion: &Criterion, typed: &str) -> Result<Option<Hundredths>, (String, String)> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let (id, en) = (&criterion.title.id, criterion.title.pick(Lang::En));
    score::parse(typed, criterion.max).map(Some).map_err(|bad| match bad {
        BadScore::NotANumber => (
            format!(
                "Nilai {id} harus angka dengan paling banyak dua desimal, misalnya 82 atau 82,5"
            ),
            format!(
                "The score of {en} must be a number with at most two decimals, such as 82 or 82.5"
            ),
        ),
        BadScore::OutOfRange => (
            format!("Nilai {id} harus antara 0 dan {}", criterion.max),
            format!("The score of {en} must be between 0 and {}", criterion.max),
        ),
    })
}
