//! The judge's room: queue and score sheet; the ranking board is a page of its own.

pub mod assignment;
pub mod board;
pub mod conflict;
pub mod progress;
pub mod review;
pub mod unscorable;

use super::api::{
    self, Mark as Line, QueueRow, Scored, Sheet, SheetState, read_sheet, unscorable::Unscorable,
};
use crate::{
    client::load::load,
    edition::{Area, Edition, Here, act, page},
    fault::Fault,
    kernel::Lang,
    proposal::attachment::view as attachments,
    say,
    ui::{
        AreaField, AspectCard, AspectCell, AspectMap, BambooBar, Band, Button, Data, Empty,
        ErrorSummary, Fold, Guide, JudgeBar, Kind, Mark, Need, Notice, River, SampleTag, SaveLine,
        SaveState, SkipLink, TableBox, Tag, Tone, Whole,
    },
};
use leptos::{leptos_dom::helpers::debounce, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use std::time::Duration;

/// How long after the last change a sheet is sent to the server, in milliseconds.
const SEND_AFTER: u64 = 1500;
/// Words a judge reads in a minute.
const WORDS_PER_MINUTE: u32 = 200;

/// The judge's room by the rest of its address.
pub fn room(rest: &[&str]) -> AnyView {
    match rest {
        [] => queue(),
        ["nilai", assignment] => sheet((*assignment).to_owned()),
        _ => page(Area::Judge, |_| async { Err(Fault::NotFound) }),
    }
}

fn state_tag(state: SheetState, lang: Lang) -> AnyView {
    let (tone, text) = match state {
        SheetState::Untouched => (Tone::Empty, say!(sheet_untouched, lang)),
        SheetState::Draft => (Tone::Active, say!(sheet_draft, lang)),
        SheetState::Full => (Tone::Warning, say!(sheet_full, lang)),
        SheetState::Reopened => (Tone::Warning, say!(sheet_reopened, lang)),
        SheetState::Sent => (Tone::Done, say!(sheet_sent, lang)),
        SheetState::Conflict => (Tone::Locked, say!(sheet_conflict, lang)),
    };
    view! { <Tag tone text/> }.whole()
}

fn queue_row(row: &QueueRow, edition: &Edition, lang: Lang) -> AnyView {
    let category = edition.category(&row.category).map(|c| c.pick(lang).to_owned());
    view! {
        <tr>
            <td>{row.code.clone()}</td>
            <td class="main">
                <a href=lang.href(&format!("/juri/nilai/{}", row.assignment))>{row.name.clone()}</a>
            </td>
            <td>{category}</td>
            <td class="n">{row.words}</td>
            <td class="n">{say!(minutes, lang, n = row.words.div_ceil(WORDS_PER_MINUTE))}</td>
            <td>{state_tag(row.state, lang)}</td>
            <td class="act">
                <a
                    href=lang.href(&format!("/juri/benturan/{}", row.assignment))
                    aria-label=say!(conflict_declare_of, lang, code = row.code)
                >
                    {say!(conflict_short, lang)}
                </a>
            </td>
        </tr>
    }
    .whole()
}

/// `/juri`: what is left to score.
fn queue() -> AnyView {
    let rows = load(|| (), |()| api::queue());
    let query = use_query_map();
    page(Area::Judge, move |here| async move {
        let lang = here.lang;
        let super::api::Waiting { to_state, rows } = rows.await?;
        if to_state > 0 {
            return Ok(gate(&here, to_state));
        }
        let (barred, rows): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.state == SheetState::Conflict);
        let (sent_now, parted_now) =
            query.with_untracked(|query| (query.get("sent"), query.get("conflict").is_some()));
        // One sheet by its id, or how many: the first can be looked at again.
        let undo = sent_now.as_ref().and_then(|sent| {
            let row = rows.iter().find(|row| row.assignment == *sent)?;
            let href = lang.href(&format!("/juri/nilai/{}?pane=marks", row.assignment));
            Some(view! { " " <a href=href>{say!(undo_at_sheet, lang)}</a> })
        });
        let full = rows.iter().filter(|row| row.state == SheetState::Full).count();
        let send_all = (full > 0).then(|| {
            view! {
                <p>
                    <a class="button secondary" href=lang.href("/juri/kirim")>
                        {say!(send_all_link, lang, n = full)}
                    </a>
                </p>
            }
        });
        let edition = here.setting.edition()?;
        let all = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let sent = rows.iter().filter(|row| row.state == SheetState::Sent).count();
        let sent = u32::try_from(sent).unwrap_or(u32::MAX);
        let title = if all == 0 {
            say!(nav_queue, lang).to_owned()
        } else {
            say!(queue_left, lang, n = all - sent, of = all)
        };
        let until = here.moment(edition.calendar.judging_until);
        let next = rows.iter().find(|row| row.state != SheetState::Sent).map(|row| {
            let minutes = row.words.div_ceil(WORDS_PER_MINUTE);
            let begun = row.state != SheetState::Untouched;
            let words = if begun { say!(resume, lang) } else { say!(begin_scoring, lang) };
            view! {
                <div class="resume">
                    <div>
                        <h2>{format!("{} {}", row.code, row.name)}</h2>
                        <p class="muted small">{say!(minutes_to_read, lang, n = minutes)}</p>
                    </div>
                    <a
                        class="button primary"
                        href=lang.href(&format!("/juri/nilai/{}", row.assignment))
                    >
                        {words}
                    </a>
                </div>
            }
        });
        let list = |rows: Vec<AnyView>, title: &'static str| {
            (!rows.is_empty()).then(|| {
                view! {
                    <TableBox label=title>
                        <table class="table fold">
                            <caption>{title}</caption>
                            <thead>
                                <tr>
                                    <th scope="col">{say!(code, lang)}</th>
                                    <th scope="col">{say!(proposal, lang)}</th>
                                    <th scope="col">{say!(category, lang)}</th>
                                    <th scope="col" class="n">{say!(words, lang)}</th>
                                    <th scope="col" class="n">{say!(reading, lang)}</th>
                                    <th scope="col">{say!(status, lang)}</th>
                                    <th scope="col">{say!(action, lang)}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </TableBox>
                }
            })
        };
        let (done, open): (Vec<_>, Vec<_>) =
            rows.iter().partition(|row| row.state == SheetState::Sent);
        let show = |rows: Vec<&QueueRow>| {
            rows.into_iter().map(|row| queue_row(row, &edition, lang)).collect::<Vec<_>>()
        };
        let (open, done) =
            (list(show(open), say!(queue_rest, lang)), list(show(done), say!(queue_sent, lang)));
        let blind = edition.rules.blind;
        let barred = (!barred.is_empty()).then(|| parted(&barred, lang));
        let body = if all == 0 {
            view! { <Empty text=say!(queue_empty, lang)/> }.whole()
        } else {
            view! {
                <p class="muted small">{say!(send_until, lang, date = until)}</p>
                <River part=sent of=all/>
                {next}
                {send_all}
                {(sent == all).then(|| view! { <Empty text=say!(queue_done, lang)/> })}
                {open}
                {done}
            }
            .whole()
        };
        Ok(view! {
            {crate::client::page::title(title.clone())}
            <div class="wrap queue">
                <div>
                    {sent_now.is_some().then(|| view! {
                        <Notice kind=Kind::Success>{say!(sheet_was_sent, lang)} {undo}</Notice>
                    })}
                    {parted_now.then(|| view! {
                        <Notice kind=Kind::Success>{say!(conflict_done, lang)}</Notice>
                    })}
                    <h1 class="display">{title.clone()}</h1>
                    {body}
                    {barred}
                </div>
                <aside class="aside">
                    <section>
                        <h2>{say!(conflict_know, lang)}</h2>
                        <p class="small">
                            {say!(conflict_know_words, lang)} " "
                            <a href=lang.href("/juri/benturan")>{say!(conflict_report, lang)}</a>
                        </p>
                    </section>
                    <section>
                        <h2>{say!(queue_mode, lang)}</h2>
                        <p class="small">
                            {if blind { say!(mode_blind_words, lang) } else { say!(mode_open_words, lang) }}
                        </p>
                    </section>
                    <section>
                        <h2>{say!(rubric, lang)}</h2>
                        <p class="small">{edition.rubric_note.pick(lang).to_owned()}</p>
                    </section>
                </aside>
            </div>
        }
        .whole())
    })
}

/// What stands before the queue: the year's statement.
fn gate(here: &Here, given: u32) -> AnyView {
    let lang = here.lang;
    let title = say!(gate_title, lang);
    view! {
        {crate::client::page::title(title)}
        <div class="wrap page stack judging">
            <h1 class="display">{title}</h1>
            <p>{say!(gate_words, lang, n = given)}</p>
            <ol class="stack gates">
                <li>
                    <h2>{say!(conflict_title, lang)}</h2>
                    <p>{say!(conflict_lead, lang)}</p>
                    <p>
                        <a class="button primary" href=lang.href("/juri/benturan")>
                            {say!(gate_open, lang)}
                        </a>
                    </p>
                </li>
                <li>
                    <h2>{say!(nav_queue, lang)}</h2>
                    <p class="muted">{say!(gate_closed, lang)}</p>
                </li>
            </ol>
        </div>
    }
    .whole()
}

/// Proposals that a conflict keeps from this judge.
fn parted(rows: &[QueueRow], lang: Lang) -> AnyView {
    let rows = rows
        .iter()
        .map(|row| {
            let name = if row.name == row.code { String::new() } else { row.name.clone() };
            view! {
                <tr>
                    <td>{row.code.clone()}</td>
                    <td class="main">{name}</td>
                    <td>{state_tag(row.state, lang)}</td>
                </tr>
            }
        })
        .collect_view();
    let title = say!(conflict_list, lang);
    view! {
        <TableBox label=title>
            <table class="table fold">
                <caption>{title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say!(code, lang)}</th>
                        <th scope="col">{say!(proposal, lang)}</th>
                        <th scope="col">{say!(status, lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
    }
    .whole()
}

fn bands(edition: &Edition, lang: Lang) -> Vec<Band> {
    edition
        .bands
        .iter()
        .map(|band| Band {
            low: band.from,
            high: band.to,
            label: band.title.pick(lang).to_owned(),
            words: band.anchor.pick(lang).to_owned(),
        })
        .collect()
}

/// The signals of a sheet being scored.
#[derive(Clone)]
struct Scoring {
    assignment: String,
    marks: Vec<(String, Mark)>,
    comment: RwSignal<String>,
    rev: RwSignal<i64>,
    total: RwSignal<Option<String>>,
    state: RwSignal<SaveState>,
}

impl Scoring {
    fn scored(&self) -> Scored {
        Scored {
            assignment: self.assignment.clone(),
            base_rev: self.rev.get_untracked(),
            marks: self
                .marks
                .iter()
                .map(|(criterion, mark)| Line {
                    criterion: criterion.clone(),
                    score: mark.score.get_untracked(),
                    note: mark.note.get_untracked(),
                })
                .collect(),
            comment: self.comment.get_untracked(),
        }
    }

    /// Follows every signal of the sheet.
    fn track(&self) {
        for (_, mark) in &self.marks {
            mark.score.track();
            mark.note.track();
        }
        self.comment.track();
    }

    fn filled(&self) -> usize {
        self.marks.iter().filter(|(_, mark)| mark.score.with(|s| !s.trim().is_empty())).count()
    }

    /// Saves by itself once the page is live.
    fn save_alone(&self, here: &Here) {
        let lang = here.lang;
        let zone = here.setting.zone.clone();
        let sign_in = format!("{}?next={}", lang.href("/masuk"), here.path);
        let sheet = self.clone();
        let mut later = debounce(Duration::from_millis(SEND_AFTER), move |()| {
            let (sheet, zone, sign_in) = (sheet.clone(), zone.clone(), sign_in.clone());
            let sent = sheet.scored();
            spawn_local(async move {
                match api::save(sent.clone()).await {
                    Ok(saved) => {
                        sheet.rev.set(saved.rev);
                        sheet.total.set(saved.total);
                        let mut now = sheet.scored();
                        now.base_rev = sent.base_rev;
                        if now == sent {
                            sheet.state.set(SaveState::Clean { at: zone.clock(saved.at, lang) });
                        }
                    }
                    Err(Fault::SignedOut) => {
                        sheet.state.set(SaveState::SignedOut { href: sign_in });
                    }
                    Err(Fault::Conflict) => {
                        sheet.state.set(SaveState::Conflict { href: String::new() });
                    }
                    Err(Fault::Refused { .. } | Fault::Barred { .. }) => {
                        sheet.state.set(SaveState::Closed);
                    }
                    Err(Fault::Network) => sheet.state.set(SaveState::Offline),
                    Err(_) => sheet.state.set(SaveState::Failed { seconds: 15 }),
                }
            });
        });
        let sheet = self.clone();
        Effect::new(move |before: Option<Scored>| {
            sheet.track();
            let mut now = sheet.scored();
            now.base_rev = 0;
            if before.as_ref().is_some_and(|before| *before != now) {
                sheet.state.set(SaveState::Typing);
                later(());
            }
            now
        });
    }
}

/// `/juri/nilai/{assignment}`: a proposal beside its score sheet.
fn sheet(assignment: String) -> AnyView {
    let sheet = load(move || assignment.clone(), read_sheet);
    let query = use_query_map();
    page(Area::Bare, move |here| async move {
        let sheet = sheet.await?;
        let pane = query.with_untracked(|query| query.get("pane"));
        sheet_view(&here, sheet, pane.as_deref() == Some("marks"))
    })
}

fn manuscript(edition: &Edition, sheet: &Sheet, lang: Lang) -> AnyView {
    let mut passages = sheet.passages.iter();
    let sections = edition
        .sections
        .iter()
        .map(|section| {
            let many = section.fields.len() > 1;
            let texts = section
                .fields
                .iter()
                .filter_map(|field| Some((field, passages.next()?)))
                .map(|(field, passage)| {
                    let minutes = passage.words.div_ceil(WORDS_PER_MINUTE);
                    let label = many.then(|| view! { <h3>{field.label.pick(lang).to_owned()}</h3> });
                    view! {
                        {label}
                        <p class="muted tiny">
                            {say!(words_of_minutes, lang, n = passage.words, of = field.max_words, min = minutes)}
                        </p>
                        <p class="prose">{passage.text.clone()}</p>
                    }
                })
                .collect_view();
            view! {
                <section id=format!("read-{}", section.slug) tabindex="-1">
                    <h2>{section.title.pick(lang).to_owned()}</h2>
                    {texts}
                </section>
            }
        })
        .collect_view();
    let files = (!sheet.files.is_empty()).then(|| {
        let base = lang.href(&format!("/juri/nilai/{}/lampiran", sheet.assignment));
        view! {
            <section id="read-lampiran" tabindex="-1">
                <h2>{say!(attachments, lang)}</h2>
                {attachments::list(lang, &base, &sheet.files)}
            </section>
        }
    });
    let tabs = edition
        .sections
        .iter()
        .map(|section| {
            view! {
                <a href=format!("#read-{}", section.slug) rel="external">
                    {section.title.pick(lang).to_owned()}
                </a>
            }
        })
        .collect_view();
    let heading = if sheet.title.is_empty() { sheet.code.clone() } else { sheet.title.clone() };
    let sample = sheet.sample.then(|| view! { " " <SampleTag lang/> });
    let category = edition.category(&sheet.category).map(|c| c.pick(lang).to_owned());
    view! {
        <section class="reading" aria-label=say!(proposal, lang) tabindex="0">
            <nav class="section-tabs" aria-label=say!(sections, lang)>{tabs}</nav>
            <article class="manuscript">
                <p class="overline">{heading} {sample}</p>
                <p class="muted small">{sheet.place.clone()} {category.map(|c| format!(" · {c}"))}</p>
                {sections}
                {files}
                <p class="small">
                    <a href=lang.href(&format!("/juri/benturan/{}", sheet.assignment))>
                        {say!(ui_conflict_declare, lang)}
                    </a>
                </p>
            </article>
        </section>
    }
    .whole()
}

fn sheet_view(here: &Here, sheet: Sheet, marks_first: bool) -> Result<AnyView, Fault> {
    let lang = here.lang;
    let edition = here.setting.edition()?;
    let bands = bands(&edition, lang);
    let at = sheet.saved_at.map(|at| here.clock(at)).unwrap_or_default();
    let scoring = Scoring {
        assignment: sheet.assignment.clone(),
        marks: sheet
            .marks
            .iter()
            .map(|line| {
                let score = here.typed(&format!("{}-score", line.criterion), &line.score);
                let note = here.typed(&format!("{}-note", line.criterion), &line.note);
                (line.criterion.clone(), Mark::new(score, note, &bands))
            })
            .collect(),
        comment: RwSignal::new(here.typed("comment", &sheet.comment)),
        rev: RwSignal::new(sheet.rev),
        total: RwSignal::new(sheet.total.clone()),
        state: RwSignal::new(SaveState::Clean { at }),
    };
    let errors = here.errors();
    let pane = if marks_first || !errors.is_empty() { "marks" } else { "proposal" };
    let cells = edition
        .criteria
        .iter()
        .zip(&scoring.marks)
        .map(|(criterion, (_, mark))| AspectCell {
            title: criterion.title.pick(lang).to_owned(),
            href: format!("#aspect-{}", criterion.key),
            score: mark.score.into(),
        })
        .collect::<Vec<_>>();
    let first_empty = scoring
        .marks
        .iter()
        .position(|(_, mark)| mark.score.with_untracked(String::is_empty))
        .unwrap_or(scoring.marks.len());
    let marking = if sheet.may_score {
        scoring.save_alone(here);
        score_form(here, &edition, &bands, &scoring, &sheet.unscorable)
    } else {
        sent_sheet(here, &edition, &sheet)
    };
    let map = sheet
        .may_score
        .then(|| view! { <AspectMap lang cells current=first_empty review_href="#review"/> });
    let data = if sheet.sample { Data::Sample } else { Data::default() };
    let mode = if edition.rules.blind { say!(mode_blind, lang) } else { say!(mode_open, lang) };
    let title = format!("{} {}", sheet.code, sheet.name);
    let state = scoring.state;
    let conflict = lang.href(&format!("/juri/benturan/{}", sheet.assignment));
    let again = sheet.reopened_at.map(|at| {
        let words = say!(reopened_words, lang, at = here.moment(at));
        view! { <Notice kind=Kind::Warning>{words}</Notice> }
    });
    let own = |pane: &str| format!("{}?pane={pane}", lang.href(&here.path));
    Ok(view! {
        {crate::client::page::title(here.title(&title))}
        <SkipLink lang/>
        <JudgeBar
            lang
            back_href=lang.href("/juri")
            code=sheet.code.clone()
            name=sheet.name.clone()
            data
            mode=mode
            conflict_href=conflict
        >
            <SaveLine lang state/>
        </JudgeBar>
        <main id="content" tabindex="-1">
            <nav class="pane-tabs" aria-label=say!(panes, lang)>
                <a href=own("proposal") aria-current=(pane == "proposal").then_some("true") rel="external">
                    {say!(proposal, lang)}
                </a>
                <a href=own("marks") aria-current=(pane == "marks").then_some("true") rel="external">
                    {say!(marks, lang)}
                </a>
            </nav>
            <div class="split" data-pane=pane>
                {manuscript(&edition, &sheet, lang)}
                <div class="divider"></div>
                <section class="marking" aria-label=say!(marks, lang) tabindex="0">
                    <ErrorSummary lang items=errors/>
                    {again}
                    {map}
                    {marking}
                </section>
            </div>
        </main>
    }
    .whole())
}

/// What was reported of an aspect, and the way to report it: the sheet is saved on that way.
fn reported(key: &str, all: &[Unscorable], lang: Lang) -> AnyView {
    let one = all.iter().find(|one| one.criterion == key);
    let waits = one.is_some_and(|one| one.answer.is_none());
    let told = one.map(|one| {
        let words = match &one.answer {
            None => say!(unscorable_waits, lang, reason = one.reason),
            Some(answer) => say!(unscorable_answered, lang, answer = answer),
        };
        view! { <Notice>{words}</Notice> }
    });
    let button = (!waits).then(|| {
        view! {
            <button
                type="submit"
                class="button text"
                name="action"
                value=format!("unscorable-{key}")
            >
                {say!(unscorable, lang)}
            </button>
        }
    });
    view! { {told} {button} }.whole()
}

fn score_form(
    here: &Here,
    edition: &Edition,
    bands: &[Band],
    scoring: &Scoring,
    unscorable: &[Unscorable],
) -> AnyView {
    let lang = here.lang;
    let cards = edition
        .criteria
        .iter()
        .zip(&scoring.marks)
        .map(|(criterion, (_, mark))| {
            view! {
                <div id=format!("aspect-{}", criterion.key)>
                    <AspectCard
                        lang
                        id=criterion.key.clone()
                        title=criterion.title.pick(lang).to_owned()
                        weight=criterion.weight
                        question=criterion.question.pick(lang).to_owned()
                        bands=bands.to_vec()
                        mark=*mark
                        error=here.error(&format!("{}-score", criterion.key))
                    />
                    {reported(&criterion.key, unscorable, lang)}
                </div>
            }
        })
        .collect_view();
    let of = scoring.marks.len();
    let (rev, total) = (scoring.rev, scoring.total);
    let sheet = scoring.clone();
    let filled = move || say!(aspects_filled, lang, n = sheet.filled(), of = of);
    let sum = move || match total.get() {
        Some(total) => say!(weighted_total, lang, total = total),
        None => say!(total_after_all, lang).to_owned(),
    };
    let comment = scoring.comment;
    let needs = edition.rules.comment_words;
    let need = if needs > 0 { Need::Required } else { Need::Optional };
    let hint = if needs > 0 {
        format!("{} {}", say!(comment_hint, lang), say!(comment_words_hint, lang, n = needs))
    } else {
        say!(comment_hint, lang).to_owned()
    };
    view! {
        <form method="post">
            <input type="hidden" name="rev" value=move || rev.get().to_string()/>
            // Enter in a field presses a form's first button: that one saves.
            <button class="vh" name="action" value="save" tabindex="-1" aria-hidden="true"></button>
            {cards}
            <div id="review">
                <AreaField
                    lang
                    id="comment"
                    label=say!(comment_label, lang)
                    hint=hint
                    value=comment.get_untracked()
                    need=need
                />
            </div>
            <div class="total">
                <p>
                    <b>{filled}</b>
                    <span role="status">{sum}</span>
                </p>
                <Button class="secondary" label=say!(save_draft, lang) sends=("action", "save")/>
                <Button label=say!(review_and_send, lang) sends=("action", "review")/>
            </div>
        </form>
    }
    .whole()
}

/// How a sent sheet comes back: by itself for ten minutes, by the committee after that.
fn undoing(here: &Here, sheet: &Sheet) -> AnyView {
    let lang = here.lang;
    let undo = sheet.undo_until.map(|until| {
        view! {
            <p class="small">{say!(undo_until, lang, at = here.clock(until))}</p>
            {act(say!(undo_send, lang), vec![("action", "undo".to_owned())], "secondary")}
        }
    });
    let asked = sheet.request.as_ref().map(|request| match request.refused_at {
        Some(at) => say!(reopen_refused, lang, at = here.moment(at)),
        None => say!(reopen_waits, lang, at = here.moment(request.asked_at)),
    });
    let asked = asked.map(|words| view! { <Notice>{words}</Notice> });
    let ask = (sheet.may_ask && sheet.undo_until.is_none()).then(|| {
        view! {
            <details class="inline" open=here.error("reason").is_some()>
                <summary>{say!(reopen_ask, lang)}</summary>
                <form method="post" class="stack">
                    <input type="hidden" name="action" value="reopen"/>
                    <AreaField
                        lang
                        id="reason"
                        label=say!(reason, lang)
                        hint=say!(reopen_hint, lang)
                        value=here.typed("reason", "")
                        error=here.error("reason")
                    />
                    <Button class="secondary" label=say!(reopen_send, lang)/>
                </form>
            </details>
        }
    });
    view! { {undo} {asked} {ask} }.whole()
}

/// A sheet that cannot be changed: its scores as a table.
fn sent_sheet(here: &Here, edition: &Edition, sheet: &Sheet) -> AnyView {
    let lang = here.lang;
    let rows = edition
        .criteria
        .iter()
        .zip(&sheet.marks)
        .map(|(criterion, mark)| {
            let points = mark.score.split(',').next().and_then(|s| s.parse().ok()).unwrap_or(0);
            view! {
                <tr>
                    <th scope="row">{criterion.title.pick(lang).to_owned()}</th>
                    <td><BambooBar part=points of=criterion.max/></td>
                    <td class="n">{mark.score.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    let sent = match sheet.sent_at {
        Some(at) => say!(sheet_sent_at, lang, at = here.moment(at)),
        None => say!(scoring_closed, lang).to_owned(),
    };
    let comment = sheet.comment.clone();
    let next = sheet.next.clone().map(|next| {
        view! {
            <a class="button primary" href=lang.href(&format!("/juri/nilai/{next}"))>
                {say!(next_sheet, lang)}
            </a>
        }
    });
    view! {
        <Notice kind=Kind::Success>{sent}</Notice>
        {undoing(here, sheet)}
        <TableBox label=say!(marks, lang)>
            <table class="table tight">
                <caption class="vh">{say!(marks, lang)}</caption>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
        {sheet.total.clone().map(|total| view! {
            <p><b>{say!(weighted_total, lang, total = total)}</b></p>
        })}
        {(!comment.is_empty()).then(|| view! {
            <Guide title=say!(comment_label, lang) fold=Fold::default()>
                <p class="prose">{comment}</p>
            </Guide>
        })}
        {next}
    }
    .whole()
}
