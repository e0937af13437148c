//! The command line: `kipp serve | demo | open | import | simulate | rank | assign | verify | show`.

mod assign;
mod demo;
mod rank;
mod show;
mod table;
mod verify;

use crate::{
    edition::{self, load::Folder},
    people::{self, desk::Sheet},
    server::{
        Db, House, Visit,
        config::{Config, sqlite_url},
        run,
    },
};
use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use leptos::config::LeptosOptions;
use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

pub use demo::Stage;

/// Carries one edition of a public-service innovation competition from draft to ceremony.
#[derive(Debug, Parser)]
#[command(name = "kipp", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the edition of a data folder.
    Serve(Config),
    /// Build the demo edition at a stage, in an empty folder, with accounts.json.
    Demo(DemoArgs),
    /// Open an edition of your own from its folder, in an empty data folder.
    Open {
        /// Data folder to make.
        #[arg(long)]
        data: PathBuf,
        /// Folder with edition.toml, agencies.csv, units.csv and people.csv.
        #[arg(long)]
        edition: PathBuf,
        /// Database address; `SQLite` inside the data folder if absent.
        #[arg(long, env = "KIPP_DATABASE")]
        database: Option<String>,
    },
    /// Import agencies, units or people from a CSV file: all of it or nothing.
    Import {
        /// agencies, units or people.
        #[arg(value_parser = ["agencies", "units", "people"])]
        sheet: String,
        /// The CSV file.
        file: PathBuf,
        #[command(flatten)]
        at: At,
    },
    /// Fill every untouched score sheet of a demo edition with simulated scores.
    Simulate {
        #[command(flatten)]
        at: At,
        /// Seed of the simulation.
        #[arg(long, default_value_t = 2020)]
        seed: u32,
        /// Folder of the edition, for its strengths; the built-in demo if absent.
        #[arg(long)]
        edition: Option<PathBuf>,
    },
    /// Set the clock of a demo edition; a server takes it over when it next starts.
    Clock {
        /// The moment, such as 2020-06-12T16:00:01+07:00.
        #[arg(long = "to")]
        moment: String,
        #[command(flatten)]
        at: At,
    },
    /// Rank a score file of any competition, with the doubt beside the order.
    #[command(after_help = rank::HELP)]
    Rank(rank::RankArgs),
    /// Say who reads what: no conflict, even loads, all judges linked.
    #[command(after_help = assign::HELP)]
    Assign(assign::AssignArgs),
    /// Walk the audit chain and check the seals; exit 1 with what differs if anything was altered.
    #[command(after_help = verify::HELP)]
    Verify(verify::VerifyArgs),
    /// The ceremony in one file, for a laptop without a network.
    #[command(subcommand)]
    Show(show::ShowCommand),
}

/// Which database a command works on.
#[derive(Debug, Args)]
struct At {
    /// Folder of the database and files.
    #[arg(long, env = "KIPP_DATA", default_value = "data")]
    data: PathBuf,
    /// Database address; `SQLite` inside the data folder if absent.
    #[arg(long, env = "KIPP_DATABASE")]
    database: Option<String>,
}

impl At {
    async fn open(&self) -> anyhow::Result<Db> {
        if self.database.is_none() && !self.data.join("kipp.db").is_file() {
            bail!("there is no kipp database in {}", self.data.display());
        }
        Db::open(&self.database.clone().unwrap_or_else(|| sqlite_url(&self.data))).await
    }
}

/// `kipp demo`.
#[derive(Debug, Args)]
struct DemoArgs {
    /// Empty folder to build it in.
    #[arg(long)]
    data: PathBuf,
    /// How far the competition is.
    #[arg(long, value_enum)]
    stage: Stage,
    /// Seed of passwords, assignment and simulated scores.
    #[arg(long, default_value_t = 2020)]
    seed: u32,
    /// Folder of another edition; the built-in one if absent.
    #[arg(long)]
    edition: Option<PathBuf>,
    /// Database address, empty; `SQLite` inside the data folder if absent.
    #[arg(long, env = "KIPP_DATABASE")]
    database: Option<String>,
}

/// Runs the command; prints one sentence to standard error and fails if it cannot be done.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    match runtime.block_on(run_command(cli.command)) {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

fn failed(error: &anyhow::Error) -> ExitCode {
    say_error(&format!("kipp: {error}"));
    ExitCode::FAILURE
}

fn say_error(sentence: &str) {
    let _closed = writeln!(std::io::stderr(), "{sentence}");
}

fn say(sentence: &str) {
    let _closed = writeln!(std::io::stdout(), "{sentence}");
}

/// "A, B and C", the first few of many.
fn list(ids: &[&str]) -> String {
    const SHOWN: usize = 8;
    match ids {
        [] => String::new(),
        [one] => (*one).to_owned(),
        many if many.len() > SHOWN => {
            format!("{} and {} more", many[..SHOWN].join(", "), many.len() - SHOWN)
        }
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

async fn run_command(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(mut config) => {
            if let Some(file) = &config.show {
                config.data = show::unpacked(file).await?;
                config.database = None;
            }
            let data = config.data.clone();
            run::serve(config, move |address| {
                say(&format!("kipp: http://{address}"));
                say_accounts(&data);
            })
            .await?;
        }
        Command::Demo(args) => {
            let folder = args.edition.map_or(Folder::Demo, Folder::Disk);
            let database = args.database.clone();
            demo::build(&args.data, database.as_deref(), &folder, args.stage, args.seed).await?;
            say(&format!("kipp: the demo edition is in {}", args.data.display()));
            say_accounts(&args.data);
        }
        Command::Open { data, edition, database } => open(&data, database, edition).await?,
        Command::Import { sheet, file, at } => import(&at, &sheet, &file).await?,
        Command::Simulate { at, seed, edition } => {
            let folder = edition.map_or(Folder::Demo, Folder::Disk);
            let db = at.open().await?;
            let shift = edition::desk::clock_shift(&mut *db.read().await?).await?;
            let now = crate::server::house_clock() + shift;
            let count = demo::simulate(&db, &folder, seed, now).await?;
            db.close().await;
            say(&format!("kipp: {count} score sheets filled with simulated scores"));
        }
        Command::Clock { moment, at } => clock(&at, &moment).await?,
        Command::Rank(args) => rank::run(&args)?,
        Command::Assign(args) => assign::run(&args)?,
        Command::Verify(args) => return verify::run(&args).await,
        Command::Show(command) => show::run(command).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn clock(at: &At, moment: &str) -> anyhow::Result<()> {
    let to = edition::load::moment("to", moment)?;
    let db = at.open().await?;
    let standing = edition::desk::standing(&mut *db.read().await?).await?;
    let mut tx = db.write("-", to).await?;
    let machine = crate::server::house_clock();
    edition::desk::extension::set_clock(&mut tx, &standing, machine, to).await?;
    tx.commit().await?;
    db.close().await;
    say(&format!("kipp: the demo's clock shows {moment} at its next start"));
    Ok(())
}

/// One account of each role of a demo, so that whoever starts it can look around.
fn say_accounts(data: &Path) {
    let Some(accounts) = demo::accounts(data) else { return };
    let mut seen = Vec::new();
    say("");
    say("  role           username            password");
    for account in accounts {
        if !seen.contains(&account.role) {
            say(&format!("  {:<14} {:<19} {}", account.role, account.username, account.password));
            seen.push(account.role);
        }
    }
    say("");
}

/// A folder that is empty or not there yet.
fn must_be_empty(data: &Path) -> anyhow::Result<()> {
    match std::fs::read_dir(data) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                bail!("{} is not empty; choose another folder", data.display());
            }
            Ok(())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(_) => bail!("{} cannot be read", data.display()),
    }
}

async fn open(data: &Path, database: Option<String>, folder: PathBuf) -> anyhow::Result<()> {
    if database.is_none() {
        must_be_empty(data)?;
    }
    let folder = Folder::Disk(folder);
    // Read before anything is written, so that a broken folder leaves no trace.
    let edition = edition::load::edition(&folder)?;
    std::fs::create_dir_all(data).with_context(|| format!("{} cannot be made", data.display()))?;
    let db = Db::open(&database.unwrap_or_else(|| sqlite_url(data))).await?;
    let now = crate::server::house_clock();
    let mut tx = db.write("-", now).await?;
    edition::desk::open(&mut tx, &edition, 0, now).await?;
    demo::import_all(&mut tx, &folder, now).await?;
    tx.commit().await?;
    let config = Config::for_commands(data);
    let house =
        House::new(db.clone(), LeptosOptions::builder().output_name("kipp").build(), config);
    say("kipp: the edition is open. One-time codes for the committee, to be used at /undangan:");
    let people = people::desk::people(&mut *db.read().await?).await?;
    for person in
        people.iter().filter(|p| p.roles.iter().any(|r| crate::kernel::Role::OFFICE.contains(r)))
    {
        let account = people::desk::account(&mut *db.read().await?, &person.id).await?;
        let visit = Visit::inside(house.clone(), account);
        let role = person.roles.first().copied().unwrap_or(crate::kernel::Role::Committee);
        let invited = people::desk::invite(
            &visit,
            role,
            &person.name,
            (None, None),
            Some(person.id.clone()),
            true,
        )
        .await?;
        say(&format!("  {:<24} {}", person.username, invited.code));
    }
    db.close().await;
    Ok(())
}

async fn import(at: &At, sheet: &str, file: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read as UTF-8 text", file.display()))?;
    let Some(sheet) = Sheet::of_code(sheet) else { bail!("unknown sheet") };
    let db = at.open().await?;
    let now =
        crate::server::house_clock() + edition::desk::clock_shift(&mut *db.read().await?).await?;
    let mut tx = db.write("-", now).await?;
    let count = people::desk::import(&mut tx, sheet, &text, now).await?;
    match count {
        Ok(count) => {
            tx.commit().await?;
            say(&format!("kipp: {count} rows imported"));
        }
        Err(bad) => bail!("nothing was imported from {}\n{bad}", file.display()),
    }
    db.close().await;
    Ok(())
}
