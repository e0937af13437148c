//! In the browser: a link led from a live page to a still one, and the server draws those.

use crate::client::page;
use leptos::prelude::*;

/// Loads the page that the address bar already shows.
pub fn still() -> AnyView {
    page::reload();
    ().into_any()
}
