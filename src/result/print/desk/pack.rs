//! Papers in one archive, with a manifest that names each file's hash and the seal they came from.

use super::{code, office};
use crate::{
    fault::Fault,
    result::print::{
        rules,
        sheet::{self, Sealed},
    },
    server::{Visit, audit, press::press},
};
use serde::Serialize;
use std::io::{Cursor, Write as _};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A file's name and bytes.
pub type File = (String, Vec<u8>);

/// Every certificate.
///
/// # Errors
/// As [`office`].
pub async fn certificates(visit: &Visit) -> Result<Vec<File>, Fault> {
    let (nonce, sealed) = office(visit).await?;
    let mut files = Vec::new();
    for (at, row) in sealed.document.honoured.iter().enumerate() {
        let code = code(&nonce, row);
        let link = visit.link(&format!("/verifikasi/{}", rules::grouped(&code)));
        let paper = sheet::certificate(&sealed, (at, row), &code, link)?;
        let pdf = press(move || paper::certificate(&paper)).await?;
        files.push((format!("piagam-{:03}-{}.pdf", at + 1, file_name(&row.acronym)), pdf));
    }
    Ok(files)
}

/// The feedback to each innovator.
///
/// # Errors
/// [`Fault::Ours`] if one cannot be made.
pub async fn feedback(sealed: &Sealed) -> Result<Vec<File>, Fault> {
    let mut files = Vec::new();
    for place in &sealed.annex.places {
        let paper = sheet::feedback(sealed, place);
        let pdf = press(move || paper::report(&paper)).await?;
        files.push((format!("{}-{}.pdf", place.code, file_name(&place.acronym)), pdf));
    }
    Ok(files)
}

/// A name as every file system takes it.
pub fn file_name(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let parts: Vec<&str> = name.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// One file of a package.
#[derive(Serialize)]
struct Packed<'a> {
    name: &'a str,
    bytes: usize,
    sha256: String,
}

/// The manifest of a package: what is in it and what it came from.
#[derive(Serialize)]
struct Package<'a> {
    edition: &'a str,
    seal: &'a str,
    files: Vec<Packed<'a>>,
}

/// Files and their manifest in one archive.
///
/// # Errors
/// [`Fault::Ours`] if it cannot be written.
pub fn pack(sealed: &Sealed, files: &[File]) -> Result<Vec<u8>, Fault> {
    let package = Package {
        edition: &sealed.document.edition,
        seal: &sealed.sha256,
        files: files
            .iter()
            .map(|(name, bytes)| Packed { name, bytes: bytes.len(), sha256: audit::sha256(bytes) })
            .collect(),
    };
    let manifest = serde_json::to_string_pretty(&package).map_err(|_| Fault::Ours)? + "\n";
    let write = || -> zip::result::ZipResult<Vec<u8>> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        archive.start_file("manifest.json", options)?;
        archive.write_all(manifest.as_bytes())?;
        for (name, bytes) in files {
            archive.start_file(name.as_str(), options)?;
            archive.write_all(bytes)?;
        }
        Ok(archive.finish()?.into_inner())
    };
    write().map_err(|error| {
        tracing::error!(%error, "an archive could not be written");
        Fault::Ours
    })
}
