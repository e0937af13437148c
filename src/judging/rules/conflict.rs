//! Conflicts of interest: what kinds there are, and who has one without saying so. Pure.

use crate::{kernel::Lang, say};

/// How a judge stands to a proposal they must not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// They work at the agency that proposes it: found by itself and never lifted.
    Agency,
    /// They coached it.
    Mentored,
    /// A relative is in it.
    Family,
    /// They made it with others.
    Author,
    /// Something else, in their words.
    Other,
}

impl Tie {
    /// What a judge can choose from.
    pub const DECLARED: [Self; 4] = [Self::Mentored, Self::Family, Self::Author, Self::Other];

    /// Key in forms and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Mentored => "mentored",
            Self::Family => "family",
            Self::Author => "author",
            Self::Other => "other",
        }
    }

    /// The kind a judge chose in a form.
    pub fn declared(code: &str) -> Option<Self> {
        Self::DECLARED.into_iter().find(|tie| tie.code() == code)
    }
}

/// What a kind of conflict is called.
pub fn tie_name(code: &str, lang: Lang) -> &'static str {
    match code {
        "agency" => say!(tie_agency, lang),
        "mentored" => say!(tie_mentored, lang),
        "family" => say!(tie_family, lang),
        "author" => say!(tie_author, lang),
        _ => say!(tie_other, lang),
    }
}

/// Whether a judge works where the proposal comes from.
pub fn is_own_agency(judge: Option<&str>, proposal: &str) -> bool {
    judge.is_some_and(|judge| judge == proposal)
}
