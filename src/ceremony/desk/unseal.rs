//! Breaking the seal ends what was prepared from it: the show goes back to its beginning in the same
//! change that takes the result away.

use super::super::{rules, store};
use crate::{
    edition,
    fault::Fault,
    kernel::{FieldError, Posted, Role, text},
    result::desk::{reauthenticate, unseal::unseal},
    server::{
        House, Visit,
        pages::{self, Fields, Reply},
    },
};
use axum::{
    Router,
    extract::{Request, State},
    routing::get,
};

/// Longest reason, in characters.
const REASON: usize = 1000;

async fn break_form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let officer = visit.require(&Role::OFFICERS)?.id.clone();
    let word = FieldError::new(
        "confirm",
        "Ketik BUKA dengan huruf besar untuk membuka segel",
        "Type BUKA in capitals to break the seal",
    );
    let mut errors = reauthenticate(&visit, &fields, ("BUKA", word)).await?;
    // The second officer confirms the reason of the first, so that there is one on record.
    let typed = fields.get("reason").map(String::as_str);
    let reason: String =
        text::clean(typed.unwrap_or_default()).trim().chars().take(REASON).collect();
    if typed.is_some() && reason.is_empty() {
        errors.push(FieldError::new(
            "reason",
            "Tulis alasan membuka segel",
            "Say why the seal is broken",
        ));
    }
    if !errors.is_empty() {
        return Ok(Reply::Again(Posted::again(errors)));
    }
    let mut tx = visit.write().await?;
    let year = edition::desk::current(&mut tx).await?.year;
    match unseal(&mut tx, &officer, &reason, visit.now()).await {
        Ok(false) if reason.is_empty() => Err(Fault::Conflict),
        Ok(is_broken) => {
            if is_broken {
                let slug = rules::slug(year);
                let before = store::get(&mut tx, &slug).await?;
                store::rewind(&mut tx, &slug).await?;
                let after = store::get(&mut tx, &slug).await?;
                tx.record("show.rewind", &format!("show:{slug}"), &before, &after);
                tx.publish(&super::topic(&slug));
            }
            tx.commit().await?;
            Ok(Reply::Go("/panitia/segel".to_owned()))
        }
        Err(Fault::Refused { id, en }) => {
            Ok(Reply::Again(Posted::again(vec![FieldError::new("confirm", id, en)])))
        }
        Err(fault) => Err(fault),
    }
}

/// The address that takes the form.
pub fn routes() -> Router<House> {
    Router::new().route(
        "/panitia/segel/buka",
        get(pages::page).post(|State(house): State<House>, request: Request| {
            pages::form(house, request, break_form)
        }),
    )
}
