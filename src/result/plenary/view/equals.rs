//! Equals on a point's page: the ladder of the declared chain with the values of each step, what the
//! plenary made of those whom it leaves level, and the forms that note it.

use super::super::api::Equals;
use crate::{
    edition::{Edition, Here},
    kernel::Lang,
    result::rules::tie::{TieLine, Way, of_fraction},
    say,
    ui::{AreaField, Button, TableBox, Whole},
};
use leptos::prelude::*;

/// What a step of the chain is called.
fn step_words(step: &str, edition: &Edition, lang: Lang) -> String {
    if let Some(key) = step.strip_prefix("criterion:") {
        let aspect = edition.criteria.iter().find(|aspect| aspect.key == key);
        let title = aspect.map_or(key, |aspect| aspect.title.pick(lang));
        return say!(tie_step_criterion, lang, aspect = title);
    }
    match step {
        "mean" => say!(mean, lang),
        "minimum" => say!(tie_step_minimum, lang),
        "head_to_head" => say!(tie_step_head_to_head, lang),
        "panel" => say!(tie_step_panel, lang),
        "desk" => say!(tie_step_desk, lang),
        "calibrated" => say!(tie_step_calibrated, lang),
        "chair" => say!(tie_step_chair, lang),
        _ => say!(tie_step_lot, lang),
    }
    .to_owned()
}

/// A step's value for the eye, and the exact one beside it.
fn shown(step: &str, value: &str) -> AnyView {
    if value.is_empty() {
        return "–".into_any();
    }
    if step == "lot" {
        let short = value.get(..8).unwrap_or(value).to_owned();
        return view! { <code>{short} "…"</code> }.into_any();
    }
    match of_fraction(value) {
        Some(exact) if exact.denominator > 1 => view! {
            {exact.display()} " " <small>{value.to_owned()}</small>
        }
        .into_any(),
        Some(exact) => exact.display().into_any(),
        None => value.replace('.', ",").into_any(),
    }
}

fn ladder(here: &Here, edition: &Edition, equals: &Equals) -> AnyView {
    let lang = here.lang;
    let names = equals
        .names
        .iter()
        .map(|(code, name)| view! { <th scope="col">{name.clone()} " " <small>{code.clone()}</small></th> })
        .collect_view();
    let rungs = equals
        .ladder
        .rungs
        .iter()
        .map(|rung| {
            let values = rung
                .values
                .iter()
                .map(|value| view! { <td>{shown(&rung.step, value)}</td> })
                .collect_view();
            let parts = if rung.parts { say!(tie_parts, lang) } else { say!(tie_parts_not, lang) };
            view! {
                <tr>
                    <th scope="row">{step_words(&rung.step, edition, lang)}</th>
                    {values}
                    <td>{parts}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <TableBox label=say!(tie_title, lang)>
            <table class="table tight ladder">
                <caption class="vh">{say!(tie_title, lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say!(tie_step, lang)}</th>
                        {names}
                        <th scope="col">{say!(tie_outcome, lang)}</th>
                    </tr>
                </thead>
                <tbody>{rungs}</tbody>
            </table>
        </TableBox>
    }
    .whole()
}

/// What the plenary made of equals, oldest first.
pub fn said(here: &Here, lines: &[TieLine]) -> AnyView {
    let lang = here.lang;
    lines
        .iter()
        .map(|line| {
            let codes = line.codes.join(", ");
            let words = match line.way {
                Way::Chair => say!(tie_line_chair, lang, codes = codes),
                Way::Lot => say!(tie_line_lot, lang, codes = codes),
                Way::Undone => say!(tie_line_undone, lang, codes = codes),
            };
            view! {
                <li>
                    {words} " " {line.reason.clone()} " "
                    <small>{line.by.clone()} " · " {here.moment(line.at)}</small>
                </li>
            }
        })
        .collect_view()
        .into_any()
}

/// The form that notes what becomes of those who are level, or takes it back.
fn form(here: &Here, equals: &Equals) -> AnyView {
    let lang = here.lang;
    let reason = |id: &'static str| {
        view! {
            <AreaField
                lang
                id=id
                name="tie-reason"
                label=say!(tie_reason, lang)
                value=here.typed("tie-reason", "")
                error=here.error("tie-reason")
            />
        }
    };
    let seq = equals.seq.to_string();
    if equals.level.is_empty() {
        return view! {
            <details>
                <summary>{say!(tie_undo, lang)}</summary>
                <form method="post">
                    <input type="hidden" name="act" value="undone"/>
                    <input type="hidden" name="tie-seq" value=seq/>
                    {reason("tie-reason")}
                    <Button class="secondary" label=say!(tie_undo, lang)/>
                </form>
            </details>
        }
        .whole();
    }
    let places = equals
        .level
        .iter()
        .map(|(id, name)| {
            let field = format!("urut-{id}");
            view! {
                <p class="field">
                    <label for=field.clone()>{name.clone()}</label>
                    <input
                        class="input short"
                        id=field.clone()
                        name=field.clone()
                        inputmode="numeric"
                        autocomplete="off"
                        value=here.typed(&field, "")
                    />
                </p>
            }
        })
        .collect_view();
    let chair = equals.is_chair.then(|| {
        view! {
            <form method="post">
                <h3>{say!(tie_chair_title, lang)}</h3>
                <p class="small">{say!(tie_chair_words, lang)}</p>
                <input type="hidden" name="act" value="chair"/>
                <input type="hidden" name="tie-seq" value=seq.clone()/>
                <div class="votes" id="order" tabindex="-1">{places}</div>
                {reason("tie-reason")}
                <Button class="secondary" label=say!(tie_chair_note, lang)/>
            </form>
        }
    });
    let lot = if equals.is_drawn {
        view! {
            <form method="post">
                <h3>{say!(tie_lot_title, lang)}</h3>
                <p class="small">{say!(tie_lot_words, lang)}</p>
                <input type="hidden" name="act" value="lot"/>
                <input type="hidden" name="tie-seq" value=seq.clone()/>
                {reason(if equals.is_chair { "tie-lot-reason" } else { "tie-reason" })}
                <Button class="secondary" label=say!(tie_lot_note, lang)/>
            </form>
        }
        .whole()
    } else {
        let href = lang.href("/panitia/pleno/undian");
        view! { <p><a href=href rel="external">{say!(tie_lot_first, lang)}</a></p> }.whole()
    };
    view! { <div class="panel stack">{chair} {lot}</div> }.whole()
}

/// The whole section.
pub fn equals_section(
    here: &Here,
    edition: &Edition,
    equals: &Equals,
    may_decide: bool,
) -> AnyView {
    let lang = here.lang;
    let words = if equals.level.is_empty() {
        say!(tie_parted, lang).to_owned()
    } else {
        let names: Vec<&str> = equals.level.iter().map(|(_, name)| name.as_str()).collect();
        say!(tie_level, lang, names = names.join(", "))
    };
    let lines = (!equals.lines.is_empty())
        .then(|| view! { <ul class="bullets">{said(here, &equals.lines)}</ul> });
    let forms = (may_decide && (!equals.level.is_empty() || equals.parted.is_some()))
        .then(|| form(here, equals));
    view! {
        <section>
            <h2>{say!(tie_title, lang)}</h2>
            <p>{words}</p>
            {ladder(here, edition, equals)}
            {lines}
            {forms}
        </section>
    }
    .whole()
}
