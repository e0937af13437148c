//! Takes a certificate back; it stays known, as revoked.

use super::{code, office};
use crate::{
    fault::Fault,
    kernel::{FieldError, Posted, text},
    result::{
        desk::{OFFICERS, reauthenticate},
        print::{rules, store},
    },
    server::{
        Visit,
        pages::{Fields, Reply},
    },
};

/// Longest reason, in characters.
const REASON: usize = 1000;

/// The form that does it.
///
/// # Errors
/// [`Fault::WrongRole`], or as [`office`].
pub async fn form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let officer = visit.require(&OFFICERS)?.id.clone();
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
    let (nonce, sealed) = office(&visit).await?;
    let wanted = rules::read_code(field("code"));
    let known = |code: &String| {
        sealed.document.honoured.iter().any(|row| super::code(&nonce, row) == *code)
    };
    let Some(wanted) = wanted.filter(known).filter(|_| errors.is_empty()) else {
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
    if store::revoke(&mut tx, &wanted, &reason, &officer, visit.now()).await? {
        tx.record("certificate.revoke", &format!("certificate:{wanted}"), &(), &reason);
    }
    tx.commit().await?;
    Ok(Reply::Go("/panitia/ekspor".to_owned()))
}
