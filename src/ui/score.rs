//! The judge's instruments: the card of one aspect and the map of all of them.

use super::form::{adopt_input, adopt_textarea, error_line, textarea_html};
use super::whole::Whole;
use crate::kernel::{
    Lang,
    score::{parse, show},
};
use crate::say;
use leptos::{html, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlInputElement};

/// One anchored band of scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Its lowest score.
    pub low: u32,
    /// Its highest score.
    pub high: u32,
    /// "Sangat baik".
    pub label: String,
    /// The sentence that anchors it.
    pub words: String,
}

/// What the judge has entered for one aspect. Each part is empty until the judge fills it.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// The chosen band, counted from 0.
    pub band: RwSignal<Option<usize>>,
    /// The exact score as typed: "82,5".
    pub score: RwSignal<String>,
    /// The note to the committee.
    pub note: RwSignal<String>,
}

impl Mark {
    /// Signals that begin with what the server holds; the band follows from the score.
    pub fn new(score: String, note: String, bands: &[Band]) -> Self {
        let band = RwSignal::new(band_of(&score, bands));
        Self { band, score: RwSignal::new(score), note: RwSignal::new(note) }
    }

    /// Chooses a band; an exact score outside it is taken back.
    pub fn choose(self, index: usize, bands: &[Band]) {
        self.band.set(Some(index));
        if self.score.with_untracked(|score| band_of(score, bands)).is_some_and(|b| b != index) {
            self.score.set(String::new());
        }
    }

    /// Moves the exact score by whole points; an empty one begins at the edge of its band.
    pub fn step(self, points: i64, bands: &[Band]) {
        let typed = self.score.get_untracked();
        let top = bands.last().map_or(100, |band| band.high);
        let next = match (parse(&typed, top), self.band.get_untracked().and_then(|b| bands.get(b)))
        {
            (Ok(score), _) => (score + points * 100).clamp(0, i64::from(top) * 100),
            (Err(_), Some(band)) if points > 0 => i64::from(band.low) * 100,
            (Err(_), Some(band)) => i64::from(band.high) * 100,
            (Err(_), None) => return,
        };
        self.type_score(show(next), bands);
    }

    /// Takes a typed score; the band follows it.
    pub fn type_score(self, typed: String, bands: &[Band]) {
        if let Some(band) = band_of(&typed, bands) {
            self.band.set(Some(band));
        }
        self.score.set(typed);
    }
}

/// The band a typed score falls in.
pub fn band_of(typed: &str, bands: &[Band]) -> Option<usize> {
    let score = parse(typed, bands.last()?.high).ok()?;
    bands.iter().rposition(|band| score >= i64::from(band.low) * 100)
}

/// Keeps the radios of a group and the chosen band equal, beginning with what is ticked in the page.
fn adopt_radios(node: NodeRef<html::Div>, band: RwSignal<Option<usize>>) {
    let find = |group: &leptos::web_sys::HtmlDivElement, selector: &str| {
        group
            .query_selector(selector)
            .ok()?
            .and_then(|found| found.dyn_into::<HtmlInputElement>().ok())
    };
    Effect::new(move |adopted: Option<bool>| {
        let Some(group) = node.get() else { return false };
        if adopted == Some(true) {
            match band.get() {
                Some(index) => {
                    if let Some(radio) = find(&group, &format!("[value='{index}']")) {
                        radio.set_checked(true);
                    }
                }
                None => {
                    if let Some(radio) = find(&group, ":checked") {
                        radio.set_checked(false);
                    }
                }
            }
        } else {
            let ticked = find(&group, ":checked").and_then(|radio| radio.value().parse().ok());
            if ticked.is_some() && ticked != band.get_untracked() {
                band.set(ticked);
            }
            band.track();
        }
        true
    });
}

/// The card of one aspect: question, bands, exact score, note. Form names are `{id}-band`,
/// `{id}-score` and `{id}-note`; error links lead to `{id}-score`.
#[component]
pub fn AspectCard(
    lang: Lang,
    #[prop(into)] id: String,
    #[prop(into)] title: String,
    /// In percent.
    weight: u32,
    /// What to judge by.
    #[prop(into)]
    question: String,
    bands: Vec<Band>,
    mark: Mark,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// Whether there is a field for a note.
    #[prop(default = true)]
    notes: bool,
) -> impl IntoView {
    let note = NodeRef::<html::Textarea>::new();
    adopt_textarea(note, mark.note);
    let bands = StoredValue::new(bands);
    let note_id = format!("{id}-note");
    let note_html = mark.note.with_untracked(|note| textarea_html(note));
    view! {
        <fieldset class="aspect">
            <legend class="vh">{say!(ui_weight_spoken, lang, title = title, n = weight)}</legend>
            <div class="aspect-head">
                <h2 aria-hidden="true">{title.clone()}</h2>
                <span class="weight" aria-hidden="true">{say!(ui_weight, lang, n = weight)}</span>
            </div>
            <p class="question">{question}</p>
            {band_picker(lang, &id, bands, mark)}
            {exact_score(lang, &id, bands, mark, error)}
            {notes.then(|| view! {
                <div class="note">
                    <label for=note_id.clone()>
                        {say!(ui_note, lang)} " " {say!(ui_optional, lang)}
                    </label>
                    <textarea
                        class="input"
                        id=note_id.clone()
                        name=note_id
                        rows="1"
                        node_ref=note
                        on:input=move |event| mark.note.set(event_target_value(&event))
                        inner_html=note_html
                    ></textarea>
                </div>
            })}
        </fieldset>
    }
}

/// The bands as radios: the whole row is the label.
fn band_picker(lang: Lang, id: &str, bands: StoredValue<Vec<Band>>, mark: Mark) -> AnyView {
    let group = NodeRef::<html::Div>::new();
    adopt_radios(group, mark.band);
    let chosen = mark.band.get_untracked();
    let rows = bands
        .get_value()
        .into_iter()
        .enumerate()
        .map(|(index, band)| {
            let range = format!("{}–{}", band.low, band.high);
            let name = format!("{id}-band");
            view! {
                <label class="band">
                    <input
                        type="radio"
                        name=name
                        value=index.to_string()
                        checked=chosen == Some(index)
                        on:change=move |_| bands.with_value(|bands| mark.choose(index, bands))
                    />
                    {segments(index)}
                    <span class="range" aria-hidden="true">{range.clone()}</span>
                    <span class="anchor">
                        <b>{band.label} <span class="range-near">" "{range}</span></b>
                        {band.words}
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class="bands" role="radiogroup" aria-label=say!(ui_band, lang) node_ref=group>
            {rows}
        </div>
    }
    .whole()
}

/// The exact score inside the band: empty until typed, with buttons for one more and one less.
fn exact_score(
    lang: Lang,
    id: &str,
    bands: StoredValue<Vec<Band>>,
    mark: Mark,
    error: Signal<Option<String>>,
) -> AnyView {
    let number = NodeRef::<html::Input>::new();
    adopt_input(number, mark.score);
    Effect::new(move |_| {
        let reached = bands.with_value(|bands| mark.score.with(|score| band_of(score, bands)));
        if reached.is_some() && reached != mark.band.get_untracked() {
            mark.band.set(reached);
        }
    });
    let range = move || {
        mark.band.get().and_then(|index| {
            bands.with_value(|bands| {
                bands
                    .get(index)
                    .map(|band| say!(ui_exact_range, lang, low = band.low, high = band.high))
            })
        })
    };
    let (score_id, range_id) = (format!("{id}-score"), format!("{id}-rentang"));
    let describes = range_id.clone();
    let error_id = format!("{score_id}-error");
    let step = move |points| bands.with_value(|bands| mark.step(points, bands));
    view! {
        {error_line(lang, &score_id, error)}
        <div class="exact">
            <label for=score_id.clone()>
                {say!(ui_exact, lang)} <span id=range_id>{range}</span>
            </label>
            <button
                type="button"
                class="needs-js"
                aria-label=say!(ui_minus_one, lang)
                on:click=move |_| step(-1)
            >
                "−"
            </button>
            <input
                id=score_id.clone()
                name=score_id
                type="text"
                inputmode="decimal"
                autocomplete="off"
                value=mark.score.get_untracked()
                node_ref=number
                aria-describedby=move || {
                    if error.with(Option::is_some) {
                        format!("{describes} {error_id}")
                    } else {
                        describes.clone()
                    }
                }
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                on:input=move |event| {
                    let typed = event_target_value(&event);
                    bands.with_value(|bands| mark.type_score(typed, bands));
                }
                on:keydown=move |event| {
                    let points = if event.shift_key() { 5 } else { 1 };
                    match event.key().as_str() {
                        "ArrowUp" => step(points),
                        "ArrowDown" => step(-points),
                        _ => return,
                    }
                    event.prevent_default();
                }
            />
            <button
                type="button"
                class="needs-js"
                aria-label=say!(ui_plus_one, lang)
                on:click=move |_| step(1)
            >
                "+"
            </button>
        </div>
    }
    .whole()
}

/// Five bamboo segments, the first `index + 1` of them filled.
fn segments(index: usize) -> impl IntoView {
    let path = |from: usize, to: usize| {
        (from..to).fold(String::new(), |path, i| format!("{path}M{} 0h7v20h-7z", i * 9))
    };
    view! {
        <svg class="segments" width="43" height="20" aria-hidden="true">
            <path class="full" d=path(0, index + 1)></path>
            <path d=path(index + 1, 5)></path>
        </svg>
    }
}

/// One cell of the [`AspectMap`].
#[derive(Clone, Debug)]
pub struct AspectCell {
    /// The aspect's name.
    pub title: String,
    /// Where it is scored.
    pub href: String,
    /// Its score; empty: not yet scored.
    pub score: Signal<String>,
}

/// All aspects at a glance, and last the way to review and send.
#[component]
pub fn AspectMap(
    lang: Lang,
    cells: Vec<AspectCell>,
    /// The aspect on screen, counted from 0; `cells.len()` is the review.
    #[prop(into)]
    current: Signal<usize>,
    /// The review page.
    #[prop(into)]
    review_href: String,
) -> impl IntoView {
    let count = cells.len();
    let scores: Vec<_> = cells.iter().map(|cell| cell.score).collect();
    let here = move |index| move || (current.get() == index).then_some("true");
    let rows = cells
        .into_iter()
        .enumerate()
        .map(|(index, AspectCell { title, href, score })| {
            let value = move || {
                let score = score.get();
                if score.is_empty() {
                    view! {
                        <b class="none" aria-hidden="true">"–"</b>
                        <span class="vh">{say!(ui_not_scored, lang)}</span>
                    }
                    .whole()
                } else {
                    view! { <b>{score}</b> }.whole()
                }
            };
            view! {
                <a href=href aria-current=here(index)>
                    <span class="name">{title}</span>
                    <span class="number" aria-hidden="true">{index + 1}</span>
                    {value}
                </a>
            }
        })
        .collect_view();
    let filled = move || {
        let filled = scores.iter().filter(|score| score.with(|score| !score.is_empty())).count();
        format!("{filled}/{count}")
    };
    view! {
        <nav class="aspects" aria-label=say!(ui_aspects, lang)>
            {rows}
            <a class="last" href=review_href aria-current=here(count)>
                <span class="name">{say!(ui_review_send, lang)}</span>
                <b>{filled}</b>
            </a>
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bands() -> Vec<Band> {
        [(0, 40), (41, 60), (61, 75), (76, 90), (91, 100)]
            .map(|(low, high)| Band { low, high, label: String::new(), words: String::new() })
            .to_vec()
    }

    #[test]
    fn a_score_lies_in_the_band_it_has_reached() {
        assert_eq!(band_of("40", &bands()), Some(0));
        assert_eq!(band_of("40,5", &bands()), Some(0));
        assert_eq!(band_of("91", &bands()), Some(4));
        assert_eq!(band_of("", &bands()), None);
        assert_eq!(band_of("101", &bands()), None);
    }
}
