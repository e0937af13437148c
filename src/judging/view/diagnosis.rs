//! `/panitia/diagnosis`: what the scores tell of the judges, in plain words and for the chair alone.
//! Drawn by the server.

use super::super::api::{JudgeNote, read_diagnosis};
use crate::{
    client::load::load,
    edition::{office_head, office_page},
    kernel::Lang,
    say,
    ui::{SimulatedNote, Whole, framed},
};
use leptos::prelude::*;

/// The page.
#[component]
pub fn DiagnosisPage() -> impl IntoView {
    let diagnosis = load(|| (), |()| read_diagnosis());
    office_page(move |here| async move {
        let lang = here.lang;
        let (judges, reliability) = diagnosis.await?;
        let demo = here.setting.demo.then(|| view! { <SimulatedNote lang/> });
        let words = say!(board_watch_words, lang).to_owned();
        let content = if judges.is_empty() {
            view! { <p>{say!(diagnosis_none, lang)}</p> }.into_any()
        } else {
            watch(&judges, &reliability, lang)
        };
        Ok(view! { {office_head(&here, say!(board_watch_title, lang), words)} {demo} {content} }
            .whole())
    })
}

fn flag(code: &str, lang: Lang) -> &'static str {
    match code {
        "strict" => say!(board_flag_strict, lang),
        "lenient" => say!(board_flag_lenient, lang),
        "narrow" => say!(board_flag_narrow, lang),
        "wide" => say!(board_flag_wide, lang),
        "inconsistent" => say!(board_flag_inconsistent, lang),
        "low" => say!(board_flag_low, lang),
        _ => say!(board_flag_straight, lang),
    }
}

fn watch(judges: &[JudgeNote], reliability: &[u32], lang: Lang) -> AnyView {
    let dash = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    let rows = judges
        .iter()
        .map(|judge| {
            let (points, sd) = (judge.leniency.0.clone(), judge.leniency.1.clone());
            let flags: Vec<&str> = judge.flags.iter().map(|code| flag(code, lang)).collect();
            view! {
                <tr>
                    <th scope="row" class="name">{judge.name.clone()}</th>
                    <td class="n">{judge.reads}</td>
                    <td class="n">{say!(board_leniency_words, lang, points = points, sd = sd)}</td>
                    <td class="n">{dash(&judge.spread)}</td>
                    <td class="n">{dash(&judge.agreement)}</td>
                    <td>{flags.join("; ")}</td>
                </tr>
            }
        })
        .collect_view();
    let title = say!(board_watch_title, lang);
    let columns = [
        (say!(board_judge, lang), ""),
        (say!(board_reads, lang), "n"),
        (say!(board_leniency, lang), "n"),
        (say!(board_spread, lang), "n"),
        (say!(board_agreement, lang), "n"),
        (say!(board_note, lang), ""),
    ];
    let legend = [
        (say!(board_leniency, lang), say!(diagnosis_leniency, lang)),
        (say!(board_spread, lang), say!(diagnosis_spread, lang)),
        (say!(board_agreement, lang), say!(diagnosis_agreement, lang)),
        (say!(board_note, lang), say!(diagnosis_note, lang)),
    ];
    let legend = legend
        .into_iter()
        .map(|(name, words)| view! { <div><dt>{name}</dt><dd>{words}</dd></div> })
        .collect_view();
    let legend = view! { <dl class="facts">{legend}</dl> };
    let planning = match *reliability {
        [one, two, three, four, five] => {
            let words =
                say!(board_reliability, lang, a = one, b = two, c = three, d = four, e = five);
            Some(view! { <p class="muted small">{words}</p> })
        }
        _ => None,
    };
    view! {
        <div class="stack wide">
            {legend}
            {framed(title, &columns, rows.into_any())}
            {planning}
            <p><a class="button text" href=lang.href("/panitia/kalibrasi") rel="external">{say!(leans_title, lang)}</a></p>
        </div>
    }
    .whole()
}
