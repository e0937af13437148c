//! `/panitia/peringkat`: the ranking with its doubt, once scoring is closed. Drawn by the server.

use super::super::api::{
    Board, BoardBanner, BoardOrder, Doubt, MoreReason, Ranked, Trial, read_board,
};
use crate::{
    client::load::load,
    edition::{Edition, Here, office_page},
    kernel::{Lang, text},
    say,
    ui::{
        Button, ErrorSummary, Fold, Guide, Icon, Kind, Notice, RankAxis, RankPlot, SimulatedNote,
        TableBox, Whole, Zone,
    },
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use std::collections::BTreeMap;

/// Columns of the board, for rows that span it.
const COLUMNS: &str = "9";

/// Rows on a page: a national competition has thousands, which no browser draws at once without a halt.
const ROWS: usize = 250;

/// What the address asks for.
#[derive(Clone)]
struct Asked {
    order: BoardOrder,
    hidden: bool,
    trial: Trial,
    /// From 1.
    page: usize,
}

impl Asked {
    /// Order, names and trial as they stand in the address.
    fn of(query: &ParamsMap) -> Self {
        Self {
            order: match query.get("urut").as_deref() {
                Some("terkalibrasi") => BoardOrder::Calibrated,
                _ => BoardOrder::Official,
            },
            hidden: query.get("tutup").is_some(),
            trial: trial(query),
            page: query.get("hal").and_then(|page| page.parse().ok()).unwrap_or(1).max(1),
        }
    }

    /// Order and names, which a form for the trial carries along.
    fn view(&self) -> Vec<(&'static str, &'static str)> {
        let order = match self.order {
            BoardOrder::Official => "baku",
            BoardOrder::Calibrated => "terkalibrasi",
        };
        let mut view = vec![("urut", order)];
        if self.hidden {
            view.push(("tutup", "1"));
        }
        view
    }

    fn href(&self, lang: Lang) -> String {
        let view = self.view().into_iter().map(|(name, value)| format!("{name}={value}"));
        let weights = self
            .trial
            .weights
            .iter()
            .map(|(key, weight)| format!("bobot-{}={weight}", text::percent(key)));
        let without = Some(&self.trial.without).filter(|judge| !judge.is_empty());
        let without = without.map(|judge| format!("tanpa={}", text::percent(judge)));
        let query: Vec<String> = view.chain(weights).chain(without).collect();
        lang.href(&format!("/panitia/peringkat?{}", query.join("&")))
    }
}

/// The page.
#[component]
pub fn BoardPage() -> impl IntoView {
    let asked = use_query_map().with_untracked(Asked::of);
    let (order, trial) = (asked.order, asked.trial.clone());
    let board = load(move || (order, trial.clone()), |(order, trial)| read_board(order, trial));
    office_page(move |here| {
        let asked = asked.clone();
        async move {
            let board = board.await?;
            let pages = board.rows.len().div_ceil(ROWS).max(1);
            let asked = Asked { order: board.order, page: asked.page.min(pages), ..asked };
            let edition = here.setting.edition()?;
            let heard = edition.panel.is_some().then(|| heard(here.lang));
            let trying = trying(&here, &board, &asked, &edition);
            let trying = view! { {heard} {trying} }.whole();
            let pages = page_links(&asked, pages, here.lang);
            Ok(board_view(&here, board, &asked, edition.rules.top, (trying, pages)))
        }
    })
}

/// Says that finalists are heard, and where what comes of it stands.
fn heard(lang: Lang) -> AnyView {
    view! {
        <Notice>
            {say!(board_panel, lang)} " "
            <a href=lang.href("/panitia/panel") rel="external">{say!(nav_panel, lang)}</a>
        </Notice>
    }
    .whole()
}

/// What the address asks to try out: `tanpa=ACCOUNT` and `bobot-KEY=N`.
fn trial(query: &ParamsMap) -> Trial {
    let mut weights = BTreeMap::new();
    for (name, value) in query.clone() {
        if let (Some(key), Ok(weight)) = (name.strip_prefix("bobot-"), value.trim().parse()) {
            weights.insert(key.to_owned(), weight);
        }
    }
    Trial { without: query.get("tanpa").unwrap_or_default(), weights }
}

/// The form that tries something out, in a fold; open while something is.
fn trying(here: &Here, board: &Board, asked: &Asked, edition: &Edition) -> AnyView {
    let (lang, trial) = (here.lang, &asked.trial);
    let options = std::iter::once((String::new(), say!(trial_nobody, lang).to_owned()))
        .chain(board.readers.iter().cloned())
        .map(|(id, name)| {
            let selected = id == trial.without;
            view! { <option value=id selected=selected>{name}</option> }
        })
        .collect_view();
    let weights = edition
        .criteria
        .iter()
        .map(|aspect| {
            let name = format!("bobot-{}", aspect.key);
            let weight = trial.weights.get(&aspect.key).copied().unwrap_or(aspect.weight);
            view! {
                <p class="field">
                    <label for=name.clone()>{aspect.title.pick(lang).to_owned()}</label>
                    <input
                        class="input short"
                        id=name.clone()
                        name=name.clone()
                        type="number"
                        min="0"
                        max="1000"
                        value=weight.to_string()
                    />
                </p>
            }
        })
        .collect_view();
    let back = Asked { trial: Trial::default(), ..asked.clone() }.href(lang);
    let view = asked.view();
    let warning = board.is_trial.then(|| {
        view! {
            <Notice kind=Kind::Warning>
                {say!(trial_warning, lang)} " " <a href=back rel="external">{say!(trial_back, lang)}</a>
            </Notice>
        }
    });
    let action = lang.href("/panitia/peringkat");
    let fold = if board.is_trial { Fold::Open } else { Fold::Closed };
    let fields = view
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let form = view! {
        <form method="get" action=action>
            <p class="small">{say!(trial_lead, lang)}</p>
            {fields}
            <p class="field">
                <label for="tanpa">{say!(trial_without, lang)}</label>
                <select class="input" id="tanpa" name="tanpa">{options}</select>
            </p>
            <div class="votes">{weights}</div>
            <Button class="secondary" label=say!(trial_go, lang)/>
        </form>
    };
    view! {
        {warning}
        <Guide title=say!(trial_title, lang) fold=fold>{form}</Guide>
    }
    .whole()
}

/// Links to the other pages of a long list, with everything that was asked for kept.
fn page_links(asked: &Asked, pages: usize, lang: Lang) -> Option<AnyView> {
    if pages < 2 {
        return None;
    }
    let links = (1..=pages)
        .map(|page| {
            let href = format!("{}&hal={page}", asked.href(lang));
            let current = (page == asked.page).then_some("page");
            let (from, to) = ((page - 1) * ROWS + 1, page * ROWS);
            view! {
                <li><a href=href rel="external" aria-current=current>{format!("{from}–{to}")}</a></li>
            }
        })
        .collect_view();
    Some(
        view! {
            <nav aria-label=say!(board_pages, lang)><ul class="pages" role="list">{links}</ul></nav>
        }
        .into_any(),
    )
}

fn board_view(
    here: &Here,
    board: Board,
    asked: &Asked,
    top: u32,
    (trying, pages): (AnyView, Option<AnyView>),
) -> AnyView {
    let lang = here.lang;
    let title = say!(board_title, lang);
    let demo = here.setting.demo.then(|| view! { <SimulatedNote lang/> });
    let reader = here.setting.account.as_ref().map(|account| account.name.clone());
    let calibrated = board.rows.iter().any(|row| row.doubt.is_some());
    let words = say!(board_words, lang, n = board.rows.len(), reads = board.reads);
    let banners = banners(&board.banners, calibrated, lang);
    let estimate = calibrated.then(|| estimate(&board, lang));
    let more = (!board.more.is_empty() || !board.awaited.is_empty())
        .then(|| more(here, &board, asked.hidden));
    let judges = board.judges.is_some().then(|| {
        let href = lang.href("/panitia/diagnosis");
        view! {
            <p class="links"><a href=href rel="external">{say!(board_watch_title, lang)}</a></p>
        }
    });
    let table = table(&board, asked, top, lang);
    let tools = tools(asked, calibrated, lang);
    view! {
        {crate::client::page::title(here.title(title))}
        <div class="desk-head">
            <div>
                <h1>{title}</h1>
                <p>{words} " " {reader.map(|who| say!(board_for, lang, who = who))} "."</p>
            </div>
            {tools}
        </div>
        <ErrorSummary lang items=here.errors()/>
        {demo}
        {estimate}
        {banners}
        {trying}
        {table}
        {pages}
        {more}
        {judges}
    }
    .into_any()
}

/// Secrecy, order, names.
fn tools(asked: &Asked, calibrated: bool, lang: Lang) -> AnyView {
    let order = |order: BoardOrder, label: &'static str| {
        let current = (asked.order == order).then_some("page");
        view! { <a href=Asked { order, ..asked.clone() }.href(lang) aria-current=current>{label}</a> }
    };
    let switch = calibrated.then(|| {
        view! {
            <nav class="switch" aria-label=say!(board_order, lang)>
                {order(BoardOrder::Official, say!(board_raw, lang))}
                {order(BoardOrder::Calibrated, say!(board_calibrated, lang))}
            </nav>
        }
    });
    let names = if asked.hidden { say!(board_show, lang) } else { say!(board_hide, lang) };
    view! {
        <div class="tools">
            <p class="secret">{say!(board_secret, lang)}</p>
            {switch}
            <a class="button" href=Asked { hidden: !asked.hidden, ..asked.clone() }.href(lang)>{names}</a>
        </div>
    }
    .into_any()
}

/// The sentence that is always visible.
fn estimate(board: &Board, lang: Lang) -> AnyView {
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

fn banners(banners: &[BoardBanner], calibrated: bool, lang: Lang) -> AnyView {
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

fn zone(doubt: &Doubt) -> Zone {
    match doubt.zone {
        0 => Zone::Safe,
        1 => Zone::Discuss,
        _ => Zone::Out,
    }
}

/// ">99%", "74%", "<1%".
fn percent(permille: u32) -> String {
    match permille {
        0..=4 => "<1%".to_owned(),
        995.. => ">99%".to_owned(),
        _ => format!("{}%", (permille + 5) / 10),
    }
}

fn table(board: &Board, asked: &Asked, top: u32, lang: Lang) -> AnyView {
    let count = u32::try_from(board.rows.len()).unwrap_or(u32::MAX);
    let from = (asked.page - 1) * ROWS;
    let mut above = from.checked_sub(1).and_then(|at| board.rows.get(at));
    let rows = board
        .rows
        .iter()
        .skip(from)
        .take(ROWS)
        .map(|row| {
            let border = border(asked.order, above, row, top, lang);
            above = Some(row);
            view! { {border} {ranked(row, asked, count, top, lang)} }
        })
        .collect_view();
    let title = say!(board_title, lang);
    view! {
        <TableBox label=title>
            <table class="board">
                <caption class="vh">{title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say!(rank, lang)}</th>
                        <th scope="col">{say!(proposal, lang)}</th>
                        <th scope="col" class="n">{say!(board_col_raw, lang)}</th>
                        <th scope="col" class="n">{say!(board_calibrated, lang)}</th>
                        <th scope="col" class="plot"><RankAxis lang count line=top/></th>
                        <th scope="col" class="n">{say!(board_range, lang)}</th>
                        <th scope="col" class="n">{say!(board_chance, lang, n = top)}</th>
                        <th scope="col" class="n">{say!(board_judges, lang)}</th>
                        <th scope="col">{say!(ui_zone, lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
    }
    .into_any()
}

/// The line above a row: between zones in the calibrated order, at the cut in the official one.
fn border(
    order: BoardOrder,
    above: Option<&Ranked>,
    row: &Ranked,
    top: u32,
    lang: Lang,
) -> Option<AnyView> {
    let above = above?;
    let zones = (above.doubt.as_ref().map(zone), row.doubt.as_ref().map(zone));
    let (title, words) = match (order, zones) {
        (BoardOrder::Calibrated, (Some(Zone::Safe), Some(Zone::Discuss | Zone::Out))) => {
            (say!(board_border_safe, lang), say!(board_border_safe_words, lang, n = top))
        }
        (BoardOrder::Calibrated, (Some(Zone::Discuss), Some(Zone::Out))) => {
            (say!(board_border_out, lang), say!(board_border_out_words, lang, n = top))
        }
        (BoardOrder::Official, _) if above.rank <= top && row.rank > top => {
            ("", say!(cut_line, lang, n = top))
        }
        _ => return None,
    };
    Some(
        view! { <tr class="border"><td colspan=COLUMNS><b>{title}</b> " " {words}</td></tr> }
            .into_any(),
    )
}

fn ranked(row: &Ranked, asked: &Asked, count: u32, top: u32, lang: Lang) -> AnyView {
    let name = if asked.hidden { row.code.clone() } else { row.name.clone() };
    let tie = if lang == Lang::En { row.tie.1.clone() } else { row.tie.0.clone() };
    let moved = row
        .doubt
        .as_ref()
        .filter(|_| asked.order == BoardOrder::Calibrated)
        .and_then(|doubt| moved(doubt, lang));
    let at_cut = row.at_cut.then(|| say!(board_at_cut, lang, n = top));
    let was = row.was.map(|was| say!(trial_was, lang, rank = was));
    let why = [Some(tie).filter(|tie| !tie.is_empty()), at_cut, moved, was]
        .into_iter()
        .flatten()
        .map(|words| view! { <small class="why">{words}</small> })
        .collect_view();
    let Some(doubt) = &row.doubt else {
        return view! {
            <tr>
                <td>{row.rank}</td>
                <th scope="row" class="name">{name} {why}</th>
                <td class="n">{row.mean.clone()}</td>
                <td class="n">"–"</td>
                <td class="plot"></td>
                <td class="n">"–"</td>
                <td class="n">"–"</td>
                <td class="n">{row.reads}</td>
                <td>"–"</td>
            </tr>
        }
        .into_any();
    };
    let zone = zone(doubt);
    let (low, high) = doubt.ranks;
    view! {
        <tr class=zone.class()>
            <td>{row.rank}</td>
            <th scope="row" class="name">{name} {why}</th>
            <td class="n">{row.mean.clone()}</td>
            <td class="n">{doubt.calibrated.clone()}</td>
            <td class="plot">
                <RankPlot lang count line=top dot=f64::from(row.rank) low high zone/>
            </td>
            <td class="n">{format!("{low}–{high}")}</td>
            <td class="n">{percent(doubt.permille)}</td>
            <td class="n">{row.reads}</td>
            <td>{zone.label(lang)}</td>
        </tr>
    }
    .into_any()
}

/// How calibration moves a proposal against the official order, and why.
fn moved(doubt: &Doubt, lang: Lang) -> Option<String> {
    let n = doubt.moved.unsigned_abs();
    let lean = doubt.lean.unsigned_abs();
    let points = format!("{},{}", lean / 10, lean % 10);
    match (doubt.moved, doubt.lean) {
        (0, _) => None,
        (1.., ..=-5) => Some(say!(board_up_strict, lang, n = n, points = points)),
        (1.., _) => Some(say!(board_up, lang, n = n)),
        (_, 5..) => Some(say!(board_down_lenient, lang, n = n, points = points)),
        _ => Some(say!(board_down, lang, n = n)),
    }
}

fn more(here: &Here, board: &Board, hidden: bool) -> AnyView {
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
