//! One icon of `/sprite.svg`, drawn in the colour of the text beside it.

use leptos::prelude::*;

/// An icon by its name in the sprite: check, pencil, empty, warning, lock, left, right, down, menu,
/// download, upload, info, plus, minus, cross, phone, cloud-off, search, clock, copy, print, user,
/// file, globe, keys, compare, undo, dot, busy, award, leaf. Hidden from screen readers: the words
/// beside it carry the meaning.
#[component]
pub fn Icon(
    /// Its name in the sprite.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=format!("/sprite.svg#{name}")/>
        </svg>
    }
}

/// The product's mark: a lumbon leaf on kunyit yellow.
pub(super) fn mark() -> impl IntoView {
    view! { <svg class="mark" aria-hidden="true"><use href="/sprite.svg#mark"/></svg> }
}
