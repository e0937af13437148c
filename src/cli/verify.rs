//! `kipp verify`: the audit chain, the seals and whether the stored scores still give what was
//! sealed; or one seal file by itself.

use super::{At, say, say_error};
use crate::{
    result::desk::check::{self, Finding},
    server::audit::{self, Verdict},
};
use anyhow::{Context, bail};
use clap::Args;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Largest seal file that is read, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

pub const HELP: &str = "\
Without FILE, everything in the data folder is checked: the audit chain from its first entry, the
seal's hash, commitment and signature, seals that were broken, and that the stored scores still give
the sealed numbers. With FILE, only that seal file is checked, and no database is needed; with LIST, the
signed list of revoked certificates beside it, and each of them is named. Each line is one finding, in
Indonesian and English; the exit code is 1 if anything differs.";

/// `kipp verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    at: At,
    /// A seal file, as /verifikasi-segel hands it out.
    file: Option<PathBuf>,
    /// The list of revoked certificates, as /verifikasi-segel/pencabutan.json hands it out.
    list: Option<PathBuf>,
}

/// The text of a file of a size that a seal can have.
fn read(path: &Path) -> anyhow::Result<String> {
    let there = || format!("{} cannot be read", path.display());
    if std::fs::metadata(path).with_context(there)?.len() > LARGEST {
        bail!("{} is too large for a seal file", path.display());
    }
    std::fs::read_to_string(path).with_context(there)
}

/// Checks and prints one sentence for each finding.
///
/// # Errors
/// One sentence: no database, or a file that cannot be read.
pub async fn run(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    if let Some(path) = &args.file {
        let text = read(path)?;
        let mut findings = check::file(&text);
        if let Some(list) = &args.list {
            findings.extend(check::list(&read(list)?, &text));
        }
        return Ok(tell(&findings));
    }
    let db = args.at.open().await?;
    let verdict = audit::verify(&mut *db.read().await?).await;
    let findings = check::all(&mut *db.read().await?).await;
    db.close().await;
    let chain = match verdict? {
        Verdict::Whole(entries) => {
            say(&format!("kipp: the audit chain is whole, {entries} entries"));
            ExitCode::SUCCESS
        }
        Verdict::Broken { seq, why } => {
            say_error(&format!("kipp: the audit chain is broken at entry {seq}: {why}"));
            ExitCode::FAILURE
        }
    };
    let seals = tell(&findings?);
    Ok(if chain == ExitCode::SUCCESS { seals } else { chain })
}

fn tell(findings: &[Finding]) -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for one in findings {
        let sentence = format!("kipp: {} / {}", one.id, one.en);
        if one.good {
            say(&sentence);
        } else {
            say_error(&sentence);
            code = ExitCode::FAILURE;
        }
    }
    code
}
