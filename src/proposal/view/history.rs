//! Earlier texts of a proposal, and choosing between two that were written at the same time.

use crate::{
    client::load::load,
    edition::{Area, Here, page},
    kernel::{device, keeping::Version},
    proposal::api::{Fork, Piece, read_forks, read_history},
    say,
    ui::{Breadcrumb, Button, Empty, Kind, Notice, Tag, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// "Rina, Selasa, 9 Juni 2020, 14.05 WIB, Chrome di Android".
pub(super) fn written(here: &Here, version: &Version) -> String {
    let who = if version.by.is_empty() {
        say!(history_someone, here.lang).to_owned()
    } else {
        version.by.clone()
    };
    if version.device.is_empty() {
        return format!("{who}, {}", here.moment(version.at));
    }
    let device = device::label(&version.device, here.lang);
    say!(fork_written, here.lang, who = who, at = here.moment(version.at), device = device)
}

/// `/saya/usulan/{id}/riwayat`: every earlier text, each with a way back to it.
#[component]
pub fn HistoryPage(
    /// The proposal.
    id: String,
) -> impl IntoView {
    let query = use_query_map();
    let all = query.with_untracked(|query| query.get("semua").is_some());
    let history = load(move || (id.clone(), all), |(id, all)| read_history(id, all));
    page(Area::Innovator, move |here| async move {
        let lang = here.lang;
        let history = history.await?;
        let base = lang.href(&format!("/saya/usulan/{}", history.id));
        let title = say!(history, lang);
        let may_write = history.may_write;
        let versions = history
            .versions
            .into_iter()
            .map(|(version, label, words, present)| {
                let tag = if present {
                    Some((Tone::Done, say!(history_present, lang)))
                } else if version.waiting {
                    Some((Tone::Warning, say!(history_waiting, lang)))
                } else if version.beside {
                    Some((Tone::Locked, say!(history_beside, lang)))
                } else {
                    None
                };
                let back = (may_write && !present).then(|| {
                    view! {
                        <form method="post">
                            <input type="hidden" name="version" value=version.id.clone()/>
                            <Button class="secondary" label=say!(history_restore, lang)/>
                        </form>
                    }
                });
                let empty = version.value.trim().is_empty();
                view! {
                    <li class="version">
                        <h2>{label} " " {tag.map(|(tone, text)| view! { <Tag tone text/> })}</h2>
                        <p class="muted small">{written(&here, &version)}</p>
                        <details>
                            <summary>
                                {say!(history_read, lang)} ", " {say!(history_words, lang, n = words)}
                            </summary>
                            {if empty {
                                view! { <p class="muted">{say!(fork_empty, lang)}</p> }.into_any()
                            } else {
                                view! { <p class="prose">{version.value}</p> }.into_any()
                            }}
                            {back}
                        </details>
                    </li>
                }
            })
            .collect::<Vec<_>>();
        let more = (history.left_out > 0).then(|| {
            view! {
                <p>
                    <a class="button text" href="?semua=1">
                        {say!(history_all, lang, n = history.left_out)}
                    </a>
                </p>
            }
        });
        Ok(view! {
            {crate::client::page::title(title)}
            <div class="narrow">
                <Breadcrumb lang back_href=base label=history.acronym/>
                <h1>{title}</h1>
                <p>{say!(history_lead, lang)}</p>
                {if versions.is_empty() {
                    view! { <Empty text=say!(history_none, lang)/> }.into_any()
                } else {
                    view! { <ol class="versions">{versions}</ol> }.into_any()
                }}
                {more}
            </div>
        }
        .into_any())
    })
}

/// One side of a comparison: the words of both, with those that only it has marked.
fn side(lang: crate::kernel::Lang, pieces: &[Piece], beside: bool) -> AnyView {
    let words = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Both(words) => Some(view! { <span>{words.clone()}</span> }.into_any()),
            Piece::There(words) if !beside => Some(marked(lang, words)),
            Piece::Beside(words) if beside => Some(marked(lang, words)),
            Piece::There(_) | Piece::Beside(_) => None,
        })
        .collect::<Vec<_>>();
    if words.is_empty() {
        return view! { <p class="muted">{say!(fork_empty, lang)}</p> }.into_any();
    }
    view! { <p class="prose">{words}</p> }.into_any()
}

/// Words that only one of two texts has: seen by ground and line, and heard.
fn marked(lang: crate::kernel::Lang, words: &str) -> AnyView {
    view! {
        <mark>
            <span class="vh">{say!(fork_only_here, lang)} " "</span>
            {words.to_owned()}
            <span class="vh">" " {say!(fork_end, lang)} " "</span>
        </mark>
    }
    .into_any()
}

fn fork_view(here: &Here, fork: Fork, may_write: bool) -> AnyView {
    let lang = here.lang;
    let hidden = {
        let (version, rev) = (fork.beside.id.clone(), fork.there.rev.to_string());
        move || {
            view! {
                <input type="hidden" name="version" value=version.clone()/>
                <input type="hidden" name="rev" value=rev.clone()/>
            }
        }
    };
    let use_it = |choice: &'static str, label: &'static str| {
        may_write.then(|| {
            view! {
                <form method="post">
                    {hidden()}
                    <Button class="secondary" label sends=("choice", choice)/>
                </form>
            }
        })
    };
    let there = if fork.there.id.is_empty() {
        say!(fork_empty, lang).to_owned()
    } else {
        written(here, &fork.there)
    };
    let area = format!("joined-{}", fork.beside.id);
    let hint = format!("{area}-hint");
    let join = may_write.then(|| {
        view! {
            <details class="join">
                <summary>{say!(fork_join, lang)}</summary>
                <form method="post">
                    {hidden()}
                    <div class="field">
                        <label for=area.clone()>{fork.label.clone()}</label>
                        <p class="hint" id=hint.clone()>{say!(fork_join_hint, lang)}</p>
                        <textarea
                            class="input area tall"
                            id=area
                            name="joined"
                            aria-describedby=hint
                            inner_html=crate::ui::textarea_html(&fork.there.value)
                        ></textarea>
                    </div>
                    <Button label=say!(fork_save_joined, lang) sends=("choice", "joined")/>
                </form>
            </details>
        }
    });
    view! {
        <section class="fork">
            <h2>{fork.label.clone()}</h2>
            <div class="sides">
                <article>
                    <h3>{say!(fork_there, lang)}</h3>
                    <p class="muted small">{there}</p>
                    {side(lang, &fork.pieces, false)}
                    {use_it("there", say!(fork_use_there, lang))}
                </article>
                <article>
                    <h3>{say!(fork_beside, lang)}</h3>
                    <p class="muted small">{written(here, &fork.beside)}</p>
                    {side(lang, &fork.pieces, true)}
                    {use_it("beside", say!(fork_use_beside, lang))}
                </article>
            </div>
            {join}
        </section>
    }
    .into_any()
}

/// `/saya/usulan/{id}/konflik/{bagian}`: two texts of one section, and which one counts.
#[component]
pub fn ForkPage(
    /// The proposal.
    id: String,
    /// The section's part of the address.
    slug: String,
) -> impl IntoView {
    let section = slug.clone();
    let forks = load(move || (id.clone(), slug.clone()), |(id, slug)| read_forks(id, slug));
    page(Area::Innovator, move |here| {
        let section = section.clone();
        async move {
            let lang = here.lang;
            let forks = forks.await?;
            let back = lang.href(&format!("/saya/usulan/{}/{section}", forks.id));
            let title = say!(fork_title, lang);
            let body = if forks.forks.is_empty() {
                let back = back.clone();
                view! {
                    <Notice kind=Kind::Success>
                        {say!(fork_done, lang)} " " <a href=back>{say!(fork_back, lang)}</a>
                    </Notice>
                }
                .into_any()
            } else {
                let forks = forks
                    .forks
                    .into_iter()
                    .map(|fork| fork_view(&here, fork, forks.may_write))
                    .collect::<Vec<_>>();
                view! { <p>{say!(fork_lead, lang)}</p> {forks} }.into_any()
            };
            Ok(view! {
                {crate::client::page::title(title)}
                <div class="wrap page stack">
                    <Breadcrumb lang back_href=back.clone() label=forks.title/>
                    <h1>{title}</h1>
                    {body}
                </div>
            }
            .into_any())
        }
    })
}
