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

/// Words of an address at which one is asked who one is.
const SIGN_IN: [&str; 7] = ["login", "signin", "servicelogin", "sso", "accounts", "masuk", "auth"];

/// What a page's status, the address it was asked at, the one it came from and its beginning tell.
///
/// Where it is not sure, nothing is: a page that refuses (403) may only dislike machines, and a
/// server in trouble (5xx) may be well tomorrow. A false reproach costs more than a later look.
pub fn reach(status: u16, asked: &str, landed: &str, head: &str) -> Reach {
    let elsewhere = landed.trim_end_matches('/') != asked.trim_end_matches('/');
    match status {
        200..=299 if elsewhere && asks_who(landed) => Reach::SignIn,
        200..=299 if asks_password(head) => Reach::SignIn,
        200..=299 => Reach::Opens,
        401 => Reach::SignIn,
        404 | 410 => Reach::Dead,
        _ => Reach::Unknown,
    }
}

fn asks_who(address: &str) -> bool {
    let place = address.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    place.split(|c: char| !c.is_alphanumeric()).any(|word| SIGN_IN.contains(&word))
}

fn asks_password(head: &str) -> bool {
    let head = head.to_lowercase();
    ["type=\"password\"", "type='password'", "type=password"].iter().any(|mark| head.contains(mark))
}

/// Milliseconds between two looks at links, however many there are: nobody's server is hurried.
pub const STEP: i64 = 5_000;

/// Milliseconds until a link is looked at again after it turned out so, `tries` times in a row.
pub fn again(reach: Reach, tries: i64) -> i64 {
    const MINUTE: i64 = 60_000;
    match reach {
        // It may go dead still.
        Reach::Opens => 24 * 60 * MINUTE,
        // Soon at first: somebody may just be mending it.
        Reach::Unknown | Reach::SignIn | Reach::Dead => {
            let doublings = u32::try_from(tries.clamp(1, 7) - 1).unwrap_or_default();
            ((10 * MINUTE) << doublings).min(8 * 60 * MINUTE)
        }
    }
}

/// What is known of a link after another look: one that told nothing does not undo what was known.
pub fn known(before: Reach, seen: Reach) -> Reach {
    if seen == Reach::Unknown { before } else { seen }
}
