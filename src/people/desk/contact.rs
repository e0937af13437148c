//! Where somebody can be written to, if they wish.

use crate::{
    fault::Fault,
    kernel::{FieldError, Posted, text},
    people::{rules, store::contact as store},
    server::{
        Visit,
        pages::{Fields, Reply},
    },
};
use sqlx::AnyConnection;

/// Somebody's address, if they gave one.
///
/// # Errors
/// Whatever the database says.
pub async fn email_of(conn: &mut AnyConnection, account: &str) -> Result<Option<String>, Fault> {
    store::email(conn, account).await
}

/// Somebody's telephone number, if it is known.
///
/// # Errors
/// Whatever the database says.
pub async fn phone_of(conn: &mut AnyConnection, account: &str) -> Result<Option<String>, Fault> {
    store::phone(conn, account).await
}

/// The address of whoever asks.
///
/// # Errors
/// [`Fault::SignedOut`].
pub async fn own_email(visit: &Visit) -> Result<Option<String>, Fault> {
    let account = visit.account()?;
    store::email(&mut *visit.read().await?, &account.id).await
}

/// Takes the address of whoever asks; an empty one takes it away.
pub(super) async fn set_email(visit: &Visit, fields: &Fields) -> Result<Reply, Fault> {
    let account = visit.account()?;
    let typed = fields.get("email").map(|email| text::line(email)).unwrap_or_default();
    if !typed.is_empty() && !rules::is_email(&typed) {
        return Ok(Reply::Again(Posted::again(vec![FieldError::new(
            "email",
            "Alamat surel belum benar, misalnya nama@contoh.go.id",
            "This is no e-mail address; write it like name@example.go.id",
        )])));
    }
    let mut tx = visit.write().await?;
    let before = store::email(&mut tx, &account.id).await?;
    let after = Some(typed).filter(|email| !email.is_empty());
    store::set_email(&mut tx, &account.id, after.as_deref()).await?;
    tx.record("account.email", &format!("account:{}", account.id), &before, &after);
    tx.commit().await?;
    Ok(Reply::Go("/akun".to_owned()))
}
