//! `/panitia/segel` and `/panitia/segel/buka`: two officers fix the result, and two take it back.
//! Drawn by the server.

use super::super::api::{SealView, seal};
use crate::{
    client::load::load,
    edition::{Here, office_head, office_page},
    fault::Fault,
    kernel::Role,
    proposal::place,
    say,
    ui::{AreaField, Breadcrumb, Button, Kind, Notice, SimulatedNote, TextField, Whole, framed},
};
use leptos::prelude::*;

/// Password and word, as every grave act asks for them.
pub fn oath(here: &Here, word: &'static str) -> AnyView {
    let lang = here.lang;
    view! {
        <TextField
            lang
            id="password"
            kind="password"
            autocomplete="current-password"
            label=say!(your_password, lang)
            error=here.error("password")
        />
        <TextField lang id="confirm" width="short" label=word error=here.error("confirm")/>
    }
    .whole()
}

/// The honoured.
fn rows(here: &Here, seal: &SealView) -> AnyView {
    let lang = here.lang;
    let rows = seal
        .rows
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <td>{row.rank}</td>
                    <th scope="row" class="name">{row.acronym.clone()}</th>
                    <td>{place(&row.unit, &row.agency)}</td>
                    <td class="n">{row.score.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = [
        (say!(rank, lang), ""),
        (say!(proposal, lang), ""),
        (say!(proposer, lang), ""),
        (say!(mean, lang), "n"),
    ];
    view! {
        {framed(say!(seal_title, lang), &columns, rows.into_any())}
    }
    .whole()
}

/// What the hash, the words and the key are, and where to check them.
fn facts(here: &Here, seal: &SealView) -> AnyView {
    let lang = here.lang;
    let commitment = seal.commitment.clone().map(|commitment| {
        view! {
            <div>
                <dt>{say!(seal_commitment, lang)}</dt>
                <dd><code>{commitment}</code> <p class="small">{say!(seal_commitment_note, lang)}</p></dd>
            </div>
        }
    });
    let key = seal.key.clone().map(|key| {
        view! { <div><dt>{say!(seal_key, lang)}</dt><dd><code>{key}</code></dd></div> }
    });
    let files = seal.commitment.is_some().then(|| {
        view! {
            <p>
                <a href=lang.href("/verifikasi-segel") rel="external">{say!(seal_check_page, lang)}</a>
                " · "
                <a href=lang.href("/verifikasi-segel/segel.json") rel="external" download="">
                    {say!(seal_file_public, lang)}
                </a>
                " · "
                <a href=lang.href("/panitia/segel/berkas.json") rel="external" download="">
                    {say!(seal_file_office, lang)}
                </a>
            </p>
        }
    });
    view! {
        <dl class="facts">
            <div><dt>{say!(seal_words, lang)}</dt><dd><b>{seal.words.clone()}</b></dd></div>
            <div><dt>"SHA-256"</dt><dd><code>{seal.sha256.clone()}</code></dd></div>
            {commitment}
            {key}
        </dl>
        {files}
    }
    .whole()
}

/// Who wants it broken, and the way to that.
fn breaking(here: &Here, seal: &SealView) -> Option<AnyView> {
    let lang = here.lang;
    if !seal.may_break || !here.is_any(&Role::OFFICERS) {
        return None;
    }
    let asked = seal.breaking.as_ref().map(|asked| {
        let words = say!(seal_break_asked, lang, who = asked.by, reason = asked.reason);
        view! { <Notice kind=Kind::Warning>{words}</Notice> }
    });
    let mine = seal.breaking.as_ref().is_some_and(|asked| asked.mine);
    let link = (!mine).then(|| {
        view! { <p><a href=lang.href("/panitia/segel/buka")>{say!(seal_break, lang)}</a></p> }
    });
    Some(view! { {asked} {link} }.whole())
}

/// Seals that were broken.
fn broken(here: &Here, seal: &SealView) -> Option<AnyView> {
    let lang = here.lang;
    if seal.broken.is_empty() {
        return None;
    }
    let rows = seal
        .broken
        .iter()
        .map(|one| {
            let [asked, did] = &one.by;
            view! {
                <li>
                    <b>{one.words.clone()}</b>
                    " · "
                    {say!(seal_broken_by, lang, asked = asked, did = did, at = here.moment(one.at))}
                    " "
                    {one.reason.clone()}
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section>
                <h2>{say!(seal_broken, lang)}</h2>
                <ul>{rows}</ul>
            </section>
        }
        .whole(),
    )
}

/// `/panitia/segel`.
#[component]
pub fn SealPage() -> impl IntoView {
    let view = load(|| (), |()| seal());
    office_page(move |here| async move {
        let lang = here.lang;
        let seal = view.await?;
        let note = here.setting.demo.then(|| view! { <SimulatedNote lang/> });
        let words = match (&seal.first_by, &seal.second_by) {
            (_, Some(second)) => say!(
                sealed_words,
                lang,
                who = second,
                at = here.moment(seal.sealed_at.unwrap_or_default())
            ),
            (Some(first), None) => say!(half_sealed, lang, who = first),
            (None, None) => say!(unsealed, lang).to_owned(),
        };
        let can = seal.second_by.is_none() && here.is_any(&Role::OFFICERS);
        let form = can.then(|| {
            view! {
                <section class="panel">
                    <form method="post">
                        {oath(&here, say!(type_segel, lang))}
                        <Button label=say!(seal_now, lang)/>
                    </form>
                </section>
            }
        });
        let kind = if seal.second_by.is_some() { Kind::Success } else { Kind::Info };
        Ok(view! {
            {office_head(&here, say!(seal_title, lang), String::new())}
            {note}
            <Notice kind>{words}</Notice>
            {facts(&here, &seal)}
            {form}
            {breaking(&here, &seal)}
            {rows(&here, &seal)}
            {broken(&here, &seal)}
        }
        .whole())
    })
}

/// `/panitia/segel/buka`.
#[component]
pub fn BreakPage() -> impl IntoView {
    let view = load(|| (), |()| seal());
    office_page(move |here| async move {
        let lang = here.lang;
        let seal = view.await?;
        if !seal.may_break {
            return Err(Fault::refused(
                say!(seal_break_none, crate::kernel::Lang::Id),
                say!(seal_break_none, crate::kernel::Lang::En),
            ));
        }
        let reason = match &seal.breaking {
            Some(asked) => {
                let words = say!(seal_break_asked, lang, who = asked.by, reason = asked.reason);
                view! { <Notice kind=Kind::Warning>{words}</Notice> }.whole()
            }
            None => view! {
                <AreaField
                    lang
                    id="reason"
                    label=say!(reason, lang)
                    hint=say!(seal_break_reason_hint, lang)
                    value=here.typed("reason", "")
                    error=here.error("reason")
                />
            }
            .whole(),
        };
        Ok(view! {
            <Breadcrumb back_href=lang.href("/panitia/segel") lang label=say!(seal_title, lang)/>
            {office_head(&here, say!(seal_break, lang), String::new())}
            <p>{say!(seal_break_lead, lang)}</p>
            <section class="panel">
                <form method="post">
                    {reason}
                    {oath(&here, say!(type_buka, lang))}
                    <Button class="danger" label=say!(seal_break_now, lang)/>
                </form>
            </section>
        }
        .whole())
    })
}
