//! The judging desk: who reads what, what they score, and the ranking that comes of it.

mod advice;
pub mod assignment;
pub mod benchmark;
mod board;
pub mod compare;
pub mod conflict;
mod nudge;
mod progress;
pub mod record;
pub mod sending;
mod sheet;
pub mod unscorable;

pub use board::{board, diagnosis, figures, lots, places, tie_words};
pub use progress::progress;
pub use sheet::{save, sheet};

use super::{
    api::{QueueRow, SheetState, Waiting},
    rules::{self, Marks},
    store::{self, Scores, Seat},
};
use crate::{
    edition::{self, Edition, Phase},
    fault::Fault,
    kernel::{Role, prng::Prng, score, text},
    proposal::{self, attachment::desk::Size},
    server::{
        House, Tx, Visit,
        ledger::Stamp,
        pages::{self, Fields},
    },
};
use axum::{
    Router,
    extract::{Path, Request, State},
    response::Response,
    routing::get,
};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

fn state(edition: &Edition, seat: &Seat, marks: &Marks) -> SheetState {
    let needs = edition.rules.comment_words;
    let lacks = || rules::sending::lacks(&edition.criteria, marks, &seat.comment, needs);
    match (seat.sent_at, seat.reopened_at) {
        (Some(_), _) => SheetState::Sent,
        (None, Some(_)) => SheetState::Reopened,
        (None, None) if seat.rev == 0 => SheetState::Untouched,
        (None, None) if lacks().is_empty() => SheetState::Full,
        (None, None) => SheetState::Draft,
    }
}

/// The queue of whoever asks, in the order they were given it; what they must not read comes last,
/// and before the year's statement there is only its length.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn queue(visit: &Visit) -> Result<Waiting, Fault> {
    let judge = visit.require(&[Role::Judge])?;
    conflict::settle(visit, judge).await?;
    let mut conn = visit.read().await?;
    let edition = edition::desk::current(&mut conn).await?;
    let seats = store::seats_of(&mut conn, &judge.id).await?;
    let left = conflict::left_by(&mut conn, judge).await?;
    if !conflict::has_stated(&mut conn, judge, &edition).await? {
        let given = u32::try_from(seats.len() + left.len()).unwrap_or(u32::MAX);
        return Ok(Waiting { to_state: given, to_calibrate: 0, rows: Vec::new(), own: None });
    }
    let to_calibrate = benchmark::left(&mut conn, judge, &edition).await?;
    if to_calibrate > 0 {
        return Ok(Waiting { to_state: 0, to_calibrate, rows: Vec::new(), own: None });
    }
    let scores = store::all_scores(&mut conn).await?;
    let held = unscorable::held(&mut conn).await?;
    let none = Marks::new();
    let totals = seats
        .iter()
        .filter_map(|seat| {
            Some((seat.id.clone(), rules::total(&edition.criteria, scores.get(&seat.id)?)?))
        })
        .collect();
    let own = compare::so_far(&mut conn, &judge.id, &totals).await?;
    let mut rows = Vec::new();
    for seat in seats {
        let (brief, frozen) = proposal::desk::frozen(&mut conn, &seat.proposal).await?;
        let code = proposal::code(brief.number.unwrap_or_default());
        rows.push(QueueRow {
            name: if edition.rules.blind { code.clone() } else { brief.acronym },
            code,
            category: brief.category,
            words: frozen.texts.values().map(|text| text::count_words(text)).sum(),
            state: match state(&edition, &seat, scores.get(&seat.id).unwrap_or(&none)) {
                SheetState::Full if held.contains(&seat.id) => SheetState::Draft,
                state => state,
            },
            assignment: seat.id,
        });
    }
    for (assignment, proposal) in left {
        let (brief, _) = proposal::desk::frozen(&mut conn, &proposal).await?;
        let code = proposal::code(brief.number.unwrap_or_default());
        rows.push(QueueRow {
            name: if edition.rules.blind { code.clone() } else { brief.acronym },
            code,
            category: brief.category,
            words: 0,
            state: SheetState::Conflict,
            assignment,
        });
    }
    Ok(Waiting { to_state: 0, to_calibrate: 0, rows, own })
}

/// The seat of whoever asks; somebody else's is not found, and one they must not have is barred.
async fn own_seat(
    conn: &mut AnyConnection,
    visit: &Visit,
    assignment: &str,
) -> Result<Seat, Fault> {
    let judge = visit.require(&[Role::Judge])?;
    match store::one(conn, assignment).await? {
        Some(seat) if seat.judge == judge.id => {
            conflict::admit(conn, judge, &seat).await?;
            Ok(seat)
        }
        Some(_) => Err(Fault::NotFound),
        None => Err(conflict::why_not(conn, judge, assignment).await?),
    }
}

/// Fills and sends every sheet that no judge has touched, with simulated marks; demo editions
/// only. `worth` tells what a proposal is worth, by its folded title.
///
/// # Errors
/// A refusal for an edition that is no demo or not in judging.
pub async fn simulate(
    tx: &mut Tx,
    seed: u32,
    worth: &BTreeMap<String, f64>,
    comment: &str,
    now: i64,
) -> Result<usize, Fault> {
    let standing = edition::desk::standing(tx).await?;
    let edition = &standing.edition;
    if !edition.demo || standing.phase != Phase::Judging {
        return Err(Fault::refused(
            "Simulasi nilai hanya untuk edisi contoh pada tahap penilaian.",
            "Scores are simulated only for a demo edition in judging.",
        ));
    }
    let titles: BTreeMap<String, String> = proposal::desk::all(tx, edition)
        .await?
        .into_iter()
        .map(|brief| (brief.id, text::fold(&brief.title)))
        .collect();
    let mut open: BTreeMap<&str, Vec<Seat>> = BTreeMap::new();
    for seat in store::seats(tx).await? {
        let title = titles.get(&seat.proposal).map_or("", String::as_str);
        open.entry(title).or_default().push(seat);
    }
    let mut random = Prng::new(seed);
    let mut count = 0;
    for (title, mut seats) in open {
        // Ids are new in every demo; the order of the judges is what a seed repeats.
        seats.sort_by(|a, b| (a.position, &a.id).cmp(&(b.position, &b.id)));
        let worth = worth.get(title).copied().unwrap_or(60.0);
        let marks = rules::simulate(&edition.criteria, worth, seats.len(), &mut random);
        for (seat, marks) in seats.iter().zip(marks).filter(|(seat, _)| seat.rev == 0) {
            let scores: Scores =
                marks.into_iter().map(|(key, value)| (key, (Some(value), String::new()))).collect();
            lay(tx, seat, &scores, comment, now).await?;
            store::send(tx, &seat.id, now).await?;
            tx.record("score.simulate", &format!("assignment:{}", seat.id), &(), &scores);
            count += 1;
        }
    }
    Ok(count)
}

/// Fills an untouched sheet without anybody having typed.
async fn lay(
    tx: &mut Tx,
    seat: &Seat,
    scores: &Scores,
    comment: &str,
    now: i64,
) -> Result<(), Fault> {
    let stamp = Stamp { by: &seat.judge, at: now, device: "" };
    for (criterion, (value, _)) in scores {
        let text = value.map(score::show).unwrap_or_default();
        let name = rules::sheet::score_field(criterion);
        store::mark::LEDGER.put(tx, &seat.id, &name, 1, &text, stamp).await?;
        store::mark::score(tx, &seat.id, criterion, *value).await?;
    }
    store::mark::LEDGER.put(tx, &seat.id, rules::sheet::COMMENT, 1, comment, stamp).await?;
    store::mark::count(tx, &seat.id, Some(comment), now).await
}

/// A file of the version that a judge reads.
async fn hand_out(
    visit: &Visit,
    assignment: &str,
    file: &str,
    size: Size,
) -> Result<Response, Fault> {
    let sheet = sheet(visit, assignment).await?;
    let one = sheet.files.iter().find(|one| one.id == file).ok_or(Fault::NotFound)?;
    proposal::attachment::desk::hand_out_enclosed(visit, one, size).await
}

async fn enclosed(
    house: House,
    request: Request,
    assignment: String,
    file: String,
    size: Size,
) -> Response {
    let (parts, _) = pages::whole(request).into_parts();
    let answer = match house.visit(&parts).await {
        Ok(visit) => hand_out(&visit, &assignment, &file, size).await,
        Err(fault) => Err(fault),
    };
    match answer {
        Ok(response) => response,
        Err(fault) => pages::refuse(&house, &parts, &fault, Fields::new(), fault.status()).await,
    }
}

/// Addresses of this slice that take forms.
pub fn routes() -> Router<House> {
    type Two = Path<(String, String)>;
    Router::new()
        .route(
            "/juri/nilai/{assignment}/lampiran/{file}",
            get(|State(house): State<House>, Path((id, one)): Two, request: Request| {
                enclosed(house, request, id, one, Size::Whole)
            }),
        )
        .route(
            "/juri/nilai/{assignment}/lampiran/{file}/kecil",
            get(|State(house): State<House>, Path((id, one)): Two, request: Request| {
                enclosed(house, request, id, one, Size::Small)
            }),
        )
        .route(
            "/juri/nilai/{assignment}",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| sheet::form(visit, fields, id))
                },
            ),
        )
        .route(
            "/juri/nilai/{assignment}/tinjau",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| {
                        sending::send_form(visit, fields, id)
                    })
                },
            ),
        )
        .route(
            "/juri/nilai/{assignment}/tidak-bisa/{criterion}",
            get(pages::page).post(
                |State(house): State<House>, Path((id, criterion)): Two, request: Request| {
                    pages::form(house, request, |visit, fields| {
                        unscorable::report(visit, fields, id, criterion)
                    })
                },
            ),
        )
        .route(
            "/juri/kalibrasi/{key}",
            get(pages::page).post(
                |State(house): State<House>, Path(key): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| benchmark::form(visit, fields, key))
                },
            ),
        )
        .route(
            "/juri/kirim",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, sending::send_all_form)
            }),
        )
        .route(
            "/juri/benturan",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, conflict::state_form)
            }),
        )
        .route(
            "/juri/benturan/{assignment}",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| {
                        conflict::declare_form(visit, fields, id)
                    })
                },
            ),
        )
        .route(
            "/panitia/kemajuan",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, sending::office_form)
            }),
        )
        .route(
            "/panitia/peringkat",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, assignment::further_read)
            }),
        )
        .route(
            "/panitia/penugasan",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, assignment::form)
            }),
        )
}
