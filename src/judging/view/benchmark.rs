//! `/juri/kalibrasi`: the benchmarks before the queue, and how one's scores lie to the panel's;
//! `/panitia/kalibrasi`: the same of every judge, for the chair.

use super::{
    super::{
        api::benchmark::{BenchmarkSheet, read_benchmark, read_benchmarks, read_leans},
        rules::sheet::score_field,
    },
    marking::bands,
};
use crate::{
    client::load::load,
    edition::{Area, Edition, Here, Section, office_head, office_page, page},
    kernel::Lang,
    say,
    ui::{
        AspectCard, Band, Button, ErrorSummary, Kind, Mark, Notice, SampleTag, TableBox, Tag, Tone,
        Whole, framed,
    },
};
use leptos::prelude::*;

/// `/juri/kalibrasi`.
pub fn list() -> AnyView {
    let rows = load(|| (), |()| read_benchmarks());
    page(Area::Judge, move |here| async move {
        let lang = here.lang;
        let rows = rows.await?;
        let done = rows.iter().all(|row| row.sent_at.is_some());
        let items = rows
            .into_iter()
            .map(|row| {
                let (tone, words) = match (row.sent_at, row.begun) {
                    (Some(_), _) => (Tone::Done, say!(sheet_sent, lang)),
                    (None, true) => (Tone::Active, say!(sheet_draft, lang)),
                    (None, false) => (Tone::Empty, say!(sheet_untouched, lang)),
                };
                let href = lang.href(&format!("/juri/kalibrasi/{}", row.key));
                view! {
                    <tr>
                        <td class="main">
                            <a href=href rel="external">{row.title.pick(lang).to_owned()}</a>
                        </td>
                        <td><Tag tone text=words/></td>
                    </tr>
                }
            })
            .collect_view();
        let title = say!(benchmark_title, lang);
        let on = done.then(|| {
            view! {
                <Notice kind=Kind::Success>{say!(benchmark_done, lang)}</Notice>
                <p>
                    <a class="button primary" href=lang.href("/juri")>{say!(nav_queue, lang)}</a>
                </p>
            }
        });
        Ok(view! {
            {crate::client::page::title(title)}
            <div class="narrow page stack judging">
                <p><a href=lang.href("/juri")>{say!(nav_queue, lang)}</a></p>
                <h1>{title} " " <SampleTag lang/></h1>
                <p>{say!(benchmark_lead, lang)}</p>
                {on}
                <TableBox label=title>
                    <table class="table fold">
                        <caption class="vh">{title}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{say!(proposal, lang)}</th>
                                <th scope="col">{say!(status, lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{items}</tbody>
                    </table>
                </TableBox>
            </div>
        }
        .whole())
    })
}

/// `/juri/kalibrasi/{key}`.
pub fn sheet(key: String) -> AnyView {
    let sheet = load(move || key.clone(), read_benchmark);
    page(Area::Judge, move |here| async move {
        let sheet = sheet.await?;
        let lang = here.lang;
        let edition = here.setting.edition()?;
        let title = sheet.title.pick(lang).to_owned();
        let errors = here.errors();
        let bands = bands(&edition, lang);
        let sections = edition
            .sections
            .iter()
            .map(|section| {
                let below = if sheet.may_score {
                    cards(section, &sheet, &edition, &bands, &here)
                } else {
                    outcome(section, &sheet, &edition, &bands, lang)
                };
                view! {
                    <section id=format!("read-{}", section.slug) class="stack">
                        <h2>{section.title.pick(lang).to_owned()}</h2>
                        {texts(section, &sheet)}
                        {below}
                    </section>
                }
            })
            .collect_view();
        let send = sheet.may_score.then(|| {
            view! {
                <div class="actions">
                    <Button label=say!(benchmark_send, lang) sends=("action", "send")/>
                    <Button class="secondary" label=say!(save_draft, lang) sends=("action", "save")/>
                </div>
            }
        });
        let told = sheet.sent_at.map(|at| {
            let words = say!(benchmark_sent, lang, at = here.moment(at));
            view! { <Notice kind=Kind::Info>{words}</Notice> }
        });
        let onward = sheet.sent_at.map(|_| {
            let (href, words) = match &sheet.next {
                Some(next) => (format!("/juri/kalibrasi/{next}"), say!(benchmark_next, lang)),
                None => ("/juri".to_owned(), say!(nav_queue, lang)),
            };
            view! {
                <p>
                    <a class="button primary" href=lang.href(&href) rel="external">{words}</a>
                </p>
            }
        });
        Ok(view! {
            {crate::client::page::title(here.title(&title))}
            <div class="narrow page stack judging benchmark">
                <p><a href=lang.href("/juri/kalibrasi")>{say!(benchmark_title, lang)}</a></p>
                <ErrorSummary lang items=errors/>
                <h1>{title.clone()}</h1>
                {told}
                <form method="post" class="stack">
                    {sections}
                    {send}
                </form>
                {onward}
            </div>
        }
        .whole())
    })
}

fn texts(section: &Section, sheet: &BenchmarkSheet) -> AnyView {
    section
        .fields
        .iter()
        .filter_map(|field| sheet.texts.get(&field.key))
        .map(|text| view! { <p class="prose">{text.clone()}</p> })
        .collect_view()
        .whole()
}

/// The aspects that a section is scored by.
fn cards(
    section: &Section,
    sheet: &BenchmarkSheet,
    edition: &Edition,
    bands: &[Band],
    here: &Here,
) -> AnyView {
    let lang = here.lang;
    edition
        .criteria
        .iter()
        .zip(&sheet.marks)
        .filter(|(criterion, _)| criterion.section == section.key)
        .map(|(criterion, mark)| {
            let name = score_field(&criterion.key);
            let typed = Mark::new(here.typed(&name, &mark.score), String::new(), bands);
            view! {
                <AspectCard
                    lang
                    id=criterion.key.clone()
                    title=criterion.title.pick(lang).to_owned()
                    weight=criterion.weight
                    question=criterion.question.pick(lang).to_owned()
                    bands=bands.to_vec()
                    mark=typed
                    error=here.error(&name)
                    notes=false
                />
            }
        })
        .collect_view()
        .whole()
}

/// One's own score beside the panel's range and reasoning.
fn outcome(
    section: &Section,
    sheet: &BenchmarkSheet,
    edition: &Edition,
    bands: &[Band],
    lang: Lang,
) -> AnyView {
    let of = |key: &str| edition.criteria.iter().find(|c| c.key == key && c.section == section.key);
    sheet
        .standing
        .iter()
        .filter_map(|one| Some((one, of(&one.criterion)?)))
        .map(|(one, criterion)| {
            let range = format!("{}–{}", one.range.0, one.range.1);
            let words = match one.beyond {
                0 => say!(benchmark_within, lang),
                beyond if beyond > 0 => say!(benchmark_above, lang),
                _ => say!(benchmark_below, lang),
            };
            let anchor = bands
                .iter()
                .rfind(|band| band.low <= one.range.0)
                .map(|band| format!("{} ({}–{}): {}", band.label, band.low, band.high, band.words));
            let again = one.is_far().then(|| {
                let href = format!("#read-{}", section.slug);
                let anchor = anchor.unwrap_or_default();
                view! {
                    <Notice>
                        <a href=href.clone() rel="external">{say!(benchmark_again, lang)}</a>
                        " " {anchor}
                    </Notice>
                }
            });
            view! {
                <div class="given-beside">
                    <h3>{criterion.title.pick(lang).to_owned()}</h3>
                    <p>
                        {say!(benchmark_own, lang, own = one.own, range = range)} " "
                        <b>{words}</b>
                    </p>
                    <p class="muted">{one.why.pick(lang).to_owned()}</p>
                    {again}
                </div>
            }
        })
        .collect_view()
        .whole()
}

/// `/panitia/kalibrasi`. Drawn by the server.
#[component]
pub fn LeansPage() -> impl IntoView {
    let judges = load(|| (), |()| read_leans());
    office_page(move |here: Here| async move {
        let lang = here.lang;
        let rows = judges
            .await?
            .into_iter()
            .map(|judge| {
                let sent = format!("{}/{}", judge.sent.0, judge.sent.1);
                let lean = if judge.lean.is_empty() { "–".to_owned() } else { judge.lean };
                view! {
                    <tr>
                        <th scope="row">{judge.name}</th>
                        <td class="n">{sent}</td>
                        <td class="n">{lean}</td>
                        <td class="n">{judge.far}</td>
                    </tr>
                }
            })
            .collect_view();
        let title = say!(leans_title, lang);
        let columns = [
            (say!(role_judge, lang), ""),
            (say!(sheet_sent, lang), "n"),
            (say!(leans_lean, lang), "n"),
            (say!(leans_far, lang), "n"),
        ];
        Ok(view! {
            {office_head(&here, title, say!(leans_lead, lang).to_owned())}
            {framed(title, &columns, rows.into_any())}
        }
        .into_any())
    })
}
