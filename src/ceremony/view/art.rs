//! The drawings of the stage, each once: leaf, rosette rings, curtain, river, mountain.

use leptos::prelude::*;

/// Defines every drawing; belongs once on a page, before the first is used.
pub fn drawings() -> impl IntoView {
    view! {
        <svg
            class="drawings"
            width="0"
            height="0"
            aria-hidden="true"
            inner_html=include_str!("art.svg")
        ></svg>
    }
}
