//! What the address of the board asks for, and the form that tries something out.

use super::super::super::api::{Board, BoardOrder, Trial};
use crate::{
    edition::{Edition, Here},
    kernel::{Lang, text},
    say,
    ui::{Button, Fold, Guide, Kind, Notice, Whole},
};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use std::collections::BTreeMap;

/// What the address asks for.
#[derive(Clone)]
pub struct Asked {
    /// What the list is ordered by.
    pub order: BoardOrder,
    /// Whether names are covered.
    pub hidden: bool,
    /// What is tried out.
    pub trial: Trial,
    /// Page of a long list, from 1.
    pub page: usize,
}

impl Asked {
    /// Order, names and trial as they stand in the address.
    pub fn of(query: &ParamsMap) -> Self {
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
    pub fn view(&self) -> Vec<(&'static str, &'static str)> {
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

    pub fn href(&self, lang: Lang) -> String {
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
pub fn trying(here: &Here, board: &Board, asked: &Asked, edition: &Edition) -> AnyView {
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
