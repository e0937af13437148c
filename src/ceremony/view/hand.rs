//! Whose hand the remote is in, on the remote itself: who holds it, and the button that takes it.

use super::follow::Live;
use crate::ceremony::{
    api,
    rules::{Programme, Snapshot},
};
use crate::fault::Fault;
use crate::kernel::Lang;
use crate::say;
use crate::ui::Whole;
use leptos::{prelude::*, task::spawn_local};
use std::{sync::Arc, time::Duration};

/// The name of whoever holds the remote, if that is somebody else.
pub fn elsewhere(programme: &Programme, snapshot: &Snapshot) -> Option<String> {
    let holder = snapshot.holder.as_ref()?;
    (holder.account != programme.me).then(|| holder.name.clone())
}

/// Whether this visitor holds it.
pub fn is_mine(programme: &Programme, snapshot: &Snapshot) -> bool {
    snapshot.holder.as_ref().is_some_and(|holder| holder.account == programme.me)
}

/// Who holds it, and the button that takes it; the operator who loses it is told.
pub fn strip(
    programme: Arc<Programme>,
    live: Live,
    trouble: RwSignal<Option<Fault>>,
    lang: Lang,
) -> AnyView {
    let snapshot = live.snapshot;
    let (one, two) = (programme.clone(), programme.clone());
    let held = Memo::new(move |_| snapshot.with(|s| elsewhere(&one, s)));
    let mine = Memo::new(move |_| snapshot.with(|s| is_mine(&two, s)));
    Effect::new(move |was_mine: Option<bool>| {
        if let (Some(true), Some(who)) = (was_mine, held.get()) {
            let id = say!(remote_taken, Lang::Id, who = who);
            trouble.set(Some(Fault::Held { id, en: say!(remote_taken, Lang::En, who = who) }));
        }
        mine.get()
    });
    let armed = RwSignal::new(false);
    let show = programme.show.clone();
    let take = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if !armed.get_untracked() {
            armed.set(true);
            set_timeout(move || armed.set(false), Duration::from_secs(3));
            return;
        }
        armed.set(false);
        let show = show.clone();
        spawn_local(async move {
            let answer = api::take_show(show).await;
            trouble.set(answer.map(|snapshot| live.take(snapshot)).err());
        });
    };
    let words = move || match (held.get(), mine.get()) {
        (Some(who), _) => say!(remote_held, lang, who = who),
        (None, true) => say!(remote_mine, lang).to_owned(),
        (None, false) => say!(remote_free, lang).to_owned(),
    };
    let label = move || {
        let words = if armed.get() { say!(remote_again, lang) } else { say!(remote_take, lang) };
        words.to_owned()
    };
    let action = lang.href(&format!("/panggung/{}/ambil", programme.show));
    view! {
        <form method="post" action=action class="hand" class:other=move || held.with(Option::is_some)>
            <span role="status">{words}</span>
            <button hidden=move || held.with(Option::is_none) on:click=take>{label}</button>
        </form>
    }
    .whole()
}
