//! `/juri/panel`: the turns of a panelist. Drawn by the server.

use super::{
    super::{
        api::{Hearing, read_hearings},
        rules::SheetState,
    },
    clock_tag, declared, state_tag,
};
use crate::{
    client::load::load,
    edition::{Area, Here, page},
    say,
    ui::{ErrorSummary, SampleTag, Tag, Tone, Whole, framed},
};
use leptos::prelude::*;

/// `/juri/panel`: the turns of a panelist.
#[component]
pub fn HearingsPage() -> impl IntoView {
    let hearings = load(|| (), |()| read_hearings());
    page(Area::Judge, move |here| async move {
        let (hearings, panel) = (hearings.await?, declared(&here)?);
        let lang = here.lang;
        let demo = here.setting.demo.then(|| view! { " " <SampleTag lang/> });
        let rows = hearings.iter().map(|one| hearing(&here, one)).collect_view();
        let columns = [
            (say!(panel_at, lang), "n"),
            (say!(proposal, lang), ""),
            (say!(panel_clock, lang), ""),
            (say!(panel_sheet, lang), ""),
        ];
        let title = panel.title.pick(lang).to_owned();
        let sent = hearings.iter().filter(|one| one.state == SheetState::Sent).count();
        let of = hearings.iter().filter(|one| !one.sheet.is_empty()).count();
        Ok(view! {
            {crate::client::page::title(here.title(&title))}
            <div class="wrap page stack judging">
                <h1 class="display">{title.clone()}</h1>
                <p>{say!(sheets_sent, lang, n = sent, of = of)} {demo}</p>
                <ErrorSummary lang items=here.errors()/>
                {framed(title, &columns, rows.into_any())}
            </div>
        }
        .whole())
    })
}

fn hearing(here: &Here, one: &Hearing) -> AnyView {
    let lang = here.lang;
    let label =
        if one.name == one.code { one.code.clone() } else { format!("{} {}", one.code, one.name) };
    let (name, state) = if one.sheet.is_empty() {
        let text = say!(sheet_conflict, lang);
        (view! { {label} }.into_any(), view! { <Tag tone=Tone::Locked text/> }.whole())
    } else {
        let href = lang.href(&format!("/juri/panel/{}", one.sheet));
        (view! { <a href=href rel="external">{label}</a> }.into_any(), state_tag(one.state, lang))
    };
    view! {
        <tr>
            <td class="n">{here.clock(one.starts_at)}</td>
            <th scope="row" class="name">{name}</th>
            <td>{clock_tag(one.clock, lang)}</td>
            <td>{state}</td>
        </tr>
    }
    .whole()
}
