//! The innovator's pages: list, task list, form, review, receipt.

mod agency;
mod deadline;
mod history;
mod identity;
mod offline;
mod paperwork;
mod remind;
mod repair;
mod section;
mod talk;
mod team;

pub use agency::AgencyPage;
pub use deadline::{DeadlinePage, maybe_extended};
pub use history::{ForkPage, HistoryPage};
pub use identity::{ClashPage, IdentityPage, NewPage};
pub use offline::{OfflinePage, Undone};
pub use remind::share;
pub use repair::page_name;
pub use section::SectionPage;
pub use talk::{TalkPage, WatchedPage};
pub use team::{TeamPage, WithdrawPage};

use super::{
    api::{self, Brief, Overview, read_overview, read_receipt, read_review},
    attachment, document,
    rules::{Access, Progress, Status, months_in_words},
};
use crate::{
    client::load::load,
    edition::{Area, Here, Phase, page},
    kernel::{Lang, text},
    say,
    ui::{
        Breadcrumb, Button, CheckCard, Empty, ErrorSummary, Icon, Kind, Notice, River, SampleTag,
        TableBox, Tag, Task, TaskList, Tone,
    },
};
use leptos::prelude::*;
use paperwork::Beside;
pub use paperwork::link as link_line;
use std::{pin::Pin, sync::Arc};

fn status_tag(brief: &Brief, lang: Lang) -> AnyView {
    let (tone, text) = match brief.status {
        _ if brief.sent_back => (Tone::Wrong, say!(sent_back, lang)),
        Status::Withdrawn => (Tone::Locked, Status::Withdrawn.name(lang)),
        _ if brief.changed => (Tone::Warning, say!(changed_since, lang)),
        Status::Draft => (Tone::Active, Status::Draft.name(lang)),
        Status::Rejected => (Tone::Locked, Status::Rejected.name(lang)),
        status => (Tone::Done, status.name(lang)),
    };
    view! { <Tag tone text/> }.into_any()
}

fn table(lang: Lang, briefs: Vec<Brief>, title: &'static str) -> AnyView {
    let rows = briefs
        .into_iter()
        .map(|brief| {
            let sample = brief.sample.then(|| view! { " " <SampleTag lang/> });
            let lacks = match brief.missing {
                0 => say!(nothing_missing, lang).to_owned(),
                n => say!(things_missing, lang, n = n),
            };
            let tag = status_tag(&brief, lang);
            view! {
                <tr>
                    <td class="main">
                        <a href=lang.href(&format!("/saya/usulan/{}", brief.id))>{brief.acronym}</a>
                        {sample} <br/> <span class="muted small">{brief.title}</span>
                    </td>
                    <td>{brief.unit}</td>
                    <td>{tag}</td>
                    <td>{lacks}</td>
                </tr>
            }
        })
        .collect_view();
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
}

/// `/saya`: the proposals of whoever is signed in.
#[component]
pub fn MinePage() -> impl IntoView {
    let mine = load(|| (), |()| api::mine());
    page(Area::Innovator, move |here| async move {
        let lang = here.lang;
        let mine = mine.await?;
        let title = say!(nav_my_proposals, lang);
        let open =
            here.setting.phase == Phase::Submission && here.setting.now <= here.setting.closes;
        let closes = here.moment(here.setting.closes);
        let first = here.setting.edition()?.calendar.submission_closes;
        let begin = (say!(begin_proposal, lang).to_owned(), lang.href("/saya/usulan/baru"));
        let body = if mine.is_empty() && open {
            let text = say!(no_proposals, lang, date = closes);
            view! { <Empty text action=begin/> }.into_any()
        } else if mine.is_empty() {
            view! { <Empty text=say!(no_proposals_closed, lang)/> }.into_any()
        } else {
            let more = open.then(|| {
                view! { <p><a class="button secondary" href=begin.1>{begin.0}</a></p> }
            });
            view! { {table(lang, mine, title)} {more} }.into_any()
        };
        Ok(view! {
            {crate::client::page::title(title)}
            <div class="wrap page stack">
                <h1>{title}</h1>
                {open.then(|| view! { <p>{say!(closes_at, lang, date = closes.clone())}</p> })}
                {open.then(|| maybe_extended(&here, first, here.setting.closes))}
                {body}
            </div>
        }
        .into_any())
    })
}

fn progress_tag(progress: Progress, lang: Lang) -> (Tone, &'static str) {
    match progress {
        Progress::Empty => (Tone::Empty, say!(progress_empty, lang)),
        Progress::Begun => (Tone::Active, say!(progress_begun, lang)),
        Progress::Complete => (Tone::Done, say!(progress_complete, lang)),
        Progress::Wrong => (Tone::Wrong, say!(progress_wrong, lang)),
    }
}

/// A task's detail, with how many remarks wait on its page.
fn with_remarks(overview: &Overview, slug: &str, detail: String, lang: Lang) -> String {
    let open = overview.around.remarks.iter().find(|(page, _)| page == slug);
    match open {
        None => detail,
        Some((_, n)) if detail.is_empty() => say!(remarks_open, lang, n = n),
        Some((_, n)) => format!("{detail}. {}", say!(remarks_open, lang, n = n)),
    }
}

/// What a later slice puts before the tasks of a proposal.
pub type Before = Arc<dyn Fn(Here) -> Pin<Box<dyn Future<Output = AnyView> + Send>> + Send + Sync>;

/// `/saya/usulan/{id}`: the task list of a proposal.
#[component]
pub fn TasksPage(
    /// The proposal.
    id: String,
    /// What comes before its tasks, from a slice that knows of this one.
    before: Before,
) -> impl IntoView {
    let review = load(move || id.clone(), read_review);
    page(Area::Innovator, move |here| {
        let told = before(here.clone());
        async move {
            let lang = here.lang;
            let told = told.await;
            let (overview, frozen) = review.await?;
            let edition = &here.setting.edition()?;
            let base = lang.href(&format!("/saya/usulan/{}", overview.brief.id));
            let task = |slug: &str, title: String, detail: String, progress: Progress| {
                let (tone, status) = progress_tag(progress, lang);
                let (tone, status) = if overview.writes(slug) {
                    (tone, status)
                } else {
                    (Tone::Locked, say!(locked, lang))
                };
                Task {
                    title,
                    href: format!("{base}/{slug}"),
                    detail,
                    tone,
                    status: status.to_owned(),
                }
            };
            let mut tasks = vec![task(
                "identitas",
                say!(identity, lang).to_owned(),
                overview.age.map_or_else(String::new, |months| {
                    say!(age_at_closing, lang, age = months_in_words(months.max(0), lang))
                }),
                overview.identity_progress,
            )];
            for (section, progress) in edition.sections.iter().zip(&overview.sections) {
                let words = section
                    .fields
                    .iter()
                    .map(|field| {
                        let text = frozen.texts.get(&field.key).map_or("", String::as_str);
                        crate::ui::counter(lang, text::count_words(text), field.max_words)
                    })
                    .collect::<Vec<_>>()
                    .join(", ");
                let detail = if *progress == Progress::Empty { String::new() } else { words };
                let detail = with_remarks(&overview, &section.slug, detail, lang);
                tasks.push(task(
                    &section.slug,
                    section.title.pick(lang).to_owned(),
                    detail,
                    *progress,
                ));
            }
            let counted = attachment::rules::counts(edition).then_some(&overview.attachments);
            let of = u32::try_from(tasks.len() + counted.iter().len()).unwrap_or(u32::MAX);
            if !edition.enclosures.is_empty() {
                let detail = match frozen.files.len() {
                    0 => String::new(),
                    n => say!(attachments_count, lang, n = n),
                };
                let mut task = task(
                    attachment::rules::SLUG,
                    say!(attachments, lang).to_owned(),
                    detail,
                    overview.attachments,
                );
                if counted.is_none()
                    && frozen.files.is_empty()
                    && overview.writes(attachment::rules::SLUG)
                {
                    (task.tone, task.status) =
                        (Tone::Empty, say!(upload_optional, lang).to_owned());
                }
                tasks.push(task);
            }
            let done = std::iter::once(&overview.identity_progress)
                .chain(&overview.sections)
                .chain(counted)
                .filter(|progress| **progress == Progress::Complete)
                .count();
            let done = u32::try_from(done).unwrap_or(u32::MAX);
            let submitted = overview.submitted_at.map(|at| {
                let words = if overview.brief.changed {
                    say!(changes_not_submitted, lang, at = here.moment(at))
                } else {
                    say!(submitted_on, lang, at = here.moment(at))
                };
                let kind = if overview.brief.changed { Kind::Warning } else { Kind::Success };
                let receipt = format!("{base}/tanda-terima");
                view! {
                    <Notice kind>
                        {words} " " <a href=receipt>{say!(see_receipt, lang)}</a>
                    </Notice>
                }
            });
            let titles =
                edition.sections.iter().map(|s| (s.slug.clone(), s.title.pick(lang).to_owned()));
            let forked = std::iter::once(("identitas".to_owned(), say!(identity, lang).to_owned()))
                .chain(titles)
                .filter(|(slug, _)| overview.forked.contains(slug))
                .map(|(slug, title)| {
                    let href = format!("{base}/konflik/{slug}");
                    view! {
                        <Notice kind=Kind::Warning>
                            {say!(fork_on_list, lang, title = title)} " "
                            <a href=href>{say!(ui_compare, lang)}</a>
                        </Notice>
                    }
                })
                .collect::<Vec<_>>();
            let closes = here.moment(overview.closes);
            let sample = overview.brief.sample.then(|| view! { <SampleTag lang/> });
            let name = overview.brief.acronym.clone();
            let back = match overview.access {
                Access::Owner | Access::Member => {
                    (lang.href("/saya"), say!(nav_my_proposals, lang).to_owned())
                }
                Access::Admin => {
                    let watched = format!("/opd-saya/usulan/{}", overview.brief.id);
                    (lang.href(&watched), say!(nav_agency_proposals, lang).to_owned())
                }
                Access::Office => {
                    (lang.href("/panitia/usulan"), say!(nav_proposals, lang).to_owned())
                }
            };
            Ok(view! {
            {crate::client::page::title(name.clone())}
            <div class="narrow">
                <Breadcrumb lang back_href=back.0 label=back.1/>
                <div class="task-head">
                    <h1>{name} " " {sample}</h1>
                    <p class="muted small">{super::rules::place(&overview.brief.unit, &overview.brief.agency)}</p>
                    <p class="progress">
                        <b>{say!(sections_done, lang, n = done, of = of)}</b>
                        <br/>
                        {say!(closes_at, lang, date = closes)}
                    </p>
                    <River part=done of=of/>
                </div>
                {maybe_extended(&here, edition.calendar.submission_closes, overview.closes)}
                {told}
                {repair::asked(&here, edition, &overview)}
                {remind::banner(&here, &overview)}
                {team::before_tasks(&here, &overview)}
                {forked}
                {paperwork::concerns(&here, &overview, Beside::Tasks)}
                {submitted}
                <TaskList tasks/>
                {team::beside_tasks(&here, &overview)}
                <p class="small"><a href=format!("{base}/riwayat")>{say!(history, lang)}</a></p>
                <div class="actions">
                    <a class="button primary full" href=format!("{base}/tinjau")>
                        {say!(review_and_submit, lang)}
                    </a>
                </div>
            </div>
        }
        .into_any())
        }
    })
}

/// `/saya/usulan/{id}/tinjau`: the whole proposal as judges will see it.
#[component]
pub fn ReviewPage(
    /// The proposal.
    id: String,
) -> impl IntoView {
    let review = load(move || id.clone(), read_review);
    page(Area::Innovator, move |here| async move {
        let lang = here.lang;
        let (overview, frozen) = review.await?;
        let edition = here.setting.edition()?;
        let base = lang.href(&format!("/saya/usulan/{}", overview.brief.id));
        let title = say!(review_title, lang);
        let missing = overview
            .missing
            .iter()
            .map(|missing| {
                let href = format!("{base}/{}#{}", missing.slug, missing.field);
                let sentence = missing.sentence(lang).to_owned();
                view! { <li><a href=href rel="external">{sentence}</a></li> }
            })
            .collect_view();
        let complete = overview.missing.is_empty();
        let sections = edition
            .sections
            .iter()
            .map(|section| {
                let texts = section
                    .fields
                    .iter()
                    .map(|field| {
                        let text = frozen.texts.get(&field.key).cloned().unwrap_or_default();
                        if text.trim().is_empty() {
                            view! { <p class="muted">{say!(progress_empty, lang)}</p> }.into_any()
                        } else {
                            view! { <p class="prose">{text}</p> }.into_any()
                        }
                    })
                    .collect_view();
                let change = overview.writes(&section.slug).then(|| {
                    view! {
                        <a href=format!("{base}/{}", section.slug)>
                            {say!(change, lang)}
                            <span class="vh">" " {section.title.pick(lang).to_owned()}</span>
                        </a>
                    }
                });
                view! {
                    <section><h2>{section.title.pick(lang).to_owned()}</h2> {texts} {change}</section>
                }
            })
            .collect_view();
        let attachments = (!edition.enclosures.is_empty()).then(|| {
            let change = overview.writes(attachment::rules::SLUG).then(|| {
                view! {
                    <a href=format!("{base}/lampiran")>
                        {say!(change, lang)} <span class="vh">" " {say!(attachments, lang)}</span>
                    </a>
                }
            });
            view! {
                <section>
                    <h2>{say!(attachments, lang)}</h2>
                    {attachment::view::list(lang, &format!("{base}/lampiran"), &frozen.files)}
                    {change}
                </section>
            }
        });
        let video = (!overview.identity.video.is_empty()).then(|| {
            view! {
                <p>{say!(video, lang)} ": " {overview.identity.video.clone()}</p>
                {link_line(&here, overview.link.clone())}
            }
        });
        let category =
            edition.category(&overview.identity.category).map(|c| c.pick(lang).to_owned());
        Ok(view! {
            {crate::client::page::title(title)}
            <div class="narrow">
                <Breadcrumb lang back_href=base.clone() label=overview.brief.acronym.clone()/>
                <h1>{title}</h1>
                <p class="muted">{say!(review_hint, lang)}</p>
                {(!complete).then(|| view! {
                    <div class="notice warning">
                        <Icon name="warning"/>
                        <div>
                            <p><b>{say!(still_missing, lang)}</b></p>
                            <ul class="bullets">{missing}</ul>
                        </div>
                    </div>
                })}
                {paperwork::concerns(&here, &overview, Beside::Missing)}
                <div class="review">
                    <section>
                        <h2>{overview.identity.title.clone()}</h2>
                        <p>{super::rules::plain(&overview.identity.expansion)}</p>
                        <p class="muted">
                            {super::rules::place(&frozen.unit, &frozen.agency)} {category.map(|c| format!(". {c}"))}
                        </p>
                        {video}
                    </section>
                    {sections}
                    {attachments}
                </div>
                {document::view::ways_out(lang, &base)}
                {overview.may_write.then(|| view! {
                    <p><a href=format!("{base}/impor")>{say!(document_in, lang)}</a></p>
                })}
                {(complete && overview.may_write).then(|| view! {
                    <div class="actions">
                        <a class="button primary full" href=format!("{base}/ajukan")>
                            {say!(to_submit, lang)}
                        </a>
                    </div>
                })}
            </div>
        }
        .into_any())
    })
}

/// `/saya/usulan/{id}/ajukan`: the declaration and the button.
#[component]
pub fn SubmitPage(
    /// The proposal.
    id: String,
) -> impl IntoView {
    let overview = load(move || id.clone(), read_overview);
    page(Area::Innovator, move |here| async move {
        let lang = here.lang;
        let overview = overview.await?;
        let base = lang.href(&format!("/saya/usulan/{}", overview.brief.id));
        let title = say!(submit_title, lang);
        let closes = here.moment(overview.closes);
        // A wrong section is mended on its own page; only the declaration is on this one.
        let (own, elsewhere): (Vec<_>, Vec<_>) =
            here.errors().into_iter().partition(|(field, _)| field == "declaration");
        let elsewhere = elsewhere
            .into_iter()
            .map(|(slug, sentence)| {
                if slug.is_empty() {
                    view! { <li>{sentence}</li> }.into_any()
                } else {
                    view! {
                        <li><a href=format!("{base}/{slug}") rel="external">{sentence}</a></li>
                    }
                    .into_any()
                }
            })
            .collect::<Vec<_>>();
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="narrow">
                <Breadcrumb
                    lang
                    back_href=format!("{base}/tinjau")
                    label=say!(review_title, lang)
                />
                <ErrorSummary lang items=own/>
                {(!elsewhere.is_empty()).then(|| view! {
                    <div class="notice error" role="alert">
                        <Icon name="warning"/>
                        <div><ul class="bullets">{elsewhere}</ul></div>
                    </div>
                })}
                <h1>{title}</h1>
                <p><b>{overview.identity.title.clone()}</b></p>
                <p>{say!(submit_hint, lang, date = closes)}</p>
                {(!overview.access.submits()).then(|| view! {
                    <Notice kind=Kind::Info>{say!(owner_submits, lang, who = overview.around.owner)}</Notice>
                })}
                <form method="post">
                    <CheckCard
                        lang
                        id="declaration"
                        value="on"
                        label=say!(declaration, lang)
                        error=here.error("declaration")
                    />
                    <p class="muted small">
                        {say!(server_time, lang, at = here.moment(here.setting.now))}
                    </p>
                    <div class="actions"><Button label=say!(submit, lang)/></div>
                </form>
            </div>
        }
        .into_any())
    })
}

/// A receipt, for its owner and for whoever checks its code.
pub fn receipt_card(here: &Here, receipt: &api::Receipt) -> AnyView {
    let lang = here.lang;
    let (path, side) = receipt.qr.clone();
    let fingerprint = receipt
        .fingerprint
        .as_bytes()
        .chunks(4)
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect::<Vec<_>>()
        .join(" ");
    let sample = receipt.brief.sample.then(|| view! { " " <SampleTag lang/> });
    let total: u32 = receipt.words.iter().map(|(_, words)| words).sum();
    let counts = receipt
        .words
        .iter()
        .map(|(title, words)| view! { <li>{title.clone()} ": " {*words}</li> })
        .collect_view();
    let files = receipt.files.iter().map(|name| view! { <li>{name.clone()}</li> }).collect_view();
    let files = (!receipt.files.is_empty()).then(|| {
        view! { <div><dt>{say!(attachments, lang)}</dt><dd><ul>{files}</ul></dd></div> }
    });
    let not_valid =
        receipt.brief.sample.then(|| view! { <span>{say!(receipt_sample, lang)}</span> });
    view! {
        <div class="receipt">
            <div class="receipt-head">
                <span class="round"><Icon name="check"/></span>
                <div>
                    <h1>{say!(received, lang)}</h1>
                    <p>{here.moment(receipt.submitted_at)}</p>
                </div>
            </div>
            <p class="receipt-number">
                <span>{say!(keep_number, lang)}</span>
                <b>{receipt.number.clone()}</b>
            </p>
            <div class="qr">
                <svg viewBox=format!("0 0 {side} {side}") role="img" aria-label=say!(qr_label, lang)>
                    <path d=path/>
                </svg>
                <code>{receipt.code.clone()}</code>
                {not_valid}
            </div>
            <div class="wave"></div>
            <dl class="facts">
                <div>
                    <dt>{say!(full_title, lang)}</dt>
                    <dd>{receipt.brief.title.clone()} {sample}</dd>
                </div>
                <div>
                    <dt>{say!(proposer, lang)}</dt>
                    <dd>{super::rules::place(&receipt.brief.unit, &receipt.brief.agency)}</dd>
                </div>
                <div>
                    <dt>{say!(version, lang)}</dt>
                    <dd>{receipt.version}</dd>
                </div>
                <div>
                    <dt>{say!(content, lang)}</dt>
                    <dd>
                        {say!(words_in_sections, lang, n = total, of = receipt.words.len())}
                        <ul class="muted small">{counts}</ul>
                    </dd>
                </div>
                {files}
                <div>
                    <dt>{say!(fingerprint, lang)}</dt>
                    <dd><code>{fingerprint}</code></dd>
                </div>
            </dl>
        </div>
    }
    .into_any()
}

/// `/saya/usulan/{id}/tanda-terima`: the receipt.
#[component]
pub fn ReceiptPage(
    /// The proposal.
    id: String,
) -> impl IntoView {
    let receipt = load(move || id.clone(), read_receipt);
    page(Area::Innovator, move |here| async move {
        let lang = here.lang;
        let receipt = receipt.await?;
        let base = lang.href(&format!("/saya/usulan/{}", receipt.brief.id));
        let words = say!(
            receipt_share,
            lang,
            number = receipt.number,
            title = receipt.brief.title,
            link = receipt.link
        );
        let share = format!("https://wa.me/?text={}", text::percent(&words));
        let card = receipt_card(&here, &receipt);
        Ok(view! {
            {crate::client::page::title(receipt.number.clone())}
            <div class="narrow">
                <Breadcrumb lang back_href=lang.href("/saya") label=say!(nav_my_proposals, lang)/>
                {card}
                <div class="actions">
                    <a class="button primary" href=format!("{base}/tanda-terima.pdf") rel="external" download="">
                        <Icon name="download"/>
                        {say!(receipt_pdf, lang)}
                    </a>
                    <a class="button secondary" href=base>
                        {say!(improve_until, lang)}
                    </a>
                    <a class="button text" href=share rel="external noreferrer">
                        {say!(share_whatsapp, lang)}
                    </a>
                </div>
            </div>
        }
        .into_any())
    })
}
