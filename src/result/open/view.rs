//! `/data`: what is open, in which columns, and from when. Drawn by the server.

use super::api::COLUMNS;
use crate::{
    edition::{Area, Phase, page},
    kernel::Lang,
    say,
    ui::{SimulatedNote, Whole, framed},
};
use leptos::prelude::*;

fn meaning(column: &str, lang: Lang) -> &'static str {
    match column {
        "tahun" => say!(data_year, lang),
        "kode" => say!(data_code, lang),
        "nama" => say!(data_name, lang),
        "judul" => say!(data_full_title, lang),
        "unit" => say!(data_unit, lang),
        "perangkat_daerah" => say!(data_agency, lang),
        "kategori" => say!(data_category, lang),
        "peringkat" => say!(data_rank, lang),
        _ => say!(data_score, lang),
    }
}

/// The page.
#[component]
pub fn DataPage() -> impl IntoView {
    page(Area::Public, |here| async move {
        let lang = here.lang;
        let title = say!(data_title, lang);
        let is_open = here.setting.phase == Phase::Published;
        let year = here.setting.year;
        let files = if is_open {
            let link = |kind: &str| {
                let name = format!("{year}.{kind}");
                view! {
                    <a class="button" href=format!("/data/{name}") rel="external" download="">{name.clone()}</a>
                }
            };
            view! { <p class="actions">{link("csv")} {link("json")}</p> }.whole()
        } else {
            view! { <p>{say!(data_later, lang)}</p> }.whole()
        };
        let note = (is_open && here.setting.demo).then(|| view! { <SimulatedNote lang/> });
        let rows = COLUMNS
            .into_iter()
            .map(|column| {
                view! {
                    <tr>
                        <th scope="row"><code>{column}</code></th>
                        <td>{meaning(column, lang)}</td>
                    </tr>
                }
            })
            .collect_view();
        let columns = [(say!(data_column, lang), ""), (say!(data_meaning, lang), "")];
        Ok(view! {
            {crate::client::page::title(title)}
            <div class="narrow page stack">
                <h1>{title}</h1>
                <p>{say!(data_lead, lang)}</p>
                {note}
                {files}
                <h2>{say!(data_columns, lang)}</h2>
                {framed(say!(data_columns, lang), &columns, rows.into_any())}
            </div>
        }
        .whole())
    })
}
