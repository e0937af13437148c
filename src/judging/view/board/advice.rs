//! What is said beside the ranking: that it estimates, why it could not, and who is better read once more.

use super::super::super::api::{Board, BoardBanner, MoreReason};
use crate::{
    edition::Here,
    kernel::Lang,
    say,
    ui::{Button, Icon, Kind, Notice},
};
use leptos::prelude::*;

/// The sentence that is always visible.
pub fn estimate(board: &Board, lang: Lang) -> AnyView {
    let link = (!board.more.is_empty()).then(|| {
        view! {
            <a href="#pembaca" rel="external">{say!(board_more_link, lang, n = board.more.len())}</a>
        }
    });
    view! {
        <div class="notice doubt">
            <Icon name="info"/>
            <p>
                <b>{say!(board_estimate, lang)}</b> " " {say!(board_discuss, lang, n = board.discuss)}
            </p>
            {link}
        </div>
    }
    .into_any()
}

/// What must be said beside the ranking.
pub fn banners(banners: &[BoardBanner], calibrated: bool, lang: Lang) -> AnyView {
    banners
        .iter()
        .map(|banner| {
            let words = match banner {
                BoardBanner::OneProposal => say!(board_one_proposal, lang).to_owned(),
                BoardBanner::FewReads(n) => say!(board_few_reads, lang, n = n),
                BoardBanner::FewJudges(n) => say!(board_few_judges, lang, n = n),
                BoardBanner::SingleReads => say!(board_single_reads, lang).to_owned(),
                BoardBanner::AllEqual => say!(board_all_equal, lang).to_owned(),
                BoardBanner::Unsolvable => say!(board_unsolvable, lang).to_owned(),
                BoardBanner::NoSeparation => say!(board_no_separation, lang).to_owned(),
                BoardBanner::NoSeverity => say!(board_no_severity, lang).to_owned(),
                BoardBanner::Apart(groups) => {
                    let bridges = groups.len().saturating_sub(1);
                    say!(board_apart, lang, n = groups.len(), bridges = bridges)
                }
                BoardBanner::ThinJudges(n) => say!(board_thin, lang, n = n),
                BoardBanner::Search => say!(board_search, lang).to_owned(),
            };
            let groups = match banner {
                BoardBanner::Apart(groups) => groups.clone(),
                _ => Vec::new(),
            };
            let groups = groups.into_iter().map(|group| view! { <p>{group}</p> }).collect_view();
            let only = (!calibrated).then(|| view! { " " {say!(board_raw_only, lang)} });
            view! { <Notice kind=Kind::Warning><p>{words} {only}</p> {groups}</Notice> }
        })
        .collect_view()
        .into_any()
}

/// Proposals of which one more read is advised, and those that are waited for.
pub fn more(here: &Here, board: &Board, hidden: bool) -> AnyView {
    let (list, lang) = (&board.more, here.lang);
    let rows = list
        .iter()
        .map(|read| {
            let name = if hidden { String::new() } else { read.name.clone() };
            let reason = match read.reason {
                MoreReason::Cut(gain) => {
                    let points = format!("{},{:02}", gain / 100, gain % 100);
                    say!(board_more_cut, lang, points = points)
                }
                MoreReason::Outlier => say!(board_more_outlier, lang).to_owned(),
                MoreReason::Apart => say!(board_more_apart, lang).to_owned(),
                MoreReason::Missing(n) => say!(board_more_missing, lang, n = n),
            };
            let judge = if read.judge.is_empty() {
                say!(board_nobody, lang).to_owned()
            } else {
                read.judge.clone()
            };
            let ask = (board.may_ask && !read.judge_id.is_empty()).then(|| {
                let fields = [("proposal", &read.proposal), ("judge", &read.judge_id)];
                let fields = fields
                    .into_iter()
                    .map(|(name, value)| {
                        view! { <input type="hidden" name=name value=value.clone()/> }
                    })
                    .collect_view();
                view! {
                    <form method="post" class="inline further">
                        {fields}
                        <label>
                            <input
                                class="input"
                                type="text"
                                inputmode="numeric"
                                name="days"
                                value=here.typed("days", "3")
                                size="2"
                            />
                            " "
                            {say!(further_days, lang)}
                        </label>
                        <Button class="secondary" label=say!(further_ask, lang, who = read.judge)/>
                    </form>
                }
            });
            view! {
                <li>
                    <b>{format!("{} {name}", read.code)}</b>
                    <span>{reason}</span>
                    <span class="muted">{say!(board_more_judge, lang)} ": " {judge}</span>
                    {ask}
                </li>
            }
        })
        .collect_view();
    let awaited = board
        .awaited
        .iter()
        .map(|(code, name, judge, until)| {
            let name = if hidden { "" } else { name.as_str() };
            let words = say!(
                further_awaited,
                lang,
                code = code,
                name = name,
                who = judge,
                at = here.moment(*until)
            );
            view! { <li>{words}</li> }
        })
        .collect_view();
    view! {
        <section class="stack advice" id="pembaca" tabindex="-1">
            <h2>{say!(board_more_title, lang)}</h2>
            <p class="muted small">{say!(board_more_words, lang)}</p>
            <ul class="agenda">{rows}</ul>
            <ul class="bullets" role="list">{awaited}</ul>
        </section>
    }
    .into_any()
}
