//! The committee's pages of screening: the list of what was submitted, and the desk of one.

mod case;
mod outcome;
mod told;

use super::{
    api::{Row, list},
    rules::Stage,
};
use crate::{
    client::load::load,
    edition::{Here, Phase, Reason, act, office_head, office_page},
    kernel::Lang,
    proposal::{Status, code},
    say,
    ui::{Icon, SampleTag, TableBox, Tag, Tone, Whole},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

pub use case::case_page;
pub use told::{own_tasks, reply_page};

/// What the list shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Waiting,
    Proposed,
    Repair,
}

impl Shown {
    const EACH: [Self; 4] = [Self::Waiting, Self::Proposed, Self::Repair, Self::All];

    fn code(self) -> &'static str {
        match self {
            Self::All => "semua",
            Self::Waiting => "menunggu",
            Self::Proposed => "usulan-tolak",
            Self::Repair => "perbaikan",
        }
    }

    fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::All => say!(shown_all, lang),
            Self::Waiting => say!(shown_waiting, lang),
            Self::Proposed => say!(shown_proposed, lang),
            Self::Repair => say!(shown_repair, lang),
        }
    }

    fn holds(self, row: &Row) -> bool {
        match self {
            Self::All => true,
            Self::Waiting => row.stage == Some(Stage::Waiting),
            Self::Proposed => row.stage == Some(Stage::Proposed),
            Self::Repair => row.stage == Some(Stage::Repair),
        }
    }
}

/// Where a proposal stands in screening, as a tag.
fn stage_tag(stage: Stage, lang: Lang) -> AnyView {
    let (tone, text) = match stage {
        Stage::Waiting => (Tone::Active, say!(status_waiting, lang)),
        Stage::Proposed => (Tone::Warning, say!(stage_proposed, lang)),
        Stage::Repair => (Tone::Warning, say!(stage_repair, lang)),
        Stage::Accepted => (Tone::Done, Status::Accepted.name(lang)),
        Stage::Rejected => (Tone::Locked, Status::Rejected.name(lang)),
    };
    view! { <Tag tone text/> }.whole()
}

/// What a reason says.
fn reason_words(reasons: &[Reason], code: &str, lang: Lang) -> String {
    reasons
        .iter()
        .find(|reason| reason.code == code)
        .map_or_else(|| code.to_owned(), |reason| reason.text.pick(lang).to_owned())
}

fn list_row(reasons: &[Reason], row: Row, lang: Lang) -> AnyView {
    let tag = match (row.stage, row.brief.status) {
        (Some(stage), _) => stage_tag(stage, lang),
        (None, Status::Draft) => {
            view! { <Tag tone=Tone::Empty text=Status::Draft.name(lang)/> }.whole()
        }
        (None, status) => view! { <Tag tone=Tone::Locked text=status.name(lang)/> }.whole(),
    };
    let reason = row.reason.as_ref().map(|code| {
        let words = reason_words(reasons, code, lang);
        view! { <br/> <span class="muted small">{words}</span> }
    });
    let hints = row
        .hints
        .iter()
        .map(|hint| {
            let words = hint.sentence(lang).to_owned();
            view! { <li class="care"><Icon name="warning"/> <span>{words}</span></li> }
        })
        .collect_view();
    let sample = row.brief.sample.then(|| view! { " " <SampleTag lang/> });
    let name = row.brief.acronym.clone();
    let name = if row.stage.is_some() {
        let href = lang.href(&format!("/panitia/seleksi/{}", row.brief.id));
        view! { <a href=href rel="external">{name}</a> }.whole()
    } else {
        view! { <span>{name}</span> }.whole()
    };
    view! {
        <tr class=if row.hints.is_empty() { "" } else { "nil" }>
            <td>{row.brief.number.map(code)}</td>
            <td class="main">
                {name} {sample} <br/>
                <span class="muted small">{row.brief.title.clone()}</span>
                <ul class="checks" role="list">{hints}</ul>
            </td>
            <td>{row.brief.unit.clone()} <br/> <span class="muted small">{row.brief.agency.clone()}</span></td>
            <td>{tag} {reason}</td>
        </tr>
    }
    .whole()
}

/// What can be done with the list as a whole: begin with the first that waits, and accept at once
/// those in which nothing was seen.
fn ways_in(here: &Here, rows: &[Row]) -> Option<AnyView> {
    let lang = here.lang;
    let waits = |row: &&Row| row.stage == Some(Stage::Waiting);
    if here.setting.phase != Phase::Screening {
        return None;
    }
    let first = rows.iter().find(waits)?.brief.id.clone();
    let clean = rows.iter().filter(waits).filter(|row| row.hints.is_empty()).count();
    let bulk = (clean > 0).then(|| {
        view! {
            <p>{say!(clean_words, lang, n = clean)}</p>
            {act(say!(accept_clean, lang), vec![("action", "accept_clean".to_owned())], "secondary")}
        }
    });
    Some(
        view! {
            <section class="panel ways-in">
                <p>
                    <a
                        class="button primary"
                        href=lang.href(&format!("/panitia/seleksi/{first}"))
                        rel="external"
                    >
                        {say!(screen_begin, lang)}
                    </a>
                </p>
                {bulk}
            </section>
        }
        .whole(),
    )
}

/// `/panitia/usulan`: every proposal, and where it stands in screening.
pub fn list_page() -> AnyView {
    let rows = load(|| (), |()| list());
    let query = use_query_map();
    office_page(move |here| async move {
        let lang = here.lang;
        let rows = rows.await?;
        let asked = query.with_untracked(|query| query.get("tampil"));
        let shown = Shown::EACH
            .into_iter()
            .find(|shown| asked.as_deref() == Some(shown.code()))
            .unwrap_or(Shown::All);
        let waiting = rows.iter().filter(|row| row.brief.status == Status::Submitted).count();
        let words = say!(screening_words, lang, n = rows.len(), waiting = waiting);
        let ways = ways_in(&here, &rows);
        // Another choice is another page of the server's: the query alone draws nothing anew.
        let filters = Shown::EACH
            .into_iter()
            .map(|one| {
                let n = rows.iter().filter(|row| one.holds(row)).count();
                let href = lang.href(&format!("/panitia/usulan?tampil={}", one.code()));
                let current = (one == shown).then_some("page");
                view! {
                    <a href=href rel="external" aria-current=current>
                        {format!("{} ({n})", one.name(lang))}
                    </a>
                }
            })
            .collect_view();
        // Those that wait come first, those with a hint before the others.
        let mut rows = rows;
        rows.retain(|row| shown.holds(row));
        rows.sort_by_key(|row| {
            (row.brief.status != Status::Submitted, row.hints.is_empty(), row.brief.number)
        });
        let none = rows.is_empty().then(|| {
            view! { <p class="muted">{say!(shown_none, lang)}</p> }
        });
        let reasons = here.setting.edition()?.reasons;
        let rows = rows.into_iter().map(|row| list_row(&reasons, row, lang)).collect_view();
        Ok(view! {
            {office_head(&here, say!(nav_proposals, lang), words)}
            {ways}
            <nav class="switch wrap" aria-label=say!(shown_label, lang)>{filters}</nav>
            <TableBox label=say!(nav_proposals, lang)>
                <table class="table tight fold">
                    <caption class="vh">{say!(nav_proposals, lang)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say!(code, lang)}</th>
                            <th scope="col">{say!(proposal, lang)}</th>
                            <th scope="col">{say!(service_unit, lang)}</th>
                            <th scope="col">{say!(status, lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </TableBox>
            {none}
        }
        .whole())
    })
}
