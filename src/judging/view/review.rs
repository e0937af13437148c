//! `/juri/nilai/{assignment}/tinjau` and `/juri/kirim`: the look before sending. Drawn by the server.

use super::super::api::sending::{Review, read_complete, read_review};
use crate::{
    client::load::load,
    edition::{Area, Edition, Here, page},
    kernel::Lang,
    say,
    ui::{Breadcrumb, Button, Empty, ErrorSummary, Kind, Notice, TableBox},
};
use leptos::prelude::*;

fn heading(review: &Review) -> String {
    format!("{} {}", review.code, review.name).trim().to_owned()
}

/// What lacks, before anybody has tried to send.
fn lacking(review: &Review, lang: Lang) -> Option<AnyView> {
    let list = review
        .lacks
        .iter()
        .map(|lack| {
            let href = format!("#{}", lack.field);
            view! { <li><a href=href rel="external">{lack.sentence(lang)}</a></li> }
        })
        .collect_view();
    (!review.lacks.is_empty()).then(|| {
        view! {
            <Notice kind=Kind::Warning>
                <p>{say!(review_lacks, lang)}</p>
                <ul>{list}</ul>
            </Notice>
        }
        .into_any()
    })
}

fn table(review: &Review, edition: &Edition, lang: Lang) -> AnyView {
    let sheet = lang.href(&format!("/juri/nilai/{}?pane=marks", review.assignment));
    let again = !review.before.is_empty();
    let rows = edition
        .criteria
        .iter()
        .zip(&review.marks)
        .enumerate()
        .map(|(at, (criterion, mark))| {
            let title = criterion.title.pick(lang).to_owned();
            let before = again.then(|| {
                view! { <td class="n">{review.before.get(at).cloned().unwrap_or_default()}</td> }
            });
            let score = if mark.score.is_empty() { "–".to_owned() } else { mark.score.clone() };
            // The error summary leads here; from here it is one step to the field.
            let change = review.may_send.then(|| {
                view! {
                    <a
                        id=format!("{}-score", criterion.key)
                        href=format!("{sheet}#aspect-{}", criterion.key)
                        aria-label=say!(review_change, lang, what = title)
                    >
                        {say!(change, lang)}
                    </a>
                }
            });
            view! {
                <tr>
                    <th scope="row" class="main">{title.clone()}</th>
                    <td class="n">{format!("{}%", criterion.weight)}</td>
                    {before}
                    <td class="n"><b>{score}</b></td>
                    <td>{mark.note.clone()}</td>
                    <td class="act">{change}</td>
                </tr>
            }
        })
        .collect_view();
    let before =
        again.then(|| view! { <th scope="col" class="n">{say!(review_before, lang)}</th> });
    view! {
        <TableBox label=say!(marks, lang)>
            <table class="table fold">
                <caption class="vh">{say!(marks, lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say!(review_aspect, lang)}</th>
                        <th scope="col" class="n">{say!(review_weight, lang)}</th>
                        {before}
                        <th scope="col" class="n">{say!(review_score, lang)}</th>
                        <th scope="col">{say!(review_note, lang)}</th>
                        <th scope="col">{say!(action, lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
    }
    .into_any()
}

/// `/juri/nilai/{assignment}/tinjau`.
#[component]
pub fn SheetReviewPage(
    /// Id of the assignment.
    assignment: String,
) -> impl IntoView {
    let review = load(move || assignment.clone(), read_review);
    page(Area::Judge, move |here: Here| async move {
        let review = review.await?;
        let lang = here.lang;
        let edition = here.setting.edition()?;
        let title = say!(sheet_review_title, lang, name = heading(&review));
        let back = lang.href(&format!("/juri/nilai/{}?pane=marks", review.assignment));
        let errors = here.errors();
        let lacks = if errors.is_empty() { lacking(&review, lang) } else { None };
        let total = match &review.total {
            Some(total) => say!(weighted_total, lang, total = total),
            None => say!(total_after_all, lang).to_owned(),
        };
        let needs = edition.rules.comment_words;
        let words = if needs > 0 {
            say!(review_words_of, lang, n = review.words, of = needs)
        } else {
            say!(review_words, lang, n = review.words)
        };
        let comment = if review.comment.trim().is_empty() {
            say!(review_no_comment, lang).to_owned()
        } else {
            review.comment.clone()
        };
        let send = if review.may_send {
            view! {
                <form method="post" class="stack">
                    <input type="hidden" name="rev" value=review.rev/>
                    <p class="muted small">{say!(review_undo_words, lang)}</p>
                    <p><Button label=say!(send_scores, lang)/></p>
                </form>
            }
            .into_any()
        } else {
            view! { <Notice>{say!(review_locked, lang)}</Notice> }.into_any()
        };
        Ok(view! {
            {crate::client::page::title(here.title(&title))}
            <div class="wrap page stack judging">
                <Breadcrumb back_href=back.clone() lang label=say!(review_back, lang)/>
                <ErrorSummary lang items=errors/>
                <h1>{title.clone()}</h1>
                {lacks}
                {table(&review, &edition, lang)}
                <p class="sum"><b>{total}</b></p>
                <section>
                    <h2>{say!(comment_label, lang)}</h2>
                    <p class="muted small">{words}</p>
                    <p class="prose">{comment}</p>
                    {review.may_send.then(|| view! {
                        <p>
                            <a
                                id="comment"
                                href=format!("{back}#comment")
                                aria-label=say!(review_change, lang, what = say!(comment_label, lang))
                            >
                                {say!(change, lang)}
                            </a>
                        </p>
                    })}
                </section>
                {send}
            </div>
        }
        .into_any())
    })
}

/// `/juri/kirim`: everything that lacks nothing, to be sent at once.
#[component]
pub fn SendAllPage() -> impl IntoView {
    let complete = load(|| (), |()| read_complete());
    page(Area::Judge, move |here: Here| async move {
        let complete = complete.await?;
        let lang = here.lang;
        let title = say!(send_all_title, lang);
        let rows = complete
            .iter()
            .map(|review| {
                let href = lang.href(&format!("/juri/nilai/{}/tinjau", review.assignment));
                view! {
                    <tr>
                        <td>{review.code.clone()}</td>
                        <td class="main"><a href=href>{heading(review)}</a></td>
                        <td class="n">{review.total.clone()}</td>
                        <td class="n">{review.words}</td>
                    </tr>
                }
            })
            .collect_view();
        let hidden = complete
            .iter()
            .map(|review| {
                let name = format!("rev-{}", review.assignment);
                view! { <input type="hidden" name=name value=review.rev/> }
            })
            .collect_view();
        let n = complete.len();
        let body = if n == 0 {
            view! { <Empty text=say!(send_all_none, lang)/> }.into_any()
        } else {
            view! {
                <p>{say!(send_all_lead, lang)}</p>
                <TableBox label=title>
                    <table class="table fold">
                        <caption class="vh">{title}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{say!(code, lang)}</th>
                                <th scope="col">{say!(proposal, lang)}</th>
                                <th scope="col" class="n">{say!(review_total, lang)}</th>
                                <th scope="col" class="n">{say!(review_comment_words, lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </TableBox>
                <form method="post" class="stack">
                    {hidden}
                    <p class="muted small">{say!(review_undo_words, lang)}</p>
                    <p><Button label=say!(send_all_button, lang, n = n)/></p>
                </form>
            }
            .into_any()
        };
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="wrap page stack judging">
                <Breadcrumb back_href=lang.href("/juri") lang label=say!(nav_queue, lang)/>
                <ErrorSummary lang items=here.errors()/>
                <h1>{title}</h1>
                {body}
            </div>
        }
        .into_any())
    })
}
