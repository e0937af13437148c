//! `/panitia/pleno/layar`: what everybody in the room sees. Letters stand for judges.

use super::{
    super::api::read_item,
    doubt_words,
    figures::{aspects, leaving, strip},
    outcome_words,
};
use crate::{
    client::load::load,
    edition::{Area, page},
    say,
    ui::{SampleTag, Whole},
};
use leptos::prelude::*;

/// `/panitia/pleno/layar`: what everybody in the room sees.
#[component]
pub fn ScreenPage() -> impl IntoView {
    let item = load(|| (), |()| read_item(None));
    page(Area::Bare, move |here| async move {
        let lang = here.lang;
        let demo = here.setting.demo.then(|| view! { <SampleTag lang/> });
        crate::client::page::title(say!(plenary_title, lang).to_owned());
        let Some(item) = item.await? else {
            return Ok(view! {
                <main id="content" class="wall" tabindex="-1">
                    <h1>{say!(plenary_title, lang)}</h1>
                    <p>{say!(plenary_screen_waits, lang)}</p>
                </main>
            }
            .whole());
        };
        let point = &item.point;
        let outcome = point.outcome.map(|outcome| {
            view! { <p class="verdict">{outcome_words(Some(outcome), lang)}</p> }
        });
        Ok(view! {
            <main id="content" class="wall" tabindex="-1">
                <p class="over">{say!(plenary_rank, lang, rank = point.rank, mean = point.mean)} " " {demo}</p>
                <h1>{point.name.clone()}</h1>
                <p class="under">{item.place.clone()}</p>
                {outcome}
                {leaving(&item, lang, false)}
                <div class="halves">
                    <div>
                        <p>{item.summary.clone()}</p>
                        <p><b>{doubt_words(point, lang)}</b></p>
                        {strip(&item.totals, lang)}
                    </div>
                    {aspects(&item, lang)}
                </div>
            </main>
        }
        .whole())
    })
}
