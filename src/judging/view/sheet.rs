//! `/juri/nilai/{assignment}`: a proposal beside its score sheet, by mouse, finger or keys.

use super::{
    super::api::{Sheet, read_sheet},
    WORDS_PER_MINUTE,
    keys::{Act, act},
    marking::{Scoring, bands, score_form, sent_sheet},
};
use crate::{
    client::{keys, load::load, page::go, panes},
    edition::{Area, Edition, Here, page},
    fault::Fault,
    kernel::Lang,
    proposal::attachment::view as attachments,
    say,
    ui::{
        AspectCell, AspectMap, Data, ErrorSummary, JudgeBar, Kind, Notice, SampleTag, SaveLine,
        SkipLink, Whole,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// How many percent of the width the proposal has: least, at first, most.
const SHARE: (u32, u32, u32) = (30, 60, 75);
/// One press of an arrow key or button, in percent.
const SHARE_STEP: u32 = 5;
/// Where the browser remembers the width.
const SHARE_NAME: &str = "share";
/// Where the browser remembers that the proposal stays where it is.
const STAY_NAME: &str = "stay";

/// The page.
pub fn sheet(assignment: String) -> AnyView {
    let sheet = load(move || assignment.clone(), read_sheet);
    let query = use_query_map();
    page(Area::Bare, move |here| async move {
        let sheet = sheet.await?;
        let pane = query.with_untracked(|query| query.get("pane"));
        sheet_view(&here, &sheet, pane.as_deref() == Some("marks"))
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
                <section id=format!("read-{}", section.slug) data-section=section.key.clone() tabindex="-1">
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
                    <a href=lang.href(&format!("/juri/benturan/{}", sheet.assignment)) rel="external">
                        {say!(ui_conflict_declare, lang)}
                    </a>
                </p>
            </article>
        </section>
    }
    .whole()
}

/// The line between the panes: moved by dragging, by arrow keys, or by the buttons of [`tools`].
fn divider(share: RwSignal<u32>, lang: Lang) -> AnyView {
    let dragging = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(kept) = panes::remembered(SHARE_NAME).and_then(|kept| kept.parse().ok()) {
            share.set(u32::clamp(kept, SHARE.0, SHARE.2));
        }
    });
    Effect::new(move |before: Option<u32>| {
        let share = share.get();
        if share != SHARE.1 || before.is_some() {
            panes::share(share);
        }
        if before.is_some_and(|before| before != share) {
            panes::remember(SHARE_NAME, Some(&share.to_string()));
        }
        share
    });
    view! {
        <div
            class="divider"
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-label=say!(pane_width, lang)
            aria-valuemin=SHARE.0.to_string()
            aria-valuemax=SHARE.2.to_string()
            aria-valuenow=move || share.get().to_string()
            aria-valuetext=move || say!(pane_share, lang, n = share.get())
            on:keydown=move |event| {
                let now = share.get_untracked();
                let to = match event.key().as_str() {
                    "ArrowLeft" => now.saturating_sub(SHARE_STEP),
                    "ArrowRight" => now + SHARE_STEP,
                    "Home" => SHARE.0,
                    "End" => SHARE.2,
                    _ => return,
                };
                event.prevent_default();
                share.set(to.clamp(SHARE.0, SHARE.2));
            }
            on:pointerdown=move |event| {
                event.prevent_default();
                dragging.set(true);
            }
        ></div>
        <div
            class="dragging"
            hidden=move || !dragging.get()
            aria-hidden="true"
            on:pointermove=move |event| {
                if let Some(at) = panes::percent_at(event.client_x()) {
                    share.set(at.clamp(SHARE.0, SHARE.2));
                }
            }
            on:pointerup=move |_| dragging.set(false)
            on:pointercancel=move |_| dragging.set(false)
        ></div>
    }
    .whole()
}

/// Width and following, where there are two panes.
fn tools(share: RwSignal<u32>, follows: RwSignal<bool>, lang: Lang) -> AnyView {
    let button = |label: &'static str, sign: &'static str, wider: bool| {
        let step = move |_| {
            share.update(|share| {
                let to = if wider { *share + SHARE_STEP } else { *share - SHARE_STEP };
                *share = to.clamp(SHARE.0, SHARE.2);
            });
        };
        view! {
            <button type="button" class="button text slim" aria-label=label title=label on:click=step>
                {sign}
            </button>
        }
    };
    view! {
        <div class="pane-tools needs-js">
            {button(say!(pane_narrower, lang), "◂", false)}
            {button(say!(pane_wider, lang), "▸", true)}
            <label class="tick">
                <input
                    type="checkbox"
                    checked=true
                    prop:checked=move || follows.get()
                    on:change=move |event| {
                        let wanted = event_target_checked(&event);
                        follows.set(wanted);
                        panes::remember(STAY_NAME, (!wanted).then_some("1"));
                    }
                />
                <span>{say!(pane_follow, lang)}</span>
            </label>
        </div>
    }
    .whole()
}

/// Scrolls the proposal to what the aspect at hand is about.
fn follow(edition: &Edition, scoring: &Scoring) -> RwSignal<bool> {
    let follows = RwSignal::new(true);
    Effect::new(move |_| follows.set(panes::remembered(STAY_NAME).is_none()));
    let current = scoring.current;
    let sections: Vec<String> = edition.criteria.iter().map(|c| c.section.clone()).collect();
    Effect::new(move |before: Option<usize>| {
        let at = current.get();
        // The page begins at its beginning, whatever aspect is next.
        let moved = before.is_some_and(|before| before != at);
        if moved
            && follows.get_untracked()
            && panes::is_wide()
            && let Some(section) = sections.get(at)
        {
            panes::reveal(&format!("[data-section='{section}']"));
        }
        at
    });
    follows
}

/// Everything that keys do on this page.
fn hear(
    here: &Here,
    edition: &Edition,
    bands: &[crate::ui::Band],
    scoring: &Scoring,
    sheet: &Sheet,
) {
    let lang = here.lang;
    let sections: Vec<String> = edition.sections.iter().map(|s| s.slug.clone()).collect();
    let (going, section) = (RwSignal::new(false), RwSignal::new(None::<usize>));
    let (queue, list) = (lang.href("/juri"), lang.href("/juri/pintasan"));
    let base = lang.href(&format!("/juri/nilai/{}", sheet.assignment));
    let (review, compare) =
        (format!("{base}/tinjau"), lang.href(&format!("/juri/banding?u={}", sheet.assignment)));
    let (bands, scoring, open) = (bands.to_vec(), scoring.clone(), sheet.may_score);
    let last = scoring.marks.len().saturating_sub(1);
    let to_aspect = {
        let scoring = scoring.clone();
        move |at: usize| {
            let Some((key, _)) = scoring.marks.get(at) else { return };
            scoring.current.set(at);
            let ticked = format!("[name='{key}-band']:checked");
            panes::focus(&format!("[name='{key}-band']"));
            panes::focus(&ticked);
        }
    };
    let does = move |asked: Act| {
        let at = scoring.current.get_untracked().min(last);
        let mark = scoring.marks.get(at).map(|(key, mark)| (key.clone(), *mark));
        match asked {
            Act::Band(band) if open => {
                if let (Some((key, mark)), true) = (mark, band < bands.len()) {
                    mark.choose(band, &bands);
                    panes::focus(&format!("[name='{key}-band'][value='{band}']"));
                }
            }
            Act::Step(points) if open => {
                if let Some((_, mark)) = mark {
                    mark.step(points, &bands);
                }
            }
            Act::Aspect(by) if open => {
                let now = scoring.current.get_untracked();
                to_aspect(now.saturating_add_signed(by).min(last));
            }
            Act::Note if open => {
                if let Some((key, _)) = mark {
                    panes::focus(&format!("[id='{key}-note']"));
                }
            }
            Act::Undo if open => scoring.take_back(),
            Act::Review if open => panes::press("[name=action][value=review]"),
            Act::Review => go(&review),
            Act::Section(by) => {
                let now = section.get_untracked();
                let to = now.map_or(0, |now: usize| now.saturating_add_signed(by));
                let to = to.min(sections.len().saturating_sub(1));
                section.set(Some(to));
                if let Some(slug) = sections.get(to) {
                    panes::focus(&format!("[id='read-{slug}']"));
                }
            }
            Act::Files => panes::focus("[id='read-lampiran']"),
            Act::Queue => go(&queue),
            Act::Compare => go(&compare),
            Act::List => go(&list),
            Act::Pane => panes::other(),
            Act::Leave => panes::leave(),
            Act::Band(_) | Act::Step(_) | Act::Aspect(_) | Act::Note | Act::Undo | Act::Go => {}
        }
    };
    Effect::new(move |_| {
        let does = does.clone();
        let listening = panes::listen(move |press| {
            let asked = act(&press, keys::on(), going.get_untracked());
            going.set(asked == Some(Act::Go));
            asked.map(&does).is_some()
        });
        let listening = StoredValue::new_local(Some(listening));
        on_cleanup(move || {
            if let Some(Some(listening)) = listening.try_update_value(Option::take) {
                listening.stop();
            }
        });
    });
}

fn sheet_view(here: &Here, sheet: &Sheet, marks_first: bool) -> Result<AnyView, Fault> {
    let lang = here.lang;
    let edition = here.setting.edition()?;
    let bands = bands(&edition, lang);
    let scoring = Scoring::begin(here, sheet, &bands);
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
    let (share, follows) = (RwSignal::new(SHARE.1), follow(&edition, &scoring));
    hear(here, &edition, &bands, &scoring, sheet);
    let marking = if sheet.may_score {
        score_form(here, &edition, &bands, &scoring, sheet)
    } else {
        sent_sheet(here, &edition, sheet)
    };
    let current = scoring.current;
    let map =
        sheet.may_score.then(|| view! { <AspectMap lang cells current review_href="#review"/> });
    let data = if sheet.sample { Data::Sample } else { Data::default() };
    let mode = if edition.rules.blind { say!(mode_blind, lang) } else { say!(mode_open, lang) };
    let title = format!("{} {}", sheet.code, sheet.name);
    let (state, again_act) = (scoring.state, scoring.again);
    let conflict = lang.href(&format!("/juri/benturan/{}", sheet.assignment));
    let again = sheet.reopened_at.map(|at| {
        let words = say!(reopened_words, lang, at = here.moment(at));
        view! { <Notice kind=Kind::Warning>{words}</Notice> }
    });
    let own = |pane: &str| format!("{}?pane={pane}", lang.href(&here.path));
    let compare = lang.href(&format!("/juri/banding?u={}", sheet.assignment));
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
            keys_href=lang.href("/juri/pintasan")
            conflict_href=conflict
        >
            <SaveLine lang state act=again_act/>
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
                {manuscript(&edition, sheet, lang)}
                {divider(share, lang)}
                <section class="marking" aria-label=say!(marks, lang) tabindex="0">
                    <ErrorSummary lang items=errors/>
                    {again}
                    {tools(share, follows, lang)}
                    {map}
                    {marking}
                    <p class="small">
                        <a class="button text" href=compare rel="external">{say!(compare_with, lang)}</a>
                    </p>
                </section>
            </div>
        </main>
    }
    .whole())
}
