//! The marking pane of a score sheet: texts that save themselves, the form around them, and what a
//! sent sheet shows.

use super::{
    super::{
        api::{self, Scored, Sheet, unscorable::Unscorable},
        rules::sheet::{COMMENT, note_field, score_field},
    },
    typed::{self, Text, forked, trails},
};
use crate::{
    client::{
        autosave::{self, Answering, Plan, Shown, Ways, Writings},
        drafts::{Key, Owner},
        panes,
    },
    edition::{Edition, Here, act},
    fault,
    kernel::{Lang, saving::Attempt},
    say,
    ui::{
        AreaField, AspectCard, BambooBar, Band, Button, Fold, Guide, Kind, Mark, Need, Notice,
        SaveState, TableBox, Whole,
    },
};
use leptos::prelude::*;

/// How many changes of scores can be taken back.
const STEPS: usize = 50;

/// The bands as the instruments show them.
pub fn bands(edition: &Edition, lang: Lang) -> Vec<Band> {
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

/// A sheet being scored.
#[derive(Clone)]
pub struct Scoring {
    /// By key of the criterion, in rubric order.
    pub marks: Vec<(String, Mark)>,
    /// The aspect at hand, counted from 0; the number of aspects is the review.
    pub current: RwSignal<usize>,
    /// What the save line shows: the least safe of all texts.
    pub state: Signal<SaveState>,
    /// Tries again.
    pub again: Callback<()>,
    comment: RwSignal<String>,
    texts: Vec<Text>,
    writings: Writings,
    total: RwSignal<Option<String>>,
    /// Scores as they were before each change, the last one at the end.
    past: StoredValue<Vec<(usize, String)>>,
}

/// Sends one text, and tells when the server got it and what the total is.
fn sender(
    lang: Lang,
    told: impl Fn(i64, Option<String>) + Clone + 'static,
) -> impl Fn(Key, Attempt) -> Answering + Clone {
    move |key, attempt| {
        let told = told.clone();
        Box::pin(async move {
            let Key { user: writer, owner, field } = key;
            let assignment = owner.id().to_owned();
            let saved = api::save(Scored { assignment, field, writer, attempt }).await;
            let total = saved.as_ref().ok().and_then(|saved| saved.total.clone());
            let (answer, at) = fault::answer(saved.map(|saved| saved.saved), lang);
            if let Some(at) = at {
                told(at, total);
            }
            answer
        })
    }
}

/// Sends what earlier visits left on this device for sheets other than the one that is open.
pub fn catch_up(here: &Here, open: &[Key]) {
    if let Some(account) = &here.setting.account {
        let of = |owner: &Owner| matches!(owner, Owner::Sheet(_));
        autosave::catch_up(&account.id, of, open, sender(here.lang, |_, _| {}));
    }
}

impl Scoring {
    /// The sheet as it stands; with `live` it saves itself once the page is alive.
    pub fn begin(here: &Here, sheet: &Sheet, bands: &[Band]) -> Self {
        let lang = here.lang;
        let zone = here.setting.zone.clone();
        let at = sheet.saved_at.map(|at| zone.clock(at, lang)).unwrap_or_default();
        let (at, total) = (RwSignal::new(at), RwSignal::new(sheet.total.clone()));
        let mut texts = Vec::new();
        let mut writings = Vec::new();
        let mut keys = Vec::new();
        let user = here.setting.account.as_ref().map(|a| a.id.clone()).unwrap_or_default();
        let send = sender(lang, move |moment, sum| {
            at.try_set(zone.clock(moment, lang));
            total.try_set(sum);
        });
        let mut text = |name: String, stored: &str, signal: RwSignal<String>| {
            let rev = sheet.revs.get(&name).copied().unwrap_or_default();
            let shown = Shown { text: signal, ..Shown::new(String::new(), rev) };
            let owner = Owner::Sheet(sheet.assignment.clone());
            let key = Key { user: user.clone(), owner, field: name.clone() };
            if sheet.may_score {
                let stored = stored.to_owned();
                let plan = Plan { key: key.clone(), rev, stored, shown };
                writings.push(autosave::begin(plan, send.clone()));
            }
            keys.push(key);
            texts.push(Text { name, shown });
        };
        let mut marks = Vec::new();
        for line in &sheet.marks {
            let (score, note) = (score_field(&line.criterion), note_field(&line.criterion));
            let typed = (here.typed(&score, &line.score), here.typed(&note, &line.note));
            let mark = Mark::new(typed.0, typed.1, bands);
            text(score, &line.score, mark.score);
            text(note, &line.note, mark.note);
            marks.push((line.criterion.clone(), mark));
        }
        let comment = RwSignal::new(here.typed(COMMENT, &sheet.comment));
        text(COMMENT.to_owned(), &sheet.comment, comment);
        catch_up(here, &keys);
        let fork = format!("{}?pane=marks", lang.href(&here.path));
        let state = typed::state(&texts, at, here, fork);
        let empty = |(_, mark): &(String, Mark)| mark.score.with_untracked(String::is_empty);
        let first = marks.iter().position(empty).unwrap_or(marks.len());
        let writings = Writings::of(writings);
        let scoring = Self {
            current: RwSignal::new(first),
            past: StoredValue::new(Vec::new()),
            again: Callback::new(move |()| writings.retry()),
            marks,
            state,
            comment,
            texts,
            writings,
            total,
        };
        scoring.remember_changes();
        scoring
    }

    /// Keeps what each score was before it changed.
    fn remember_changes(&self) {
        let past = self.past;
        for (at, (_, mark)) in self.marks.iter().enumerate() {
            let score = mark.score;
            Effect::new(move |before: Option<String>| {
                let now = score.get();
                if let Some(before) = before.filter(|before| *before != now) {
                    past.update_value(|past| {
                        past.push((at, before));
                        let old = past.len().saturating_sub(STEPS);
                        past.drain(..old);
                    });
                }
                now
            });
        }
    }

    /// Takes the last change of a score back, and leads to it.
    pub fn take_back(&self) {
        let Some(Some((at, before))) = self.past.try_update_value(Vec::pop) else { return };
        let Some((key, mark)) = self.marks.get(at) else { return };
        let past = self.past;
        mark.score.set(before);
        // What takes a change back is no change of its own.
        request_animation_frame(move || {
            past.update_value(|past| {
                past.pop();
            });
        });
        self.current.set(at);
        panes::focus(&format!("[id='{}']", score_field(key)));
    }

    /// The texts of an aspect reach device and server now.
    fn leave(&self) {
        self.writings.leave();
    }

    fn filled(&self) -> usize {
        self.marks.iter().filter(|(_, mark)| mark.score.with(|s| !s.trim().is_empty())).count()
    }
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

/// The form of a sheet that can be scored.
pub fn score_form(
    here: &Here,
    edition: &Edition,
    bands: &[Band],
    scoring: &Scoring,
    sheet: &Sheet,
) -> AnyView {
    let lang = here.lang;
    let current = scoring.current;
    let cards = edition
        .criteria
        .iter()
        .zip(&scoring.marks)
        .enumerate()
        .map(|(at, (criterion, (_, mark)))| {
            let (score, note) = (score_field(&criterion.key), note_field(&criterion.key));
            let leaving = scoring.clone();
            view! {
                <div
                    id=format!("aspect-{}", criterion.key)
                    on:focusin=move |_| current.set(at)
                    on:focusout=move |_| leaving.leave()
                >
                    <AspectCard
                        lang
                        id=criterion.key.clone()
                        title=criterion.title.pick(lang).to_owned()
                        weight=criterion.weight
                        question=criterion.question.pick(lang).to_owned()
                        bands=bands.to_vec()
                        mark=*mark
                        error=typed::error(&scoring.texts, here, &score)
                    />
                    {forked(&score, &sheet.forks, here)}
                    {forked(&note, &sheet.forks, here)}
                    {reported(&criterion.key, &sheet.unscorable, lang)}
                </div>
            }
        })
        .collect_view();
    let of = scoring.marks.len();
    let total = scoring.total;
    let counted = scoring.clone();
    let filled = move || say!(aspects_filled, lang, n = counted.filled(), of = of);
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
    let own = format!("{}?pane=marks", lang.href(&here.path));
    let ways = Ways { next: String::new(), list: String::new(), fork: own };
    let writings = scoring.writings;
    let leaving = scoring.clone();
    view! {
        <form
            method="post"
            on:submit=move |event| writings.submit(&event, &ways)
        >
            {trails(&scoring.texts)}
            // Enter in a field presses a form's first button: that one saves.
            <button class="vh" name="action" value="save" tabindex="-1" aria-hidden="true"></button>
            {cards}
            <div
                id="review"
                on:focusin=move |_| current.set(of)
                on:focusout=move |_| leaving.leave()
            >
                <AreaField
                    lang
                    id=COMMENT
                    label=say!(comment_label, lang)
                    hint=hint
                    value=comment.get_untracked()
                    text=comment
                    need=need
                    error=here.error(COMMENT)
                />
                {forked(COMMENT, &sheet.forks, here)}
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
pub fn sent_sheet(here: &Here, edition: &Edition, sheet: &Sheet) -> AnyView {
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
