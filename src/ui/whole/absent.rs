//! On the server: a view without its type; there is nothing to take over.

use leptos::prelude::{AnyView, IntoAny, RenderHtml};

/// The view without its type.
pub fn whole<V: RenderHtml>(view: V) -> AnyView {
    view.into_any()
}
