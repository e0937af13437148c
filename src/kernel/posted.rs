//! What came back from a form that was posted without JavaScript: the page is shown again with
//! everything that was typed and what is wrong with it.

use super::Lang;
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
