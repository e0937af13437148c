//! What the committee asked to be mended, on the proposal's own page.

use crate::{
    edition::{Edition, Here},
    kernel::Lang,
    proposal::{api::Overview, attachment},
    say,
    ui::{Kind, Notice},
};
use leptos::prelude::*;

/// The name of a page of the form.
pub fn page_name(edition: &Edition, slug: &str, lang: Lang) -> String {
    match slug {
        "identitas" => say!(identity, lang).to_owned(),
        attachment::rules::SLUG => say!(attachments, lang).to_owned(),
        _ => edition
            .section(slug)
            .map_or_else(|| slug.to_owned(), |section| section.title.pick(lang).to_owned()),
    }
}

/// The message and the window of a repair, with the pages that are open.
pub fn asked(here: &Here, edition: &Edition, overview: &Overview) -> Option<AnyView> {
    let repair = overview.repair.as_ref()?;
    let lang = here.lang;
    let base = lang.href(&format!("/saya/usulan/{}", overview.brief.id));
    let pages = repair
        .pages
        .iter()
        .map(|page| {
            let href = format!("{base}/{page}");
            view! { <li><a href=href>{page_name(edition, page, lang)}</a></li> }
        })
        .collect_view();
    let message = repair.message.clone();
    let until = say!(repair_until, lang, at = here.moment(repair.closes));
    Some(
        view! {
            <Notice kind=Kind::Warning>
                <b>{say!(repair_asked, lang)}</b>
                <span class="prose message">{message}</span>
                <span>{until}</span>
                <ul class="bullets">{pages}</ul>
            </Notice>
        }
        .into_any(),
    )
}
