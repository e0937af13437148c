//! The decision: what may be done about a proposal now, each outcome a form of its own.

use super::case::holds;
use crate::{
    client::keys,
    edition::{Edition, Here},
    kernel::time::DAY,
    proposal::view::page_name,
    say,
    screening::{
        api::{Case, Happened},
        rules::{Proposed, Stage, Verdict},
    },
    ui::{AreaField, Button, Kind, Select, TextField, Whole},
};
use leptos::prelude::*;

/// The hidden fields that every decision carries.
fn hidden(case: &Case, act: &'static str) -> AnyView {
    view! {
        <input type="hidden" name="act" value=act/>
        <input type="hidden" name="rev" value=case.rev.to_string()/>
        <input type="hidden" name="version" value=case.version.to_string()/>
    }
    .whole()
}

/// The last event of one of these acts.
fn last<'a>(case: &'a Case, acts: &[&str]) -> Option<&'a Happened> {
    case.history.iter().find(|one| acts.contains(&one.act.as_str()))
}

/// What holds now, and what may be done about it.
pub fn decision(here: &Here, edition: &Edition, case: &Case) -> AnyView {
    let lang = here.lang;
    let inner = match case.stage {
        Stage::Waiting | Stage::Proposed if case.open => view! {
            {proposed(here, edition, case)}
            {reply(here, case)}
            {outcomes(here, edition, case)}
        }
        .whole(),
        Stage::Waiting | Stage::Proposed => view! { <p>{say!(screen_not_now, lang)}</p> }.whole(),
        Stage::Repair => view! { {repairing(here, edition, case)} {reopen(here, case)} }.whole(),
        Stage::Accepted | Stage::Rejected => view! {
            {rejected(here, edition, case)}
            {reply(here, case)}
            {reopen(here, case)}
        }
        .whole(),
    };
    view! {
        <section class="panel outcomes" id="putusan">
            <h2>{say!(outcome_title, lang)}</h2>
            {inner}
        </section>
    }
    .whole()
}

/// A rejection that one officer proposes, and the button with which another agrees.
fn proposed(here: &Here, edition: &Edition, case: &Case) -> Option<AnyView> {
    let lang = here.lang;
    if case.stage != Stage::Proposed {
        return None;
    }
    let one = last(case, &["propose"])?;
    let reason = super::reason_words(&edition.reasons, &one.reason, lang);
    let words = say!(proposed_by, lang, who = one.by, reason = reason);
    let agree = match case.proposed {
        Proposed::ByAnother => view! {
            <form method="post">
                {hidden(case, "confirm")}
                <button type="submit" class="button danger" data-key="t" aria-keyshortcuts="T">
                    {say!(confirm_rejection, lang)}
                </button>
            </form>
        }
        .whole(),
        Proposed::ByOneself | Proposed::No => {
            view! { <p class="why">{say!(needs_another, lang)}</p> }.whole()
        }
    };
    Some(view! { {holds(Kind::Warning, words, one.note.clone())} {agree} }.whole())
}

fn rejected(here: &Here, edition: &Edition, case: &Case) -> Option<AnyView> {
    let lang = here.lang;
    let act = if case.stage == Stage::Rejected { "confirm" } else { "accept" };
    let one = last(case, &[act])?;
    let words = if case.stage == Stage::Rejected {
        let reason = super::reason_words(&edition.reasons, &one.reason, lang);
        say!(rejected_by, lang, who = one.by, reason = reason)
    } else {
        say!(accepted_by, lang, who = one.by)
    };
    let note = last(case, &["propose"]).filter(|_| act == "confirm");
    let note = note.map(|one| one.note.clone()).unwrap_or_default();
    Some(holds(Kind::Info, words, note))
}

/// What the owner replied, as long as nothing was decided since it was reopened.
fn reply(here: &Here, case: &Case) -> Option<AnyView> {
    let one = last(case, &["reply", "accept", "propose", "repair"])?;
    (one.act == "reply").then(|| {
        let words = say!(reply_from, here.lang, who = one.by, at = here.moment(one.at));
        holds(Kind::Warning, words, one.note.clone())
    })
}

fn repairing(here: &Here, edition: &Edition, case: &Case) -> Option<AnyView> {
    let lang = here.lang;
    let repair = case.repair.as_ref()?;
    let pages: Vec<String> =
        repair.pages.iter().map(|page| page_name(edition, page, lang)).collect();
    let at = here.moment(repair.closes);
    let words = say!(repairing, lang, pages = pages.join(", "), at = at);
    Some(holds(Kind::Info, words, repair.message.clone()))
}

/// Taking a decision back, with why.
fn reopen(here: &Here, case: &Case) -> Option<AnyView> {
    let lang = here.lang;
    case.open.then(|| {
        let label = if case.stage == Stage::Repair {
            say!(reopen_repair, lang)
        } else {
            say!(reopen, lang)
        };
        view! {
            <details class="outcome" open=here.typed("act", "") == "reopen">
                <summary>{label}</summary>
                <form method="post">
                    {hidden(case, "reopen")}
                    <AreaField
                        lang
                        id="why"
                        label=say!(reopen_why, lang)
                        value=here.typed("why", "")
                        error=here.error("why")
                    />
                    <Button class="secondary" label/>
                </form>
            </details>
        }
        .whole()
    })
}

/// Passing, repair, rejection.
fn outcomes(here: &Here, edition: &Edition, case: &Case) -> AnyView {
    let lang = here.lang;
    let open = |act: &str| here.typed("act", "") == act;
    // Where a colleague's proposal waits, `T` agrees with it.
    let key = (case.proposed != Proposed::ByAnother).then_some("t");
    view! {
        <form method="post">
            {hidden(case, "accept")}
            <button type="submit" class="button primary" data-key="l" aria-keyshortcuts="L">
                {say!(accept, lang)}
            </button>
        </form>
        <details class="outcome" open=open("repair")>
            <summary data-key="p" aria-keyshortcuts="P">{say!(ask_repair, lang)}</summary>
            {repair_form(here, edition, case)}
        </details>
        <details class="outcome" open=open("propose")>
            <summary data-key=key aria-keyshortcuts=key.map(|_| "T")>{say!(reject_with_reason, lang)}</summary>
            {reject_form(here, edition, case)}
        </details>
        {shortcuts(here)}
    }
    .whole()
}

fn repair_form(here: &Here, edition: &Edition, case: &Case) -> AnyView {
    let lang = here.lang;
    let (now, zone) = (here.setting.now, &here.setting.zone);
    let mut pages = vec!["identitas".to_owned()];
    pages.extend(edition.sections.iter().map(|section| section.slug.clone()));
    if !edition.enclosures.is_empty() {
        pages.push("lampiran".to_owned());
    }
    let ticks = pages
        .into_iter()
        .enumerate()
        .map(|(at, page)| {
            let name = format!("page-{page}");
            let ticked = !here.typed(&name, "").is_empty();
            // An error of the group leads to its first box.
            let id = if at == 0 { "pages".to_owned() } else { name.clone() };
            view! {
                <label class="tick">
                    <input type="checkbox" id=id name=name value="ya" checked=ticked/>
                    <span>{page_name(edition, &page, lang)}</span>
                </label>
            }
        })
        .collect_view();
    let wrong = here.error("pages").map(|words| view! { <p class="error-line">{words}</p> });
    let until = (now + 3 * DAY).min(edition.calendar.screening_until - DAY);
    view! {
        <form method="post">
            {hidden(case, "repair")}
            <fieldset class="field">
                <legend>{say!(repair_pages, lang)}</legend>
                {wrong}
                {ticks}
            </fieldset>
            <AreaField
                lang
                id="message"
                label=say!(repair_message, lang)
                hint=say!(repair_message_hint, lang)
                value=here.typed("message", "")
                error=here.error("message")
            />
            <TextField
                lang
                id="day"
                kind="date"
                width="short"
                label=say!(repair_day, lang)
                value=here.typed("day", &zone.iso(until))
                error=here.error("day")
            />
            <TextField
                lang
                id="clock"
                width="short"
                label=say!(repair_clock, lang, zone = zone.name)
                value=here.typed("clock", "16.00")
                error=here.error("clock")
            />
            <Button class="secondary" label=say!(repair_send, lang)/>
        </form>
    }
    .whole()
}

fn reject_form(here: &Here, edition: &Edition, case: &Case) -> AnyView {
    let lang = here.lang;
    // What the machine is sure of is prefilled; a person reads it before it is sent.
    let sure = case.lines.iter().find(|line| line.verdict == Verdict::Fails);
    let code = sure.map(|line| line.code.clone()).unwrap_or_default();
    let words = sure.and_then(|line| line.evidence.first()).map(|words| words.id.clone());
    let mut options = vec![(String::new(), say!(reason_choose, lang).to_owned())];
    options.extend(
        edition
            .reasons
            .iter()
            .map(|reason| (reason.code.clone(), reason.text.pick(lang).to_owned())),
    );
    view! {
        <form method="post">
            {hidden(case, "propose")}
            <Select
                lang
                id="reason"
                label=say!(reason, lang)
                options
                selected=here.typed("reason", &code)
                error=here.error("reason")
            />
            <AreaField
                lang
                id="note"
                label=say!(reject_note, lang)
                hint=say!(reject_note_hint, lang)
                value=here.typed("note", &words.unwrap_or_default())
                error=here.error("note")
            />
            <Button class="danger" label=say!(reject, lang)/>
        </form>
    }
    .whole()
}

/// Which single keys there are, and the switch that turns them off. Without wasm there are none,
/// and the style hides this.
fn shortcuts(here: &Here) -> AnyView {
    let lang = here.lang;
    let on = RwSignal::new(true);
    Effect::new(move |_| on.set(keys::on()));
    view! {
        <div class="single-keys small">
            <p>{say!(keys_words, lang)}</p>
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || on.get()
                    on:change=move |event| {
                        let wanted = event_target_checked(&event);
                        keys::switch(wanted);
                        on.set(wanted);
                    }
                />
                <span>{say!(keys_on, lang)}</span>
            </label>
        </div>
    }
    .whole()
}
