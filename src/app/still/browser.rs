//! In the browser: a link led from a live page to a still one, and the server draws those.

use crate::client::page;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Loads the page that the router was led to; the address bar may not show it yet.
pub fn still() -> AnyView {
    let location = use_location();
    let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
    page::go(&if query.is_empty() { path } else { format!("{path}?{query}") });
    ().into_any()
}
