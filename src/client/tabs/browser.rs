//! `BroadcastChannel`: a tab that opens asks, the one that writes answers.

use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// "Does anybody write here?"
const ASK: &str = "ask";
/// "I do."
const MINE: &str = "mine";
/// "From now on I do."
const TAKE: &str = "take";

/// Whose turn it is to write.
#[derive(Clone)]
pub struct Turn {
    /// Whether another tab writes.
    pub elsewhere: RwSignal<bool>,
    channel: Option<Rc<BroadcastChannel>>,
}

impl Turn {
    /// Writes here from now on; the other tab stops.
    pub fn take(&self) {
        self.elsewhere.set(false);
        if let Some(channel) = &self.channel {
            let _gone = channel.post_message(&JsValue::from_str(TAKE));
        }
    }
}

/// Asks whether another tab writes under this name, and answers those who ask later.
pub fn turn(name: String) -> Turn {
    let elsewhere = RwSignal::new(false);
    let channel = BroadcastChannel::new(&name).ok().map(Rc::new);
    if let Some(channel) = &channel {
        let answering = channel.clone();
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            match event.data().as_string().as_deref() {
                Some(ASK) if !elsewhere.get_untracked() => {
                    let _gone = answering.post_message(&JsValue::from_str(MINE));
                }
                Some(MINE | TAKE) => elsewhere.set(true),
                _ => {}
            }
        });
        channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        // Once for the life of the page.
        hear.forget();
        let _gone = channel.post_message(&JsValue::from_str(ASK));
    }
    Turn { elsewhere, channel }
}
