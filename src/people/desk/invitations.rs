//! Invitations made by those who are no office: an agency's admin, the owner of a proposal.

use crate::{
    fault::Fault,
    kernel::{Account, FieldError, Posted, Role, text},
    people::{
        api::invitations::{Card, Colleague, Colleagues, Waiting},
        rules,
        store::{self, invitations as list},
    },
    server::{
        House, Tx, Visit,
        pages::{self, Fields, Reply},
        qr,
    },
};
use axum::{
    Router,
    extract::{Request, State},
    routing::get,
};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

pub use list::Sent;

const HERE: &str = "/opd-saya/pengguna";

/// Most invitations of one form, and codes of one sheet.
const AT_ONCE: usize = 40;

/// What an invitation is to give.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// What they will do.
    pub role: Role,
    /// Whom it names.
    pub name: &'a str,
    /// Code of the agency.
    pub agency: Option<String>,
    /// Code of the unit.
    pub unit: Option<String>,
    /// An account that gets a new password.
    pub account: Option<String>,
    /// A proposal to write with its owner.
    pub proposal: Option<String>,
}

/// Makes an invitation with a code that can be printed, in the caller's transaction. The caller
/// has asked whether it may be made.
///
/// # Errors
/// Whatever the database says, or no randomness.
pub async fn make(tx: &mut Tx, wanted: &Wanted<'_>, by: &str, now: i64) -> Result<String, Fault> {
    let code = super::printed_code()?;
    let invitation = store::Invitation {
        id: uuid::Uuid::now_v7().to_string(),
        role: wanted.role,
        name: wanted.name.to_owned(),
        agency: wanted.agency.clone(),
        unit: wanted.unit.clone(),
        account: wanted.account.clone(),
        proposal: wanted.proposal.clone(),
        expires_at: now + rules::INVITATION_LIFETIME,
        used_at: None,
    };
    store::invite(tx, &rules::fold_code(&code), "code", &invitation, by, now).await?;
    tx.record("invitation.make", &format!("invitation:{}", invitation.id), &(), &invitation);
    Ok(code)
}

/// The invitations to a proposal that stand.
///
/// # Errors
/// Whatever the database says.
pub async fn to_proposal(conn: &mut AnyConnection, proposal: &str) -> Result<Vec<Sent>, Fault> {
    list::to_proposal(conn, proposal).await
}

/// Revokes an invitation in the caller's transaction, who has asked whether it may be.
///
/// # Errors
/// [`Fault::Conflict`] if it is gone already.
pub async fn revoke(tx: &mut Tx, id: &str, now: i64) -> Result<(), Fault> {
    if !list::revoke(tx, id, now).await? {
        return Err(Fault::Conflict);
    }
    tx.record("invitation.revoke", &format!("invitation:{id}"), &id, &());
    Ok(())
}

/// The invitations of some codes, as cards to print, for whoever made them; what is none of
/// theirs is left out.
///
/// # Errors
/// Whatever the database says.
pub async fn cards(visit: &Visit, codes: &str) -> Result<Vec<Card>, Fault> {
    let by = visit.account()?;
    let mut conn = visit.read().await?;
    let units: BTreeMap<String, String> =
        store::units(&mut conn).await?.into_iter().map(|u| (u.code, u.name)).collect();
    let mut cards = Vec::new();
    for code in codes.split('.').filter(|code| !code.is_empty()).take(AT_ONCE) {
        let folded = rules::fold_code(code);
        let Some(sent) = list::by_code(&mut conn, &folded, &by.id).await? else { continue };
        if sent.used_at.is_some() || sent.expires_at <= visit.now() {
            continue;
        }
        let link = visit.link(&format!("/undangan/{folded}"));
        cards.push(Card {
            name: sent.name,
            place: sent.unit.and_then(|unit| units.get(&unit).cloned()).unwrap_or_default(),
            code: rules::spaced(&folded),
            qr: qr::path(&link)?,
            link,
            expires_at: sent.expires_at,
        });
    }
    Ok(cards)
}

fn admin(visit: &Visit) -> Result<(&Account, String), Fault> {
    let admin = visit.require(&[Role::AgencyAdmin])?;
    let agency = admin.agency.clone().ok_or(Fault::WrongRole)?;
    Ok((admin, agency))
}

/// The innovators of an admin's agency and the invitations that wait.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn colleagues(visit: &Visit) -> Result<Colleagues, Fault> {
    let (_, agency) = admin(visit)?;
    let mut conn = visit.read().await?;
    let units: Vec<(String, String)> = store::units(&mut conn)
        .await?
        .into_iter()
        .filter(|unit| unit.agency == agency)
        .map(|unit| (unit.code, unit.name))
        .collect();
    let unit_name = |code: &Option<String>| {
        let found = units.iter().find(|(known, _)| Some(known) == code.as_ref());
        found.map(|(_, name)| name.clone()).unwrap_or_default()
    };
    let open = list::open_of_agency(&mut conn, &agency).await?;
    let mut people: Vec<Colleague> = list::innovators(&mut conn, &agency)
        .await?
        .into_iter()
        .map(|(id, name, username, unit, active, last)| Colleague {
            invited: open
                .iter()
                .any(|sent| sent.account.as_ref() == Some(&id) && sent.expires_at > visit.now()),
            place: unit_name(&unit),
            id,
            name,
            username,
            active,
            last,
        })
        .collect();
    people.sort_by(|a, b| (a.last.is_some(), &a.name).cmp(&(b.last.is_some(), &b.name)));
    let waiting = open
        .into_iter()
        .map(|sent| Waiting {
            place: unit_name(&sent.unit),
            id: sent.id,
            name: sent.name,
            made_at: sent.created_at,
            expires_at: sent.expires_at,
            team: sent.proposal.is_some(),
        })
        .collect();
    Ok(Colleagues { people, waiting, units })
}

async fn invite_colleagues(visit: &Visit, fields: &Fields) -> Result<Reply, Fault> {
    let (by, agency) = admin(visit)?;
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let names: Vec<String> =
        field("names").lines().map(text::line).filter(|name| !name.is_empty()).collect();
    let mut errors = Vec::new();
    if names.is_empty() {
        errors.push(FieldError::new(
            "names",
            "Tulis nama orang yang diundang, satu nama satu baris",
            "Enter the names of those you invite, one on each line",
        ));
    }
    if names.len() > AT_ONCE {
        errors.push(FieldError::new(
            "names",
            format!("Paling banyak {AT_ONCE} nama sekali kirim"),
            format!("At most {AT_ONCE} names at a time"),
        ));
    }
    let known = store::units(&mut *visit.read().await?)
        .await?
        .into_iter()
        .any(|unit| unit.code == field("unit") && unit.agency == agency);
    if !known {
        errors.push(FieldError::new(
            "unit",
            "Pilih unit pelayanan dari perangkat daerah Anda",
            "Choose a service unit of your own agency",
        ));
    }
    if !errors.is_empty() {
        return Ok(Reply::Again(Posted::again(errors)));
    }
    let mut tx = visit.write().await?;
    let mut codes = Vec::new();
    for name in &names {
        let wanted = Wanted {
            role: Role::Innovator,
            name,
            agency: Some(agency.clone()),
            unit: Some(field("unit").to_owned()),
            account: None,
            proposal: None,
        };
        codes.push(make(&mut tx, &wanted, &by.id, visit.now()).await?);
    }
    tx.commit().await?;
    Ok(Reply::Go(format!("{HERE}?kode={}", codes.join("."))))
}

/// A new code for somebody of the agency who has an account: the first, or one to replace a
/// forgotten password.
async fn renew(visit: &Visit, id: &str) -> Result<Reply, Fault> {
    let (by, agency) = admin(visit)?;
    let mut tx = visit.write().await?;
    let account = store::account(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    if account.agency.as_ref() != Some(&agency) || account.roles != [Role::Innovator] {
        return Err(Fault::NotFound);
    }
    let wanted = Wanted {
        role: Role::Innovator,
        name: &account.name,
        agency: account.agency.clone(),
        unit: account.unit.clone(),
        account: Some(account.id.clone()),
        proposal: None,
    };
    let code = make(&mut tx, &wanted, &by.id, visit.now()).await?;
    tx.commit().await?;
    Ok(Reply::Go(format!("{HERE}?kode={code}")))
}

async fn take_back(visit: &Visit, id: &str) -> Result<Reply, Fault> {
    let (_, agency) = admin(visit)?;
    let mut tx = visit.write().await?;
    if !list::open_of_agency(&mut tx, &agency).await?.iter().any(|sent| sent.id == id) {
        return Err(Fault::NotFound);
    }
    revoke(&mut tx, id, visit.now()).await?;
    tx.commit().await?;
    Ok(Reply::Go(HERE.to_owned()))
}

async fn take(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    match field("action") {
        "invite" => invite_colleagues(&visit, &fields).await,
        "renew" => renew(&visit, field("account")).await,
        "revoke" => take_back(&visit, field("invitation")).await,
        _ => Err(Fault::Unreadable),
    }
}

/// Addresses that take forms.
pub fn routes() -> Router<House> {
    Router::new().route(
        HERE,
        get(pages::page)
            .post(|State(house): State<House>, request: Request| pages::form(house, request, take)),
    )
}
