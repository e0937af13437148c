//! Autosave: drives a [`Saver`] with the page's keys, clock, storage and network.

#[cfg(feature = "hydrate")]
#[path = "browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "absent.rs"]
mod side;

use super::drafts::Key;
use crate::kernel::saving::{Answer, Attempt, Safe, Saver};
use leptos::prelude::*;
use std::{future::Future, pin::Pin};

pub use side::{Writing, Writings, begin, catch_up, submit};

/// An answer that is on its way.
pub type Answering = Pin<Box<dyn Future<Output = Answer>>>;

/// How a text is sent.
pub type Send = dyn Fn(Key, Attempt) -> Answering;

/// What a page shows of one text that saves itself.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// The text in the field.
    pub text: RwSignal<String>,
    /// Where it is safe.
    pub safe: RwSignal<Safe>,
    /// The revision it stands on, and the names of unanswered attempts: what the form carries if
    /// it is posted as a whole.
    pub trail: RwSignal<(i64, String)>,
}

impl Shown {
    /// A text as the page begins with it.
    pub fn new(text: String, rev: i64) -> Self {
        Self {
            text: RwSignal::new(text),
            safe: RwSignal::new(Safe::Server),
            trail: RwSignal::new((rev, String::new())),
        }
    }
}

/// A text that the server holds, and where it is shown.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Whose text it is.
    pub key: Key,
    /// The server's revision.
    pub rev: i64,
    /// The server's text.
    pub stored: String,
    /// Where it is shown.
    pub shown: Shown,
}

impl Plan {
    fn saver(&self) -> Saver {
        Saver::new(self.rev, self.stored.clone())
    }
}

/// Where a form can be left for, when it is left without posting it.
#[derive(Clone, Debug)]
pub struct Ways {
    /// The next page; empty to stay, where the next page needs the server.
    pub next: String,
    /// The task list.
    pub list: String,
    /// Where somebody chooses between two texts.
    pub fork: String,
}
