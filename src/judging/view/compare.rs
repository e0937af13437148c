//! `/juri/banding`: two or three of a judge's own proposals side by side. Drawn by the server.

use super::super::api::compare::{Compared, Comparison, read_comparison};
use crate::{
    client::load::load,
    edition::{Area, Criterion, Edition, Here, page},
    kernel::{
        Lang,
        score::{parse, show},
    },
    say,
    ui::{Button, Empty},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn ComparePage() -> impl IntoView {
    let query = use_query_map();
    let asked = move || query.with(|query| query.get_all("u").unwrap_or_default()).join(" ");
    let comparison = load(asked, read_comparison);
    page(Area::Judge, move |here: Here| async move {
        let comparison = comparison.await?;
        let lang = here.lang;
        let edition = here.setting.edition()?;
        let title = say!(compare_title, lang);
        let beside =
            (comparison.sheets.len() > 1).then(|| beside(&comparison.sheets, &edition, lang));
        Ok(view! {
            {crate::client::page::title(title)}
            <div class="wrap page stack judging">
                <p><a href=lang.href("/juri")>{say!(nav_queue, lang)}</a></p>
                <h1>{title}</h1>
                {chooser(&comparison, lang)}
                {beside}
            </div>
        }
        .into_any())
    })
}

/// Which sheets to put beside each other.
fn chooser(comparison: &Comparison, lang: Lang) -> AnyView {
    if comparison.choices.len() < 2 {
        return view! { <Empty text=say!(compare_too_few, lang)/> }.into_any();
    }
    let rows = comparison
        .choices
        .iter()
        .map(|choice| {
            let ticked = comparison.sheets.iter().any(|one| one.assignment == choice.assignment);
            let name = format!("{} {}", choice.code, choice.name);
            view! {
                <label class="tick">
                    <input type="checkbox" name="u" value=choice.assignment.clone() checked=ticked/>
                    <span>{name}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <details class="inline" open=comparison.sheets.len() < 2>
            <summary>{say!(compare_choose, lang)}</summary>
            <form method="get" class="stack">
                <fieldset class="choices-of">
                    <legend>{say!(compare_lead, lang)}</legend>
                    {rows}
                </fieldset>
                <p><Button class="secondary" label=say!(compare_do, lang)/></p>
            </form>
        </details>
    }
    .into_any()
}

fn name_of(sheet: &Compared) -> String {
    format!("{} {}", sheet.code, sheet.name).trim().to_owned()
}

/// How a score stands to the first one, in words.
fn difference(score: &str, first: &str, max: u32, lang: Lang) -> String {
    let (Ok(score), Ok(first)) = (parse(score, max), parse(first, max)) else {
        return String::new();
    };
    match score - first {
        0 => say!(compare_same, lang).to_owned(),
        more if more > 0 => say!(compare_higher, lang, n = show(more)),
        less => say!(compare_lower, lang, n = show(-less)),
    }
}

/// The scores of an aspect, one for each proposal.
fn scores(at: usize, criterion: &Criterion, sheets: &[Compared], lang: Lang) -> AnyView {
    let first = sheets.first().and_then(|one| one.marks.get(at)).map(|mark| mark.score.clone());
    let cells = sheets
        .iter()
        .enumerate()
        .map(|(column, sheet)| {
            let score = sheet.marks.get(at).map(|mark| mark.score.clone()).unwrap_or_default();
            let told = if column == 0 {
                String::new()
            } else {
                difference(&score, first.as_deref().unwrap_or_default(), criterion.max, lang)
            };
            let shown = if score.is_empty() { say!(ui_not_scored, lang).to_owned() } else { score };
            let change = sheet.may_score.then(|| {
                let href =
                    format!("/juri/nilai/{}?pane=marks#aspect-{}", sheet.assignment, criterion.key);
                let what = format!("{}, {}", criterion.title.pick(lang), name_of(sheet));
                view! {
                    <a href=lang.href(&href) aria-label=say!(review_change, lang, what = what)>
                        {say!(change, lang)}
                    </a>
                }
            });
            view! {
                <p class="given">
                    <span class="muted small">{name_of(sheet)}</span>
                    <b>{shown}</b>
                    <span>{told}</span>
                    {change}
                </p>
            }
        })
        .collect_view();
    view! {
        <div class="compared scores" role="group" aria-label=criterion.title.pick(lang).to_owned()>
            {cells}
        </div>
    }
    .into_any()
}

/// Section by section: the texts, and below them what was given for what they are about.
fn beside(sheets: &[Compared], edition: &Edition, lang: Lang) -> AnyView {
    let sections = edition
        .sections
        .iter()
        .map(|section| {
            let texts = sheets
                .iter()
                .map(|sheet| {
                    let texts = section
                        .fields
                        .iter()
                        .filter_map(|field| sheet.texts.get(&field.key))
                        .map(|text| view! { <p class="prose">{text.clone()}</p> })
                        .collect_view();
                    view! { <div><h3>{name_of(sheet)}</h3> {texts}</div> }
                })
                .collect_view();
            let given = edition
                .criteria
                .iter()
                .enumerate()
                .filter(|(_, criterion)| criterion.section == section.key)
                .map(|(at, criterion)| scores(at, criterion, sheets, lang))
                .collect_view();
            view! {
                <section>
                    <h2>{section.title.pick(lang).to_owned()}</h2>
                    <div class="compared">{texts}</div>
                    {given}
                </section>
            }
        })
        .collect_view();
    let totals = sheets
        .iter()
        .map(|sheet| {
            let total = match &sheet.total {
                Some(total) => say!(weighted_total, lang, total = total),
                None => say!(total_after_all, lang).to_owned(),
            };
            view! { <p class="given"><span class="muted small">{name_of(sheet)}</span> <b>{total}</b></p> }
        })
        .collect_view();
    view! {
        <div class="comparison" data-of=sheets.len().to_string()>
            {sections}
            <section>
                <h2>{say!(compare_totals, lang)}</h2>
                <div class="compared scores">{totals}</div>
            </section>
        </div>
    }
    .into_any()
}
