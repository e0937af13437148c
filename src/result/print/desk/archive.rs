//! The archive of an edition: the seal as it was sealed, every paper made from it, every proposal as it
//! was judged, and the audit chain, with a manifest that names each file's hash and the seal.

use super::{
    File, book, list, minutes, notes, office, opened,
    pack::{certificates, feedback, file_name, pack},
    revoke, sheet,
};
use crate::{
    edition::Phase,
    fault::Fault,
    proposal,
    result::{rules::document::SealFile, store as seals, trail},
    server::{Visit, press::press},
};

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, Fault> {
    serde_json::to_string_pretty(value)
        .map(|text| (text + "\n").into_bytes())
        .map_err(|_| Fault::Ours)
}

/// The archive's bytes. What proposals enclosed is named in their files with its hash and stays where
/// it is kept: an edition's photos fill no answer to one request.
///
/// # Errors
/// As [`office`].
pub async fn archive(visit: &Visit) -> Result<Vec<u8>, Fault> {
    let (_, sealed) = office(visit).await?;
    let mut files: Vec<File> = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>| files.push((name.to_owned(), bytes));
    let (phase, seal) = {
        let mut conn = visit.read().await?;
        let (phase, ..) = opened(&mut conn).await?;
        (phase, seals::get(&mut conn, &sealed.edition.slug).await?.ok_or(Fault::NotFound)?)
    };
    // The two texts as they were hashed, byte for byte.
    add("segel/dokumen.json", seal.document.clone().into_bytes());
    add("segel/lampiran.json", seal.annex.clone().unwrap_or_default().into_bytes());
    let file = SealFile {
        manifest: seal.manifest.ok_or(Fault::NotFound)?,
        signature: seal.signature.ok_or(Fault::NotFound)?,
        nonce: seal.nonce.filter(|_| phase == Phase::Published),
        document: Some(seal.document),
        annex: seal.annex,
    };
    add("segel/segel.json", json(&file)?);
    if phase == Phase::Published {
        add("segel/pencabutan.json", revoke::list(visit).await?);
    }
    let report = minutes::minutes(&sealed);
    add("berita-acara.docx", sheet::word(&report)?);
    add("berita-acara.pdf", press(move || paper::report(&report)).await?);
    let report = sheet::decree(&sealed);
    add("lampiran-keputusan.docx", sheet::word(&report)?);
    add("lampiran-keputusan.pdf", press(move || paper::report(&report)).await?);
    add("rekap.xlsx", book::recap(&sealed.document, &sealed.annex, &notes(&sealed))?);
    add("rekap.csv", list::recap(&sealed)?);
    add("jejak.csv", trail::desk::list(visit).await?);
    for (name, bytes) in certificates(visit).await? {
        add(&format!("sertifikat/{name}"), bytes);
    }
    for (name, bytes) in feedback(&sealed).await? {
        add(&format!("umpan-balik/{name}"), bytes);
    }
    let mut conn = visit.read().await?;
    for filed in proposal::desk::filed(&mut conn, &sealed.edition).await? {
        if let Some(frozen) = filed.frozen {
            let code = proposal::code(filed.brief.number.unwrap_or_default());
            let name = format!("usulan/{code}-{}.json", file_name(&frozen.identity.acronym));
            add(&name, json(&frozen)?);
        }
    }
    pack(&sealed, &files)
}
