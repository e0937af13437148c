//! What came back from a form that was posted without JavaScript: the page is shown again with
//! everything that was typed and what is wrong with it.

use super::{Lang, text};
use serde::{Deserialize, Serialize};

/// The answer to a form that could not be taken as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// The page it was posted to, without language: it is for that page alone.
    pub path: String,
    /// HTTP status of the answer.
    pub status: u16,
    /// What was typed, by field name.
    pub values: Vec<(String, String)>,
    /// What is wrong, in the order of the page.
    pub errors: Vec<FieldError>,
}

/// One wrong field and the sentence that says how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name; empty when the whole form is meant.
    pub field: String,
    /// In Indonesian.
    pub id: String,
    /// In English.
    pub en: String,
}

impl FieldError {
    /// A wrong field with its sentence in both languages.
    pub fn new(field: &str, id: impl Into<String>, en: impl Into<String>) -> Self {
        Self { field: field.to_owned(), id: id.into(), en: en.into() }
    }

    /// The sentence in `lang`.
    pub fn sentence(&self, lang: Lang) -> String {
        match lang {
            Lang::Id => self.id.clone(),
            Lang::En => self.en.clone(),
        }
    }
}

/// Words that somebody has to say in a field: never empty, never longer than `most` characters, and
/// never cut. `empty` is the sentence for a field without words: Indonesian, English.
///
/// # Errors
/// The sentence that says what to do.
pub fn said(
    field: &str,
    typed: &str,
    most: usize,
    (id, en): (&str, &str),
) -> Result<String, FieldError> {
    let words = text::clean(typed).trim().to_owned();
    if words.is_empty() { Err(FieldError::new(field, id, en)) } else { fits(field, words, most) }
}

/// Words that somebody may say in a field, or none.
///
/// # Errors
/// The sentence for too many.
pub fn may_say(field: &str, typed: &str, most: usize) -> Result<String, FieldError> {
    fits(field, text::clean(typed).trim().to_owned(), most)
}

fn fits(field: &str, words: String, most: usize) -> Result<String, FieldError> {
    let length = words.chars().count();
    if length <= most {
        return Ok(words);
    }
    Err(FieldError::new(
        field,
        format!("Paling panjang {most} huruf. Sekarang {length}."),
        format!("At most {most} characters. It has {length}."),
    ))
}

impl Posted {
    /// The form again with what is wrong in it.
    pub fn again(errors: Vec<FieldError>) -> Self {
        Self { status: 422, errors, ..Self::default() }
    }

    /// What was typed in `field`.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.values.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// What is wrong with `field`.
    pub fn error(&self, field: &str, lang: Lang) -> Option<String> {
        self.errors.iter().find(|e| e.field == field).map(|e| e.sentence(lang))
    }

    /// Every wrong field with its sentence, for the summary on top.
    pub fn summary(&self, lang: Lang) -> Vec<(String, String)> {
        self.errors.iter().map(|e| (e.field.clone(), e.sentence(lang))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_never_cut() {
        let empty = ("Tulis alasannya", "Write the reason");
        assert_eq!(said("why", " sakit ", 5, empty).as_deref(), Ok("sakit"));
        assert_eq!(said("why", " \u{200B}\n", 5, empty).expect_err("nothing").id, empty.0);
        let long = said("why", "sakit sekali", 5, empty).expect_err("too long");
        assert_eq!(long.en, "At most 5 characters. It has 12.");
        assert_eq!(may_say("note", "", 5).as_deref(), Ok(""));
    }
}
