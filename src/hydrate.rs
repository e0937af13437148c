//! The browser's entry point: adopts the server's HTML and makes it live.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's script once the wasm has arrived.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_lazy(crate::app::App);
}
