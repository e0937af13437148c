//! What every page of a running show shares: the latest snapshot, and how to press.

use super::{hand::is_mine, motion, picture::Arrival};
use crate::ceremony::{
    api,
    rules::{Command, Hand, Moment, Opening, Order, Programme, Snapshot, lease::BEAT},
};
use crate::client::live;
use crate::fault::Fault;
use leptos::{prelude::*, task::spawn_local};
use std::{sync::Arc, time::Duration};

/// Whose eyes a page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// The hall's: names may arrive early, the leaf hides them.
    Hall,
    /// A hand's or the presenter's: nobody reads a name before the hall does.
    Desk,
}

/// The show as this page knows it.
#[derive(Clone, Copy, Debug)]
pub struct Live {
    /// The latest snapshot.
    pub snapshot: RwSignal<Snapshot>,
    /// When it came; nothing before the stream is open.
    pub arrival: RwSignal<Option<Arrival>>,
    /// Whether the stream is alive; nothing before it was tried.
    pub up: RwSignal<Option<bool>>,
}

impl Live {
    /// Shows a snapshot that came, if it tells something new.
    pub fn take(self, snapshot: Snapshot) {
        let first = self.arrival.with_untracked(Option::is_none);
        if first || self.snapshot.with_untracked(|known| snapshot.is_after(known)) {
            let elapsed = u32::try_from(snapshot.elapsed).map_or(f64::from(u32::MAX), f64::from);
            self.arrival.set(Some(Arrival { at: motion::now(), elapsed }));
            self.snapshot.set(snapshot);
        }
    }

    fn take_in_time(self, programme: &Programme, snapshot: Snapshot) {
        let reveal = programme.cue(snapshot.cue).and_then(|cue| cue.reveal());
        let early = match reveal {
            Some(reveal) if snapshot.moment == Moment::Motion => reveal.gate - snapshot.elapsed,
            _ => 0,
        };
        match u64::try_from(early) {
            Ok(early @ 1..) => {
                set_timeout(move || self.take(snapshot), Duration::from_millis(early));
            }
            _ => self.take(snapshot),
        }
    }
}

/// Follows the show from where the page opened.
pub fn follow(opening: Opening, seat: Seat) -> (Arc<Programme>, Live) {
    let programme = Arc::new(opening.programme);
    let live = Live {
        snapshot: RwSignal::new(opening.snapshot),
        arrival: RwSignal::new(None),
        up: RwSignal::new(None),
    };
    let url = format!("/panggung/{}/arus", programme.show);
    let followed = programme.clone();
    Effect::new(move |_| {
        let followed = followed.clone();
        let hear = move |text: String| {
            if let Ok(snapshot) = serde_json::from_str::<Snapshot>(&text) {
                match seat {
                    Seat::Hall => live.take(snapshot),
                    Seat::Desk => live.take_in_time(&followed, snapshot),
                }
            }
        };
        let state = move |up| {
            if live.up.get_untracked() != Some(up) {
                live.up.set(Some(up));
            }
        };
        // Closed when the page is left.
        let _open = StoredValue::new_local(live::watch(&url, hear, state));
    });
    if programme.hand == Hand::Drive {
        beat(&programme, live);
    }
    (programme, live)
}

/// Says every two seconds that this hand still holds the remote, while it does.
fn beat(programme: &Arc<Programme>, live: Live) {
    let programme = programme.clone();
    Effect::new(move |_| {
        let programme = programme.clone();
        let pulse = move || {
            if live.snapshot.with_untracked(|s| is_mine(&programme, s)) {
                let show = programme.show.clone();
                // A sign of life that is lost is followed by another.
                spawn_local(async move { drop(api::beat_show(show).await) });
            }
        };
        if let Ok(pulse) = set_interval_with_handle(pulse, Duration::from_millis(BEAT)) {
            on_cleanup(move || pulse.clear());
        }
    });
}

/// Sends one press, about the state this page shows, and never twice.
pub fn press(
    programme: &Programme,
    live: Live,
    command: Command,
    answered: impl Fn(Result<(), Fault>) + 'static,
) {
    let order = Order {
        show: programme.show.clone(),
        expected: live.snapshot.with_untracked(|snapshot| snapshot.mark),
        command,
        op: motion::token(),
    };
    spawn_local(async move {
        answered(api::press_show(order).await.map(|snapshot| live.take(snapshot)));
    });
}
