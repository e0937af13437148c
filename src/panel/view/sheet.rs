//! `/juri/panel/{sheet}`: the sheet of a panelist, whose texts save themselves; and the same sheet
//! typed from paper, or only read.

use super::{
    super::{
        api::{self, PanelSheet, Typed, read_sheet},
        rules::SheetState,
    },
    clock_tag,
};
use crate::{
    client::{
        autosave::{self, Answering, Plan, Shown, Ways, Writings},
        drafts::{Key, Owner},
        load::load,
    },
    edition::{Area, Edition, Here, Panel, act, page},
    fault::{self, Fault},
    judging::{
        rules::{
            conflict::{Tie, tie_name},
            sheet::{note_field, score_field},
        },
        view::{
            bands,
            typed::{self, Text, forked, trails},
        },
    },
    kernel::{Lang, saving::Attempt},
    say,
    ui::{
        AreaField, AspectCard, Band, Button, Choice, Data, ErrorSummary, Fold, Guide, JudgeBar,
        Kind, Mark, Notice, RadioCards, SaveLine, SaveState, SkipLink, Whole, framed,
    },
};
use leptos::prelude::*;

/// The page.
pub fn page_of(id: String) -> AnyView {
    let sheet = load(move || id.clone(), read_sheet);
    page(Area::Bare, move |here| async move {
        let sheet = sheet.await?;
        let edition = here.setting.edition()?;
        let panel = edition.panel().ok_or(Fault::NotFound)?;
        Ok(drawn(&here, &edition, &panel, &sheet))
    })
}

/// A sheet being filled in.
#[derive(Clone)]
struct Scoring {
    marks: Vec<(String, Mark)>,
    texts: Vec<Text>,
    writings: Writings,
    state: Signal<SaveState>,
    again: Callback<()>,
    total: RwSignal<Option<String>>,
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
            let sheet = owner.id().to_owned();
            let saved = api::save(Typed { sheet, field, writer, attempt }).await;
            let total = saved.as_ref().ok().and_then(|saved| saved.total.clone());
            let (answer, at) = fault::answer(saved.map(|saved| saved.saved), lang);
            if let Some(at) = at {
                told(at, total);
            }
            answer
        })
    }
}

impl Scoring {
    fn begin(here: &Here, panel: &Panel, sheet: &PanelSheet, bands: &[Band]) -> Self {
        let lang = here.lang;
        let zone = here.setting.zone.clone();
        let at = sheet.saved_at.map(|at| zone.clock(at, lang)).unwrap_or_default();
        let (at, total) = (RwSignal::new(at), RwSignal::new(sheet.total.clone()));
        let user = here.setting.account.as_ref().map(|a| a.id.clone()).unwrap_or_default();
        let send = sender(lang, move |moment, sum| {
            at.try_set(zone.clock(moment, lang));
            total.try_set(sum);
        });
        let (mut texts, mut writings, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        let mut text = |name: String, stored: &str, signal: RwSignal<String>| {
            let rev = sheet.revs.get(&name).copied().unwrap_or_default();
            let shown = Shown { text: signal, ..Shown::new(String::new(), rev) };
            let owner = Owner::Panel(sheet.id.clone());
            let key = Key { user: user.clone(), owner, field: name.clone() };
            if sheet.may_write {
                let plan = Plan { key: key.clone(), rev, stored: stored.to_owned(), shown };
                writings.push(autosave::begin(plan, send.clone()));
            }
            keys.push(key);
            texts.push(Text { name, shown });
        };
        let mut marks = Vec::new();
        for (criterion, (score, note)) in panel.criteria.iter().zip(&sheet.marks) {
            let names = (score_field(&criterion.key), note_field(&criterion.key));
            let mark = Mark::new(here.typed(&names.0, score), here.typed(&names.1, note), bands);
            text(names.0, score, mark.score);
            text(names.1, note, mark.note);
            marks.push((criterion.key.clone(), mark));
        }
        if sheet.may_write {
            let of = |owner: &Owner| matches!(owner, Owner::Panel(_));
            autosave::catch_up(&user, of, &keys, sender(lang, |_, _| {}));
        }
        let state = typed::state(&texts, at, here, lang.href(&here.path));
        let writings = Writings::of(writings);
        let again = Callback::new(move |()| writings.retry());
        Self { marks, texts, writings, state, again, total }
    }
}

fn cards(here: &Here, panel: &Panel, sheet: &PanelSheet, bands: &[Band], of: &Scoring) -> AnyView {
    let lang = here.lang;
    panel
        .criteria
        .iter()
        .zip(&of.marks)
        .map(|(criterion, (key, mark))| {
            let (score, note) = (score_field(key), note_field(key));
            let writings = of.writings;
            view! {
                <div id=format!("aspect-{key}") on:focusout=move |_| writings.leave()>
                    <AspectCard
                        lang
                        id=key.clone()
                        title=criterion.title.pick(lang).to_owned()
                        weight=criterion.weight
                        question=criterion.question.pick(lang).to_owned()
                        bands=bands.to_vec()
                        mark=*mark
                        error=typed::error(&of.texts, here, &score)
                    />
                    {forked(&score, &sheet.forks, here)}
                    {forked(&note, &sheet.forks, here)}
                </div>
            }
        })
        .collect_view()
        .whole()
}

/// The form of a panelist.
fn form(here: &Here, panel: &Panel, sheet: &PanelSheet, bands: &[Band], of: &Scoring) -> AnyView {
    let lang = here.lang;
    let total = of.total;
    let sum = move || match total.get() {
        Some(total) => say!(weighted_total, lang, total = total),
        None => say!(total_after_all, lang).to_owned(),
    };
    let own = lang.href(&here.path);
    let ways = Ways { next: String::new(), list: String::new(), fork: own };
    let writings = of.writings;
    view! {
        <form method="post" on:submit=move |event| writings.submit(&event, &ways)>
            {trails(&of.texts)}
            // Enter in a field presses a form's first button: that one saves.
            <button class="vh" name="action" value="save" tabindex="-1" aria-hidden="true"></button>
            {cards(here, panel, sheet, bands, of)}
            <div class="total">
                <p><span role="status">{sum}</span></p>
                <Button class="secondary" label=say!(save_draft, lang) sends=("action", "save")/>
                <Button label=say!(panel_send, lang) sends=("action", "send")/>
            </div>
        </form>
    }
    .whole()
}

/// The form of whoever types a sheet from paper: nothing saves itself, for it is looked at twice.
pub fn typing(here: &Here, panel: &Panel, sheet: &PanelSheet) -> AnyView {
    let lang = here.lang;
    let none = PanelSheet { may_write: false, ..sheet.clone() };
    let of = Scoring::begin(here, panel, &none, &[]);
    view! {
        <form method="post">
            {trails(&of.texts)}
            {cards(here, panel, sheet, &[], &of)}
            <Button label=say!(panel_typed, lang) sends=("action", "type")/>
        </form>
    }
    .whole()
}

/// A sheet that the reader cannot change.
pub fn read_only(here: &Here, panel: &Panel, sheet: &PanelSheet) -> AnyView {
    let lang = here.lang;
    let rows = panel
        .criteria
        .iter()
        .zip(&sheet.marks)
        .map(|(criterion, (score, note))| {
            view! {
                <tr>
                    <th scope="row">{criterion.title.pick(lang).to_owned()}</th>
                    <td class="n">{score.clone()}</td>
                    <td>{note.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    let columns =
        [(say!(plenary_aspect, lang), ""), (say!(marks, lang), "n"), (say!(panel_note, lang), "")];
    let total = sheet.total.clone();
    view! {
        {framed(say!(marks, lang), &columns, rows.into_any())}
        {total.map(|total| view! { <p><b>{say!(weighted_total, lang, total = total)}</b></p> })}
    }
    .whole()
}

/// Declaring a conflict of interest at the panel's table.
fn conflict(here: &Here) -> AnyView {
    let lang = here.lang;
    let options: Vec<Choice> = Tie::DECLARED
        .iter()
        .map(|tie| Choice::new(tie.code(), tie_name(tie.code(), lang), ""))
        .collect();
    let fold = if here.error("kind").is_some() { Fold::Open } else { Fold::Closed };
    let inner = view! {
        <form method="post" class="stack">
            <input type="hidden" name="action" value="conflict"/>
            <RadioCards
                lang
                id="kind"
                label=say!(reason, lang)
                options
                selected=here.typed("kind", "")
                error=here.error("kind")
            />
            <AreaField
                lang
                id="note"
                label=say!(panel_note, lang)
                value=here.typed("note", "")
                error=here.error("note")
            />
            <Button class="secondary" label=say!(ui_conflict_declare, lang)/>
        </form>
    }
    .whole();
    view! {
        <Guide title=say!(ui_conflict_declare, lang) fold=fold>
            {inner}
        </Guide>
    }
    .whole()
}

fn drawn(here: &Here, edition: &Edition, panel: &Panel, sheet: &PanelSheet) -> AnyView {
    let lang = here.lang;
    let bands = bands(edition, lang);
    let of = Scoring::begin(here, panel, sheet, &bands);
    let content = if sheet.may_write {
        form(here, panel, sheet, &bands, &of)
    } else {
        let words = if sheet.state == SheetState::Sent {
            say!(panel_sent_words, lang)
        } else {
            say!(panel_shut_words, lang)
        };
        view! {
            <Notice kind=Kind::Success>{words}</Notice>
            {read_only(here, panel, sheet)}
        }
        .whole()
    };
    let back = sheet.may_take_back.then(|| {
        act(say!(panel_take_back, lang), vec![("action", "back".to_owned())], "secondary")
    });
    let next = sheet.next.clone().filter(|_| !sheet.may_write).map(|next| {
        view! {
            <a class="button primary" href=lang.href(&format!("/juri/panel/{next}")) rel="external">
                {say!(next_sheet, lang)}
            </a>
        }
    });
    let passages = sheet
        .passages
        .iter()
        .map(|(label, text)| {
            view! { <h3>{label.pick(lang).to_owned()}</h3> <p class="prose">{text.clone()}</p> }
        })
        .collect_view();
    let visit = sheet.visit.as_ref().map(|visit| {
        let found = super::visit::found(visit, panel, lang);
        view! { <Guide title=say!(visit_title, lang) fold=Fold::Closed>{found}</Guide> }
    });
    let title = format!("{} {}", sheet.code, sheet.name);
    let name = if sheet.name == sheet.code { String::new() } else { sheet.name.clone() };
    let data = if here.setting.demo { Data::Sample } else { Data::default() };
    let (state, again) = (of.state, of.again);
    let conflict = sheet.may_write.then(|| conflict(here));
    view! {
        {crate::client::page::title(here.title(&title))}
        <SkipLink lang/>
        <JudgeBar
            lang
            back_href=lang.href("/juri/panel")
            code=sheet.code.clone()
            name=name
            data
            mode=panel.title.pick(lang).to_owned()
        >
            <SaveLine lang state act=again/>
        </JudgeBar>
        <main id="content" class="panel-sheet marking" tabindex="-1">
            <ErrorSummary lang items=here.errors()/>
            <p class="muted small">
                {say!(panel_starts, lang, at = here.clock(sheet.starts_at))} " "
                {clock_tag(sheet.clock, lang)}
            </p>
            <Guide title=say!(proposal, lang) fold=Fold::Closed>
                {passages}
            </Guide>
            {visit}
            {content}
            {back}
            {next}
            {conflict}
        </main>
    }
    .whole()
}
