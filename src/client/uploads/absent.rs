//! On the server no file is chosen.

use super::{Plan, Transfer, Wish};
use leptos::web_sys::HtmlInputElement;

/// Begins nothing.
pub fn chosen(_: &HtmlInputElement, _: &Plan, _: Wish) -> Vec<Transfer> {
    Vec::new()
}

/// Nothing is kept here that could go on.
pub fn resume(_: Plan, _: impl Fn(Transfer) + 'static) {}

/// Stops nothing.
pub fn stop() {}

/// A server has no network to spare.
pub fn is_thrifty() -> bool {
    false
}
