//! The server's pages are not typed into.

use super::{Answering, Plan, Ways};
use crate::{
    client::drafts::{Key, Owner},
    kernel::saving::Attempt,
};
use leptos::web_sys::Event;

/// Nothing that saves itself.
#[derive(Clone, Debug)]
pub struct Writing;

impl Writing {
    /// Nothing to save.
    pub fn leave(&self) {}

    /// Nothing to try again.
    pub fn retry(&self) {}
}

/// Nothing that saves itself.
#[derive(Clone, Copy, Debug)]
pub struct Writings;

impl Writings {
    /// Nothing.
    pub fn of(_: Vec<Writing>) -> Self {
        Self
    }

    /// Nothing to save.
    pub fn leave(self) {}

    /// Nothing to try again.
    pub fn retry(self) {}

    /// Posts nothing.
    pub fn submit(self, _: &Event, _: &Ways) {}
}

/// Begins nothing.
pub fn begin(plan: Plan, send: impl Fn(Key, Attempt) -> Answering + 'static) -> Writing {
    let (_, _) = (plan.saver(), send);
    Writing
}

/// Has nothing to catch up with.
pub fn catch_up(
    _: &str,
    _: impl Fn(&Owner) -> bool,
    _: &[Key],
    _: impl Fn(Key, Attempt) -> Answering + 'static,
) {
}

/// Posts nothing.
pub fn submit(_: &Event, _: &[Writing], _: &Ways) {}
