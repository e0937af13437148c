//! In the browser: one timer, the window's events, local storage, and the service worker that
//! outlives the page.

use super::{Answering, Plan, Send, Shown, Ways};
use crate::{
    client::{
        drafts::{self, Key, Owner},
        outbox, page,
    },
    kernel::saving::{Answer, Attempt, Chance, Draft, Effect, Event, Safe, Saver},
};
use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event as DomEvent, HtmlElement, HtmlFormElement, SubmitEvent, VisibilityState};

/// How long a form waits for its texts before it is left, in milliseconds.
const WAIT: i64 = 2_000;

/// How often it looks, in milliseconds.
const LOOK: u32 = 50;

/// A text that saves itself for as long as the page lives.
#[derive(Clone)]
pub struct Writing(Rc<Engine>);

struct Engine {
    key: Key,
    saver: RefCell<Saver>,
    timer: RefCell<Option<Timeout>>,
    shown: Shown,
    send: Box<Send>,
    /// Whether its page was left for another one of the same room.
    retired: Cell<bool>,
}

/// What an engine does at an event of the window.
type Hears = dyn Fn(&Rc<Engine>, DomEvent);

struct Dice;

impl Chance for Dice {
    fn number(&mut self) -> f64 {
        js_sys::Math::random()
    }

    /// The moment and 48 random bits. Whole numbers: writing fractions costs a phone 5 kB.
    fn name(&mut self) -> String {
        #[expect(clippy::cast_possible_truncation, reason = "48 bits")]
        let random = (js_sys::Math::random() * 281_474_976_710_656.0) as i64;
        format!("{:x}-{random:x}", now())
    }
}

fn now() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
    let now = js_sys::Date::now() as i64;
    now
}

/// Begins saving a text by itself, with what the device kept of it from an earlier visit.
pub fn begin(plan: Plan, send: impl Fn(Key, Attempt) -> Answering + 'static) -> Writing {
    let engine = Rc::new(Engine {
        saver: RefCell::new(plan.saver()),
        key: plan.key,
        timer: RefCell::new(None),
        shown: plan.shown,
        send: Box::new(send),
        retired: Cell::new(false),
    });
    let writing = Writing(engine.clone());
    let text = engine.shown.text;
    let typed = writing.clone();
    // The field adopts what stands in the page before this runs a frame later.
    let first = RwSignal::new(true);
    request_animation_frame(move || {
        first.try_set(false);
        let draft = drafts::read(&engine.key);
        // The page may have been left within this frame.
        let Some(found) = text.try_get_untracked() else { return };
        let effects = engine.saver.borrow_mut().begin(&found, draft, now(), &mut Dice);
        engine.clone().perform(effects);
        engine.listen();
    });
    leptos::prelude::Effect::new(move |_| {
        let value = text.get();
        if !first.get_untracked() {
            typed.hear(Event::Typed(value));
        }
    });
    writing
}

impl Writing {
    fn hear(&self, event: Event) {
        self.0.clone().hear(event);
    }

    /// The reader leaves the field: device and server get the text now.
    pub fn leave(&self) {
        self.hear(Event::Left);
    }

    /// The reader asks to try again.
    pub fn retry(&self) {
        self.hear(Event::Retry);
    }

    /// The page is left without being closed: what was typed goes to device, outbox and server, and
    /// whoever opens it again takes over from what the device holds.
    fn retire(&self) {
        self.hear(Event::Gone);
        self.hear(Event::Left);
        self.0.retired.set(true);
    }
}

/// The texts of a page, handed around on it; they retire when the page is left.
#[derive(Clone, Copy)]
pub struct Writings(StoredValue<Vec<Writing>, LocalStorage>);

impl Writings {
    /// The texts of this page.
    pub fn of(texts: Vec<Writing>) -> Self {
        let texts = StoredValue::new_local(texts);
        on_cleanup(move || {
            texts.try_with_value(|texts| texts.iter().for_each(Writing::retire));
        });
        Self(texts)
    }

    /// The reader leaves a field: device and server get every text now.
    pub fn leave(self) {
        self.0.try_with_value(|texts| texts.iter().for_each(Writing::leave));
    }

    /// The reader asks to try again.
    pub fn retry(self) {
        self.0.try_with_value(|texts| texts.iter().for_each(Writing::retry));
    }

    /// The form around them is posted.
    pub fn submit(self, event: &DomEvent, ways: &Ways) {
        self.0.try_with_value(|texts| submit(event, texts, ways));
    }
}

impl Engine {
    fn hear(self: Rc<Self>, event: Event) {
        // An answer still settles what the device holds; the page's signals are gone.
        if self.retired.get() && !matches!(event, Event::Answered(..)) {
            return;
        }
        let effects = self.saver.borrow_mut().hear(event, now(), &mut Dice);
        self.perform(effects);
    }

    fn perform(self: Rc<Self>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Keep(draft) => {
                    let kept = drafts::keep(&self.key, &draft);
                    let more = self.saver.borrow_mut().hear(Event::Kept(kept), now(), &mut Dice);
                    self.clone().perform(more);
                }
                Effect::Settle(copy) => {
                    // No room for a copy that the server has is no loss; an old draft would be.
                    if !drafts::keep(&self.key, &copy) {
                        drafts::forget(&self.key);
                    }
                    outbox::drop(&self.key);
                }
                Effect::Send(attempt) => {
                    outbox::hand(&self.key, &attempt);
                    let (engine, op) = (self.clone(), attempt.op.clone());
                    let answer = (self.send)(self.key.clone(), attempt);
                    spawn_local(async move {
                        let answer = answer.await;
                        engine.hear(Event::Answered(op, answer));
                    });
                }
                Effect::Hand(attempt) => outbox::hand(&self.key, &attempt),
                Effect::Show(text) => drop(self.shown.text.try_set(text)),
            }
        }
        self.tell();
        self.wake();
    }

    /// Tells the page, and only what changed.
    fn tell(&self) {
        let saver = self.saver.borrow();
        let safe = saver.safe(now());
        let trail = saver.trail();
        drop(saver);
        if self.shown.safe.try_with_untracked(|shown| *shown != safe) == Some(true) {
            self.shown.safe.set(safe);
        }
        if self.shown.trail.try_with_untracked(|shown| *shown != trail) == Some(true) {
            self.shown.trail.set(trail);
        }
    }

    fn wake(self: Rc<Self>) {
        let at = self.saver.borrow().wake_at(now());
        let timer = at.map(|at| {
            let wait = u32::try_from((at - now()).max(0)).unwrap_or(u32::MAX);
            let engine = self.clone();
            Timeout::new(wait, move || engine.hear(Event::Tick))
        });
        // The old one is cancelled by being dropped; not while it runs.
        let old = self.timer.replace(timer);
        if let Some(old) = old {
            old.cancel();
        }
    }

    /// Hears the window for as long as the page lives.
    fn listen(self: Rc<Self>) {
        let Some(window) = web_sys::window() else { return };
        let on = |name: &str, hear: Box<Hears>| {
            let engine = self.clone();
            let closure =
                Closure::<dyn Fn(DomEvent)>::new(move |event: DomEvent| hear(&engine, event));
            let _added =
                window.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
            closure.forget();
        };
        on("online", Box::new(|engine, _| engine.clone().hear(Event::Retry)));
        on("pagehide", Box::new(|engine, _| engine.clone().hear(Event::Gone)));
        // Android may end a hidden page without another word. The event rises to the window.
        on(
            "visibilitychange",
            Box::new(|engine, _| {
                let hidden = web_sys::window()
                    .and_then(|window| window.document())
                    .is_some_and(|page| page.visibility_state() == VisibilityState::Hidden);
                engine.clone().hear(if hidden { Event::Gone } else { Event::Retry });
            }),
        );
        on(
            "beforeunload",
            Box::new(|engine, event| {
                engine.clone().hear(Event::Gone);
                if engine.saver.borrow().would_lose() {
                    event.prevent_default();
                }
            }),
        );
    }
}

/// Sends what earlier visits left on this device for other fields of this kind: a text that was kept when the
/// network was dead, and whose page was never opened again.
pub fn catch_up(
    user: &str,
    of: impl Fn(&Owner) -> bool,
    here: &[Key],
    send: impl Fn(Key, Attempt) -> Answering + 'static,
) {
    let left: Vec<Key> = drafts::kept(user)
        .into_iter()
        .filter(|key| of(&key.owner) && !here.contains(key))
        .collect();
    spawn_local(async move {
        for key in left {
            let Some(draft) = drafts::read(&key).filter(|draft| !draft.clean) else { continue };
            let mut saver = Saver::left(draft.clone());
            let effects = saver.hear(Event::Retry, now(), &mut Dice);
            for effect in effects {
                match effect {
                    Effect::Keep(draft) => {
                        let _room = drafts::keep(&key, &draft);
                    }
                    Effect::Send(attempt) => {
                        let answer = send(key.clone(), attempt).await;
                        // A page that was opened meanwhile has taken the text over.
                        let same = |now: Draft| now.value == draft.value;
                        if matches!(answer, Answer::Stored { .. } | Answer::Settled { .. })
                            && drafts::read(&key).is_some_and(same)
                        {
                            drafts::forget(&key);
                            outbox::drop(&key);
                        }
                        if answer == Answer::Lost {
                            return;
                        }
                    }
                    _ => {}
                }
            }
        }
    });
}

/// A form with these texts is posted.
///
/// It goes on once the server has them; without a connection the reader goes on without it, since
/// device and outbox have the texts; if somebody has to choose, the reader is led there.
pub fn submit(event: &DomEvent, texts: &[Writing], ways: &Ways) {
    let safe = |texts: &[Writing]| -> Vec<Safe> {
        texts.iter().map(|text| text.0.shown.safe.get_untracked()).collect()
    };
    let Some(event) = event.dyn_ref::<SubmitEvent>() else { return };
    let form = event.target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let (Some(form), false) = (form, safe(texts).iter().all(|safe| *safe == Safe::Server)) else {
        return;
    };
    event.prevent_default();
    let button = event.submitter().and_then(|button| button.dyn_into::<HtmlElement>().ok());
    let list = button.as_ref().and_then(|b| b.get_attribute("value")).as_deref() == Some("list");
    let (onward, fork) = (if list { &ways.list } else { &ways.next }.clone(), ways.fork.clone());
    let stays = onward.is_empty();
    texts.iter().for_each(Writing::leave);
    let (texts, since) = (texts.to_vec(), now());
    let looking = Rc::new(RefCell::new(None));
    let look = looking.clone();
    let interval = Interval::new(LOOK, move || {
        let safe = safe(&texts);
        let any = |wanted: fn(&Safe) -> bool| safe.iter().any(wanted);
        let done = if safe.iter().all(|safe| *safe == Safe::Server) {
            let _posted = form.request_submit_with_submitter(button.as_ref());
            true
        } else if any(|safe| *safe == Safe::Conflict) {
            page::go(&fork);
            true
        } else if any(|safe| matches!(safe, Safe::SignedOut | Safe::Closed | Safe::Refused(_))) {
            // The line at the field says what to do.
            true
        } else if any(|safe| matches!(safe, Safe::Offline | Safe::Failed(_))) {
            if !stays {
                page::go(&onward);
            }
            true
        } else if now() > since + WAIT && !stays {
            page::go(&onward);
            true
        } else {
            // Whoever stays waits for the answer, or for the silence that counts as none.
            false
        };
        if done {
            // Dropped a little later: an interval cannot drop itself while it runs.
            let look = look.clone();
            Timeout::new(0, move || drop(look.borrow_mut().take())).forget();
        }
    });
    looking.replace(Some(interval));
}
