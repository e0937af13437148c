//! The one error that crosses the wire: knows its status and its kind, human sentence.

use crate::kernel::{Lang, keeping::Saved, saving::Answer};
use crate::say;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// Why a request was not done, in terms a reader can act on. Never holds a secret or a
/// database's text: it travels to browsers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Fault {
    /// No session, or one that has ended.
    #[error("not signed in")]
    SignedOut,
    /// Signed in, but this desk is not for this role.
    #[error("wrong role")]
    WrongRole,
    /// No such thing, or not for this reader: both answer alike.
    #[error("not found")]
    NotFound,
    /// A rule of the competition said no; the sentences are the rule's own.
    #[error("refused: {id}")]
    Refused {
        /// The sentence in Indonesian.
        id: String,
        /// The sentence in English.
        en: String,
    },
    /// Not for this reader, for a reason they may know.
    #[error("barred: {id}")]
    Barred {
        /// The sentence in Indonesian.
        id: String,
        /// The sentence in English.
        en: String,
    },
    /// The time for it has passed; the sentences say when, and what stands.
    #[error("closed: {id}")]
    Closed {
        /// The sentence in Indonesian.
        id: String,
        /// The sentence in English.
        en: String,
    },
    /// Somebody changed it first.
    #[error("conflict")]
    Conflict,
    /// Somebody else has it in hand; the sentences say who, and how it can be had.
    #[error("held: {id}")]
    Held {
        /// The sentence in Indonesian.
        id: String,
        /// The sentence in English.
        en: String,
    },
    /// Too many tries.
    #[error("too many tries, again in {seconds} s")]
    TooMany {
        /// Seconds until the next try.
        seconds: u32,
    },
    /// What arrived could not be read.
    #[error("unreadable request")]
    Unreadable,
    /// Our own mistake; the details are in the server's log under the request's id.
    #[error("internal fault")]
    Ours,
    /// The request did not reach the server or its answer did not reach us.
    #[error("network")]
    Network,
}

impl Fault {
    /// A refusal with its sentence in both languages.
    pub fn refused(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Refused { id: id.into(), en: en.into() }
    }

    /// A door that stays shut for this reader, with its sentence in both languages.
    pub fn barred(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Barred { id: id.into(), en: en.into() }
    }

    /// The HTTP status it is answered with.
    pub fn status(&self) -> u16 {
        match self {
            Self::SignedOut => 401,
            Self::WrongRole | Self::Barred { .. } => 403,
            Self::NotFound => 404,
            Self::Refused { .. } => 422,
            Self::Closed { .. } => 423,
            Self::Conflict | Self::Held { .. } => 409,
            Self::TooMany { .. } => 429,
            Self::Unreadable => 400,
            Self::Ours | Self::Network => 500,
        }
    }

    /// One sentence that says what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::SignedOut => say!(fault_signed_out, lang).to_owned(),
            Self::WrongRole => say!(fault_wrong_role, lang).to_owned(),
            Self::NotFound => say!(not_found, lang).to_owned(),
            Self::Refused { id, en }
            | Self::Closed { id, en }
            | Self::Barred { id, en }
            | Self::Held { id, en } => match lang {
                Lang::En if !en.is_empty() => en.clone(),
                _ => id.clone(),
            },
            Self::Conflict => say!(fault_conflict, lang).to_owned(),
            Self::TooMany { seconds } => say!(fault_too_many, lang, n = seconds.div_ceil(60)),
            Self::Unreadable => say!(fault_unreadable, lang).to_owned(),
            Self::Ours => say!(fault_ours, lang).to_owned(),
            Self::Network => say!(fault_network, lang).to_owned(),
        }
    }
}

/// What an attempt's answer means to the device, and when the server got the text.
pub fn answer(saved: Result<Saved, Fault>, lang: Lang) -> (Answer, Option<i64>) {
    match saved {
        Ok(Saved::Stored { rev, at }) => (Answer::Stored { rev }, Some(at)),
        Ok(Saved::Settled { rev, value, at }) => (Answer::Settled { rev, value }, Some(at)),
        Ok(Saved::Conflict { rev, value }) => (Answer::Conflict { rev, value }, None),
        Err(Fault::SignedOut) => (Answer::SignedOut, None),
        Err(Fault::Closed { .. }) => (Answer::Closed, None),
        Err(Fault::Network) => (Answer::Lost, None),
        Err(fault @ (Fault::Refused { .. } | Fault::Barred { .. })) => {
            (Answer::Refused(fault.sentence(lang)), None)
        }
        Err(_) => (Answer::Failed, None),
    }
}

impl FromServerFnError for Fault {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Unreadable,
            ServerFnErrorErr::Request(_) => Self::Network,
            _ => Self::Ours,
        }
    }
}
