//! `/panitia/panel/kunjungan/{slot}`: the form of a field visit with its photos; what of it a panelist
//! sees. Drawn by the server.

use super::{
    super::{
        api::{FieldVisit, Photo, read_visit},
        rules::Answer,
    },
    declared,
};
use crate::{
    client::load::load,
    edition::{Here, Panel, office_page},
    kernel::Lang,
    say,
    ui::{
        AreaField, Breadcrumb, Button, Choice, ErrorSummary, Kind, Notice, RadioCards, SampleTag,
        TextField, Whole,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

fn answer_words(answer: Answer, lang: Lang) -> &'static str {
    match answer {
        Answer::Yes => say!(visit_yes, lang),
        Answer::Partly => say!(visit_partly, lang),
        Answer::No => say!(visit_no, lang),
    }
}

/// Photos as small pictures that open the whole one; the office can take each back.
fn photos(slot: &str, all: &[Photo], may_write: bool, lang: Lang) -> Option<AnyView> {
    let rows = all
        .iter()
        .enumerate()
        .map(|(at, photo)| {
            let href = format!("/panitia/panel/kunjungan/{slot}/foto/{}", photo.id);
            let small = format!("{href}/kecil");
            let alt = say!(visit_photo_of, lang, n = at + 1, name = photo.name);
            let back = may_write.then(|| {
                view! {
                    <button
                        class="button text"
                        name="action"
                        value=format!("take_back:{}", photo.id)
                        aria-label=say!(visit_photo_back_of, lang, n = at + 1)
                    >
                        {say!(visit_photo_back, lang)}
                    </button>
                }
            });
            view! {
                <li>
                    <a href=href rel="external" target="_blank"><img src=small alt=alt loading="lazy"/></a>
                    {back}
                </li>
            }
        })
        .collect_view();
    (!all.is_empty()).then(|| view! { <ul class="photos" role="list">{rows}</ul> }.into_any())
}

/// `/panitia/panel/kunjungan/{slot}`.
#[component]
pub fn VisitPage(
    /// Id of the finalist's slot.
    turn: String,
) -> impl IntoView {
    let visit = load(move || turn.clone(), read_visit);
    let query = use_query_map();
    office_page(move |here| async move {
        let (visit, panel) = (visit.await?, declared(&here)?);
        let lang = here.lang;
        let saved = query.with_untracked(|query| query.get("simpan").is_some());
        let saved =
            saved.then(|| view! { <Notice kind=Kind::Success>{say!(visit_saved, lang)}</Notice> });
        let title = format!("{} {}", visit.code, visit.name);
        let demo = here.setting.demo.then(|| view! { " " <SampleTag lang/> });
        let last = visit.at.map(|at| {
            view! { <p class="muted small">{say!(visit_by, lang, who = visit.by, at = here.moment(at))}</p> }
        });
        let content =
            if visit.may_write { form(&here, &panel, &visit) } else { found(&visit, &panel, lang) };
        Ok(view! {
            {crate::client::page::title(here.title(&title))}
            <Breadcrumb lang back_href=lang.href("/panitia/panel") label=say!(panel_title, lang)/>
            <div class="desk-head">
                <div>
                    <h1>{say!(visit_title, lang)} ": " {title}</h1>
                    <p>{say!(visit_lead, lang)} {demo}</p>
                </div>
            </div>
            <ErrorSummary lang items=here.errors()/>
            <div class="stack paper-sheet">{saved} {last} {content}</div>
        }
        .whole())
    })
}

fn form(here: &Here, panel: &Panel, visit: &FieldVisit) -> AnyView {
    let lang = here.lang;
    let checks = panel
        .checks
        .iter()
        .map(|check| {
            let id = format!("check-{}", check.key);
            let held = visit.answers.get(&check.key).map_or("", |answer| answer.code());
            let options: Vec<Choice> = Answer::ALL
                .iter()
                .map(|answer| Choice::new(answer.code(), answer_words(*answer, lang), ""))
                .collect();
            view! {
                <RadioCards
                    lang
                    id=id.clone()
                    label=check.name.pick(lang).to_owned()
                    options
                    selected=here.typed(&id, held)
                />
            }
        })
        .collect_view();
    let wrong = here.error("photo");
    let error = wrong.clone().map(|words| view! { <p class="error" id="photo-error">{words}</p> });
    view! {
        <form method="post" enctype="multipart/form-data" class="stack">
            // Enter in a field presses a form's first button: that one saves.
            <button class="vh" name="action" value="save" tabindex="-1" aria-hidden="true"></button>
            <input type="hidden" name="rev" value=here.typed("rev", &visit.rev.to_string())/>
            <TextField
                lang
                id="on"
                label=say!(visit_on, lang)
                value=here.typed("on", &visit.on)
                error=here.error("on")
                width="short"
            />
            {checks}
            <AreaField
                lang
                id="findings"
                label=say!(visit_findings, lang)
                value=here.typed("findings", &visit.findings)
                error=here.error("findings")
            />
            <h2>{say!(visit_photos, lang)}</h2>
            {photos(&visit.slot, &visit.photos, true, lang)}
            <p class="field">
                <label for="photo">{say!(visit_photo, lang)}</label>
                {error}
                <input
                    type="file"
                    id="photo"
                    name="photo"
                    accept="image/jpeg,image/png"
                    multiple=true
                    aria-invalid=wrong.is_some().then_some("true")
                    aria-describedby="photo-takes"
                />
            </p>
            <p class="hint" id="photo-takes">{say!(visit_photo_hint, lang)}</p>
            <Button label=say!(visit_save, lang) sends=("action", "save")/>
        </form>
    }
    .whole()
}

/// What was found, to be read.
pub fn found(visit: &FieldVisit, panel: &Panel, lang: Lang) -> AnyView {
    let answers = panel
        .checks
        .iter()
        .filter_map(|check| {
            let answer = answer_words(*visit.answers.get(&check.key)?, lang);
            let name = check.name.pick(lang).to_owned();
            Some(view! { <div><dt>{name}</dt><dd>{answer}</dd></div> })
        })
        .collect_view();
    view! {
        <dl class="facts">{answers}</dl>
        <p class="prose">{visit.findings.clone()}</p>
        {photos(&visit.slot, &visit.photos, false, lang)}
    }
    .whole()
}
