//! The office's page of later closings, and the banner of one that holds.

use crate::{
    client::load::load,
    edition::{Here, office_page},
    kernel::{Lang, Role},
    proposal::api::deadline::{Later, read_deadlines},
    say,
    ui::{
        AreaField, Button, Choice, ErrorSummary, Icon, Kind, Notice, RadioCards, SampleTag, Select,
        TableBox, TextField,
    },
};
use leptos::prelude::*;

/// The banner of a closing later than the calendar's.
pub fn extended_notice(here: &Here, closes: i64) -> AnyView {
    let words = say!(deadline_extended, here.lang, at = here.moment(closes));
    view! { <Notice kind=Kind::Info>{words}</Notice> }.into_any()
}

/// The banner, if the closing that holds is later than the first one announced.
pub fn maybe_extended(here: &Here, first: i64, holds: i64) -> Option<AnyView> {
    (holds > first).then(|| extended_notice(here, holds))
}

fn scope_words(later: &Later, lang: Lang) -> String {
    later.scope.clone().unwrap_or_else(|| say!(deadline_all, lang).to_owned())
}

fn waiting(here: &Here, later: &Later) -> AnyView {
    let lang = here.lang;
    let chair = here.is_any(&[Role::Chair]);
    let hidden = || view! { <input type="hidden" name="extension" value=later.id.clone()/> };
    let apply = if chair {
        view! {
            <form method="post" class="inline">
                {hidden()}
                <Button label=say!(deadline_apply, lang) sends=("action", "apply")/>
            </form>
        }
        .into_any()
    } else {
        view! { <p class="why">{say!(deadline_needs_chair, lang)}</p> }.into_any()
    };
    let people = later.people.iter().map(|name| view! { <li>{name.clone()}</li> }).collect_view();
    let reached = say!(
        deadline_reaches,
        lang,
        n = later.proposals,
        agencies = later.agencies,
        drafts = later.drafts
    );
    view! {
        <section class="panel stack">
            <h3>{scope_words(later, lang)}</h3>
            <dl class="facts">
                <div>
                    <dt>{say!(deadline_old, lang)}</dt>
                    <dd>{here.moment(later.old_closes)}</dd>
                </div>
                <div><dt>{say!(deadline_new, lang)}</dt><dd>{here.moment(later.closes)}</dd></div>
                <div><dt>{say!(reason, lang)}</dt><dd>{later.reason.clone()}</dd></div>
                <div><dt>{say!(deadline_letter, lang)}</dt><dd>{later.letter.clone()}</dd></div>
                <div>
                    <dt>{say!(deadline_prepared_by, lang)}</dt>
                    <dd>{later.made_by.clone()} ", " {here.moment(later.made_at)}</dd>
                </div>
            </dl>
            <p><b>{say!(deadline_told, lang)}</b> " " {reached}</p>
            <details class="guide">
                <summary>
                    {say!(deadline_names, lang, n = later.people.len())} <Icon name="down"/>
                </summary>
                <div class="guide-body"><ul class="bullets">{people}</ul></div>
            </details>
            <p><b>{say!(deadline_banner, lang)}</b></p>
            {extended_notice(here, later.closes)}
            <div class="actions">
                {apply}
                <form method="post" class="inline">
                    {hidden()}
                    <Button
                        class="secondary"
                        label=say!(deadline_drop, lang)
                        sends=("action", "drop")
                    />
                </form>
            </div>
        </section>
    }
    .into_any()
}

fn history(here: &Here, later: &[Later]) -> AnyView {
    let lang = here.lang;
    let rows = later
        .iter()
        .filter_map(|later| {
            let (who, at) = later.applied.clone()?;
            Some(view! {
                <tr>
                    <th scope="row" class="main">{scope_words(later, lang)}</th>
                    <td>{here.moment(later.old_closes)}</td>
                    <td>{here.moment(later.closes)}</td>
                    <td>{later.reason.clone()} <br/> <span class="muted">{later.letter.clone()}</span></td>
                    <td>{who} <br/> <span class="muted">{here.moment(at)}</span></td>
                </tr>
            })
        })
        .collect::<Vec<_>>();
    if rows.is_empty() {
        return view! { <p class="muted">{say!(deadline_none, lang)}</p> }.into_any();
    }
    view! {
        <TableBox label=say!(deadline_history, lang)>
            <table class="table tight fold">
                <caption class="vh">{say!(deadline_history, lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say!(deadline_for, lang)}</th>
                        <th scope="col">{say!(deadline_old, lang)}</th>
                        <th scope="col">{say!(deadline_new, lang)}</th>
                        <th scope="col">{say!(reason, lang)}</th>
                        <th scope="col">{say!(deadline_applied_by, lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
    }
    .into_any()
}

/// `/panitia/tenggat`: more time, for all, an agency or a proposal.
#[component]
pub fn DeadlinePage() -> impl IntoView {
    let deadlines = load(|| (), |()| read_deadlines());
    office_page(move |here| async move {
        let lang = here.lang;
        let deadlines = deadlines.await?;
        let title = say!(deadline_title, lang);
        let sample = here.setting.demo.then(|| view! { " " <SampleTag lang/> });
        let open = deadlines
            .later
            .iter()
            .filter(|later| later.applied.is_none())
            .map(|later| waiting(&here, later))
            .collect::<Vec<_>>();
        let open = (!open.is_empty()).then(|| {
            view! { <section class="stack"><h2>{say!(deadline_waiting, lang)}</h2> {open}</section> }
        });
        let choose = |all: Vec<(String, String)>| {
            let mut options = vec![(String::new(), say!(choose, lang).to_owned())];
            options.extend(all);
            options
        };
        let day = here.setting.zone.iso(deadlines.closes + 3 * 86_400_000);
        let clock = here.setting.zone.clock(deadlines.closes, Lang::En);
        let past = history(&here, &deadlines.later);
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="desk-head">
                <div>
                    <h1>{title}</h1>
                    <p>{say!(deadline_holds, lang, at = here.moment(deadlines.closes))} {sample}</p>
                </div>
            </div>
            <ErrorSummary lang items=here.errors()/>
            <div class="panels">
                <section>
                    <h2>{say!(deadline_prepare_title, lang)}</h2>
                    <p class="muted small">{say!(deadline_rules, lang)}</p>
                    <form method="post">
                        <RadioCards
                            lang
                            id="scope"
                            label=say!(deadline_for, lang)
                            options=vec![
                                Choice::new("all", say!(deadline_all, lang), ""),
                                Choice::new("agency", say!(deadline_agency, lang), ""),
                                Choice::new("proposal", say!(deadline_proposal, lang), ""),
                            ]
                            selected=here.typed("scope", "all")
                            error=here.error("scope")
                        />
                        <Select
                            lang
                            id="agency"
                            label=say!(agencies, lang)
                            hint=say!(deadline_if_agency, lang)
                            need=crate::ui::Need::Optional
                            options=choose(deadlines.agencies)
                            selected=here.typed("agency", "")
                            error=here.error("agency")
                        />
                        <Select
                            lang
                            id="proposal"
                            label=say!(proposal, lang)
                            hint=say!(deadline_if_proposal, lang)
                            need=crate::ui::Need::Optional
                            options=choose(deadlines.proposals)
                            selected=here.typed("proposal", "")
                            error=here.error("proposal")
                        />
                        <TextField
                            lang
                            id="day"
                            kind="date"
                            width="short"
                            label=say!(deadline_day, lang)
                            value=here.typed("day", &day)
                            error=here.error("day")
                        />
                        <TextField
                            lang
                            id="clock"
                            kind="time"
                            width="short"
                            label=say!(deadline_clock, lang, zone = here.setting.zone.name)
                            value=here.typed("clock", &clock)
                            error=here.error("clock")
                        />
                        <AreaField
                            lang
                            id="reason"
                            label=say!(reason, lang)
                            hint=say!(deadline_reason_hint, lang)
                            value=here.typed("reason", "")
                            error=here.error("reason")
                        />
                        <TextField
                            lang
                            id="letter"
                            label=say!(deadline_letter, lang)
                            value=here.typed("letter", "")
                            error=here.error("letter")
                        />
                        <Button label=say!(deadline_prepare, lang) sends=("action", "prepare")/>
                    </form>
                </section>
                <div class="stack">
                    {open}
                    <h2>{say!(deadline_history, lang)}</h2>
                    {past}
                </div>
            </div>
        }
        .into_any())
    })
}
