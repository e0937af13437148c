//! `EventSource` with a pulse: the server sends a `beat` every two seconds, and a stream that has
//! been silent for longer than [`PATIENCE`] is dead whatever the browser thinks, so it is opened
//! again.

use gloo_timers::callback::Interval;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent};

/// Milliseconds of silence after which a stream counts as lost.
const PATIENCE: f64 = 5_000.0;

/// A stream that is open until this is dropped.
pub struct Handle {
    listener: Rc<Listener>,
    _pulse: Interval,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.listener.close();
    }
}

/// Listens at `url`: `on_event` gets the text of each message, `on_state` hears whether the
/// stream is alive.
pub fn watch(
    url: &str,
    on_event: impl Fn(String) + 'static,
    on_state: impl Fn(bool) + 'static,
) -> Handle {
    let listener = Rc::new(Listener {
        url: url.to_owned(),
        on_event: Box::new(on_event),
        on_state: Box::new(on_state),
        heard: RefCell::new(now()),
        open: RefCell::new(None),
    });
    Listener::open(&listener);
    let watched = listener.clone();
    let pulse = Interval::new(1_000, move || Listener::check(&watched));
    Handle { listener, _pulse: pulse }
}

struct Listener {
    url: String,
    on_event: Box<dyn Fn(String)>,
    on_state: Box<dyn Fn(bool)>,
    heard: RefCell<f64>,
    open: RefCell<Option<Open>>,
}

/// An `EventSource` and the closures it calls, which must live as long as it does.
struct Open {
    source: EventSource,
    _message: Closure<dyn Fn(MessageEvent)>,
    _beat: Closure<dyn Fn(Event)>,
    _error: Closure<dyn Fn(Event)>,
}

impl Listener {
    fn open(this: &Rc<Self>) {
        this.close();
        *this.heard.borrow_mut() = now();
        let Ok(source) = EventSource::new(&this.url) else { return };
        let me = this.clone();
        let message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            me.alive();
            if let Some(text) = event.data().as_string() {
                (me.on_event)(text);
            }
        });
        let me = this.clone();
        let beat = Closure::<dyn Fn(Event)>::new(move |_| me.alive());
        let me = this.clone();
        let error = Closure::<dyn Fn(Event)>::new(move |_| (me.on_state)(false));
        source.set_onmessage(Some(message.as_ref().unchecked_ref()));
        source.set_onopen(Some(beat.as_ref().unchecked_ref()));
        let _added = source.add_event_listener_with_callback("beat", beat.as_ref().unchecked_ref());
        source.set_onerror(Some(error.as_ref().unchecked_ref()));
        let open = Open { source, _message: message, _beat: beat, _error: error };
        *this.open.borrow_mut() = Some(open);
    }

    fn alive(&self) {
        *self.heard.borrow_mut() = now();
        (self.on_state)(true);
    }

    fn check(this: &Rc<Self>) {
        if !on_line() {
            // The device knows before the silence tells.
            (this.on_state)(false);
            this.close();
            return;
        }
        let silence = now() - *this.heard.borrow();
        if silence > PATIENCE || this.open.borrow().is_none() {
            (this.on_state)(false);
            Self::open(this);
        }
    }

    fn close(&self) {
        if let Some(open) = self.open.borrow_mut().take() {
            open.source.close();
            // A closed source may still hold a message it has read; it finds nobody.
            open.source.set_onmessage(None);
            open.source.set_onerror(None);
            open.source.set_onopen(None);
        }
    }
}

fn on_line() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

fn now() -> f64 {
    js_sys::Date::now()
}
