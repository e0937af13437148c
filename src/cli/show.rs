//! `kipp show export` and `kipp serve --show`: the whole ceremony in one locked file, run on a laptop
//! without a network.

use super::{At, say};
use crate::{
    ceremony::desk::packed,
    edition,
    server::{Db, config::sqlite_url, house_clock},
};
use anyhow::{Context, bail};
use clap::Subcommand;
use std::{
    io::{BufRead as _, IsTerminal as _},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

/// The variable that holds the words, for whoever starts the server from a script.
const WORDS: &str = "KIPP_SHOW_WORDS";

/// `kipp show`.
#[derive(Debug, Subcommand)]
pub enum ShowCommand {
    /// Pack the sealed ceremony into one file, locked with words that are said once.
    Export {
        /// The file to write.
        #[arg(long = "to")]
        to: PathBuf,
        #[command(flatten)]
        at: At,
    },
}

/// Runs the command.
///
/// # Errors
/// One sentence for the console.
pub async fn run(command: ShowCommand) -> anyhow::Result<()> {
    let ShowCommand::Export { to, at } = command;
    let db = at.open().await?;
    let now = house_clock() + edition::desk::clock_shift(&mut *db.read().await?).await?;
    let words = packed::export(&db, &to, now).await;
    db.close().await;
    let words = words?;
    say(&format!(
        "kipp: the ceremony is in {}. Write these words down; nothing else opens it:",
        to.display()
    ));
    say(&format!("  {words}"));
    Ok(())
}

/// The data folder of a packed show: unpacked beside its file the first time, and used again after
/// whatever has stopped the server.
///
/// # Errors
/// One sentence: other words, an altered file, a folder that cannot be made.
pub async fn unpacked(file: &Path) -> anyhow::Result<PathBuf> {
    let mut name = file.file_name().context("the show must be a file")?.to_owned();
    name.push(".data");
    let data = file.with_file_name(name);
    if data.join("kipp.db").is_file() {
        return Ok(data);
    }
    let words = words()?;
    let draft = data.with_extension("draft");
    if draft.exists() {
        std::fs::remove_dir_all(&draft).context("an unfinished folder is in the way")?;
    }
    let mut folder = std::fs::DirBuilder::new();
    folder
        .mode(0o700)
        .create(&draft)
        .with_context(|| format!("{} cannot be made", draft.display()))?;
    let unpacked = async {
        let db = Db::open(&sqlite_url(&draft)).await?;
        let done = packed::unpack(file, &words, &db, house_clock()).await;
        db.close().await;
        done
    };
    if let Err(error) = unpacked.await {
        let _gone = std::fs::remove_dir_all(&draft);
        return Err(error);
    }
    // There or not: a folder that is half unpacked never gets its name.
    std::fs::rename(&draft, &data).with_context(|| format!("{} cannot be made", data.display()))?;
    Ok(data)
}

fn words() -> anyhow::Result<String> {
    if let Ok(words) = std::env::var(WORDS) {
        return Ok(words);
    }
    if std::io::stdin().is_terminal() {
        say("kipp: the words that open the show:");
    }
    let mut words = String::new();
    std::io::stdin().lock().read_line(&mut words).context("no words were given")?;
    if words.trim().is_empty() {
        bail!("no words were given; say them on standard input or in {WORDS}");
    }
    Ok(words)
}
