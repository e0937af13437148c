//! "Panitia akan memeriksa ini": what the committee will look at, told before sending.

use crate::{
    edition::Here,
    proposal::api::Overview,
    say,
    ui::{Fold, Guide, Icon},
};
use leptos::prelude::*;

/// The list of what the committee will look at, each with the page that mends it; folded as long
/// as nothing has been submitted and much is still to be written.
pub fn concerns(here: &Here, overview: &Overview) -> Option<AnyView> {
    let lang = here.lang;
    if overview.concerns.is_empty() {
        return None;
    }
    let base = lang.href(&format!("/saya/usulan/{}", overview.brief.id));
    let may_write = overview.may_write;
    let rows = overview
        .concerns
        .iter()
        .map(|concern| {
            let sentence = concern.sentence(lang).to_owned();
            let href = format!("{base}/{}", concern.slug);
            let line = if may_write {
                view! { <a href=href rel="external">{sentence}</a> }.into_any()
            } else {
                view! { <span>{sentence}</span> }.into_any()
            };
            view! { <li><Icon name="warning"/> {line}</li> }
        })
        .collect_view();
    let title = say!(concerns_title, lang, n = overview.concerns.len());
    Some(
        view! {
            <div class="concerns">
                <Guide title fold=Fold::Open>
                    <p class="muted">{say!(concerns_lead, lang)}</p>
                    <ul role="list">{rows}</ul>
                </Guide>
            </div>
        }
        .into_any(),
    )
}
