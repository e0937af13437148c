//! Remarks about the pages of a proposal: threads, answers, "done".

use super::status_tag;
use crate::{
    client::load::load,
    edition::{Area, Here, page},
    proposal::{
        api::around::{Aside, Discussed, read_discussed, read_watched},
        rules::{SentBack, Thread, months_in_words, place, plain},
    },
    say,
    ui::{
        AreaField, Breadcrumb, Button, ErrorSummary, Icon, Kind, Notice, SampleTag, Tag, Tone,
        Whole,
    },
};
use leptos::prelude::*;

/// What to know while writing a page.
pub fn aside_lines(asides: Vec<Aside>, talk: (String, &'static str)) -> Option<AnyView> {
    let care = asides.iter().any(|aside| aside.care);
    (!asides.is_empty()).then(|| {
        let lines = asides
            .into_iter()
            .map(|Aside { words, care }| {
                view! { <li class=if care { "care" } else { "" }>{words}</li> }
            })
            .collect_view();
        let link = care.then(|| view! { <p><a href=talk.0 rel="external">{talk.1}</a></p> });
        view! { <div class="asides"><ul role="list">{lines}</ul> {link}</div> }.whole()
    })
}

/// What the agency's admin sent a proposal back for.
pub fn sent_back_notice(here: &Here, back: &SentBack) -> AnyView {
    let who = say!(sent_back_by, here.lang, who = back.by, at = here.moment(back.at));
    let note = back.note.clone();
    view! {
        <Notice kind=Kind::Warning>
            <p><b>{who}</b></p>
            <p class="prose">{note}</p>
        </Notice>
    }
    .whole()
}

fn thread(here: &Here, thread: &Thread) -> AnyView {
    let lang = here.lang;
    let remarks = thread
        .remarks
        .iter()
        .map(|remark| {
            view! {
                <li>
                    <p class="tiny muted">
                        <b>{remark.author.clone()}</b> ", " {here.moment(remark.at)}
                    </p>
                    <p class="prose">{remark.words.clone()}</p>
                </li>
            }
        })
        .collect_view();
    let id = format!("words-{}", thread.id);
    let foot = match &thread.resolved {
        Some((who, at)) => {
            let words = say!(thread_done, lang, who = who, at = here.moment(*at));
            view! { <Tag tone=Tone::Done text=words/> }.whole()
        }
        None => view! {
            <details class="answer" open=here.error(&id).is_some()>
                <summary>{say!(thread_answer, lang)}<Icon name="down"/></summary>
                <form method="post">
                    <input type="hidden" name="page" value=thread.page.clone()/>
                    <input type="hidden" name="thread" value=thread.id.clone()/>
                    <AreaField
                        lang
                        id=id.clone()
                        label=say!(thread_answer_label, lang)
                        value=here.typed(&id, "")
                        error=here.error(&id)
                    />
                    <div class="pair">
                        <Button
                            class="secondary"
                            label=say!(thread_send_answer, lang)
                            sends=("action", "answer")
                        />
                        <Button
                            class="secondary"
                            label=say!(thread_resolve, lang)
                            sends=("action", "resolve")
                        />
                    </div>
                </form>
            </details>
        }
        .whole(),
    };
    let class = if thread.resolved.is_some() { "thread past" } else { "thread" };
    view! { <li class=class><ul role="list">{remarks}</ul> {foot}</li> }.whole()
}

/// The threads of one page and the form for a new one.
fn threads(here: &Here, slug: &str, title: &str, all: &[Thread]) -> AnyView {
    let lang = here.lang;
    let mut own: Vec<&Thread> = all.iter().filter(|thread| thread.page == slug).collect();
    own.sort_by_key(|thread| thread.resolved.is_some());
    let list = own.iter().map(|one| thread(here, one)).collect_view();
    let list = (!own.is_empty()).then(|| view! { <ul class="threads" role="list">{list}</ul> });
    let id = format!("words-{slug}");
    view! {
        {list}
        <details class="answer" open=here.error(&id).is_some()>
            <summary>
                {say!(remark_new, lang)} <span class="vh">" " {title.to_owned()}</span>
                <Icon name="down"/>
            </summary>
            <form method="post">
                <input type="hidden" name="page" value=slug.to_owned()/>
                <AreaField
                    lang
                    id=id.clone()
                    label=say!(remark_label, lang)
                    hint=say!(remark_hint, lang)
                    value=here.typed(&id, "")
                    error=here.error(&id)
                />
                <Button
                    class="secondary"
                    label=say!(remark_send, lang)
                    sends=("action", "remark")
                />
            </form>
        </details>
    }
    .whole()
}

/// `/saya/usulan/{id}/catatan`: what is said about each page, for the team.
#[component]
pub fn TalkPage(
    /// The proposal.
    id: String,
) -> impl IntoView {
    let discussed = load(move || id.clone(), read_discussed);
    page(Area::Innovator, move |here| async move {
        let lang = here.lang;
        let Discussed { overview, threads: all, .. } = discussed.await?;
        let edition = here.setting.edition()?;
        let base = lang.href(&format!("/saya/usulan/{}", overview.brief.id));
        let title = say!(talk_title, lang);
        let mut pages = vec![("identitas".to_owned(), say!(identity, lang).to_owned())];
        pages.extend(
            edition.sections.iter().map(|s| (s.slug.clone(), s.title.pick(lang).to_owned())),
        );
        let sections = pages
            .into_iter()
            .map(|(slug, name)| {
                let body = threads(&here, &slug, &name, &all);
                let href = format!("{base}/{slug}");
                view! {
                    <section class="talk" id=slug>
                        <h2><a href=href>{name}</a></h2>
                        {body}
                    </section>
                }
            })
            .collect_view();
        let back = overview.around.sent_back.as_ref().map(|back| sent_back_notice(&here, back));
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="narrow page-end">
                <Breadcrumb lang back_href=base.clone() label=overview.brief.acronym.clone()/>
                <ErrorSummary lang items=here.errors()/>
                <h1>{title}</h1>
                <p class="muted">{say!(talk_hint, lang)}</p>
                {back}
                {sections}
            </div>
        }
        .whole())
    })
}

/// `/opd-saya/usulan/{id}`: a proposal as its agency's admin reads it, with remarks beside it.
#[component]
pub fn WatchedPage(
    /// The proposal.
    id: String,
) -> impl IntoView {
    let discussed = load(move || id.clone(), read_watched);
    page(Area::Agency, move |here| async move {
        let lang = here.lang;
        let Discussed { overview, frozen, threads: all } = discussed.await?;
        let edition = here.setting.edition()?;
        let base = lang.href(&format!("/saya/usulan/{}", overview.brief.id));
        let brief = overview.brief.clone();
        let sample = brief.sample.then(|| view! { <SampleTag lang/> });
        let missing = overview
            .missing
            .iter()
            .map(|missing| view! { <li>{missing.sentence(lang).to_owned()}</li> })
            .collect_view();
        let open: u32 = overview.around.remarks.iter().map(|(_, n)| n).sum();
        let help = |slug: &str, title: &str| {
            overview.writes(slug).then(|| {
                view! {
                    <a class="button secondary slim" href=format!("{base}/{slug}")>
                        {say!(help_write, lang)} <span class="vh">" " {title.to_owned()}</span>
                    </a>
                }
            })
        };
        let sections = edition
            .sections
            .iter()
            .map(|section| {
                let title = section.title.pick(lang).to_owned();
                let texts = section
                    .fields
                    .iter()
                    .map(|field| {
                        let text = frozen.texts.get(&field.key).cloned().unwrap_or_default();
                        let words = crate::ui::counter(
                            lang,
                            crate::kernel::text::count_words(&text),
                            field.max_words,
                        );
                        if text.trim().is_empty() {
                            view! { <p class="muted">{say!(progress_empty, lang)}</p> }.whole()
                        } else {
                            view! { <p class="prose">{text}</p> <p class="tiny muted">{words}</p> }
                                .whole()
                        }
                    })
                    .collect_view();
                view! {
                    <section class="talk" id=section.slug.clone()>
                        <div class="section-head">
                            <h2>{title.clone()}</h2>
                            {help(&section.slug, &title)}
                        </div>
                        {texts}
                        {threads(&here, &section.slug, &title, &all)}
                    </section>
                }
            })
            .collect_view();
        let identity = &overview.identity;
        let age = overview.age.map(|months| {
            let age = months_in_words(months.max(0), lang);
            view! { <div><dt>{say!(started_on, lang)}</dt><dd>{say!(age_at_closing, lang, age = age)}</dd></div> }
        });
        let category = edition.category(&identity.category).map(|c| c.pick(lang).to_owned());
        let back = overview.around.sent_back.as_ref().map(|back| {
            view! {
                {sent_back_notice(&here, back)}
                <form method="post" class="inline">
                    <Button
                        class="secondary"
                        label=say!(send_back_end, lang)
                        sends=("action", "end_return")
                    />
                </form>
            }
        });
        let send_back = (overview.may_write && overview.repair.is_none()).then(|| {
            view! {
                <section class="panel">
                    <h2>{say!(send_back_title, lang)}</h2>
                    <p class="muted small">{say!(send_back_lead, lang)}</p>
                    <form method="post">
                        <AreaField
                            lang
                            id="note"
                            label=say!(send_back_note, lang)
                            value=here.typed("note", "")
                            error=here.error("note")
                        />
                        <Button
                            class="secondary"
                            label=say!(send_back, lang)
                            sends=("action", "send_back")
                        />
                    </form>
                </section>
            }
        });
        let lacks = !overview.missing.is_empty();
        let team = std::iter::once(overview.around.owner.clone())
            .chain(overview.around.team.clone())
            .collect::<Vec<_>>()
            .join(", ");
        Ok(view! {
            {crate::client::page::title(here.title(&brief.acronym))}
            <div class="wrap page-end">
                <Breadcrumb
                    lang
                    back_href=lang.href("/opd-saya")
                    label=say!(nav_agency_proposals, lang)
                />
                <ErrorSummary lang items=here.errors()/>
                <div class="watched">
                    <div>
                        <h1>{brief.acronym.clone()} " " {sample}</h1>
                        <p>{brief.title.clone()}</p>
                        <p class="small">{status_tag(&brief, lang)}</p>
                        {sections}
                    </div>
                    <div class="stack watched-side">
                        {back}
                        <section class="panel">
                            <h2>{say!(missing, lang)}</h2>
                            {if lacks {
                                view! { <ul class="bullets small">{missing}</ul> }.whole()
                            } else {
                                view! { <p><Tag tone=Tone::Done text=say!(nothing_missing, lang)/></p> }
                                    .whole()
                            }}
                            <p class="small">{say!(closes_at, lang, date = here.moment(overview.closes))}</p>
                            {(open > 0).then(|| view! {
                                <p class="small">{say!(remarks_open, lang, n = open)}</p>
                            })}
                        </section>
                        <section class="panel" id="identitas">
                            <div class="section-head">
                                <h2>{say!(identity, lang)}</h2>
                                {help("identitas", say!(identity, lang))}
                            </div>
                            <dl class="facts">
                                <div>
                                    <dt>{say!(expansion, lang)}</dt>
                                    <dd>{plain(&identity.expansion)}</dd>
                                </div>
                                <div>
                                    <dt>{say!(proposer, lang)}</dt>
                                    <dd>{place(&frozen.unit, &frozen.agency)}</dd>
                                </div>
                                <div><dt>{say!(category, lang)}</dt><dd>{category}</dd></div>
                                {age}
                                <div><dt>{say!(team_title, lang)}</dt><dd>{team}</dd></div>
                            </dl>
                            {threads(&here, "identitas", say!(identity, lang), &all)}
                        </section>
                        {send_back}
                    </div>
                </div>
            </div>
        }
        .whole())
    })
}
