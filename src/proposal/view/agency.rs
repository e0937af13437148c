//! The list of an agency's admin: every proposal with what it lacks, in words.

use super::{maybe_extended, status_tag};
use crate::{
    client::load::load,
    edition::{Area, Here, page},
    kernel::text,
    proposal::api::around::{AgencyDesk, Watched, read_agency},
    say,
    ui::{Button, Empty, Kind, Notice, SampleTag, Select, TableBox, Tag, TextField, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// How many of the things a proposal lacks are told on the list.
const TOLD: usize = 3;

/// Which proposals are shown.
fn shows(filter: &str, search: &str, watched: &Watched) -> bool {
    let brief = &watched.brief;
    let fits = match filter {
        "belum" => !brief.status.counts(),
        "sudah" => brief.status.counts() && !brief.changed,
        "berubah" => brief.changed,
        "kembali" => brief.sent_back,
        "kurang" => brief.missing > 0,
        _ => true,
    };
    let search = text::fold(search);
    let words = [&brief.acronym, &brief.title, &brief.unit, &watched.owner];
    fits && (search.is_empty() || words.iter().any(|words| text::fold(words).contains(&search)))
}

fn row(here: &Here, watched: Watched) -> AnyView {
    let lang = here.lang;
    let brief = watched.brief;
    let sample = brief.sample.then(|| view! { " " <SampleTag lang/> });
    let tag = status_tag(&brief, lang);
    let more = watched.missing.len().saturating_sub(TOLD);
    let lacks = if watched.missing.is_empty() {
        view! { <Tag tone=Tone::Done text=say!(nothing_missing, lang)/> }.into_any()
    } else {
        let told = watched.missing.into_iter().take(TOLD);
        let told = told.map(|sentence| view! { <li>{sentence}</li> }).collect_view();
        view! {
            <ul class="bullets small">
                {told} {(more > 0).then(|| view! { <li>{say!(and_more, lang, n = more)}</li> })}
            </ul>
        }
        .into_any()
    };
    let remarks = (brief.remarks > 0).then(|| {
        view! { <span class="small muted">{say!(remarks_open, lang, n = brief.remarks)}</span> }
    });
    let later = (watched.closes > here.setting.closes).then(|| {
        let at = here.moment(watched.closes);
        view! { <span class="small muted">{say!(closes_at, lang, date = at)}</span> }
    });
    view! {
        <tr>
            <td class="main">
                <a href=lang.href(&format!("/opd-saya/usulan/{}", brief.id))>{brief.acronym}</a>
                {sample} <br/> <span class="muted small">{brief.title}</span>
            </td>
            <td>{brief.unit} <br/> <span class="muted small">{watched.owner}</span></td>
            <td><div class="lines">{tag} {remarks} {later}</div></td>
            <td class="wide">{lacks}</td>
        </tr>
    }
    .into_any()
}

/// `/opd-saya`: the proposals of an admin's agency and its units.
#[component]
pub fn AgencyPage() -> impl IntoView {
    let desk = load(|| (), |()| read_agency());
    let query = use_query_map();
    page(Area::Agency, move |here| async move {
        let lang = here.lang;
        let AgencyDesk { agency, proposals, quota, strangers, message } = desk.await?;
        let get = |name: &str| query.with_untracked(|query| query.get(name).unwrap_or_default());
        let (filter, search) = (get("status"), get("cari"));
        let first = here.setting.edition()?.calendar.submission_closes;
        let all = proposals.len();
        let sent = proposals.iter().filter(|one| one.brief.status.counts()).count();
        let none = proposals.is_empty();
        let shown: Vec<Watched> =
            proposals.into_iter().filter(|one| shows(&filter, &search, one)).collect();
        let count = shown.len();
        let rows = shown.into_iter().map(|one| row(&here, one)).collect_view();
        let title = say!(nav_agency_proposals, lang);
        let option = |value: &str, label: &str| (value.to_owned(), label.to_owned());
        let options = vec![
            option("", say!(filter_all, lang)),
            option("belum", say!(filter_unsent, lang)),
            option("kurang", say!(filter_lacking, lang)),
            option("kembali", say!(filter_sent_back, lang)),
            option("berubah", say!(filter_changed, lang)),
            option("sudah", say!(filter_sent, lang)),
        ];
        let quota = quota.map(|(used, limit)| {
            let kind = if used >= limit { Kind::Warning } else { Kind::Info };
            view! { <Notice kind>{say!(quota_words, lang, used = used, limit = limit)}</Notice> }
        });
        let strangers = (strangers > 0).then(|| {
            view! {
                <p class="small">
                    {say!(never_signed_in_count, lang, n = strangers)} " "
                    <a href=lang.href("/opd-saya/pengguna")>{say!(nav_people, lang)}</a>
                </p>
            }
        });
        let share = (!message.is_empty()).then(|| super::remind::share(lang, &message));
        let list = if none {
            view! { <Empty text=say!(no_agency_proposals, lang)/> }.into_any()
        } else if count == 0 {
            let clear = (say!(clear_filters, lang).to_owned(), lang.href("/opd-saya"));
            view! { <Empty text=say!(no_match_here, lang) action=clear/> }.into_any()
        } else {
            view! {
                <TableBox label=title>
                    <table class="table fold">
                        <caption class="vh">{title}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{say!(proposal, lang)}</th>
                                <th scope="col">{say!(service_unit, lang)}</th>
                                <th scope="col">{say!(status, lang)}</th>
                                <th scope="col">{say!(missing, lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </TableBox>
            }
            .into_any()
        };
        Ok(view! {
            {crate::client::page::title(title)}
            <div class="wrap page stack">
                <div class="task-head">
                    <h1>{title}</h1>
                    <p class="muted small">{agency}</p>
                    <p class="progress">
                        <b>{say!(agency_sent, lang, n = sent, of = all)}</b>
                        <br/>
                        {say!(closes_at, lang, date = here.moment(here.setting.closes))}
                    </p>
                </div>
                {maybe_extended(&here, first, here.setting.closes)}
                {quota}
                {strangers}
                {share}
                <form method="get" class="filters">
                    <Select lang id="status" label=say!(status, lang) options selected=filter/>
                    <TextField lang id="cari" kind="search" label=say!(search, lang) value=search/>
                    <Button class="secondary" label=say!(filter_apply, lang)/>
                </form>
                <h2>{say!(proposals_shown, lang, n = count)}</h2>
                {list}
            </div>
        }
        .into_any())
    })
}
