//! The two languages of the product and text that exists in both.

use serde::{Deserialize, Serialize};

/// The language a page is shown in; Indonesian is the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Bahasa Indonesia, at `/`.
    #[default]
    Id,
    /// English, at `/en/`.
    En,
}

impl Lang {
    /// The language of an address path: English under `/en`, otherwise Indonesian.
    pub fn of_path(path: &str) -> Self {
        if path == "/en" || path.starts_with("/en/") { Self::En } else { Self::Id }
    }

    /// The value for `lang` and `hreflang`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// The other one, for the language link.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Id => Self::En,
            Self::En => Self::Id,
        }
    }

    /// Where the router's tree hangs in this language: nothing or `/en`.
    pub fn base(self) -> &'static str {
        match self {
            Self::Id => "",
            Self::En => "/en",
        }
    }

    /// An address of the product in this language; `path` begins with `/`.
    pub fn href(self, path: &str) -> String {
        match (self, path) {
            (Self::En, "/") => "/en".to_owned(),
            _ => format!("{}{path}", self.base()),
        }
    }

    /// The same path without its language prefix.
    pub fn strip(path: &str) -> &str {
        match path.strip_prefix("/en") {
            Some("") => "/",
            Some(rest) if rest.starts_with('/') => rest,
            _ => path,
        }
    }
}

/// A text of the edition's data in both languages; English falls back to Indonesian.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Indonesian.
    pub id: String,
    /// English, empty if nobody has translated it.
    #[serde(default)]
    pub en: String,
}

impl Words {
    /// The text in `lang`.
    pub fn pick(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.en.is_empty() => &self.en,
            _ => &self.id,
        }
    }
}
