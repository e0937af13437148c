//! What became of opening a link of the form. Pure.

use crate::{kernel::Lang, say};
use serde::{Deserialize, Serialize};

/// What became of opening a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Nobody has tried, or the attempt told nothing: a network that was down, a server in trouble.
    #[default]
    Unknown,
    /// It opens for everybody.
    Opens,
    /// It asks who one is first.
    SignIn,
    /// There is nothing, or nothing that the public could open.
    Dead,
}

impl Reach {
    /// The name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Opens => "opens",
            Self::SignIn => "sign_in",
            Self::Dead => "dead",
        }
    }

    /// The outcome of a code.
    pub fn of_code(code: &str) -> Self {
        [Self::Opens, Self::SignIn, Self::Dead]
            .into_iter()
            .find(|reach| reach.code() == code)
            .unwrap_or_default()
    }

    /// What is wrong with the link and how to mend it, if anything is.
    pub fn trouble(self, lang: Lang) -> Option<&'static str> {
        match self {
            Self::SignIn => Some(say!(link_sign_in, lang)),
            Self::Dead => Some(say!(link_dead, lang)),
            Self::Unknown | Self::Opens => None,
        }
    }
}
