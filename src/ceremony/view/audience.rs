//! `/panggung/{acara}/teks`: the show in words, for everybody: a screen reader, a phone in the hall, the
//! family at home. Drawn by the server; a small script adds each name as it is told.

use super::words::plain;
use crate::ceremony::{
    api::read_audience,
    rules::{Audience, RevealedRow},
};
use crate::{
    client::load::load,
    edition::{Area, page},
    kernel::Lang,
    say,
    ui::{SimulatedNote, Whole},
};
use leptos::{nonce::use_nonce, prelude::*};

/// One name as the page and its live region say it.
fn line(row: &RevealedRow, lang: Lang) -> String {
    let name = [row.acronym.clone(), plain(&row.expansion), row.unit.clone()];
    let name: Vec<String> = name.into_iter().filter(|part| !part.trim().is_empty()).collect();
    say!(audience_rank, lang, rank = row.rank, name = name.join(", "))
}

fn rows(audience: &Audience, lang: Lang) -> AnyView {
    let told = audience.rows.iter().filter_map(|slot| slot.revealed());
    told.map(|row| view! { <li>{line(row, lang)}</li> }).collect_view().whole()
}

/// The page.
#[component]
pub fn AudiencePage(
    /// The show's slug.
    show: String,
) -> impl IntoView {
    let asked = show.clone();
    let audience = load(|| (), move |()| read_audience(asked.clone()));
    page(Area::Public, move |here| {
        let show = show.clone();
        async move {
            let lang = here.lang;
            let audience = audience.await?;
            let title = say!(audience_title, lang);
            let state = if !audience.is_open {
                say!(audience_waits, lang)
            } else if audience.published {
                say!(audience_over, lang)
            } else {
                say!(audience_live, lang)
            };
            let results = audience.published.then(|| {
                view! { <p><a href=lang.href("/hasil")>{say!(stage_results_full, lang)}</a></p> }
            });
            let demo = here.setting.demo.then(|| view! { <SimulatedNote lang/> });
            let stream = format!("/panggung/{show}/teks/arus");
            Ok(view! {
                {crate::client::page::title(here.title(title))}
                <script src="/langsung.js" defer nonce=use_nonce()></script>
                <div class="narrow page stack">
                    <h1>{title}</h1>
                    {demo}
                    <p>{state}</p>
                    {results}
                    <ol
                        class="stack plain"
                        role="list"
                        aria-live="polite"
                        aria-relevant="additions"
                        data-stream=stream
                        data-line=say!(audience_pattern, lang)
                    >
                        {rows(&audience, lang)}
                    </ol>
                    <noscript><p class="small">{say!(audience_reload, lang)}</p></noscript>
                </div>
            }
            .into_any())
        }
    })
}
