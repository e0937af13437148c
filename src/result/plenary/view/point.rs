//! `/panitia/pleno/{proposal}`: one point with all that is known of it, and the form that decides.

use super::{
    super::api::{Item, read_item},
    book, doubt_words,
    equals::equals_section,
    figures::{aspects, leaving, strip},
    outcome_words, points, quorum_words, why_words,
};
use crate::{
    client::load::load,
    edition::{Here, act, office_page},
    fault::Fault,
    proposal::named,
    result::rules::plenary::Outcome,
    say,
    ui::{AreaField, Breadcrumb, Button, Choice, RadioCards, TextField, Whole},
};
use leptos::prelude::*;

/// The decision's form.
fn decision(here: &Here, item: &Item) -> AnyView {
    let lang = here.lang;
    let choice = |outcome: Outcome, words: &'static str| Choice {
        value: outcome.code().to_owned(),
        label: outcome_words(Some(outcome), lang).to_owned(),
        words: words.to_owned(),
    };
    let mut options = vec![
        choice(Outcome::In, say!(plenary_in_words, lang)),
        choice(Outcome::Out, say!(plenary_out_words, lang)),
        choice(Outcome::Later, say!(plenary_later_words, lang)),
    ];
    if item.point.outcome.is_some() {
        options.push(choice(Outcome::Undone, say!(plenary_undone_words, lang)));
    }
    let vote = |id: &'static str, label: &'static str| {
        view! {
            <TextField
                lang
                id=id
                width="short"
                label=label
                value=here.typed(id, "")
                error=here.error(id)
            />
        }
    };
    let quorum = quorum_words(&item.attendance, lang);
    view! {
        <section class="panel">
            <h2>{say!(plenary_decide, lang)}</h2>
            <p class="small">{quorum}</p>
            <form method="post">
                <input type="hidden" name="seq" value=item.seq.to_string()/>
                <RadioCards
                    lang
                    id="outcome"
                    label=say!(plenary_decision, lang)
                    options
                    selected=here.typed("outcome", "")
                    error=here.error("outcome")
                />
                <AreaField
                    lang
                    id="reason"
                    label=say!(reason, lang)
                    hint=say!(plenary_reason_hint, lang)
                    value=here.typed("reason", "")
                    error=here.error("reason")
                />
                <fieldset class="votes">
                    <legend>{say!(plenary_votes, lang)}</legend>
                    {vote("yes", say!(plenary_yes, lang))}
                    {vote("no", say!(plenary_no, lang))}
                    {vote("abstain", say!(plenary_abstain, lang))}
                </fieldset>
                <Button label=say!(plenary_note, lang)/>
            </form>
        </section>
    }
    .whole()
}

/// `/panitia/pleno/{proposal}`.
#[component]
pub fn PointPage(
    /// The proposal.
    proposal: String,
) -> impl IntoView {
    let item = load(move || proposal.clone(), |id| read_item(Some(id)));
    office_page(move |here| async move {
        let lang = here.lang;
        let item = item.await?.ok_or(Fault::NotFound)?;
        let point = &item.point;
        let edition = here.setting.edition()?;
        let equals = item
            .equals
            .as_ref()
            .map(|equals| equals_section(&here, &edition, equals, item.may_decide));
        let way = |id: &Option<String>, words: &'static str| {
            id.as_ref().map(|id| {
                let href = lang.href(&format!("/panitia/pleno/{id}"));
                view! { <a href=href rel="external">{words}</a> }
            })
        };
        let ways = view! {
            <p class="links">
                {way(&item.around[0], say!(plenary_before, lang))}
                {way(&item.around[1], say!(plenary_after, lang))}
            </p>
        };
        let screen = item.may_decide.then(|| {
            if item.on_screen {
                act(say!(plenary_hide, lang), vec![("act", "hide".to_owned())], "secondary")
            } else {
                act(say!(plenary_show, lang), vec![("act", "show".to_owned())], "secondary")
            }
        });
        let decide = item.may_decide.then(|| decision(&here, &item));
        let lines = (!item.lines.is_empty()).then(|| {
            let lines = book(&here, &item.lines);
            view! { <section><h2>{say!(plenary_book, lang)}</h2>{lines}</section> }
        });
        let head = format!(
            "{} · {} · {}",
            say!(plenary_rank, lang, rank = point.rank, mean = point.mean),
            why_words(point.why, lang),
            outcome_words(point.outcome, lang),
        );
        let title = here.title(&point.name);
        Ok(view! {
            {crate::client::page::title(title)}
            <Breadcrumb lang back_href=lang.href("/panitia/pleno") label=say!(plenary_title, lang)/>
            <div class="desk-head"><div><h1>{point.name.clone()}</h1><p>{head}</p></div>{screen}</div>
            <crate::ui::ErrorSummary lang items=here.errors()/>
            {ways}
            {leaving(&item, lang, true)}
            <div class="with-side">
                <div class="stack">
                    <p><b>{named(&point.name, &item.title)}</b> <br/> {item.place.clone()}</p>
                    <p>{item.summary.clone()}</p>
                    <p>{doubt_words(point, lang)}</p>
                    {equals}
                    <section><h2>{say!(plenary_totals, lang)}</h2>{strip(&item.totals, lang)}</section>
                    <section><h2>{say!(plenary_aspects, lang)}</h2>{aspects(&item, lang)}</section>
                    <section>
                        <h2>{say!(plenary_neighbours, lang)}</h2>
                        {points(&here, &item.neighbours, say!(plenary_neighbours, lang), &point.id)}
                    </section>
                    {lines}
                </div>
                {decide}
            </div>
        }
        .whole())
    })
}
