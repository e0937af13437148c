//! In the browser.

use leptos::prelude::window;

/// The path of the address bar.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// A page in a browser has been answered already.
pub fn status(_: u16) {}

/// Tells everybody, tests among them, that the page is live.
pub fn mark_hydrated() {
    let root = leptos::prelude::document().document_element();
    if let Some(root) = root {
        // It fails only for a name that is no attribute's.
        let _set = root.set_attribute("data-hydrated", "1");
    }
}

/// A page in a browser came with its policy.
pub fn policy(_: Option<leptos::nonce::Nonce>) {}

/// A page in a browser is hydrated or was never told to be.
pub fn do_not_hydrate() {}

/// Loads the page of the address bar from the server.
pub fn reload() {
    // It fails only where there is no address bar.
    let _reloading = window().location().reload();
}

/// Loads another page from the server.
pub fn go(to: &str) {
    // It fails only for what is no address.
    let _going = window().location().set_href(to);
}

/// A browser has its head already.
pub fn begin_head() {}

/// Titles the page.
pub fn title(text: impl Into<String>) {
    leptos::prelude::document().set_title(&format!("{} · {}", text.into(), super::PRODUCT));
}

/// An act of this page where a callback asks for one that any thread could run: a browser has one
/// thread.
pub fn local(act: impl Fn() + 'static) -> impl Fn(()) + Send + Sync + 'static {
    use leptos::prelude::WithValue as _;
    let act = leptos::prelude::StoredValue::new_local(act);
    move |()| act.with_value(|act| act())
}
