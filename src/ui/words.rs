//! The word-limited textarea with its foot: bamboo meter, counter, save line.

use super::form::{Need, adopt_textarea, described, field_class, field_head, textarea_html};
use super::icon::Icon;
use super::quantity::percent;
use super::whole::{Inner, Whole};
use crate::kernel::{Lang, saving::Safe, text::count_words};
use crate::say;
use leptos::{
    ev::ClipboardEvent,
    html,
    leptos_dom::helpers::debounce,
    prelude::*,
    wasm_bindgen::JsValue,
    web_sys::js_sys::{Array, Reflect},
};
use std::time::Duration;

/// Where what was typed is safe (`design.md` §3.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// On the server, at this time of day ("14.05"); empty: nothing typed yet.
    Clean {
        /// The time, already in the reader's form.
        at: String,
    },
    /// Nowhere yet.
    Typing,
    /// On this device.
    Local,
    /// On its way; set after a second, so that quick saves stay silent.
    Sending,
    /// On this device, no connection.
    Offline,
    /// On this device, the server did not answer.
    Failed {
        /// Until the next try.
        seconds: u32,
    },
    /// The server holds another version.
    Conflict {
        /// The page that compares them.
        href: String,
    },
    /// On this device, the session has ended.
    SignedOut {
        /// The sign-in page.
        href: String,
    },
    /// On this device; the server takes nothing any more.
    Closed,
    /// On this device; the server said why it does not take it.
    Refused {
        /// The server's sentence.
        why: String,
    },
    /// The device's storage is full.
    Full,
}

impl SaveState {
    /// What the line shows of a text: `at` is when the server got it last, `fork` where somebody
    /// chooses between two texts, `sign_in` where to sign in.
    pub fn of(safe: Safe, at: &str, fork: &str, sign_in: &str) -> Self {
        match safe {
            Safe::Server => Self::Clean { at: at.to_owned() },
            Safe::Nowhere => Self::Typing,
            Safe::Device => Self::Local,
            Safe::Sending => Self::Sending,
            Safe::Offline => Self::Offline,
            Safe::Failed(seconds) => Self::Failed { seconds },
            Safe::Conflict => Self::Conflict { href: fork.to_owned() },
            Safe::SignedOut => Self::SignedOut { href: sign_in.to_owned() },
            Safe::Closed => Self::Closed,
            Safe::Refused(why) => Self::Refused { why },
            Safe::Page => Self::Full,
        }
    }

    /// Icon, class and sentence.
    fn shown(&self, lang: Lang) -> (&'static str, &'static str, String) {
        match self {
            Self::Clean { at } if at.is_empty() => ("dot", "save", String::new()),
            Self::Clean { at } => ("check", "save fine", say!(ui_save_clean, lang, at = at)),
            Self::Typing => ("dot", "save", say!(ui_save_typing, lang).to_owned()),
            Self::Local => ("phone", "save", say!(ui_save_local, lang).to_owned()),
            Self::Sending => ("busy", "save busy", say!(ui_save_sending, lang).to_owned()),
            Self::Offline => ("cloud-off", "save care", say!(ui_save_offline, lang).to_owned()),
            Self::Failed { seconds } => {
                ("warning", "save care", say!(ui_save_failed, lang, n = seconds))
            }
            Self::Conflict { .. } => {
                ("warning", "save wrong", say!(ui_save_conflict, lang).to_owned())
            }
            Self::SignedOut { .. } => {
                ("warning", "save care", say!(ui_save_signed_out, lang).to_owned())
            }
            Self::Closed => ("lock", "save care", say!(ui_save_closed, lang).to_owned()),
            Self::Refused { why } => ("warning", "save wrong", why.clone()),
            Self::Full => ("warning", "save wrong", say!(ui_save_full, lang).to_owned()),
        }
    }

    /// Whether the reader must be told when this state begins.
    fn troubles(&self) -> bool {
        !matches!(
            self,
            Self::Clean { .. } | Self::Typing | Self::Local | Self::Sending | Self::Closed
        )
    }
}

/// Says where the text is safe. Screen readers hear only trouble and its end.
#[component]
pub fn SaveLine(
    lang: Lang,
    #[prop(into)] state: Signal<SaveState>,
    /// Tries again at once (`Failed`) or copies the text (`Closed`).
    #[prop(optional)]
    act: Option<Callback<()>>,
) -> impl IntoView {
    let said = RwSignal::new(String::new());
    Effect::new(move |before: Option<(Option<&'static str>, bool)>| {
        let (_, class, mut sentence) = state.with(|state| state.shown(lang));
        let trouble = state.with(SaveState::troubles);
        if let SaveState::Failed { .. } = state.get() {
            say!(ui_save_failed_once, lang).clone_into(&mut sentence);
        }
        let (spoken, was_trouble) = before.unwrap_or((None, false));
        let clean = state.with(|state| matches!(state, SaveState::Clean { .. }));
        if (trouble && spoken != Some(class)) || (clean && was_trouble) {
            said.set(sentence);
        }
        (trouble.then_some(class), trouble || (was_trouble && !clean))
    });
    let line = move || {
        state.with(|state| {
            let (icon, class, sentence) = state.shown(lang);
            let button = |words: &'static str| {
                act.map(|act| {
                    view! { <button type="button" on:click=move |_| act.run(())>{words}</button> }
                        .whole()
                })
            };
            let action = match state {
                SaveState::Failed { .. } => button(say!(ui_try_now, lang)),
                SaveState::Closed => button(say!(ui_copy, lang)),
                SaveState::Conflict { href } => Some(
                    view! { <a href=href.clone() rel="external">{say!(ui_compare, lang)}</a> }.whole(),
                ),
                SaveState::SignedOut { href } => Some(
                    view! { <a href=href.clone()>{say!(ui_sign_in_again, lang)}</a> }.whole(),
                ),
                _ => None,
            };
            (!sentence.is_empty()).then(|| {
                view! { <span class=class><Icon name=icon/><span>{sentence}" "{action}</span></span> }
            })
        })
    };
    view! { <span class="save-slot">{line}<span class="vh" role="status">{said}</span></span> }
}

/// The counter's sentence: how many, how many left from 90 %, how many too many.
pub fn counter(lang: Lang, words: u32, max: u32) -> String {
    if words > max {
        say!(ui_words_over, lang, n = words - max)
    } else if near(words, max) {
        say!(ui_words_left, lang, n = max - words)
    } else {
        say!(ui_words_of, lang, n = words, max = max)
    }
}

fn near(words: u32, max: u32) -> bool {
    u64::from(words) * 10 >= u64::from(max) * 9
}

/// A textarea with a word limit. Nothing is ever cut off; the text lives in `text`, which takes over
/// what was typed before hydration. Children are the save line.
#[component]
pub fn WordField(
    lang: Lang,
    /// The control's id, and its name unless `name` says otherwise.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] name: String,
    /// Added before "Maksimal 200 kata."
    #[prop(optional, into)]
    hint: String,
    /// The limit.
    max_words: u32,
    /// The text; begins with the server's.
    text: RwSignal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] need: Need,
    /// Called when the reader leaves the field.
    #[prop(optional)]
    on_leave: Option<Callback<()>>,
    /// Whether the text can only be read now.
    #[prop(optional, into)]
    locked: Signal<bool>,
    #[prop(optional)] children: Option<Inner>,
) -> impl IntoView {
    let name = if name.is_empty() { id.clone() } else { name };
    let node = NodeRef::<html::Textarea>::new();
    adopt_textarea(node, text);
    let words = Memo::new(move |_| text.with(|text| count_words(text)));
    let said = RwSignal::new(String::new());
    let mut speak = debounce(Duration::from_secs(1), move |sentence: String| said.set(sentence));
    Effect::new(move |_| {
        let words = words.get();
        speak(if near(words, max_words) { counter(lang, words, max_words) } else { String::new() });
    });
    let max = say!(ui_words_max, lang, max = max_words);
    let hint = if hint.is_empty() { max } else { format!("{hint} {max}") };
    let describes = id.clone();
    let html = text.with_untracked(|text| textarea_html(text));
    let (pasted, set_pasted) = signal(false);
    // The field takes plain text only; what a document's clip would have looked like is gone.
    let paste = move |event: ClipboardEvent| {
        let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).unwrap_or_default();
        let kinds = get(&get(&event, "clipboardData"), "types");
        let html = |kind: JsValue| kind.as_string().as_deref() == Some("text/html");
        let rich = kinds.is_object() && Array::from(&kinds).iter().any(html);
        set_pasted.set(rich);
    };
    view! {
        <div class=move || field_class(error)>
            {field_head(lang, &id, label, need, hint, error)}
            <div class="writing">
                <textarea
                    id=id
                    name=name
                    node_ref=node
                    readonly=move || locked.get()
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || {
                        described(&describes, true, error.with(Option::is_some))
                    }
                    on:input=move |event| text.set(event_target_value(&event))
                    on:paste=paste
                    on:blur=move |_| {
                        if let Some(leave) = on_leave {
                            leave.run(());
                        }
                    }
                    inner_html=html
                ></textarea>
                <div class="writing-foot">
                    <svg
                        class=move || {
                            if words.get() > max_words { "bamboo over" } else { "bamboo word" }
                        }
                        aria-hidden="true"
                    >
                        <line y1="50%" y2="50%" x2=move || percent(words.get(), max_words)/>
                    </svg>
                    <span class=move || {
                        if words.get() > max_words { "counter over" } else { "counter" }
                    }>{move || counter(lang, words.get(), max_words)}</span>
                    {children.map(Inner::view)}
                </div>
            </div>
            <p class="hint" role="status">{move || pasted.get().then_some(say!(ui_pasted, lang))}</p>
            <span class="vh" role="status">{said}</span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counter_speaks_as_the_design_says() {
        assert_eq!(counter(Lang::Id, 126, 200), "126 dari 200 kata");
        assert_eq!(counter(Lang::Id, 186, 200), "Sisa 14 kata");
        assert_eq!(counter(Lang::Id, 200, 200), "Sisa 0 kata");
        assert_eq!(counter(Lang::En, 209, 200), "Over the limit by 9");
    }
}
