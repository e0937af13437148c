//! The calibration set: every judge scores it before the queue opens, none of it counts.

use super::super::{
    api::{
        Mark,
        benchmark::{BenchmarkRow, BenchmarkSheet, JudgeLean},
    },
    rules::{
        Marks,
        benchmark::{self as rules, Benchmark, Reference},
        sheet::{read, score_field},
    },
    store::benchmark as rows,
};
use super::{conflict, sending};
use crate::{
    edition::{self, Edition, Phase},
    fault::Fault,
    kernel::{Account, FieldError, Lang, Posted, Role, Words, count, prng::Prng, score},
    people,
    server::{
        Tx, Visit,
        pages::{Fields, Reply},
    },
};
use serde::Deserialize;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct SetFile {
    #[serde(default)]
    benchmark: Vec<BenchmarkFile>,
}

#[derive(Deserialize)]
struct BenchmarkFile {
    key: String,
    title_id: String,
    #[serde(default)]
    title_en: String,
    texts: BTreeMap<String, String>,
    reference: Vec<ReferenceFile>,
}

#[derive(Deserialize)]
struct ReferenceFile {
    criterion: String,
    low: u32,
    high: u32,
    why_id: String,
    #[serde(default)]
    why_en: String,
}

fn set_of(edition: &Edition, text: &str) -> Result<Vec<Benchmark>, String> {
    let file: SetFile =
        toml::from_str(text).map_err(|error| format!("benchmarks.toml cannot be read: {error}"))?;
    let reference = |one: ReferenceFile| Reference {
        criterion: one.criterion,
        low: one.low,
        high: one.high,
        why: Words { id: one.why_id, en: one.why_en },
    };
    let set: Vec<Benchmark> = file
        .benchmark
        .into_iter()
        .map(|one| Benchmark {
            key: one.key,
            title: Words { id: one.title_id, en: one.title_en },
            texts: one.texts,
            references: one.reference.into_iter().map(reference).collect(),
        })
        .collect();
    let flaws = rules::flaws(edition, &set);
    if flaws.is_empty() { Ok(set) } else { Err(flaws.join("\n")) }
}

/// Puts an edition's calibration set in from the text of its file, in the caller's transaction.
///
/// # Errors
/// What the database says; within, what is wrong with the file.
pub async fn import(tx: &mut Tx, text: &str) -> Result<Result<usize, String>, Fault> {
    let edition = edition::desk::current(tx).await?;
    let set = match set_of(&edition, text) {
        Ok(set) => set,
        Err(flaws) => return Ok(Err(flaws)),
    };
    for (position, one) in set.iter().enumerate() {
        rows::put(tx, &edition.slug, i64::from(count(position)), one).await?;
    }
    let keys: Vec<&str> = set.iter().map(|one| one.key.as_str()).collect();
    tx.record("benchmark.import", &format!("edition:{}", edition.slug), &(), &keys);
    Ok(Ok(set.len()))
}

/// How many benchmarks a judge has not sent.
pub(super) async fn left(
    conn: &mut AnyConnection,
    judge: &Account,
    edition: &Edition,
) -> Result<u32, Fault> {
    let left = rows::left(conn, &edition.slug, &judge.id).await?;
    Ok(u32::try_from(left).unwrap_or(u32::MAX))
}

/// The door that stays shut until the set is scored.
pub(super) fn undone() -> Fault {
    Fault::barred(
        "Nilai dulu set kalibrasi di halaman Antrean. Setelah itu usulan terbuka.",
        "First score the calibration set on the queue's page. The proposals open after that.",
    )
}

/// The set as a judge has it, with their marks.
async fn own(
    conn: &mut AnyConnection,
    visit: &Visit,
) -> Result<(Edition, Vec<(Benchmark, Option<rows::Given>)>), Fault> {
    let judge = visit.require(&[Role::Judge])?;
    let edition = edition::desk::current(conn).await?;
    if !conflict::has_stated(conn, judge, &edition).await? {
        return Err(conflict::unstated());
    }
    let mut given: BTreeMap<String, rows::Given> =
        rows::sheets(conn, &edition.slug, Some(&judge.id))
            .await?
            .into_iter()
            .map(|one| (one.benchmark.clone(), one))
            .collect();
    let set = rows::all(conn, &edition.slug).await?;
    let set = set.into_iter().map(|one| (given.remove(&one.key), one)).map(|(g, b)| (b, g));
    Ok((edition, set.collect()))
}

/// The calibration set of whoever asks.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`], [`Fault::Barred`] before the year's statement.
pub async fn list(visit: &Visit) -> Result<Vec<BenchmarkRow>, Fault> {
    let mut conn = visit.read().await?;
    let (_, set) = own(&mut conn, visit).await?;
    Ok(set
        .into_iter()
        .map(|(one, given)| BenchmarkRow {
            key: one.key,
            title: one.title,
            begun: given.is_some(),
            sent_at: given.and_then(|given| given.sent_at),
        })
        .collect())
}

/// One benchmark; the panel's scores only after one's own are sent.
///
/// # Errors
/// [`Fault::NotFound`] for one that the set has not; otherwise as [`list`].
pub async fn sheet(visit: &Visit, key: &str) -> Result<BenchmarkSheet, Fault> {
    let mut conn = visit.read().await?;
    let (edition, set) = own(&mut conn, visit).await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let is_open = |given: &Option<rows::Given>| given.as_ref().is_none_or(|g| g.sent_at.is_none());
    let next = set.iter().find(|(one, given)| one.key != key && is_open(given));
    let next = next.map(|(one, _)| one.key.clone());
    let (one, given) = set.into_iter().find(|(one, _)| one.key == key).ok_or(Fault::NotFound)?;
    let sent_at = given.as_ref().and_then(|given| given.sent_at);
    let marks = given.map(|given| given.marks).unwrap_or_default();
    Ok(BenchmarkSheet {
        standing: if sent_at.is_some() { rules::standing(&one, &marks) } else { Vec::new() },
        key: one.key,
        title: one.title,
        texts: one.texts,
        marks: edition
            .criteria
            .iter()
            .map(|criterion| Mark {
                criterion: criterion.key.clone(),
                score: marks
                    .get(&criterion.key)
                    .map(|value| score::show(*value))
                    .unwrap_or_default(),
                note: String::new(),
            })
            .collect(),
        may_score: standing.phase == Phase::Judging && sent_at.is_none(),
        sent_at,
        next,
    })
}

/// Saves or sends a benchmark; what can be read of it is kept either way.
pub(super) async fn form(visit: Visit, fields: Fields, key: String) -> Result<Reply, Fault> {
    let mut tx = visit.write().await?;
    let (edition, set) = own(&mut tx, &visit).await?;
    let judge = visit.account()?.id.clone();
    let standing = edition::desk::standing(&mut tx).await?;
    let (one, given) = set.into_iter().find(|(one, _)| one.key == key).ok_or(Fault::NotFound)?;
    if given.as_ref().is_some_and(|given| given.sent_at.is_some()) {
        return Err(sending::locked());
    }
    if standing.phase != Phase::Judging {
        return Err(sending::closed());
    }
    let sends = fields.get("action").is_some_and(|action| action == "send");
    let mut marks = given.map(|given| given.marks).unwrap_or_default();
    let mut errors = Vec::new();
    for criterion in &edition.criteria {
        let name = score_field(&criterion.key);
        match read(criterion, fields.get(&name).map_or("", String::as_str)) {
            Ok(Some(value)) => {
                marks.insert(criterion.key.clone(), value);
            }
            Ok(None) => {
                marks.remove(&criterion.key);
                if sends {
                    errors.push(FieldError::new(
                        &name,
                        format!("Isi nilai {}", criterion.title.id),
                        format!("Enter the score of {}", criterion.title.pick(Lang::En)),
                    ));
                }
            }
            Err((id, en)) => errors.push(FieldError::new(&name, id, en)),
        }
    }
    let now = visit.now();
    let sent_at = (sends && errors.is_empty()).then_some(now);
    let place = (edition.slug.as_str(), one.key.as_str(), judge.as_str());
    if !rows::save(&mut tx, place, &marks, sent_at, now).await? {
        return Err(Fault::Conflict);
    }
    if sent_at.is_some() {
        tx.record("benchmark.send", &format!("benchmark:{}:{judge}", one.key), &(), &marks);
    }
    tx.commit().await?;
    if !errors.is_empty() {
        return Ok(Reply::Again(Posted::again(errors)));
    }
    Ok(Reply::Go(if sends {
        format!("/juri/kalibrasi/{}", one.key)
    } else {
        "/juri/kalibrasi".to_owned()
    }))
}

/// How every judge lies to the reference panel: advisory, and for the chair alone.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn leans(visit: &Visit) -> Result<Vec<JudgeLean>, Fault> {
    visit.require(&[Role::Chair])?;
    let mut conn = visit.read().await?;
    let edition = edition::desk::current(&mut conn).await?;
    let set = rows::all(&mut conn, &edition.slug).await?;
    let mut given: BTreeMap<String, Vec<(Benchmark, Marks)>> = BTreeMap::new();
    for one in rows::sheets(&mut conn, &edition.slug, None).await? {
        let benchmark = set.iter().find(|benchmark| benchmark.key == one.benchmark);
        if let (Some(benchmark), Some(_)) = (benchmark, one.sent_at) {
            given.entry(one.judge).or_default().push((benchmark.clone(), one.marks));
        }
    }
    let people = people::desk::people(&mut conn).await?;
    let shown = |hundredths: i64| {
        let tenths = (hundredths.abs() + 5) / 10;
        let sign = if tenths == 0 { "" } else { ["−", "+"][usize::from(hundredths > 0)] };
        format!("{sign}{},{}", tenths / 10, tenths % 10)
    };
    Ok(people
        .into_iter()
        .filter(|person| person.roles.contains(&Role::Judge))
        .map(|person| {
            let own = given.remove(&person.id).unwrap_or_default();
            let standings = own.iter().flat_map(|(one, marks)| rules::standing(one, marks));
            JudgeLean {
                name: person.name,
                sent: (count(own.len()), count(set.len())),
                lean: rules::lean(&own).map(shown).unwrap_or_default(),
                far: count(standings.filter(rules::Standing::is_far).count()),
            }
        })
        .collect())
}

/// Scores and sends the set for a judge of a demo: near the panel's ranges, each judge a little
/// stricter or kinder than the next.
///
/// # Errors
/// Whatever the database says.
pub async fn simulate(
    tx: &mut Tx,
    judge: &str,
    edition: &Edition,
    random: &mut Prng,
    now: i64,
) -> Result<(), Fault> {
    let kind = random.normal() * 4.0;
    for one in rows::all(tx, &edition.slug).await? {
        let mut marks = Marks::new();
        for reference in &one.references {
            let middle = f64::from(reference.low + reference.high) / 2.0;
            let points = (middle + kind + random.normal() * 4.0).round().clamp(0.0, 100.0);
            #[expect(clippy::cast_possible_truncation, reason = "0 to 100")]
            let points = points as i64;
            marks.insert(reference.criterion.clone(), points * 100);
        }
        rows::save(tx, (&edition.slug, &one.key, judge), &marks, Some(now), now).await?;
        tx.record("benchmark.simulate", &format!("benchmark:{}:{judge}", one.key), &(), &marks);
    }
    Ok(())
}
