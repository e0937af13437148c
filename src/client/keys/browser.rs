//! In the browser.

use std::cell::Cell;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, KeyboardEvent, Storage};

/// Where a browser remembers that its owner wants no single keys.
const OFF: &str = "kipp-keys-off";

/// Where somebody writes. A tick takes no letters, so a key may be pressed on it.
const WRITING: &str =
    "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
/// What a fold that is opened leads to.
const FIRST: &str = "input:not([type=hidden]), select, textarea";

thread_local! {
    static LISTENS: Cell<bool> = const { Cell::new(false) };
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Whether the keys are on in this browser.
pub fn on() -> bool {
    storage().and_then(|storage| storage.get_item(OFF).ok().flatten()).is_none()
}

/// Switches the keys on or off in this browser.
pub fn switch(on: bool) {
    if let Some(storage) = storage() {
        // A browser that remembers nothing forgets this too.
        let _kept = if on { storage.remove_item(OFF) } else { storage.set_item(OFF, "1") };
    }
}

/// Listens for the life of the page; a page on which nothing carries a key is left alone.
pub fn listen() {
    if LISTENS.replace(true) {
        return;
    }
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let pressed = Closure::<dyn Fn(KeyboardEvent)>::new(|event: KeyboardEvent| {
        if pressed(&event).is_some() {
            event.prevent_default();
        }
    });
    let _added =
        document.add_event_listener_with_callback("keydown", pressed.as_ref().unchecked_ref());
    pressed.forget();
}

/// Follows a key, if it is one of the page's and nobody is writing.
fn pressed(event: &KeyboardEvent) -> Option<()> {
    let key = event.key().to_lowercase();
    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat());
    let letter = key.len() == 1 && key.bytes().all(|b| b.is_ascii_lowercase());
    if !plain || !letter || !on() {
        return None;
    }
    let target: Element = event.target()?.dyn_into().ok()?;
    if target.closest(WRITING).ok()?.is_some() {
        return None;
    }
    let document = web_sys::window()?.document()?;
    let found = document.query_selector(&format!("[data-key={key}]")).ok()??;
    let found: HtmlElement = found.dyn_into().ok()?;
    match found.tag_name().as_str() {
        "A" => found.click(),
        "SUMMARY" => {
            let fold = found.parent_element()?;
            fold.set_attribute("open", "").ok()?;
            let first = fold.query_selector(FIRST).ok().flatten();
            let first = first.and_then(|first| first.dyn_into::<HtmlElement>().ok());
            first.unwrap_or(found).focus().ok()?;
        }
        _ => found.focus().ok()?,
    }
    Some(())
}
