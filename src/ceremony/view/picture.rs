//! From a snapshot to the picture in the hall: the same for the projector, the small one on the
//! remote, a reload and a second projector.

use super::{markup, motion, scenes};
use crate::ceremony::rules::{Cue, Moment, Programme, Snapshot, Theme};
use crate::kernel::Lang;
use crate::say;
use leptos::{html, prelude::*};
use std::sync::Arc;

/// When a snapshot arrived, on the browser's own clock; nothing moves without one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival {
    /// The browser's clock, in milliseconds.
    pub at: f64,
    /// How long the cue had been playing.
    pub elapsed: f64,
}

/// A picture that stays until another cue, or the name, replaces it.
#[derive(Clone, Debug)]
struct Frame {
    snapshot: Snapshot,
    cue: Cue,
    /// Whether the name of a rank belongs to the picture.
    told: bool,
    /// Painted without a clock, as the final frame: it does not begin to move afterwards.
    still: bool,
}

impl Frame {
    fn of(programme: &Programme, snapshot: Snapshot, moves: bool) -> Option<Self> {
        let cue = programme.cue(snapshot.cue)?;
        // A name that has arrived early waits behind the leaf; a picture that cannot move has no
        // leaf to open and shows it when its time has come.
        let told = cue.reveal().is_some_and(|reveal| {
            let due = snapshot.moment == Moment::Settled || snapshot.elapsed >= reveal.gate;
            snapshot.has_told(reveal) && (moves || due)
        });
        let still = !moves && (told || cue.reveal().is_none());
        Some(Self { snapshot, cue, told, still })
    }

    fn key(&self) -> (i64, i64, bool) {
        (self.snapshot.mark.epoch, self.snapshot.began, self.told)
    }
}

/// The stage as it stands in `snapshot`, moving if there is an `arrival`.
#[component]
pub fn Picture(
    programme: Arc<Programme>,
    snapshot: Signal<Snapshot>,
    arrival: Signal<Option<Arrival>>,
    lang: Lang,
) -> impl IntoView {
    let frames = {
        let programme = programme.clone();
        move || {
            let moves = arrival.with(Option::is_some);
            Frame::of(&programme, snapshot.get(), moves).into_iter().collect::<Vec<_>>()
        }
    };
    let rehearses = programme.is_rehearsal;
    let word = rehearses.then(|| view! { <b class="gladi">{say!(rehearsal_word, lang)}</b> });
    let theme = move || match snapshot.with(|s| s.theme) {
        Theme::Night => "night",
        Theme::Day => "day",
    };
    view! {
        <div class="stage" data-theme=theme class:rehearsal=rehearses>
            <For
                each=frames
                key=Frame::key
                children=move |frame| scene(programme.clone(), frame, snapshot, arrival, lang)
            />
            <div
                class="veil"
                class:on=move || snapshot.with(|s| s.blank)
                inner_html=markup::html(&[markup::art("leaf")])
            ></div>
            {word}
        </div>
    }
}

fn scene(
    programme: Arc<Programme>,
    frame: Frame,
    snapshot: Signal<Snapshot>,
    arrival: Signal<Option<Arrival>>,
    lang: Lang,
) -> impl IntoView {
    let root = NodeRef::<html::Section>::new();
    Effect::new(move |armed: Option<bool>| {
        if armed == Some(true) {
            return true;
        }
        let Some(arrival) = arrival.get() else { return false };
        motion::arm(root, arrival.elapsed + motion::now() - arrival.at);
        true
    });
    let Frame { snapshot: first, cue, told, still } = frame;
    let settled = move || still || snapshot.with(|s| s.moment == Moment::Settled);
    let held = move || snapshot.with(|s| s.held);
    // A rank that is told takes over from its own suspense without a seam.
    let enters = if told { "scene" } else { "scene fade" };
    view! {
        <section
            class=format!("{enters} {}", scenes::class(cue))
            class:settled=settled
            class:stopped=held
            data-d="0"
            data-cue=first.cue
            node_ref=root
            inner_html=markup::html(&scenes::draw(cue, told, &programme, &first, lang))
        ></section>
    }
}
