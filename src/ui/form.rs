//! Form fields: label above, hint, error, then the control; plain HTML that works without wasm.

use super::icon::Icon;
use super::whole::Whole;
use crate::kernel::Lang;
use crate::say;
use leptos::{html, prelude::*};

/// Whether a field may stay empty; what may, says so in its label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    /// It must be filled in before submitting.
    #[default]
    Required,
    /// It may stay empty.
    Optional,
}

/// What stands above every control: label, hint, error. The ids are `{id}-hint` and `{id}-error`.
pub(super) fn field_head(
    lang: Lang,
    id: &str,
    label: String,
    need: Need,
    hint: String,
    error: Signal<Option<String>>,
) -> AnyView {
    let optional = (need == Need::Optional)
        .then(|| view! { <span class="optional">" "{say!(ui_optional, lang)}</span> });
    let hint_id = format!("{id}-hint");
    let hint = (!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> });
    view! {
        <label for=id.to_owned()>{label}{optional}</label>
        {hint}
        {error_line(lang, id, error)}
    }
    .whole()
}

/// The error sentence of a field, announced with a hidden "Galat:".
pub(super) fn error_line(lang: Lang, id: &str, error: Signal<Option<String>>) -> AnyView {
    let id = format!("{id}-error");
    let line = move || {
        error.get().map(|sentence| {
            view! {
                <p class="error-line" id=id.clone()>
                    <span class="vh">{say!(ui_error_prefix, lang)}" "</span>
                    {sentence}
                </p>
            }
        })
    };
    line.whole()
}

/// The value for `aria-describedby`: the hint, the error, both or neither.
pub(super) fn described(id: &str, has_hint: bool, has_error: bool) -> Option<String> {
    match (has_hint, has_error) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-hint {id}-error")),
    }
}

/// The class of a field's box.
pub(super) fn field_class(error: Signal<Option<String>>) -> &'static str {
    if error.with(Option::is_some) { "field wrong" } else { "field" }
}

/// Keeps a text input and a signal equal, beginning with what the reader has typed before
/// hydration: the page's value never overwrites it.
pub fn adopt_input(node: NodeRef<html::Input>, text: RwSignal<String>) {
    Effect::new(move |adopted: Option<bool>| {
        let Some(input) = node.get() else { return false };
        if adopted == Some(true) {
            text.with(|text| {
                if *text != input.value() {
                    input.set_value(text);
                }
            });
        } else {
            take(text, input.value());
        }
        true
    });
}

/// [`adopt_input`] for a textarea.
pub fn adopt_textarea(node: NodeRef<html::Textarea>, text: RwSignal<String>) {
    Effect::new(move |adopted: Option<bool>| {
        let Some(area) = node.get() else { return false };
        if adopted == Some(true) {
            text.with(|text| {
                if *text != area.value() {
                    area.set_value(text);
                }
            });
        } else {
            take(text, area.value());
        }
        true
    });
}

/// Sets the signal to what was found in the page and follows it from now on.
fn take(text: RwSignal<String>, found: String) {
    if text.with_untracked(|text| *text != found) {
        text.set(found);
    }
    text.track();
}

/// A text as the inside of a `<textarea>`: the parser eats one leading line break, so one is added.
pub fn textarea_html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    if escaped.starts_with('\n') { format!("\n{escaped}") } else { escaped }
}

/// One line of text: names, dates, addresses, codes, numbers, passwords.
#[component]
pub fn TextField(
    lang: Lang,
    /// The control's id, and its name unless `name` says otherwise.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] name: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    /// The sentence of what is wrong with it: an `Option<String>` or a signal of one.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// The input's `type`: text, email, tel, url, date, number, password, search.
    #[prop(default = "text")]
    kind: &'static str,
    /// The `autocomplete` token, if any.
    #[prop(optional)]
    autocomplete: &'static str,
    /// The `inputmode`, if any: numeric, decimal.
    #[prop(optional)]
    inputmode: &'static str,
    #[prop(optional)] need: Need,
    /// `short`, `year` or nothing: how wide the answer is.
    #[prop(optional)]
    width: &'static str,
) -> impl IntoView {
    let name = if name.is_empty() { id.clone() } else { name };
    let has_hint = !hint.is_empty();
    let describes = id.clone();
    view! {
        <div class=move || field_class(error)>
            {field_head(lang, &id, label, need, hint, error)}
            <input
                class=format!("input {width}")
                id=id
                name=name
                type=kind
                value=value
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                inputmode=(!inputmode.is_empty()).then_some(inputmode)
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || {
                    described(&describes, has_hint, error.with(Option::is_some))
                }
            />
        </div>
    }
}

/// A few lines of text without a word limit: notes, reasons, comments.
#[component]
pub fn AreaField(
    lang: Lang,
    /// The control's id, and its name unless `name` says otherwise.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] name: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] need: Need,
    /// Follows what is typed, for one that saves itself.
    #[prop(optional)]
    text: Option<RwSignal<String>>,
) -> impl IntoView {
    let name = if name.is_empty() { id.clone() } else { name };
    let has_hint = !hint.is_empty();
    let describes = id.clone();
    let node = NodeRef::<html::Textarea>::new();
    if let Some(text) = text {
        adopt_textarea(node, text);
    }
    view! {
        <div class=move || field_class(error)>
            {field_head(lang, &id, label, need, hint, error)}
            <textarea
                class="input area"
                id=id
                name=name
                rows="3"
                node_ref=node
                on:input=move |event| {
                    if let Some(text) = text {
                        text.set(event_target_value(&event));
                    }
                }
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || {
                    described(&describes, has_hint, error.with(Option::is_some))
                }
                inner_html=textarea_html(&value)
            ></textarea>
        </div>
    }
}

/// A native select.
#[component]
pub fn Select(
    lang: Lang,
    /// The control's id, and its name unless `name` says otherwise.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] name: String,
    #[prop(optional, into)] hint: String,
    /// Value and label of each choice; begin with `("", "…")` if none is chosen yet.
    options: Vec<(String, String)>,
    /// The chosen value.
    #[prop(optional, into)]
    selected: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] need: Need,
) -> impl IntoView {
    let name = if name.is_empty() { id.clone() } else { name };
    let has_hint = !hint.is_empty();
    let describes = id.clone();
    let options = options
        .into_iter()
        .map(|(value, label)| {
            let chosen = value == selected;
            view! { <option value=value selected=chosen>{label}</option> }
        })
        .collect_view();
    view! {
        <div class=move || field_class(error)>
            {field_head(lang, &id, label, need, hint, error)}
            <select
                class="input"
                id=id
                name=name
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || {
                    described(&describes, has_hint, error.with(Option::is_some))
                }
            >
                {options}
            </select>
        </div>
    }
}

/// One card of [`RadioCards`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// What it means, or nothing.
    pub words: String,
}

impl Choice {
    /// A choice with an explanation; pass `""` for none.
    pub fn new(
        value: impl Into<String>,
        label: impl Into<String>,
        words: impl Into<String>,
    ) -> Self {
        Self { value: value.into(), label: label.into(), words: words.into() }
    }
}

/// One of a few choices, each a card that is its own label. The first card's id is `id`.
#[component]
pub fn RadioCards(
    lang: Lang,
    /// Id of the group's first control (error links lead there) and name of all of them.
    #[prop(into)]
    id: String,
    /// The question.
    #[prop(into)]
    label: String,
    #[prop(optional, into)] name: String,
    #[prop(optional, into)] hint: String,
    options: Vec<Choice>,
    #[prop(optional, into)] selected: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let name = if name.is_empty() { id.clone() } else { name };
    let has_hint = !hint.is_empty();
    let describes = id.clone();
    let hint = has_hint.then(|| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> });
    let cards = options
        .into_iter()
        .enumerate()
        .map(|(index, Choice { value, label, words })| {
            let card_id = if index == 0 { id.clone() } else { format!("{id}-{index}") };
            let chosen = value == selected;
            view! {
                <label class="card-choice">
                    <input type="radio" id=card_id name=name.clone() value=value checked=chosen/>
                    <span><b>{label}</b>{words_line(words)}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset
            class=move || field_class(error)
            aria-describedby=move || described(&describes, has_hint, error.with(Option::is_some))
        >
            <legend>{label}</legend>
            {hint}
            {error_line(lang, &id, error)}
            <div class="cards">{cards}</div>
        </fieldset>
    }
}

/// One tick, as a card that is its own label: declarations, consent.
#[component]
pub fn CheckCard(
    lang: Lang,
    /// The control's id, and its name unless `name` says otherwise.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] name: String,
    /// What ticking it means, or nothing.
    #[prop(optional, into)]
    words: String,
    /// What is sent when ticked.
    #[prop(default = "ya")]
    value: &'static str,
    #[prop(optional)] checked: bool,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let name = if name.is_empty() { id.clone() } else { name };
    let describes = id.clone();
    view! {
        <div class=move || field_class(error)>
            {error_line(lang, &id, error)} <label class="card-choice">
                <input
                    type="checkbox"
                    id=id
                    name=name
                    value=value
                    checked=checked
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || {
                        described(&describes, false, error.with(Option::is_some))
                    }
                /> <span><b>{label}</b>{words_line(words)}</span>
            </label>
        </div>
    }
}

fn words_line(words: String) -> Option<impl IntoView> {
    (!words.is_empty()).then(|| view! { <small>{words}</small> })
}

/// Whether a [`Button`] can do its work now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Ready {
    /// Yes.
    #[default]
    Yes,
    /// It is working: the words say on what ("Menyimpan…").
    Busy(String),
    /// No: the words say why and stand beside it.
    No(String),
}

/// A submit button that stays focusable while it cannot work, and says why. `class` is `primary`,
/// `secondary`, `text` or `danger`.
#[component]
pub fn Button(
    /// What it does: "Simpan dan lanjutkan".
    #[prop(into)]
    label: String,
    #[prop(default = "primary")] class: &'static str,
    /// Name and value sent with the form, if any.
    #[prop(optional)]
    sends: Option<(&'static str, &'static str)>,
    #[prop(optional, into)] ready: Signal<Ready>,
) -> impl IntoView {
    let (name, value) = sends.unzip();
    let rest = label.clone();
    view! {
        <button
            type="submit"
            class=format!("button {class}")
            name=name
            value=value
            aria-disabled=move || ready.with(|ready| *ready != Ready::Yes).then_some("true")
            on:click=move |event| {
                if ready.with_untracked(|ready| *ready != Ready::Yes) {
                    event.prevent_default();
                }
            }
        >
            {move || ready.with(|ready| match ready {
                Ready::Busy(words) => words.clone(),
                _ => rest.clone(),
            })}
        </button>
        {move || ready.with(|ready| match ready {
            Ready::No(why) => Some(view! {
                <p class="why"><Icon name="info"/>{why.clone()}</p>
            }),
            _ => None,
        })}
    }
}
