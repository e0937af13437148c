//! `navigator.wakeLock` and `navigator.vibrate`, where there are such things.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::VisibilityState;

/// Keeps the screen on as long as the page is seen. A browser lets go when the page is hidden, so
/// it is asked again whenever it comes back.
pub fn keep() {
    ask();
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let seen = document.clone();
    let again = Closure::<dyn Fn()>::new(move || {
        if seen.visibility_state() == VisibilityState::Visible {
            ask();
        }
    });
    let _added = document
        .add_event_listener_with_callback("visibilitychange", again.as_ref().unchecked_ref());
    // Once for the life of the page.
    again.forget();
}

/// Asks for the lock; refused on a low battery, and absent in older browsers.
fn ask() {
    let asked = || -> Option<Promise> {
        let navigator = JsValue::from(web_sys::window()?.navigator());
        let lock = Reflect::get(&navigator, &"wakeLock".into()).ok()?;
        let request: Function = Reflect::get(&lock, &"request".into()).ok()?.dyn_into().ok()?;
        request.call1(&lock, &"screen".into()).ok()?.dyn_into().ok()
    };
    if let Some(promise) = asked() {
        spawn_local(async move {
            let _refused = JsFuture::from(promise).await;
        });
    }
}

/// A short buzz, as the answer to a press.
pub fn buzz(milliseconds: u32) {
    if let Some(window) = web_sys::window() {
        let _unheard = window.navigator().vibrate_with_duration(milliseconds);
    }
}
