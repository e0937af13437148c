//! `/panitia/seleksi/{id}`: what was submitted beside the checklist, and the decision.

use super::{outcome, reason_words, stage_tag};
use crate::{
    client::{keys, load::load},
    edition::{Edition, Here, office_page},
    fault::Fault,
    kernel::{Lang, text, time},
    proposal::{
        api::{Change, Piece},
        attachment::view as attachments,
        code, months_in_words, place, plain,
    },
    say,
    screening::{
        api::{Case, Happened, read_case},
        rules::{Alike, Line, Verdict},
    },
    ui::{ErrorSummary, Icon, Kind, Notice, SampleTag, Whole},
};
use leptos::prelude::*;

/// The screening desk of one proposal.
pub fn case_page(id: String) -> AnyView {
    let case = load(move || id.clone(), read_case);
    Effect::new(|_| keys::listen());
    office_page(move |here| async move { case_view(&here, &case.await?) })
}

fn case_view(here: &Here, case: &Case) -> Result<AnyView, Fault> {
    let lang = here.lang;
    let edition = here.setting.edition()?;
    let name = case.brief.number.map(code).unwrap_or_default();
    let title = format!("{name} {}", case.brief.acronym);
    let sample = case.brief.sample.then(|| view! { " " <SampleTag lang/> });
    let waiting = match case.waiting {
        0 => say!(screen_none_left, lang).to_owned(),
        n => say!(screen_left, lang, n = n),
    };
    // Every desk is loaded anew, as after a decision: going from one to the next without that ended
    // the page's code.
    let to = |id: &Option<String>, key: &'static str, icon: &'static str, words: &'static str| {
        id.as_ref().map(|id| {
            let href = lang.href(&format!("/panitia/seleksi/{id}"));
            let label = key.to_uppercase();
            view! {
                <a
                    class="button secondary slim"
                    href=href
                    rel="external"
                    data-key=key
                    aria-keyshortcuts=label
                >
                    <Icon name=icon/>
                    {words}
                </a>
            }
        })
    };
    Ok(view! {
        {crate::client::page::title(here.title(&title))}
        <div class="desk-head">
            <div>
                <p><a href=lang.href("/panitia/usulan")>{say!(nav_proposals, lang)}</a> ". " {waiting}</p>
                <h1>{title} {sample}</h1>
                <p>{case.frozen.identity.title.clone()}</p>
            </div>
            <nav class="tools" aria-label=say!(screen_queue, lang)>
                {to(&case.previous, "k", "left", say!(screen_previous, lang))}
                {to(&case.next, "j", "right", say!(screen_next, lang))}
            </nav>
        </div>
        <ErrorSummary lang items=here.errors()/>
        <div class="screening">
            <article class="screened review" aria-label=say!(proposal, lang)>
                {changes(&case.changes, lang)}
                {page_0(here, &edition, case)}
                {sections(&edition, case, lang)}
                <section>
                    <h2>{say!(attachments, lang)}</h2>
                    {attachments::list(
                        lang,
                        &lang.href(&format!("/saya/usulan/{}/lampiran", case.brief.id)),
                        &case.frozen.files,
                    )}
                </section>
            </article>
            <div class="screener">
                <section class="panel">
                    <h2>{say!(checklist_title, lang)}</h2>
                    <p class="small">{stage_tag(case.stage, lang)}</p>
                    {checklist(&edition, &case.lines, lang)}
                    {alike(&case.alike, lang)}
                </section>
                {outcome::decision(here, &edition, case)}
                {history(here, &edition, &case.history)}
            </div>
        </div>
    }
    .whole())
}

fn fact(label: &'static str, value: String) -> Option<AnyView> {
    (!value.is_empty()).then(|| view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.whole())
}

/// Page 0 of what was submitted.
fn page_0(here: &Here, edition: &Edition, case: &Case) -> AnyView {
    let lang = here.lang;
    let identity = &case.frozen.identity;
    let category = edition.category(&identity.category).map(|name| name.pick(lang).to_owned());
    let track = edition.tracks.iter().find(|track| track.key == identity.track);
    let age = edition
        .age_at_closing(&identity.started_on)
        .map(|months| say!(age_at_closing, lang, age = months_in_words(months.max(0), lang)));
    let began = match age {
        Some(age) => format!("{}. {age}", time::day(&identity.started_on, lang)),
        None => identity.started_on.clone(),
    };
    let won = match identity.won_before.as_str() {
        "yes" => say!(won_before_yes, lang),
        "no" => say!(won_before_no, lang),
        _ => "",
    };
    let sdgs: Vec<String> = identity.sdgs.iter().map(u8::to_string).collect();
    // Only what could be a web address becomes a link; the rest is shown as it was typed.
    let video = (!identity.video.is_empty()).then(|| {
        let address = identity.video.clone();
        let shown = if address.starts_with("https://") {
            view! { <a href=address.clone() rel="external noreferrer nofollow">{address.clone()}</a> }
                .whole()
        } else {
            view! { <span>{address}</span> }.whole()
        };
        view! { <div><dt>{say!(video, lang)}</dt><dd>{shown}</dd></div> }
    });
    view! {
        <section>
            <h2>{say!(identity, lang)}</h2>
            <dl class="facts">
                {fact(say!(full_title, lang), identity.title.clone())}
                {fact(say!(expansion, lang), plain(&identity.expansion))}
                {fact(say!(proposer, lang), place(&case.frozen.unit, &case.frozen.agency))}
                {fact(say!(category, lang), category.unwrap_or_default())}
                {fact(
                    say!(track, lang),
                    track.map(|track| track.name.pick(lang).to_owned()).unwrap_or_default(),
                )}
                {fact(say!(started_on, lang), began)}
                {fact(say!(origin, lang), identity.origin.clone())}
                {fact(say!(won_before, lang), won.to_owned())}
                {fact(say!(sdg_legend, lang), sdgs.join(", "))}
                {fact(say!(team_size, lang), identity.team_size.clone())}
                {video}
            </dl>
        </section>
    }
    .whole()
}

fn sections(edition: &Edition, case: &Case, lang: Lang) -> Vec<AnyView> {
    edition
        .sections
        .iter()
        .map(|section| {
            let texts = section
                .fields
                .iter()
                .map(|field| {
                    let text = case.frozen.texts.get(&field.key).cloned().unwrap_or_default();
                    let count = crate::ui::counter(lang, text::count_words(&text), field.max_words);
                    view! {
                        <p class="muted small">{count}</p>
                        <p class="prose">{text}</p>
                    }
                })
                .collect_view();
            view! { <section><h2>{section.title.pick(lang).to_owned()}</h2> {texts}</section> }
                .whole()
        })
        .collect()
}

/// What changed since the version that was decided on last.
fn changes(changes: &[Change], lang: Lang) -> Option<AnyView> {
    if changes.is_empty() {
        return None;
    }
    let rows = changes
        .iter()
        .map(|change| {
            let words = change
                .pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Both(words) => view! { <span>{words.clone()}</span> }.whole(),
                    Piece::There(words) => {
                        view! { <del><span class="vh">{say!(changed_gone, lang)} " "</span>{words.clone()}</del> }
                            .whole()
                    }
                    Piece::Beside(words) => {
                        view! { <ins><span class="vh">{say!(changed_new, lang)} " "</span>{words.clone()}</ins> }
                            .whole()
                    }
                })
                .collect_view();
            view! { <h3>{change.label.clone()}</h3> <p class="prose">{words}</p> }
        })
        .collect_view();
    Some(
        view! {
            <section class="changes">
                <h2>{say!(changed_title, lang)}</h2>
                {rows}
            </section>
        }
        .whole(),
    )
}

fn checklist(edition: &Edition, lines: &[Line], lang: Lang) -> AnyView {
    let rows = lines
        .iter()
        .map(|line| {
            let (class, icon, words) = match line.verdict {
                Verdict::Fits => ("", "check", say!(machine_fits, lang)),
                Verdict::Fails => ("wrong", "cross", say!(machine_fails, lang)),
                Verdict::Cannot => ("care", "warning", say!(machine_cannot, lang)),
            };
            let evidence = line
                .evidence
                .iter()
                .map(|one| view! { <span>{one.pick(lang).to_owned()}</span> })
                .collect_view();
            view! {
                <li class=class>
                    <Icon name=icon/>
                    <div>
                        <b>{reason_words(&edition.reasons, &line.code, lang)}</b>
                        <span class="machine">{words}</span>
                        {evidence}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <p class="muted small">{say!(checklist_lead, lang)}</p>
        <ul class="checks lines" role="list">{rows}</ul>
    }
    .whole()
}

/// Titles like this one.
fn alike(near: &[Alike], lang: Lang) -> Option<AnyView> {
    if near.is_empty() {
        return None;
    }
    let rows = near
        .iter()
        .map(|one| {
            let href = lang.href(&format!("/panitia/seleksi/{}", one.id));
            view! {
                <li>
                    <a href=href rel="external">{one.code.clone()}</a> " " {one.title.clone()} " "
                    <span class="muted">{say!(alike_percent, lang, n = one.percent)}</span>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <h3>{say!(alike_title, lang)}</h3>
            <ul class="bullets small">{rows}</ul>
        }
        .whole(),
    )
}

fn act_name(act: &str, lang: Lang) -> &'static str {
    match act {
        "accept" => say!(event_accept, lang),
        "propose" => say!(event_propose, lang),
        "confirm" => say!(event_confirm, lang),
        "repair" => say!(event_repair, lang),
        "reopen" => say!(event_reopen, lang),
        "reply" => say!(event_reply, lang),
        _ => say!(event_submit, lang),
    }
}

/// Everything that happened, the newest first.
fn history(here: &Here, edition: &Edition, history: &[Happened]) -> AnyView {
    let lang = here.lang;
    let rows = history
        .iter()
        .map(|one| {
            let reason = (!one.reason.is_empty())
                .then(|| view! { <p>{reason_words(&edition.reasons, &one.reason, lang)}</p> });
            let note = (!one.note.is_empty())
                .then(|| view! { <p class="prose message">{one.note.clone()}</p> });
            let version = say!(event_version, lang, n = one.version);
            view! {
                <li>
                    <b>{act_name(&one.act, lang)}</b> " " <span class="muted">{version}</span>
                    <p class="muted small">{one.by.clone()} ", " {here.moment(one.at)}</p>
                    {reason}
                    {note}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{say!(event_title, lang)}</h2>
            <ul class="happened" role="list">{rows}</ul>
        </section>
    }
    .whole()
}

/// A notice of what holds, for the outcomes.
pub(super) fn holds(kind: Kind, words: String, note: String) -> AnyView {
    let note = (!note.is_empty()).then(|| view! { <p class="prose message">{note}</p> });
    view! { <Notice kind><p>{words}</p> {note}</Notice> }.whole()
}
