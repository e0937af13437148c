//! `/panitia/jejak`: the audit chain, newest first. Drawn by the server.

use super::api::{Asked, Trail, read_trail};
use crate::{
    client::load::load,
    edition::{Here, office_head, office_page},
    say,
    ui::{Button, Kind, Notice, Whole, framed},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The form that narrows it down.
fn narrow(here: &Here, trail: &Trail, asked: &Asked) -> AnyView {
    let lang = here.lang;
    let options = std::iter::once(String::new())
        .chain(trail.actions.iter().cloned())
        .map(|action| {
            let selected = action == asked.action;
            let words =
                if action.is_empty() { say!(trail_all, lang).to_owned() } else { action.clone() };
            view! { <option value=action selected=selected>{words}</option> }
        })
        .collect_view();
    view! {
        <form method="get" action=lang.href("/panitia/jejak") class="filter">
            <p class="field">
                <label for="tindakan">{say!(trail_action, lang)}</label>
                <select class="input" id="tindakan" name="tindakan">{options}</select>
            </p>
            <Button class="secondary" label=say!(trail_narrow, lang)/>
        </form>
    }
    .whole()
}

fn entries(here: &Here, trail: &Trail) -> AnyView {
    let lang = here.lang;
    let rows = trail
        .entries
        .iter()
        .map(|entry| {
            let hash = entry.hash.get(..12).unwrap_or_default().to_owned();
            view! {
                <tr>
                    <td class="n">{entry.seq}</td>
                    <td>{here.moment(entry.at)}</td>
                    <td>{entry.who.clone()}</td>
                    <td><code>{entry.action.clone()}</code></td>
                    <td><code>{entry.subject.clone()}</code></td>
                    <td><code>{hash}</code></td>
                </tr>
            }
        })
        .collect_view();
    let columns = [
        ("#", "n"),
        (say!(trail_when, lang), ""),
        (say!(trail_who, lang), ""),
        (say!(trail_action, lang), ""),
        (say!(trail_subject, lang), ""),
        (say!(trail_hash, lang), ""),
    ];
    view! {
        {framed(say!(trail_title, lang), &columns, rows.into_any())}
    }
    .whole()
}

/// The page.
#[component]
pub fn TrailPage() -> impl IntoView {
    let query = use_query_map();
    let asked = query.with_untracked(|query| Asked {
        before: query.get("sebelum").and_then(|seq| seq.parse().ok()),
        action: query.get("tindakan").unwrap_or_default(),
        walk: query.get("periksa").is_some(),
    });
    let shown = asked.clone();
    let trail = load(move || asked.clone(), read_trail);
    office_page(move |here| {
        let shown = shown.clone();
        async move {
            let lang = here.lang;
            let trail = trail.await?;
            let verdict = match trail.walked {
                Some(Ok(n)) => Some(
                    view! { <Notice kind=Kind::Success>{say!(trail_whole, lang, n = n)}</Notice> },
                ),
                Some(Err(seq)) => Some(
                    view! { <Notice kind=Kind::Error>{say!(trail_broken, lang, n = seq)}</Notice> },
                ),
                None => None,
            };
            let href = |more: String| lang.href(&format!("/panitia/jejak?{more}"));
            let older = trail.older.map(|seq| {
                let to = href(format!("tindakan={}&sebelum={seq}", shown.action));
                view! { <p class="links"><a href=to rel="external">{say!(trail_older, lang)}</a></p> }
            });
            let list = lang.href("/panitia/jejak/jejak.csv");
            Ok(view! {
                {office_head(&here, say!(trail_title, lang), say!(trail_lead, lang).to_owned())}
                <div class="stack">
                    {verdict}
                    <p class="links">
                        <a href=href("periksa=1".to_owned()) rel="external">{say!(trail_walk, lang)}</a>
                        " "
                        <a href=list rel="external" download="">{say!(trail_list, lang)}</a>
                    </p>
                    {narrow(&here, &trail, &shown)}
                    {entries(&here, &trail)}
                    {older}
                </div>
            }
            .whole())
        }
    })
}
