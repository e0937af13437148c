//! Takes a certificate back: it stays known, as revoked, and stands on a signed list for whoever checks
//! without a server.

use super::{code, office, opened};
use crate::{
    edition::Phase,
    fault::Fault,
    kernel::{FieldError, Posted, Role, text},
    result::{
        desk::{key::Keeper, reauthenticate},
        print::{rules, store},
        rules::{
            document::canonical,
            revocation::{FORMAT, RevocationFile, RevocationKind, RevocationList, Revoked},
        },
    },
    server::{
        Visit, audit,
        pages::{Fields, Reply},
    },
};
use sqlx::AnyConnection;

/// Longest reason, in characters.
const REASON: usize = 1000;

/// The form that does it.
///
/// # Errors
/// [`Fault::WrongRole`], or as [`office`].
pub async fn form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let officer = visit.require(&Role::OFFICERS)?.id.clone();
    let word = FieldError::new(
        "confirm",
        "Ketik CABUT dengan huruf besar untuk mencabut",
        "Type CABUT in capitals to revoke",
    );
    let mut errors = reauthenticate(&visit, &fields, ("CABUT", word)).await?;
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let reason: String = text::clean(field("reason")).trim().chars().take(REASON).collect();
    if reason.is_empty() {
        errors.push(FieldError::new("reason", "Tulis alasan mencabut", "Say why it is revoked"));
    }
    let kind = RevocationKind::of_code(field("kind"));
    if kind.is_none() {
        errors.push(FieldError::new("kind", "Pilih jenis alasan", "Choose the kind of reason"));
    }
    let (nonce, sealed) = office(&visit).await?;
    let wanted = rules::read_code(field("code"));
    let known =
        |typed: &String| sealed.document.honoured.iter().any(|row| code(&nonce, row) == *typed);
    let wanted = wanted.filter(known).filter(|_| errors.is_empty());
    let (Some(wanted), Some(kind)) = (wanted, kind) else {
        if errors.is_empty() {
            errors.push(FieldError::new(
                "code",
                "Kode ini bukan kode piagam edisi ini",
                "This is no code of a certificate of this edition",
            ));
        }
        return Ok(Reply::Again(Posted::again(errors)));
    };
    let mut tx = visit.write().await?;
    if store::revoke(&mut tx, &wanted, (kind, &reason), &officer, visit.now()).await? {
        tx.record("certificate.revoke", &format!("certificate:{wanted}"), &(), &(kind, &reason));
    }
    tx.commit().await?;
    Ok(Reply::Go("/panitia/ekspor".to_owned()))
}

/// The signed list of the certificates that were taken back, once the result is public. The same state
/// gives the same bytes.
///
/// # Errors
/// [`Fault::NotFound`] before the publication.
pub async fn list(visit: &Visit) -> Result<Vec<u8>, Fault> {
    let mut conn = visit.read().await?;
    let (phase, nonce, sealed) = match opened(&mut conn).await {
        Err(Fault::Refused { .. }) => return Err(Fault::NotFound),
        opened => opened?,
    };
    if phase != Phase::Published {
        return Err(Fault::NotFound);
    }
    let codes: Vec<String> = sealed.document.honoured.iter().map(|row| code(&nonce, row)).collect();
    let mut revoked = store::revoked(&mut conn).await?;
    revoked.retain(|one| codes.contains(&one.code));
    let revoked: Vec<Revoked> = revoked
        .into_iter()
        .map(|one| Revoked { code: one.code, kind: one.kind, at: one.at })
        .collect();
    let keeper = Keeper::open(&visit.house.config.data)?;
    let list = RevocationList {
        format: FORMAT.to_owned(),
        edition: sealed.document.edition.clone(),
        commitment: sealed.manifest.commitment.clone(),
        key: keeper.public(),
        at: revoked.iter().map(|one| one.at).fold(sealed.manifest.sealed_at, i64::max),
        revoked,
    };
    let list = canonical(&list).ok_or(Fault::Ours)?;
    let file = RevocationFile { signature: keeper.sign(&list), list };
    let text = serde_json::to_string_pretty(&file).map_err(|_| Fault::Ours)?;
    Ok((text + "\n").into_bytes())
}

/// Codes whose revocation is not the one that the audit chain records: taken out, put in or changed.
///
/// # Errors
/// Whatever the database says.
pub async fn altered(conn: &mut AnyConnection) -> Result<Vec<String>, Fault> {
    let stored = store::revoked(conn).await?;
    let recorded = store::recorded(conn).await?;
    let subject = |code: &str| format!("certificate:{code}");
    let mut wrong: Vec<String> = stored
        .iter()
        .filter(|one| {
            // Before reasons had kinds, the reason alone was recorded.
            let known =
                [audit::fingerprint(&(one.kind, &one.reason)), audit::fingerprint(&one.reason)];
            let same =
                |(of, hash): &(String, String)| *of == subject(&one.code) && known.contains(hash);
            !recorded.iter().any(same)
        })
        .map(|one| one.code.clone())
        .collect();
    for (of, _) in &recorded {
        if !stored.iter().any(|one| subject(&one.code) == *of) {
            wrong.push(of.trim_start_matches("certificate:").to_owned());
        }
    }
    Ok(wrong)
}
