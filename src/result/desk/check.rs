//! Checks a seal: its hash, commitment and signature, and whether the stored scores still give the
//! sealed numbers. `kipp verify` prints what it finds.

use super::{Evidence, commitment, compose::compose, key};
use crate::{
    edition,
    fault::Fault,
    result::{
        print::desk::revoke,
        rules::{
            self,
            document::{Annex, Document, Manifest, SealFile},
            recount::{Difference, differences, recomputed},
            revocation::{RevocationFile, RevocationList},
        },
        store::{self, Seal},
    },
    server::audit,
};
use sqlx::AnyConnection;

/// One sentence about a seal, in two languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether all is well.
    pub good: bool,
    /// In Indonesian.
    pub id: String,
    /// In English.
    pub en: String,
}

fn good(id: impl Into<String>, en: impl Into<String>) -> Finding {
    Finding { good: true, id: id.into(), en: en.into() }
}

fn bad(id: impl Into<String>, en: impl Into<String>) -> Finding {
    Finding { good: false, id: id.into(), en: en.into() }
}

impl From<Difference> for Finding {
    fn from(difference: Difference) -> Self {
        bad(difference.id, difference.en)
    }
}

/// What lies in a seal, as far as it can be read.
#[derive(Default)]
struct Opened {
    findings: Vec<Finding>,
    manifest: Option<Manifest>,
    document: Option<Document>,
    annex: Option<Annex>,
}

/// Checks a seal by itself, without anything around it.
fn open(file: &SealFile) -> Opened {
    let mut opened = Opened::default();
    let found = &mut opened.findings;
    let Ok(manifest) = serde_json::from_str::<Manifest>(&file.manifest) else {
        found.push(bad("manifes segel tidak terbaca", "the seal's manifest cannot be read"));
        return opened;
    };
    found.push(if key::verify(&manifest.key, &file.manifest, &file.signature) {
        let key = &manifest.key;
        good(
            format!("tanda tangan manifes sah, dengan kunci {key}"),
            format!("the manifest's signature is good, by the key {key}"),
        )
    } else {
        bad(
            "tanda tangan manifes tidak sah: manifes diubah setelah disegel",
            "the manifest's signature is bad: it was changed after the seal",
        )
    });
    if let (Some(nonce), Some(document)) = (&file.nonce, &file.document) {
        let kept = key::bytes(nonce).map(|nonce| commitment(&nonce, document));
        found.push(if kept.as_deref() == Some(manifest.commitment.as_str()) {
            let words = rules::spoken(&audit::sha256(document.as_bytes()));
            good(
                format!("hasil cocok dengan komitmen yang diumumkan sebelumnya; kata segel: {words}"),
                format!("the result fits the commitment published before; seal words: {words}"),
            )
        } else {
            bad(
                "hasil tidak cocok dengan komitmen: hasil atau noncenya diubah setelah disegel",
                "the result does not fit the commitment: it or its nonce was changed after the seal",
            )
        });
    }
    opened.document = file.document.as_deref().and_then(|text| serde_json::from_str(text).ok());
    opened.annex = file.annex.as_deref().and_then(|text| serde_json::from_str(text).ok());
    if file.document.is_some() && opened.document.is_none() {
        found.push(bad("dokumen hasil tidak terbaca", "the result's document cannot be read"));
    }
    if let (Some(document), Some(annex)) = (&opened.document, &file.annex) {
        if audit::sha256(annex.as_bytes()) != document.annex {
            found.push(bad(
                "lampiran penilaian diubah setelah disegel",
                "the annex with the reads was changed after the seal",
            ));
        }
        if opened.annex.is_none() {
            found.push(bad("lampiran penilaian tidak terbaca", "the annex cannot be read"));
        }
    }
    if let (Some(document), Some(annex)) = (&opened.document, &opened.annex) {
        let wrong = recomputed(document, annex);
        if wrong.is_empty() {
            let (all, reads) = (annex.places.len(), annex.reads.len());
            found.push(good(
                format!(
                    "nilai {all} usulan terhitung ulang sama dari {reads} penilaian dalam segel"
                ),
                format!("the scores of {all} proposals follow from the {reads} sealed reads"),
            ));
        }
        found.extend(wrong.into_iter().map(Finding::from));
    }
    opened.manifest = Some(manifest);
    opened
}

/// Checks the text of a seal file, as anybody may have got it.
pub fn file(text: &str) -> Vec<Finding> {
    let Ok(file) = serde_json::from_str::<SealFile>(text) else {
        return vec![bad("berkas ini bukan berkas segel", "this is no seal file")];
    };
    let mut findings = open(&file).findings;
    if file.document.is_none() {
        findings.push(good(
            "hasil belum dibuka; simpan berkas ini untuk dicocokkan setelah diumumkan",
            "the result is not revealed yet; keep this file to compare after the announcement",
        ));
    }
    findings
}

/// Checks the text of a list of certificates that were taken back, against the seal it belongs to.
pub fn list(text: &str, seal: &str) -> Vec<Finding> {
    let read = |text: &str| {
        let file: RevocationFile = serde_json::from_str(text).ok()?;
        let list: RevocationList = serde_json::from_str(&file.list).ok()?;
        Some((file, list))
    };
    let manifest = |text: &str| {
        let file: SealFile = serde_json::from_str(text).ok()?;
        serde_json::from_str::<Manifest>(&file.manifest).ok()
    };
    let (Some((file, list)), Some(manifest)) = (read(text), manifest(seal)) else {
        return vec![bad(
            "daftar pencabutan atau berkas segelnya tidak terbaca",
            "the list of revocations or its seal file cannot be read",
        )];
    };
    let mut findings = Vec::new();
    findings.push(
        if list.key == manifest.key && key::verify(&list.key, &file.list, &file.signature) {
            good(
                "tanda tangan daftar pencabutan sah, dengan kunci segel",
                "the list of revocations is signed by the seal's key",
            )
        } else {
            bad(
                "tanda tangan daftar pencabutan tidak sah atau bukan dari kunci segel",
                "the list of revocations is not signed by the seal's key",
            )
        },
    );
    if list.commitment != manifest.commitment {
        findings.push(bad(
            "daftar pencabutan milik segel lain",
            "the list of revocations belongs to another seal",
        ));
    }
    let n = list.revoked.len();
    findings.push(good(
        format!("{n} piagam dicabut menurut daftar itu"),
        format!("{n} certificates are revoked on that list"),
    ));
    for one in &list.revoked {
        let (code, kind) = (&one.code, one.kind.code());
        findings
            .push(good(format!("piagam {code} dicabut ({kind})"), format!("{code} is revoked")));
    }
    findings
}

fn file_of(seal: &Seal) -> Option<SealFile> {
    Some(SealFile {
        manifest: seal.manifest.clone()?,
        signature: seal.signature.clone()?,
        nonce: seal.nonce.clone(),
        document: Some(seal.document.clone()),
        annex: seal.annex.clone(),
    })
}

/// Checks a stored seal against itself, the keys of this installation and the audit chain.
async fn stored(conn: &mut AnyConnection, slug: &str, seal: &Seal) -> Result<Opened, Fault> {
    let mut opened = match file_of(seal) {
        Some(file) => open(&file),
        None => Opened {
            findings: vec![bad(
                "segel ini tidak punya manifes bertanda tangan",
                "this seal has no signed manifest",
            )],
            ..Opened::default()
        },
    };
    if audit::sha256(seal.document.as_bytes()) != seal.sha256 {
        opened.findings.push(bad(
            "dokumen hasil tidak sesuai dengan SHA-256 segelnya",
            "the result's document does not have the seal's SHA-256",
        ));
    }
    if let Some(manifest) = &opened.manifest {
        if !store::has_key(conn, &manifest.key).await? {
            opened.findings.push(bad(
                "kunci penanda tangan segel tidak dikenal di pemasangan ini",
                "the seal was signed by a key that is not this installation's",
            ));
        }
        if manifest.edition != slug || Some(manifest.sealed_at) != seal.second_at {
            opened.findings.push(bad(
                "manifes segel milik edisi atau waktu lain",
                "the seal's manifest belongs to another edition or moment",
            ));
        }
    }
    let evidence = audit::fingerprint(&Evidence {
        sha256: &seal.sha256,
        manifest: seal.manifest.as_deref().unwrap_or_default(),
        signature: seal.signature.as_deref().unwrap_or_default(),
    });
    let recorded = store::recorded(conn, "seal.close", &format!("seal:{slug}")).await?;
    if !recorded.contains(&evidence) {
        opened.findings.push(bad(
            "segel ini tidak sama dengan yang tercatat di jejak audit",
            "this seal is not the one that the audit chain records",
        ));
    }
    Ok(opened)
}

/// Checks the open edition's seal and those that were broken; without a seal there is one sentence.
///
/// # Errors
/// Whatever the database says; what is wrong with a seal is a [`Finding`], not an error.
pub async fn all(conn: &mut AnyConnection) -> Result<Vec<Finding>, Fault> {
    let standing = edition::desk::standing(conn).await?;
    let slug = &standing.edition.slug;
    let mut findings = Vec::new();
    for (at, one) in store::broken(conn, slug).await?.iter().enumerate() {
        let n = at + 1;
        let wrong: Vec<Finding> =
            stored(conn, slug, &one.seal).await?.findings.into_iter().filter(|f| !f.good).collect();
        if wrong.is_empty() {
            findings.push(good(
                format!("segel lama ke-{n} yang dibuka tersimpan utuh"),
                format!("the broken seal {n} is kept whole"),
            ));
        }
        findings.extend(wrong.into_iter().map(|one| {
            bad(format!("segel lama ke-{n}: {}", one.id), format!("broken seal {n}: {}", one.en))
        }));
    }
    for code in revoke::altered(conn).await? {
        findings.push(bad(
            format!("pencabutan piagam {code} tidak sama dengan yang tercatat di jejak audit"),
            format!("the revocation of {code} is not the one that the audit chain records"),
        ));
    }
    let closed = store::get(conn, slug).await?.filter(|seal| seal.second_at.is_some());
    let Some(seal) = closed else {
        let is_sealed = standing.phase >= edition::Phase::Ceremony;
        findings.push(if is_sealed {
            bad("segel edisi ini hilang", "the seal of this edition is gone")
        } else {
            good("edisi ini belum disegel", "this edition is not sealed yet")
        });
        return Ok(findings);
    };
    let opened = stored(conn, slug, &seal).await?;
    findings.extend(opened.findings);
    if let (Some(document), Some(annex)) = (&opened.document, &opened.annex) {
        let now = compose(conn, &standing.edition).await?;
        let wrong = differences((document, annex), (&now.document, &now.annex));
        if wrong.is_empty() {
            findings.push(good(
                "nilai yang tersimpan masih memberi hasil yang disegel",
                "the stored scores still give the sealed result",
            ));
        }
        findings.extend(wrong.into_iter().map(Finding::from));
    }
    Ok(findings)
}
