//! `/panggung/{acara}/periksa`: what the server found, in words and by grade, and what only somebody in
//! the hall can see. Drawn by the server.

use super::words::span;
use crate::ceremony::{
    api::read_checks,
    rules::preflight::{Check, Grade, worst},
};
use crate::{
    client::load::load,
    edition::{Area, page},
    kernel::Lang,
    say,
    ui::{ErrorSummary, Kind, Notice, Tag, Tone, Whole},
};
use leptos::prelude::*;

fn words(check: &Check, lang: Lang) -> String {
    let plain = |good: bool, yes: &'static str, no: &'static str| {
        if good { yes.to_owned() } else { no.to_owned() }
    };
    match check {
        Check::Seal(Some(words)) => say!(check_seal, lang, words = words),
        Check::Seal(None) => say!(check_no_seal, lang).to_owned(),
        Check::Whole(0) => say!(check_whole, lang).to_owned(),
        Check::Whole(n) => say!(check_broken, lang, n = n),
        Check::Phase(there) => plain(*there, say!(check_phase, lang), say!(check_no_phase, lang)),
        Check::Untold(ranks) if ranks.is_empty() => say!(check_told, lang).to_owned(),
        Check::Untold(ranks) => {
            let ranks: Vec<String> = ranks.iter().map(u32::to_string).collect();
            say!(check_untold, lang, ranks = ranks.join(", "))
        }
        Check::Start(there) => plain(*there, say!(check_start, lang), say!(check_no_start, lang)),
        Check::Holder(Some(who)) => say!(remote_held, lang, who = who),
        Check::Holder(None) => say!(check_no_holder, lang).to_owned(),
        Check::Spares(0) => say!(check_no_spare, lang).to_owned(),
        Check::Spares(n) => say!(check_spares, lang, n = n),
        Check::Writing(ms) => say!(check_writing, lang, span = span(*ms, lang)),
        Check::Rehearsed(done) => {
            plain(*done, say!(check_rehearsed, lang), say!(check_not_rehearsed, lang))
        }
    }
}

/// The page.
#[component]
pub fn PreflightPage(
    /// The show's slug.
    show: String,
) -> impl IntoView {
    let asked = show.clone();
    let checks = load(|| (), move |()| read_checks(asked.clone()));
    page(Area::Public, move |here| {
        let show = show.clone();
        async move {
            let lang = here.lang;
            let checks = checks.await?;
            let title = say!(check_title, lang);
            let rows = checks
                .iter()
                .map(|check| {
                    let (tone, grade) = match check.grade() {
                        Grade::Good => (Tone::Done, say!(check_good, lang)),
                        Grade::Look => (Tone::Warning, say!(check_look, lang)),
                        Grade::Stop => (Tone::Wrong, say!(check_stop, lang)),
                    };
                    view! { <li><Tag tone text=grade/> " " {words(check, lang)}</li> }
                })
                .collect_view();
            let (kind, verdict) = match worst(&checks) {
                Grade::Good => (Kind::Success, say!(check_all_good, lang)),
                Grade::Look => (Kind::Warning, say!(check_some_look, lang)),
                Grade::Stop => (Kind::Error, say!(check_some_stop, lang)),
            };
            let by_eye = [
                say!(check_eye_clicker, lang),
                say!(check_eye_ratio, lang),
                say!(check_eye_back, lang),
                say!(check_eye_light, lang),
                say!(check_eye_power, lang),
                say!(check_eye_quiet, lang),
                say!(check_eye_paper, lang),
            ];
            let by_eye = (1..)
                .zip(by_eye)
                .map(|(at, words)| {
                    let id = format!("mata-{at}");
                    view! {
                        <li>
                            <input type="checkbox" id=id.clone()/>
                            " "
                            <label for=id>{words}</label>
                        </li>
                    }
                    .whole()
                })
                .collect_view();
            let room = |path: String, words: &'static str| {
                view! { <li><a href=lang.href(&path)>{words}</a></li> }
            };
            Ok(view! {
                {crate::client::page::title(here.title(title))}
                <div class="narrow page stack">
                    <ErrorSummary lang items=here.errors()/>
                    <h1>{title}</h1>
                    <Notice kind>{verdict}</Notice>
                    <ul class="stack">{rows}</ul>
                    <h2>{say!(check_by_eye, lang)}</h2>
                    <ul class="stack">{by_eye}</ul>
                    <ul>
                        {room(format!("/panggung/{show}/gladi"), say!(rehearsal_title, lang))}
                        {room(format!("/panggung/{show}/pasang"), say!(pair_title, lang))}
                        {room(format!("/panggung/{show}/susunan"), say!(rundown_title, lang))}
                    </ul>
                </div>
            }
            .into_any())
        }
    })
}
