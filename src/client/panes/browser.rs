//! In the browser.

use super::{Place, Press};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, HtmlElement, KeyboardEvent, Storage};

/// Where somebody writes: a letter there is a letter.
const WRITING: &str =
    "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
/// What takes the arrow keys for itself.
const ARROWS: &str = "input, textarea, select, .reading, [role=separator]";
/// Room for two panes, as the style has it.
const WIDE: f64 = 1080.0;

/// Keys being listened to; stopped when the page is left.
#[derive(Debug)]
pub struct Listening {
    document: Option<Document>,
    heard: Closure<dyn Fn(KeyboardEvent)>,
}

impl Listening {
    /// Listens no more.
    pub fn stop(self) {
        if let Some(document) = &self.document {
            let heard = self.heard.as_ref().unchecked_ref();
            let _removed = document.remove_event_listener_with_callback("keydown", heard);
        }
    }
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn find(selector: &str) -> Option<HtmlElement> {
    document()?.query_selector(selector).ok()??.dyn_into().ok()
}

/// Puts the focus on the first element of a selector.
pub fn focus(selector: &str) {
    if let Some(found) = find(selector) {
        // It fails for what cannot have the focus.
        let _focused = found.focus();
    }
}

/// Scrolls to the first element of a selector, the focus staying where it is.
pub fn reveal(selector: &str) {
    if let Some(found) = find(selector) {
        found.scroll_into_view();
    }
}

/// Presses a button.
pub fn press(selector: &str) {
    if let Some(found) = find(selector) {
        found.click();
    }
}

/// Puts the focus into the pane that has it not.
pub fn other() {
    let active = document().and_then(|document| document.active_element());
    let marks = active.and_then(|at| at.closest(".marking").ok().flatten()).is_some();
    focus(if marks { ".reading" } else { ".marking" });
}

/// Leaves the field that somebody writes in.
pub fn leave() {
    let active = document().and_then(|document| document.active_element());
    if let Some(field) = active.and_then(|at| at.dyn_into::<HtmlElement>().ok()) {
        let _left = field.blur();
    }
}

/// Gives the reading pane so many percent of the width.
pub fn share(percent: u32) {
    if let Some(split) = find(".split") {
        let style = split.style();
        // They fail for a style that may not be changed, which ours may.
        let _set = style.set_property("--reading", &format!("{percent}fr"));
        let _set = style.set_property("--marking", &format!("{}fr", 100 - percent.min(100)));
    }
}

fn width() -> Option<f64> {
    web_sys::window()?.inner_width().ok()?.as_f64().filter(|width| *width > 0.0)
}

/// How many percent of the width lie left of a point.
pub fn percent_at(x: i32) -> Option<u32> {
    let percent = f64::from(x) / width()? * 100.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    let percent = percent.clamp(0.0, 100.0) as u32;
    Some(percent)
}

/// Whether there is room for two panes.
pub fn is_wide() -> bool {
    width().is_some_and(|width| width >= WIDE)
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// What this browser remembers under a name.
pub fn remembered(name: &str) -> Option<String> {
    storage()?.get_item(&format!("kipp-panes/{name}")).ok().flatten()
}

/// Remembers a habit of this browser's owner, or forgets it.
pub fn remember(name: &str, value: Option<&str>) {
    let name = format!("kipp-panes/{name}");
    if let Some(storage) = storage() {
        // A browser that remembers nothing begins anew each time.
        let _kept = match value {
            Some(value) => storage.set_item(&name, value),
            None => storage.remove_item(&name),
        };
    }
}

/// Hears every key; `act` tells whether it was the page's.
pub fn listen(act: impl Fn(Press) -> bool + 'static) -> Listening {
    let heard = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if event.alt_key() || event.repeat() && !event.key().starts_with("Arrow") {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let within =
            |selector| target.as_ref().and_then(|at| at.closest(selector).ok().flatten()).is_some();
        let press = Press {
            key: event.key(),
            shift: event.shift_key(),
            command: event.ctrl_key() || event.meta_key(),
            place: match (within(WRITING), within(ARROWS)) {
                (true, _) => Place::Writing,
                (false, true) => Place::Arrows,
                (false, false) => Place::Free,
            },
        };
        if act(press) {
            event.prevent_default();
        }
    });
    let document = document();
    if let Some(document) = &document {
        let heard = heard.as_ref().unchecked_ref();
        let _added = document.add_event_listener_with_callback("keydown", heard);
    }
    Listening { document, heard }
}
