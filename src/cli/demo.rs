//! Builds the demo edition at any stage by walking the real desks through it, on a clock that
//! is set into the edition's own calendar.

use crate::{
    ceremony,
    edition::{self, Edition, Medium, Phase, load::Folder},
    judging,
    kernel::{Account, Role, prng::Prng, text},
    panel,
    people::{self, desk::Sheet},
    proposal::{self, Identity, attachment, desk::Given},
    result, screening,
    server::{
        Db, Files, Tx,
        config::{Config, sqlite_url},
        house_clock,
    },
};
use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

/// The panel of the demonstration, which is invented.
const SAMPLE_PANEL: &str = "panel-contoh.toml";

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// How far a demo has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Stage {
    /// Drafts are being written, none is submitted.
    Draft,
    /// Submissions close in three days; one proposal is still a draft.
    Submission,
    /// Submissions are being checked.
    Screening,
    /// Judges score; some sheets are sent.
    Judging,
    /// Scores are closed; the finalists are heard by a panel, which is a sample.
    Panel,
    /// Scores are closed; the ranking waits to be sealed.
    Plenary,
    /// The result is sealed; the show can begin.
    Ceremony,
    /// The result is public.
    Published,
}

/// One line of `accounts.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DemoAccount {
    /// Code of the role.
    pub role: String,
    /// What they are called.
    pub name: String,
    /// What they sign in with.
    pub username: String,
    /// Their password, of this demo only.
    pub password: String,
}

/// The accounts of a demo's folder, if it is one.
pub fn accounts(data: &Path) -> Option<Vec<DemoAccount>> {
    serde_json::from_str(&std::fs::read_to_string(data.join("accounts.json")).ok()?).ok()
}

#[derive(Debug, Deserialize)]
struct ProposalRow {
    acronym: String,
    expansion: String,
    title: String,
    agency: String,
    unit: String,
    category: String,
    track: String,
    started_on: String,
    sample: String,
    source_order: Option<u32>,
    strength: Option<u32>,
}

#[derive(Debug, Deserialize)]
struct SummaryRow {
    summary_id: String,
}

#[derive(Debug, Default, Deserialize)]
struct Samples {
    #[serde(default)]
    texts: Vec<String>,
    #[serde(default)]
    texts_real: Vec<String>,
}

fn rows<T: for<'a> Deserialize<'a>>(folder: &Folder, name: &str) -> anyhow::Result<Vec<T>> {
    let file = folder.read(name)?;
    csv::Reader::from_reader(file.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .with_context(|| format!("{name} cannot be read"))
}

/// Builds a demo; leaves nothing behind if it fails.
///
/// # Errors
/// One sentence: a folder that is not empty, an edition that is broken.
pub async fn build(
    data: &Path,
    database: Option<&str>,
    folder: &Folder,
    stage: Stage,
    seed: u32,
) -> anyhow::Result<()> {
    super::must_be_empty(data)?;
    edition::load::edition(folder)?;
    let existed = data.is_dir();
    std::fs::create_dir_all(data).with_context(|| format!("{} cannot be made", data.display()))?;
    let url = database.map_or_else(|| sqlite_url(data), str::to_owned);
    let built = build_in(data, &url, folder, stage, seed).await;
    if built.is_err() {
        for name in
            ["kipp.db", "kipp.db-wal", "kipp.db-shm", "accounts.json", result::desk::key::FILE]
        {
            // What was never made cannot be removed, and that is fine.
            let _absent = std::fs::remove_file(data.join(name));
        }
        let _absent = std::fs::remove_dir_all(data.join("files"));
        if !existed {
            let _not_ours = std::fs::remove_dir(data);
        }
    }
    built
}

async fn build_in(
    data: &Path,
    url: &str,
    folder: &Folder,
    stage: Stage,
    seed: u32,
) -> anyhow::Result<()> {
    let db = Db::open(url).await?;
    if edition::desk::slug(&mut *db.read().await?).await?.is_some() {
        bail!("this database holds an edition already; choose an empty one");
    }
    let mut edition = edition::load::edition(folder)?;
    if stage == Stage::Panel {
        edition.panel = edition::load::panel(folder, SAMPLE_PANEL)?.or(edition.panel);
    }
    let c = edition.calendar;
    let moment = match stage {
        Stage::Draft => c.submission_opens + 10 * DAY,
        Stage::Submission => c.submission_closes - 3 * DAY,
        Stage::Screening => c.submission_closes + DAY,
        Stage::Judging => c.screening_until + 5 * DAY,
        // Nine in the morning, where scoring closes at four in the afternoon.
        Stage::Panel => c.judging_until + 3 * DAY - 7 * HOUR,
        Stage::Plenary => c.plenary_on,
        Stage::Ceremony => c.ceremony_on,
        Stage::Published => c.ceremony_on + 3 * HOUR,
    };
    let mut tx = db.write("-", c.submission_opens - DAY).await?;
    edition::desk::open(&mut tx, &edition, moment - house_clock(), c.submission_opens - DAY)
        .await?;
    import_all(&mut tx, folder, c.submission_opens - DAY).await?;
    tx.commit().await?;

    let mut accounts = passwords(&db, folder, seed, c.submission_opens - DAY).await?;
    let files = Files::of(&Config::for_commands(data));
    let guest = propose(&db, &files, folder, &edition, stage, seed).await?;
    accounts.sort_by_key(|account| Some(&account.username) != guest.as_ref());
    let office = officers(&db).await?;
    if stage >= Stage::Screening {
        let mut tx = db.write(&office.secretary, c.submission_closes + HOUR).await?;
        let standing = edition::desk::standing(&mut tx).await?;
        edition::desk::turn(&mut tx, &standing, Phase::Screening).await?;
        tx.commit().await?;
    }
    if stage >= Stage::Judging {
        let now = c.screening_until;
        let mut tx = db.write(&office.secretary, now).await?;
        screening::desk::decide_as_seen(&mut tx, (&office.secretary, &office.chair), now).await?;
        tx.commit().await?;
        let mut tx = db.write(&office.secretary, now).await?;
        judging::desk::assignment::assign(&mut tx, seed, &office.secretary, now).await?;
        tx.commit().await?;
        let undecided = usize::from(stage == Stage::Judging);
        state(&db, &edition, undecided, seed, c.screening_until + HOUR).await?;
    }
    if stage >= Stage::Panel {
        simulate(&db, folder, seed, c.judging_until - DAY).await?;
        let mut tx = db.write(&office.chair, c.judging_until).await?;
        let standing = edition::desk::standing(&mut tx).await?;
        edition::desk::turn(&mut tx, &standing, Phase::Plenary).await?;
        tx.commit().await?;
    }
    if stage == Stage::Panel {
        let mut tx = db.write(&office.chair, moment - HOUR).await?;
        panel::desk::convene(&mut tx, None, moment, &office.chair, moment - HOUR).await?;
        tx.commit().await?;
    }
    if stage >= Stage::Ceremony {
        for officer in [&office.chair, &office.secretary] {
            let mut tx = db.write(officer, c.plenary_on + HOUR).await?;
            result::desk::sign(&mut tx, data, officer, c.plenary_on + HOUR).await?;
            tx.commit().await?;
        }
    }
    if stage >= Stage::Published {
        let mut tx = db.write(&office.chair, c.ceremony_on + 2 * HOUR).await?;
        ceremony::desk::publish(&mut tx, &edition.slug, c.ceremony_on + 2 * HOUR).await?;
        tx.commit().await?;
    }
    db.close().await;
    let accounts = serde_json::to_string_pretty(&accounts)?;
    std::fs::write(data.join("accounts.json"), accounts + "\n")?;
    Ok(())
}

/// Agencies, units and people of an edition's folder, in the caller's transaction.
///
/// # Errors
/// The file and its wrong lines.
pub async fn import_all(tx: &mut Tx, folder: &Folder, now: i64) -> anyhow::Result<()> {
    for (sheet, name) in [
        (Sheet::Agencies, "agencies.csv"),
        (Sheet::Units, "units.csv"),
        (Sheet::People, "people.csv"),
    ] {
        let file = folder.read(name)?;
        if let Err(bad) = people::desk::import(tx, sheet, &file, now).await? {
            bail!("{name}:\n{bad}");
        }
    }
    if let Some(set) = folder.read_if_there("benchmarks.toml")?
        && let Err(bad) = judging::desk::benchmark::import(tx, &set).await?
    {
        bail!("benchmarks.toml:\n{bad}");
    }
    Ok(())
}

/// Gives everybody in `people.csv` a password that can be typed on a phone.
async fn passwords(
    db: &Db,
    folder: &Folder,
    seed: u32,
    now: i64,
) -> anyhow::Result<Vec<DemoAccount>> {
    const WORDS: [&str; 24] = [
        "padi", "embun", "sawah", "bambu", "kopi", "madu", "angin", "hujan", "gunung", "sungai",
        "daun", "akar", "fajar", "bulan", "batu", "jagung", "kelapa", "rotan", "perahu", "layar",
        "tenun", "obor", "kunci", "payung",
    ];
    let mut random = Prng::new(seed);
    let order: Vec<String> = csv::Reader::from_reader(folder.read("people.csv")?.as_bytes())
        .records()
        .filter_map(|record| record.ok()?.get(1).map(str::to_owned))
        .collect();
    let mut people = people::desk::people(&mut *db.read().await?).await?;
    people.sort_by_key(|person| order.iter().position(|name| *name == person.username));
    let mut tx = db.write("-", now).await?;
    let mut accounts = Vec::new();
    for person in people {
        let mut word = || WORDS[random.below(WORDS.len())];
        let password = format!("{}-{}-{}", word(), word(), word());
        let password = format!("{password}-{}", 10 + random.below(90));
        people::desk::set_password(&mut tx, &person.id, &password).await?;
        accounts.push(DemoAccount {
            role: person.roles.first().map(|role| role.code().to_owned()).unwrap_or_default(),
            name: person.name,
            username: person.username,
            password,
        });
    }
    tx.commit().await?;
    Ok(accounts)
}

struct Officers {
    chair: String,
    secretary: String,
}

async fn officers(db: &Db) -> anyhow::Result<Officers> {
    let people = people::desk::people(&mut *db.read().await?).await?;
    let one = |role: Role| {
        people
            .iter()
            .find(|person| person.roles.contains(&role))
            .map(|person| person.id.clone())
            .with_context(|| format!("people.csv has no {}", role.code()))
    };
    Ok(Officers { chair: one(Role::Chair)?, secretary: one(Role::Secretary)? })
}

/// Whose proposal a unit's is: its innovator, made if people.csv names none.
async fn owner(
    tx: &mut Tx,
    owners: &mut HashMap<String, Account>,
    row: &ProposalRow,
    now: i64,
) -> anyhow::Result<Account> {
    if let Some(owner) = owners.get(&row.unit) {
        return Ok(owner.clone());
    }
    let mut account = Account {
        id: String::new(),
        username: format!("inovator.{}", row.unit),
        name: format!("Inovator Contoh {}", row.unit),
        roles: vec![Role::Innovator],
        agency: Some(row.agency.clone()),
        unit: Some(row.unit.clone()),
    };
    account.id = people::desk::add_account(tx, &account, None, now).await?;
    owners.insert(row.unit.clone(), account.clone());
    Ok(account)
}

/// What the form asks for at least, as invented files of one page: every required attachment, and
/// for invented proposals the first that may be a document.
async fn enclose(
    files: &Files,
    edition: &Edition,
    acronym: &str,
    sample: bool,
) -> anyhow::Result<Vec<attachment::desk::Ready>> {
    let first = edition.enclosures.iter().find(|e| sample && e.takes.contains(&Medium::Pdf));
    let mut ready = Vec::new();
    for asked in &edition.enclosures {
        if !asked.takes.contains(&Medium::Pdf) || !(asked.required || Some(asked) == first) {
            continue;
        }
        let lines = ["(Contoh)", asked.title.id.as_str(), acronym, "Berkas rekaan untuk demo."];
        let bytes = attachment::sample::pdf(&lines);
        let name = format!("contoh-{}.pdf", asked.key);
        match attachment::desk::settle(files, asked, &name, bytes.into()).await? {
            Ok(one) => ready.push(one),
            Err(error) => bail!("{}", error.id),
        }
    }
    Ok(ready)
}

async fn propose(
    db: &Db,
    files: &Files,
    folder: &Folder,
    edition: &Edition,
    stage: Stage,
    seed: u32,
) -> anyhow::Result<Option<String>> {
    let proposals: Vec<ProposalRow> = rows(folder, "proposals.csv")?;
    let summaries: Vec<SummaryRow> = rows(folder, "summaries.csv")?;
    let samples: BTreeMap<String, Samples> =
        toml::from_str(&folder.read("samples.toml")?).context("samples.toml cannot be read")?;
    let mut conn = db.read().await?;
    let agencies: HashMap<String, String> =
        people::desk::agencies(&mut conn).await?.into_iter().map(|a| (a.code, a.name)).collect();
    let units: HashMap<String, String> =
        people::desk::units(&mut conn).await?.into_iter().map(|u| (u.code, u.name)).collect();
    let mut owners: HashMap<String, Account> = HashMap::new();
    for person in people::desk::people(&mut conn).await? {
        if let Some(account) = people::desk::account(&mut conn, &person.id).await?
            && let (true, Some(unit)) = (account.roles.contains(&Role::Innovator), &account.unit)
        {
            owners.insert(unit.clone(), account);
        }
    }
    drop(conn);
    let opens = edition.calendar.submission_opens;
    let pause = (edition.calendar.submission_closes - 4 * DAY - opens) / 108;
    // The guest is the innovator whom a visitor signs in as: the first with an invented proposal,
    // which in the submission stage is still being written.
    let guest =
        proposals.iter().position(|row| row.sample == "ya" && owners.contains_key(&row.unit));
    let unfinished = guest.filter(|_| stage == Stage::Submission);
    let guest = guest.and_then(|at| owners.get(&proposals[at].unit)).map(|o| o.username.clone());
    let mut random = Prng::new(seed);
    for (at, row) in proposals.iter().enumerate() {
        let step = i64::try_from(at).unwrap_or(0);
        let now = opens + HOUR + step * if stage == Stage::Draft { HOUR } else { pause };
        let sample = row.sample == "ya";
        let category = edition.category(&row.category).map(|c| c.id.clone()).unwrap_or_default();
        let fill = |template: &str| {
            template
                .replace("{acronym}", &row.acronym)
                .replace("{unit}", units.get(&row.unit).map_or("", String::as_str))
                .replace("{agency}", agencies.get(&row.agency).map_or("", String::as_str))
                .replace("{category}", &category)
        };
        let mut texts = BTreeMap::new();
        let fields: Vec<_> = edition.fields().collect();
        for (place, field) in fields.iter().enumerate() {
            let written = match stage {
                Stage::Draft => place <= at % fields.len(),
                Stage::Submission if Some(at) == unfinished => place + 1 < fields.len(),
                _ => true,
            };
            if !written {
                continue;
            }
            let empty = Samples::default();
            let choice = samples.get(&field.key).unwrap_or(&empty);
            let list = if sample || choice.texts_real.is_empty() {
                &choice.texts
            } else {
                &choice.texts_real
            };
            let text = match summaries.get(at) {
                Some(summary) if place == 0 => summary.summary_id.clone(),
                _ => list.get(random.below(list.len())).map(|t| fill(t)).unwrap_or_default(),
            };
            texts.insert(field.key.clone(), text);
        }
        let submit = stage >= Stage::Submission && Some(at) != unfinished;
        let files =
            if submit { enclose(files, edition, &row.acronym, sample).await? } else { Vec::new() };
        let mut tx = db.write("-", now).await?;
        let owner = owner(&mut tx, &mut owners, row, now).await?;
        let given = Given {
            owner: &owner,
            agency: &row.agency,
            identity: Identity {
                acronym: row.acronym.clone(),
                expansion: row.expansion.clone(),
                title: row.title.clone(),
                unit: row.unit.clone(),
                category: row.category.clone(),
                track: row.track.clone(),
                started_on: row.started_on.clone(),
                origin: match row.track.as_str() {
                    "replication" => "Inovasi asal (contoh)".to_owned(),
                    _ => String::new(),
                },
                ..Identity::default()
            },
            texts,
            files,
            sample,
            submit,
        };
        proposal::desk::give(&mut tx, edition, &given, now).await?;
        tx.commit().await?;
    }
    Ok(guest)
}

/// The judges state their conflicts of interest, all but the last few by user name.
async fn state(db: &Db, edition: &Edition, but: usize, seed: u32, now: i64) -> anyhow::Result<()> {
    let mut judges = people::desk::people(&mut *db.read().await?).await?;
    judges.retain(|person| person.roles.contains(&Role::Judge));
    judges.sort_by(|a, b| a.username.cmp(&b.username));
    let mut random = Prng::new(seed);
    for judge in &judges[..judges.len().saturating_sub(but)] {
        let mut tx = db.write(&judge.id, now).await?;
        judging::desk::conflict::state(&mut tx, &judge.id, edition, now).await?;
        judging::desk::benchmark::simulate(&mut tx, &judge.id, edition, &mut random, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Fills every untouched sheet with simulated scores; tells how many.
///
/// # Errors
/// A refusal for an edition that is no demo or not in judging.
pub async fn simulate(db: &Db, folder: &Folder, seed: u32, now: i64) -> anyhow::Result<usize> {
    let proposals: Vec<ProposalRow> = rows(folder, "proposals.csv")?;
    let worth: BTreeMap<String, f64> = proposals
        .iter()
        .map(|row| {
            let worth = judging::simulated_worth(row.source_order, row.strength.unwrap_or(50));
            (text::fold(&row.title), worth)
        })
        .collect();
    let comment = "(Contoh) Masukan simulasi untuk inovator; bukan penilaian sebenarnya.";
    let mut tx = db.write("-", now).await?;
    let count = judging::desk::simulate(&mut tx, seed, &worth, comment, now).await?;
    tx.commit().await?;
    Ok(count)
}
