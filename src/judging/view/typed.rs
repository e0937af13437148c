//! Texts of a sheet that save themselves, as every kind of sheet shows them: what its form carries, where
//! they are safe, what is wrong with one, and the choice between two.

use crate::{
    client::autosave::Shown,
    edition::Here,
    kernel::{keeping::Fork, saving::Safe},
    say,
    ui::{Kind, Notice, SaveState, Whole},
};
use leptos::prelude::*;

/// A text of a sheet: its name on the page, and where it is shown.
#[derive(Clone)]
pub struct Text {
    /// Name of its field.
    pub name: String,
    /// Where it is shown.
    pub shown: Shown,
}

/// What the save line shows: the least safe of all texts. `at` is the clock of the last save, `fork`
/// where somebody chooses between two texts.
pub fn state(texts: &[Text], at: RwSignal<String>, here: &Here, fork: String) -> Signal<SaveState> {
    let safes: Vec<_> = texts.iter().map(|text| text.shown.safe).collect();
    let sign_in = format!("{}?next={}", here.lang.href("/masuk"), here.path);
    Signal::derive(move || {
        let worst = safes.iter().map(|safe| safe.get()).max_by_key(Safe::concern);
        let worst = worst.unwrap_or(Safe::Server);
        at.with(|at| SaveState::of(worst, at, &fork, &sign_in))
    })
}

/// What the form carries of each text: the revision it stands on and the unanswered attempts.
pub fn trails(texts: &[Text]) -> AnyView {
    texts
        .iter()
        .map(|text| {
            let (rev, after) = (format!("rev_{}", text.name), format!("after_{}", text.name));
            let trail = text.shown.trail;
            view! {
                <input
                    type="hidden"
                    name=rev
                    value=move || trail.with(|(rev, _)| rev.to_string())
                />
                <input
                    type="hidden"
                    name=after
                    value=move || trail.with(|(_, ops)| ops.clone())
                />
            }
        })
        .collect_view()
        .whole()
}

/// What is wrong with a text: what the form said, or why the server does not take it.
pub fn error(texts: &[Text], here: &Here, name: &str) -> Signal<Option<String>> {
    let posted = here.error(name);
    let safe = texts.iter().find(|text| text.name == name).map(|text| text.shown.safe);
    Signal::derive(move || match safe.map(|safe| safe.get()) {
        Some(Safe::Refused(why)) => Some(why),
        _ => posted.clone(),
    })
}

/// A text from another device of its writer, between which and the present one they choose.
pub fn forked(name: &str, forks: &[Fork], here: &Here) -> AnyView {
    let lang = here.lang;
    forks
        .iter()
        .filter(|fork| fork.field == name)
        .map(|fork| {
            let or_empty = |text: &str| {
                if text.is_empty() { say!(fork_empty, lang).to_owned() } else { text.to_owned() }
            };
            let (there, beside) = (or_empty(&fork.there), or_empty(&fork.beside));
            let button = |act: &str, words: String| {
                view! {
                    <button
                        type="submit"
                        class="button secondary"
                        name="action"
                        data-chooses="1"
                        value=format!("{act}:{}", fork.version)
                    >
                        {words}
                    </button>
                }
            };
            let told = say!(sheet_fork, lang, at = here.moment(fork.at));
            let keep = button("keep", say!(sheet_fork_keep, lang, text = there));
            let take = button("take", say!(sheet_fork_take, lang, text = beside));
            view! {
                <Notice kind=Kind::Warning>
                    {told} <span class="choices">{keep} {take}</span>
                </Notice>
            }
        })
        .collect_view()
        .whole()
}
