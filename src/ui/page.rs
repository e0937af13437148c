//! Pieces of a page: where am I, notices, tags, summaries, folded guides.

use super::icon::Icon;
use super::whole::Inner;
use crate::kernel::Lang;
use crate::say;
use leptos::{html, prelude::*};

/// Whether what is shown is real or invented for the demo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Data {
    /// From people or a named source.
    #[default]
    Real,
    /// Invented: wears a dashed chip.
    Sample,
}

/// The way back, and on multi-step forms which step this is.
#[component]
pub fn Breadcrumb(
    lang: Lang,
    /// The page above this one.
    #[prop(into)]
    back_href: String,
    /// Its name.
    #[prop(into)]
    label: String,
    /// "Langkah 3 dari 10", or nothing.
    #[prop(optional, into)]
    step: String,
) -> impl IntoView {
    let step = (!step.is_empty()).then(|| view! { <p>{step}</p> });
    view! {
        <div class="crumb">
            <nav aria-label=say!(ui_crumb, lang)>
                <a href=back_href>
                    <Icon name="left"/>
                    <span>{label}</span>
                </a>
            </nav>
            {step}
        </div>
    }
}

/// How urgent a [`Notice`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Good to know.
    #[default]
    Info,
    /// Done.
    Success,
    /// Needs attention soon.
    Warning,
    /// Stops the work.
    Error,
}

/// A banner. One at a time, by priority: conflict, session, offline, deadline.
#[component]
pub fn Notice(#[prop(optional)] kind: Kind, children: Inner) -> impl IntoView {
    let (class, icon) = match kind {
        Kind::Info => ("notice info", "info"),
        Kind::Success => ("notice success", "check"),
        Kind::Warning => ("notice", "warning"),
        Kind::Error => ("notice error", "warning"),
    };
    view! { <div class=class><Icon name=icon/><div>{children.view()}</div></div> }
}

/// Says that ranks and scores of the demo edition are simulated. Belongs wherever they are shown.
#[component]
pub fn SimulatedNote(lang: Lang) -> impl IntoView {
    view! {
        <div class="notice">
            <Icon name="info"/>
            <div>{say!(ui_simulated, lang)}</div>
        </div>
    }
}

/// The dashed chip on invented data.
#[component]
pub fn SampleTag(lang: Lang) -> impl IntoView {
    view! { <span class="sample">{say!(ui_sample, lang)}</span> }
}

/// The chip, if the data are a sample.
pub fn sample_tag(lang: Lang, data: Data) -> Option<impl IntoView> {
    (data == Data::Sample).then(|| view! { <SampleTag lang=lang/> })
}

/// What a [`Tag`] means. Finished work is quiet, open work has a pill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing there yet.
    #[default]
    Empty,
    /// Being worked on.
    Active,
    /// Finished.
    Done,
    /// Needs attention.
    Warning,
    /// Must be corrected.
    Wrong,
    /// Closed to changes.
    Locked,
    /// An award.
    Award,
}

/// A status in words with its icon.
#[component]
pub fn Tag(tone: Tone, #[prop(into)] text: String) -> impl IntoView {
    let (class, icon) = match tone {
        Tone::Empty => ("tag quiet", "empty"),
        Tone::Active => ("tag active", "pencil"),
        Tone::Done => ("tag done", "check"),
        Tone::Warning => ("tag warning", "warning"),
        Tone::Wrong => ("tag wrong", "warning"),
        Tone::Locked => ("tag quiet", "lock"),
        Tone::Award => ("tag award", "award"),
    };
    view! { <span class=class><Icon name=icon/>{text}</span> }
}

/// Whether an [`ErrorSummary`] takes the focus when it appears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// Yes, so that nobody misses it.
    #[default]
    Take,
    /// No: it is only shown as an example.
    Leave,
}

/// The list of what must be corrected, on top of the page, with the focus on it. Draws nothing for
/// an empty list. Each link leads to the field itself.
#[component]
pub fn ErrorSummary(
    lang: Lang,
    /// Field id and sentence, in the order of the page.
    items: Vec<(String, String)>,
    /// "Semua isian sudah tersimpan 14.07.", or nothing.
    #[prop(optional, into)]
    saved: String,
    #[prop(optional)] focus: Focus,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let takes = focus == Focus::Take;
    Effect::new(move |_| {
        if let Some(summary) = node.get().filter(|_| takes) {
            let _ = summary.focus();
        }
    });
    let shown = !items.is_empty();
    let rows = items
        .into_iter()
        .map(|(id, sentence)| {
            view! { <li><a href=format!("#{id}") rel="external">{sentence}</a></li> }
        })
        .collect_view();
    let saved = (!saved.is_empty()).then(|| view! { <p>{saved}</p> });
    shown.then(|| {
        view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus=takes node_ref=node>
                <h2><Icon name="warning"/>{say!(ui_errors_title, lang)}</h2>
                {saved}
                <ul>{rows}</ul>
            </div>
        }
    })
}

/// An empty place: why it is empty and what can be done about it.
#[component]
pub fn Empty(
    /// The sentence.
    #[prop(into)]
    text: String,
    /// The way on, as label and address.
    #[prop(optional)]
    action: Option<(String, String)>,
) -> impl IntoView {
    let action =
        action.map(|(label, href)| view! { <a class="button secondary" href=href>{label}</a> });
    view! {
        <div class="blank">
            <svg class="leaf" aria-hidden="true"><use href="/sprite.svg#leaf"/></svg>
            <p>{text}</p>
            {action}
        </div>
    }
}

/// Whether a [`Guide`] starts open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fold {
    /// Open on arrival.
    #[default]
    Open,
    /// Folded until asked for.
    Closed,
}

/// A guide that can be folded away: "Apa yang perlu ditulis".
#[component]
pub fn Guide(
    #[prop(into)] title: String,
    #[prop(optional)] fold: Fold,
    children: Inner,
) -> impl IntoView {
    view! {
        <details class="guide" open=fold == Fold::Open>
            <summary>{title}<Icon name="down"/></summary>
            <div class="guide-body">{children.view()}</div>
        </details>
    }
}
