//! The projector's page: the picture, the keys of a clicker, and nothing else. Never an error.

use super::{
    art::drawings,
    follow::{Live, Seat, follow, press},
    motion,
    picture::Picture,
};
use crate::ceremony::rules::{Command, Hand, Moment, Opening, Programme};
use crate::client::wake_lock;
use crate::kernel::Lang;
use crate::ui::Whole;
use leptos::{ev::KeyboardEvent, prelude::*};
use std::sync::Arc;

/// Milliseconds after an accepted key in which no other is.
const PAUSE: f64 = 250.0;

/// Milliseconds in which a dangerous key must be pressed again to count.
const AGAIN: f64 = 3_000.0;

/// The stage as the hall sees it.
pub fn stage(opening: Opening, lang: Lang) -> AnyView {
    let (programme, live) = follow(opening, Seat::Hall);
    if programme.hand == Hand::Drive {
        keys(&programme, live);
    }
    Effect::new(move |_| wake_lock::keep());
    let lost = move || live.up.get() == Some(false);
    view! {
        {drawings()}
        <main class="hall" aria-live="off">
            <Picture programme snapshot=live.snapshot.into() arrival=live.arrival.into() lang/>
            <i class="signal" class:lost=lost></i>
        </main>
    }
    .whole()
}

/// What a key asks for.
enum Key {
    Press(Command),
    /// Only if pressed twice.
    Twice(Command),
    FullScreen,
    /// Clickers send these with their start button: swallowed, or the show would blink.
    Swallowed,
}

fn meaning(event: &KeyboardEvent, moment: Moment) -> Option<Key> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    Some(match event.key().as_str() {
        "PageDown" | "ArrowRight" | " " => Key::Press(Command::Next),
        "PageUp" | "ArrowLeft" => Key::Press(Command::Back),
        "b" | "B" | "." => Key::Press(Command::Blank),
        "h" | "H" => Key::Press(Command::Hold),
        "u" | "U" | "Backspace" if moment == Moment::Suspense => Key::Twice(Command::Cancel),
        "u" | "U" | "Backspace" => Key::Twice(Command::Hide),
        "f" | "F" => Key::FullScreen,
        "F5" | "Escape" => Key::Swallowed,
        _ => return None,
    })
}

fn keys(programme: &Arc<Programme>, live: Live) {
    let accepted = StoredValue::new(f64::NEG_INFINITY);
    let warned = StoredValue::new(f64::NEG_INFINITY);
    let programme = programme.clone();
    Effect::new(move |_| {
        let programme = programme.clone();
        let send = move |command: Command| {
            accepted.set_value(motion::now());
            press(&programme, live, command, |_| ());
        };
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            let moment = live.snapshot.with_untracked(|snapshot| snapshot.moment);
            let Some(key) = meaning(&event, moment) else { return };
            event.prevent_default();
            let now = motion::now();
            if event.repeat() || now - accepted.get_value() < PAUSE {
                return;
            }
            match key {
                Key::Press(command) => send(command),
                Key::Twice(command) if now - warned.get_value() < AGAIN => {
                    warned.set_value(f64::NEG_INFINITY);
                    send(command);
                }
                Key::Twice(_) => warned.set_value(now),
                Key::FullScreen => motion::full_screen(),
                Key::Swallowed => {}
            }
        });
        on_cleanup(move || listener.remove());
    });
}
