//! What became of opening a link of the form. Pure.

use crate::{
    kernel::{Lang, text},
    say,
};
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

/// What is known of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What became of opening it.
    pub reach: Reach,
    /// When that was seen, in unix milliseconds.
    pub seen_at: Option<i64>,
    /// What the page or film calls itself; empty if it did not say.
    pub title: String,
}

/// Longest title that is kept, in characters.
const TITLE: usize = 200;

/// Hosts whose films are asked about at [`film_answers`].
const FILMS: [&str; 4] = ["youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be"];

/// The id of a film at a link, if it is one of a host that tells about its films elsewhere.
fn film(link: &str) -> Option<&str> {
    let (host, rest) = link.strip_prefix("https://")?.split_once('/')?;
    if !FILMS.contains(&host.to_ascii_lowercase().as_str()) {
        return None;
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let query = query.split('#').next().unwrap_or_default();
    let mut steps = path.split(['/', '#']);
    let id = match (steps.next()?, steps.next()) {
        ("watch", _) => query.split('&').find_map(|pair| pair.strip_prefix("v="))?,
        ("shorts" | "live" | "embed", Some(id)) => id,
        (id, _) if host.eq_ignore_ascii_case("youtu.be") => id,
        _ => return None,
    };
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (id.len() == 11 && id.chars().all(fits)).then_some(id)
}

/// Where a film's host tells what it is called and whether it is private. The film's own page
/// answers 200 to everybody and tells neither near its beginning (<https://oembed.com>).
pub fn film_answers(link: &str) -> Option<String> {
    let film = film(link)?;
    Some(format!(
        "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3D{film}"
    ))
}

/// What a film's host says of it; `None` if it may be private or only not to be embedded, which
/// it answers alike.
pub fn film_reach(status: u16) -> Option<Reach> {
    match status {
        200 => Some(Reach::Opens),
        400 | 404 => Some(Reach::Dead),
        401 | 403 => None,
        _ => Some(Reach::Unknown),
    }
}

/// What the page of a film tells, after its host would not: a private one has no name.
pub fn film_page(status: u16, head: &str) -> Reach {
    match (status, title(head).as_str()) {
        (200, "") => Reach::Unknown,
        (200, "YouTube" | "- YouTube") => Reach::SignIn,
        (200, _) => Reach::Opens,
        _ => Reach::Unknown,
    }
}

/// What a page, or an answer about a film, calls it, on one line; empty if it does not say.
pub fn title(head: &str) -> String {
    let found = if head.trim_start().starts_with('{') {
        serde_json::from_str::<serde_json::Value>(head)
            .ok()
            .and_then(|told| Some(told.get("title")?.as_str()?.to_owned()))
    } else {
        own_title(head).map(|found| html_escape::decode_html_entities(found).into_owned())
    };
    let found = text::clean(&found.unwrap_or_default());
    found.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(TITLE).collect()
}

fn own_title(head: &str) -> Option<&str> {
    // Same length in bytes, so that places in one are places in the other.
    let low = head.to_ascii_lowercase();
    let shared = low.match_indices("<meta").find_map(|(at, _)| {
        let end = at + low[at..].find('>')?;
        let tag = &low[at..end];
        let named = ["property", "name"]
            .iter()
            .any(|key| ["\"", "'"].iter().any(|q| tag.contains(&format!("{key}={q}og:title{q}"))));
        let from = tag.find("content=").filter(|_| named)? + "content=".len();
        let quote = tag[from..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let from = at + from + 1;
        Some(&head[from..from + low[from..].find(quote)?])
    });
    shared.filter(|found| !found.trim().is_empty()).or_else(|| {
        let at = low.find("<title")?;
        let from = at + low[at..].find('>')? + 1;
        Some(&head[from..from + low[from..].find("</title")?])
    })
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
