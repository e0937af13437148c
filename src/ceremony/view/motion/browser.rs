//! In the browser: delays are set through the style object, which a strict policy allows.

use super::confetti::shower;
use leptos::{html::Section, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, HtmlElement};

/// Winds the scene up: a part that begins `data-d` milliseconds into its cue gets what is left
/// of that, less than nothing if it is over, and then everything may run.
pub fn arm(scene: NodeRef<Section>, elapsed: f64) {
    let Some(scene) = scene.get_untracked() else { return };
    wind(&scene, elapsed);
    if let Ok(parts) = scene.query_selector_all("[data-d]") {
        for index in 0..parts.length() {
            if let Some(part) = parts.item(index).and_then(|node| node.dyn_into().ok()) {
                wind(&part, elapsed);
            }
        }
    }
    let _kept = scene.class_list().add_1("live");
    if let Some(canvas) = scene.query_selector(".confetti").ok().flatten()
        && let Ok(canvas) = canvas.dyn_into::<HtmlCanvasElement>()
        && let Some(begins) = begins(&canvas)
    {
        shower(canvas, begins - elapsed);
    }
}

fn begins(part: &HtmlElement) -> Option<f64> {
    part.get_attribute("data-d").and_then(|d| d.parse().ok())
}

fn wind(part: &HtmlElement, elapsed: f64) {
    if let Some(begins) = begins(part) {
        let left = format!("{:.0}ms", begins - elapsed);
        let _set = part.style().set_property("--d", &left);
    }
}

/// The browser's clock, in milliseconds.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// Fills the screen, or leaves it.
pub fn full_screen() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else if let Some(root) = document.document_element() {
        // Refused without a key press of the operator, which is what brought us here.
        let _refused = root.request_fullscreen();
    }
}

/// A name for one press that no other press has.
pub fn token() -> String {
    let two = (js_sys::Math::random(), js_sys::Math::random());
    format!("{:.0}-{:.0}-{:.0}", js_sys::Date::now(), two.0 * 1e15, two.1 * 1e15)
}
