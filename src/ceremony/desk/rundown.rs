//! The rundown's desk: read, edited and exchanged as a file, until a name of the result may be out.

use super::{CREW, Staged, answered, lists, staged, topic};
use crate::{
    ceremony::{
        api::{ListName, RundownView},
        rules::{
            course,
            played::{Awarded, lists as awarded, played},
            rundown::{self as rules, CATEGORY, Edit, Flaw, Kind, Rundown, Step, TOP},
        },
        script, store,
    },
    edition::Edition,
    fault::Fault,
    kernel::{FieldError, Lang, Posted, Role, Words, text},
    say,
    server::{
        House, Visit,
        pages::{self, Fields, Reply},
    },
};
use axum::{
    Router,
    extract::{Path, Request, State},
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use std::collections::BTreeMap;

/// Who may change the rundown.
const EDITORS: [Role; 4] = [Role::Operator, Role::Committee, Role::Chair, Role::Secretary];

/// Largest file, in characters.
const FILE: usize = 100_000;

/// Keys of every list an edition can have.
fn keys(edition: &Edition) -> Vec<String> {
    let categories = edition.categories.iter().map(|one| format!("{CATEGORY}{}", one.key));
    std::iter::once(TOP.to_owned()).chain(categories).collect()
}

/// Ranks as they will be if nobody ties, for a show that has no result yet.
fn expected(edition: &Edition, rundown: &Rundown) -> Vec<Vec<u32>> {
    let lists = awarded(rundown);
    let last = |list: &Awarded| if list.key == TOP { edition.rules.top } else { list.places };
    lists.iter().map(|list| (1..=last(list)).collect()).collect()
}

fn written(rundown: &Rundown) -> Result<String, Fault> {
    toml::to_string_pretty(rundown).map_err(|error| {
        tracing::error!(%error, "the rundown cannot be written");
        Fault::Ours
    })
}

/// The rundown with what it will take, for its page.
///
/// # Errors
/// Only the crew may look.
pub async fn view(visit: &Visit, show: &str) -> Result<RundownView, Fault> {
    answered(async {
        let account = visit.require(&CREW)?;
        let staged = staged(&mut *visit.read().await?, show).await?;
        if staged.is_rehearsal {
            return Err(Fault::NotFound);
        }
        let edition = &staged.standing.edition;
        let is_sealed = staged.sealed.is_some();
        let plan = if is_sealed {
            played(&staged.rundown, &staged.ranks)
        } else {
            played(&staged.rundown, &expected(edition, &staged.rundown))
        };
        let mut stretches = vec![course::Stretch::default(); staged.rundown.steps.len()];
        for (cue, step) in plan.cues.iter().zip(&plan.steps) {
            if let Some(stretch) = stretches.get_mut(*step) {
                stretch.presses += 1;
                stretch.moving += cue.motion();
            }
        }
        let whole = course::whole(&plan.cues);
        let names =
            keys(edition).into_iter().map(|key| ListName { name: lists::name(edition, &key), key });
        Ok(RundownView {
            rev: staged.rev,
            steps: staged.rundown.steps.clone(),
            stretches: stretches.iter().map(|one| (one.presses, one.moving)).collect(),
            presses: whole.presses,
            moving: whole.moving,
            lists: names.collect(),
            toml: written(&staged.rundown)?,
            is_sealed,
            has_begun: script::has_begun(&staged.script, &staged.show),
            may_edit: account.is_any(&EDITORS),
        })
    })
    .await
}

fn sentence(flaw: Flaw) -> (&'static str, Words) {
    let (field, id, en) = match flaw {
        Flaw::Count => ("", say!(rundown_flaw_count, Lang::Id), say!(rundown_flaw_count, Lang::En)),
        Flaw::First => ("", say!(rundown_flaw_first, Lang::Id), say!(rundown_flaw_first, Lang::En)),
        Flaw::List => {
            ("list", say!(rundown_flaw_list, Lang::Id), say!(rundown_flaw_list, Lang::En))
        }
        Flaw::Places => {
            ("from", say!(rundown_flaw_places, Lang::Id), say!(rundown_flaw_places, Lang::En))
        }
        Flaw::Twice => {
            ("from", say!(rundown_flaw_twice, Lang::Id), say!(rundown_flaw_twice, Lang::En))
        }
        Flaw::Suspense => (
            "suspense",
            say!(rundown_flaw_suspense, Lang::Id),
            say!(rundown_flaw_suspense, Lang::En),
        ),
        Flaw::Empty => {
            ("title", say!(rundown_flaw_empty, Lang::Id), say!(rundown_flaw_empty, Lang::En))
        }
        Flaw::Long => {
            ("title", say!(rundown_flaw_long, Lang::Id), say!(rundown_flaw_long, Lang::En))
        }
    };
    (field, Words { id: id.to_owned(), en: en.to_owned() })
}

/// The step that a form describes, or the field that cannot be read.
fn typed(fields: &Fields, kind: Kind) -> Result<Step, FieldError> {
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let words = |name: &str| text::clean(field(name)).trim().to_owned();
    let number = |name: &str| -> Result<u32, FieldError> {
        let typed = field(name).trim();
        if typed.is_empty() {
            return Ok(0);
        }
        typed.parse().map_err(|_| {
            let id = say!(rundown_not_a_number, Lang::Id);
            FieldError::new(name, id, say!(rundown_not_a_number, Lang::En))
        })
    };
    let mut step = Step::of(kind);
    if kind.has_list() {
        step.list = words("list");
    }
    if kind == Kind::Ranks {
        (step.from, step.to) = (number("from")?, number("to")?);
        step.suspense = rules::milliseconds(field("suspense")).unwrap_or(-1);
    }
    if kind.is_slide() {
        (step.title, step.text) = (words("title"), words("text"));
        step.image = words("image");
    }
    step.say = if kind.is_slide() { words("say") } else { String::new() };
    Ok(step)
}

/// What a form asks for.
enum Asked {
    Edit(Edit, String),
    Wrong(FieldError),
}

fn asked(fields: &Fields, staged: &Staged) -> Result<Asked, Fault> {
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let at = || field("at").parse::<usize>().map_err(|_| Fault::Unreadable);
    let count = staged.rundown.steps.len();
    let page = format!("/panggung/{}/susunan", staged.slug);
    let wrong = |error: FieldError| Ok(Asked::Wrong(error));
    Ok(match field("action") {
        "up" => Asked::Edit(Edit::Up(at()?), format!("{page}#langkah-{}", at()?)),
        "down" => Asked::Edit(Edit::Down(at()?), format!("{page}#langkah-{}", at()? + 2)),
        "remove" => Asked::Edit(Edit::Remove(at()?), page),
        "add" => {
            let kind = Kind::named(field("kind")).ok_or(Fault::Unreadable)?;
            let at = field("before").parse().unwrap_or(count).min(count);
            let mut step = Step::of(kind);
            if kind.has_list() {
                field("list").clone_into(&mut step.list);
            }
            if kind.is_slide() {
                // What is being written must say something from the start.
                say!(rundown_new_slide, Lang::Id).clone_into(&mut step.title);
            }
            if kind == Kind::Ranks {
                (step.from, step.to) = (1, 1);
            }
            Asked::Edit(Edit::Add(at, step), format!("{page}?langkah={}", at + 1))
        }
        "put" => {
            let at = at()?;
            let kind = staged.rundown.steps.get(at).ok_or(Fault::Conflict)?.kind;
            match typed(fields, kind) {
                Ok(step) => Asked::Edit(Edit::Put(at, step), format!("{page}#langkah-{}", at + 1)),
                Err(error) => return wrong(error),
            }
        }
        "usual" => Asked::Edit(Edit::All(rules::usual()), page),
        "file" => {
            let file = field("toml");
            if file.chars().count() > FILE {
                return Err(Fault::Unreadable);
            }
            match toml::from_str::<Rundown>(file) {
                Ok(rundown) => Asked::Edit(Edit::All(rundown), page),
                Err(error) => {
                    let why = error.message().to_owned();
                    let line =
                        error.span().map_or(1, |span| 1 + file[..span.start].matches('\n').count());
                    let id = say!(rundown_unreadable, Lang::Id, line = line, why = why);
                    let en = say!(rundown_unreadable, Lang::En, line = line, why = why);
                    return wrong(FieldError::new("toml", id, en));
                }
            }
        }
        _ => return Err(Fault::Unreadable),
    })
}

fn begun() -> Fault {
    Fault::Held {
        id: say!(rundown_begun, Lang::Id).to_owned(),
        en: say!(rundown_begun, Lang::En).to_owned(),
    }
}

async fn change(visit: Visit, show: String, fields: Fields) -> Result<Reply, Fault> {
    let by = visit.require(&EDITORS)?.id.clone();
    let rev: i64 = fields.get("rev").and_then(|rev| rev.parse().ok()).ok_or(Fault::Unreadable)?;
    let mut tx = visit.write().await?;
    let staged = staged(&mut tx, &show).await?;
    if staged.is_rehearsal {
        // It plays the rundown of the evening, which is edited there.
        return Err(Fault::NotFound);
    }
    if script::has_begun(&staged.script, &staged.show) {
        return Err(begun());
    }
    if rev != staged.rev {
        return Err(Fault::Conflict);
    }
    let again = |error| Ok(Reply::Again(Posted::again(vec![error])));
    let (edit, to) = match asked(&fields, &staged)? {
        Asked::Edit(edit, to) => (edit, to),
        Asked::Wrong(error) => return again(error),
    };
    let is_file = matches!(edit, Edit::All(_));
    let next = rules::edited(&staged.rundown, edit).ok_or(Fault::Conflict)?;
    let flaws = rules::flaws(&next, &keys(&staged.standing.edition));
    if !flaws.is_empty() {
        let errors = flaws.into_iter().map(|(at, flaw)| {
            let (field, words) = sentence(flaw);
            let step = at + 1;
            FieldError::new(
                if is_file { "toml" } else { field },
                say!(rundown_flaw, Lang::Id, n = step, why = words.id),
                say!(rundown_flaw, Lang::En, n = step, why = words.en),
            )
        });
        return Ok(Reply::Again(Posted::again(errors.collect())));
    }
    let kept = store::rundown::put(&mut tx, &staged.slug, rev, &next, (&by, visit.now())).await?;
    if !kept {
        return Err(Fault::Conflict);
    }
    let subject = format!("show:{}", staged.slug);
    tx.record("show.rundown", &subject, &staged.rundown, &next);
    if staged.show.mark.seq > 0 {
        // A cue is a place in the rundown: with another one the show stands at its beginning.
        store::rewind(&mut tx, &staged.slug).await?;
        let after = store::get(&mut tx, &staged.slug).await?;
        tx.record("show.rewind", &subject, &staged.show, &after);
    }
    tx.publish(&topic(&staged.slug));
    tx.commit().await?;
    Ok(Reply::Go(to))
}

async fn file(visit: &Visit, show: &str) -> Result<Response, Fault> {
    visit.require(&CREW)?;
    let staged = staged(&mut *visit.read().await?, show).await?;
    let mut response = written(&staged.rundown)?.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/toml; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = format!("susunan-{}.toml", staged.slug);
    headers.insert(CONTENT_DISPOSITION, pages::disposition("attachment", &name));
    Ok(response)
}

async fn hand_out(house: House, show: String, request: Request) -> Response {
    let (parts, _) = pages::whole(request).into_parts();
    let answer = match house.visit(&parts).await {
        Ok(visit) => file(&visit, &show).await,
        Err(fault) => Err(fault),
    };
    match answer {
        Ok(response) => response,
        Err(fault) => pages::refuse(&house, &parts, &fault, BTreeMap::new(), fault.status()).await,
    }
}

/// Addresses that take forms or hand out files.
pub fn routes() -> Router<House> {
    Router::new()
        .route(
            "/panggung/{acara}/susunan",
            get(pages::page).post(
                |State(house): State<House>, Path(show): Path<String>, request: Request| {
                    pages::form(house, request, move |visit, fields| change(visit, show, fields))
                },
            ),
        )
        .route(
            "/panggung/{acara}/susunan.toml",
            get(|State(house): State<House>, Path(show): Path<String>, request: Request| {
                hand_out(house, show, request)
            }),
        )
}
