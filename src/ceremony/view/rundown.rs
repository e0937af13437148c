//! `/panggung/{acara}/susunan`: the rundown as a list that is edited with buttons alone. Drawn by the
//! server.

use super::words::span;
use crate::ceremony::{
    api::{RundownView, read_rundown},
    rules::rundown::{Kind, Step, TOP, seconds},
};
use crate::{
    client::load::load,
    edition::{Area, Here, page},
    kernel::Lang,
    say,
    ui::{
        AreaField, Button, ErrorSummary, Kind as Tone, Need, Notice, Select, TextField, Whole,
        textarea_html,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What a kind of step is called.
fn kind_name(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Waiting => say!(stage_cue_waiting, lang),
        Kind::Opening => say!(stage_cue_opening, lang),
        Kind::Numbers => say!(stage_cue_numbers, lang),
        Kind::Method => say!(stage_method, lang),
        Kind::Introduction => say!(stage_cue_introduction, lang),
        Kind::Ranks => say!(rundown_ranks, lang),
        Kind::Podium => say!(stage_podium, lang),
        Kind::Board => say!(rundown_board, lang),
        Kind::NextLevel => say!(rundown_next_level, lang),
        Kind::Thanks => say!(stage_thanks, lang),
        Kind::Protocol => say!(rundown_protocol, lang),
        Kind::Message => say!(rundown_message, lang),
        Kind::Image => say!(stage_cue_image, lang),
    }
}

fn list_name(view: &RundownView, key: &str, lang: Lang) -> String {
    let known = view.lists.iter().find(|list| list.key == key).filter(|_| key != TOP);
    known.map_or_else(|| say!(rundown_top, lang).to_owned(), |list| list.name.pick(lang).to_owned())
}

/// What a step is called in the list: kind, list, places, words.
fn step_name(view: &RundownView, step: &Step, lang: Lang) -> String {
    let kind = kind_name(step.kind, lang);
    if step.kind.is_slide() {
        let words = if step.title.is_empty() { &step.text } else { &step.title };
        return if words.is_empty() { kind.to_owned() } else { format!("{kind}: {words}") };
    }
    if !step.kind.has_list() {
        return kind.to_owned();
    }
    let list = list_name(view, &step.list, lang);
    match (step.kind, step.from) {
        (Kind::Ranks, 0) => say!(rundown_from_last, lang, list = list, to = step.to),
        (Kind::Ranks, from) if from == step.to => {
            say!(rundown_one, lang, list = list, place = from)
        }
        (Kind::Ranks, from) => say!(rundown_from_to, lang, list = list, from = from, to = step.to),
        _ => format!("{kind} · {list}"),
    }
}

fn hidden(name: &'static str, value: String) -> AnyView {
    view! { <input type="hidden" name=name value=value/> }.whole()
}

/// One step with its buttons.
fn row(view: &RundownView, at: usize, show: &str, lang: Lang) -> AnyView {
    let step = &view.steps[at];
    let name = step_name(view, step, lang);
    let (presses, moving) = view.stretches.get(at).copied().unwrap_or_default();
    let takes = match presses {
        0 => say!(rundown_left_out, lang).to_owned(),
        _ => say!(rundown_takes, lang, n = presses, span = span(moving, lang)),
    };
    let last = at + 1 == view.steps.len();
    let button = |value: &'static str, words: &'static str, off: bool| {
        let label = format!("{words}: {name}");
        view! {
            <button class="button text slim" name="action" value=value aria-label=label disabled=off>
                {words}
            </button>
        }
        .whole()
    };
    let may_edit = view.may_edit && !view.has_begun;
    let tools = may_edit.then(|| {
        let href = lang.href(&format!("/panggung/{show}/susunan?langkah={}", at + 1));
        let edit = (step.kind.has_list() || step.kind.is_slide()).then(|| {
            let label = format!("{}: {name}", say!(rundown_edit, lang));
            view! {
                <a class="button text slim" href=format!("{href}#ubah") aria-label=label>
                    {say!(rundown_edit, lang)}
                </a>
            }
        });
        view! {
            <form method="post" class="inline" action=lang.href(&format!("/panggung/{show}/susunan"))>
                {hidden("rev", view.rev.to_string())}
                {hidden("at", at.to_string())}
                {button("up", say!(rundown_up, lang), at == 0)}
                {button("down", say!(rundown_down, lang), last)}
                {button("remove", say!(rundown_remove, lang), view.steps.len() == 1)}
                {edit}
            </form>
        }
    });
    view! {
        <li id=format!("langkah-{}", at + 1)>
            <b>{name.clone()}</b>
            " "
            <span class="small">{takes}</span>
            {tools}
        </li>
    }
    .whole()
}

fn lists(view: &RundownView, lang: Lang) -> Vec<(String, String)> {
    view.lists.iter().map(|list| (list.key.clone(), list_name(view, &list.key, lang))).collect()
}

fn number(value: u32) -> String {
    if value == 0 { String::new() } else { value.to_string() }
}

/// The form of one step.
fn editor(here: &Here, view: &RundownView, at: usize) -> Option<AnyView> {
    let lang = here.lang;
    let step = view.steps.get(at)?;
    let name = step_name(view, step, lang);
    let list = step.kind.has_list().then(|| {
        let selected = here.typed("list", &step.list);
        view! {
            <Select lang id="list" label=say!(rundown_list, lang) options=lists(view, lang) selected error=here.error("list")/>
        }
    });
    let places = (step.kind == Kind::Ranks).then(|| {
        let suspense = if step.suspense == 0 { String::new() } else { seconds(step.suspense) };
        view! {
            <TextField lang id="from" width="short" inputmode="numeric" need=Need::Optional label=say!(rundown_from, lang) hint=say!(rundown_from_hint, lang) value=here.typed("from", &number(step.from)) error=here.error("from")/>
            <TextField lang id="to" width="short" inputmode="numeric" label=say!(rundown_to, lang) value=here.typed("to", &number(step.to)) error=here.error("to")/>
            <TextField lang id="suspense" width="short" inputmode="decimal" need=Need::Optional label=say!(rundown_suspense, lang) hint=say!(rundown_suspense_hint, lang) value=here.typed("suspense", &suspense) error=here.error("suspense")/>
        }
    });
    let slide = step.kind.is_slide().then(|| {
        view! {
            <TextField lang id="title" need=Need::Optional label=say!(rundown_slide_title, lang) value=here.typed("title", &step.title) error=here.error("title")/>
            <AreaField lang id="text" need=Need::Optional label=say!(rundown_slide_text, lang) value=here.typed("text", &step.text)/>
            <AreaField lang id="say" need=Need::Optional label=say!(rundown_slide_say, lang) hint=say!(rundown_slide_say_hint, lang) value=here.typed("say", &step.say)/>
        }
    });
    let image = (step.kind == Kind::Image).then(|| {
        view! {
            <TextField lang id="image" label=say!(rundown_image, lang) hint=say!(rundown_image_hint, lang) value=here.typed("image", &step.image) error=here.error("image")/>
        }
    });
    Some(
        view! {
            <section id="ubah">
                <h2>{say!(rundown_edit_step, lang, n = at + 1, name = name)}</h2>
                <form method="post" class="stack">
                    {hidden("rev", view.rev.to_string())}
                    {hidden("at", at.to_string())}
                    {list}
                    {places}
                    {image}
                    {slide}
                    <Button label=say!(rundown_save, lang) sends=("action", "put")/>
                </form>
            </section>
        }
        .whole(),
    )
}

/// The form that adds a step.
fn adder(view: &RundownView, show: &str, lang: Lang) -> AnyView {
    let kinds = Kind::ALL.map(|(kind, name)| (name.to_owned(), kind_name(kind, lang).to_owned()));
    let mut places: Vec<(String, String)> = view
        .steps
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let name = step_name(view, step, lang);
            (at.to_string(), say!(rundown_before, lang, n = at + 1, name = name))
        })
        .collect();
    let end = view.steps.len().to_string();
    places.push((end.clone(), say!(rundown_at_end, lang).to_owned()));
    view! {
        <section>
            <h2>{say!(rundown_add, lang)}</h2>
            <form method="post" class="stack" action=lang.href(&format!("/panggung/{show}/susunan"))>
                {hidden("rev", view.rev.to_string())}
                <Select lang id="kind" label=say!(rundown_kind, lang) options=kinds.to_vec()/>
                <Select lang id="list-new" name="list" label=say!(rundown_list, lang) hint=say!(rundown_list_hint, lang) options=lists(view, lang)/>
                <Select lang id="before" label=say!(rundown_place, lang) options=places selected=end/>
                <Button label=say!(rundown_add, lang) sends=("action", "add")/>
            </form>
        </section>
    }
    .whole()
}

/// The rundown as a file, out and in.
fn exchange(here: &Here, view: &RundownView, show: &str) -> AnyView {
    let lang = here.lang;
    let text = here.typed("toml", &view.toml);
    let form = (view.may_edit && !view.has_begun).then(|| {
        let error = here.error("toml");
        let wrong = error.is_some().then_some("true");
        view! {
            <form method="post" class="stack" action=lang.href(&format!("/panggung/{show}/susunan"))>
                {hidden("rev", view.rev.to_string())}
                <div class="field">
                    <label for="toml">{say!(rundown_file_text, lang)}</label>
                    {error.map(|error| view! { <p class="error-line" id="toml-error">{error}</p> })}
                    <textarea
                        class="input area"
                        id="toml"
                        name="toml"
                        rows="12"
                        spellcheck="false"
                        aria-invalid=wrong
                        aria-describedby=wrong.map(|_| "toml-error")
                        inner_html=textarea_html(&text)
                    ></textarea>
                </div>
                <Button class="secondary" label=say!(rundown_file_in, lang) sends=("action", "file")/>
                <Button class="text" label=say!(rundown_usual, lang) sends=("action", "usual")/>
            </form>
        }
    });
    view! {
        <section>
            <h2>{say!(rundown_file, lang)}</h2>
            <p>
                <a href=lang.href(&format!("/panggung/{show}/susunan.toml")) rel="external" download="">
                    {say!(rundown_file_out, lang)}
                </a>
            </p>
            {form}
        </section>
    }
    .whole()
}

/// The page.
#[component]
pub fn RundownPage(
    /// The show's slug.
    show: String,
) -> impl IntoView {
    let query = use_query_map();
    let asked = show.clone();
    let rundown = load(|| (), move |()| read_rundown(asked.clone()));
    page(Area::Public, move |here| {
        let show = show.clone();
        async move {
            let lang = here.lang;
            let view = rundown.await?;
            let title = say!(rundown_title, lang);
            let step = query.with_untracked(|query| query.get("langkah"));
            let at = step.and_then(|step| step.parse::<usize>().ok()?.checked_sub(1));
            let may_edit = view.may_edit && !view.has_begun;
            let rows = (0..view.steps.len()).map(|at| row(&view, at, &show, lang)).collect_view();
            let whole = say!(rundown_whole, lang, n = view.presses, span = span(view.moving, lang));
            let estimate = (!view.is_sealed).then_some(say!(rundown_estimate, lang));
            let begun = view
                .has_begun
                .then(|| view! { <Notice kind=Tone::Warning>{say!(rundown_begun, lang)}</Notice> });
            let editor = at.filter(|_| may_edit).and_then(|at| editor(&here, &view, at));
            let adder = may_edit.then(|| adder(&view, &show, lang));
            Ok(view! {
                {crate::client::page::title(here.title(title))}
                <div class="wrap page stack">
                    <ErrorSummary lang items=here.errors()/>
                    <h1>{title}</h1>
                    <p>{whole} " " {estimate}</p>
                    {begun}
                    {editor}
                    <ol class="stack steps-list">{rows}</ol>
                    {adder}
                    {exchange(&here, &view, &show)}
                </div>
            }
            .into_any())
        }
    })
}
