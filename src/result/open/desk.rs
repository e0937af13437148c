//! Open data's desk: nothing before the result is public, to nobody, and then the same for everybody.

use super::api::{COLUMNS, OpenData, OpenRow};
use crate::{
    edition::{self, Phase},
    fault::Fault,
    kernel::Lang,
    proposal,
    result::{desk::sealed, list::table, print::desk::answer},
    server::{House, Visit},
};
use axum::{
    Router,
    extract::{Path, Request, State},
    routing::get,
};

/// What is open of the edition.
///
/// # Errors
/// [`Fault::NotFound`] before the publication, and for another year.
async fn data(visit: &Visit, year: i32) -> Result<OpenData, Fault> {
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let edition = &standing.edition;
    if standing.phase != Phase::Published || edition.year != year {
        return Err(Fault::NotFound);
    }
    let sealed = sealed(&mut conn, &edition.slug).await?.ok_or(Fault::NotFound)?;
    let mut rows = Vec::new();
    for brief in proposal::desk::all(&mut conn, edition).await? {
        if !brief.status.counts() {
            continue;
        }
        let honoured = sealed.rows.iter().find(|row| row.proposal_id == brief.id);
        let names = match honoured {
            Some(row) => [&row.acronym, &row.title, &row.unit, &row.agency],
            None => [&brief.acronym, &brief.title, &brief.unit, &brief.agency],
        };
        let [nama, judul, unit, perangkat_daerah] = names.map(String::clone);
        rows.push(OpenRow {
            tahun: year,
            kode: proposal::code(brief.number.unwrap_or_default()),
            nama,
            judul,
            unit,
            perangkat_daerah,
            kategori: edition
                .category(&brief.category)
                .map(|name| name.pick(Lang::Id).to_owned())
                .unwrap_or_default(),
            peringkat: honoured.map(|row| row.rank),
            nilai: honoured.map(|row| row.score.clone()),
        });
    }
    rows.sort_by(|a, b| a.kode.cmp(&b.kode));
    Ok(OpenData {
        edisi: edition.slug.clone(),
        nama: edition.name.id.clone(),
        simulasi: edition.demo,
        segel: sealed.sha256,
        inovasi: rows,
    })
}

/// The file of this name: a year, and csv or json.
async fn file(visit: &Visit, name: &str) -> Result<Vec<u8>, Fault> {
    let (year, kind) = name.split_once('.').ok_or(Fault::NotFound)?;
    let year = year.parse().map_err(|_| Fault::NotFound)?;
    match kind {
        "json" => {
            let data = data(visit, year).await?;
            Ok((serde_json::to_string_pretty(&data).map_err(|_| Fault::Ours)? + "\n").into_bytes())
        }
        "csv" => {
            let row = |row: OpenRow| {
                vec![
                    row.tahun.to_string(),
                    row.kode,
                    row.nama,
                    row.judul,
                    row.unit,
                    row.perangkat_daerah,
                    row.kategori,
                    row.peringkat.map(|rank| rank.to_string()).unwrap_or_default(),
                    row.nilai.unwrap_or_default(),
                ]
            };
            table(&COLUMNS, data(visit, year).await?.inovasi.into_iter().map(row))
        }
        _ => Err(Fault::NotFound),
    }
}

/// Addresses of open data.
pub fn routes() -> Router<House> {
    Router::new().route(
        "/data/{name}",
        get(|State(house): State<House>, Path(name): Path<String>, request: Request| async move {
            let wanted = name.clone();
            let name = format!("inovasi-{name}");
            answer(house, request, &name, |visit| async move { file(&visit, &wanted).await }).await
        }),
    )
}
