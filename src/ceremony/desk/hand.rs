//! The remote changes hands: signs of life, the explicit taking, and one more device in an
//! operator's name by a number that is good once and for five minutes.

use super::{Staged, answered, staged, topic};
use crate::{
    ceremony::{
        rules::{
            Poster, Snapshot,
            lease::{self, Claim, Holder, Lease, PAIRED, PAIRING},
        },
        store,
    },
    fault::Fault,
    kernel::{Account, FieldError, Posted, Role},
    people::{self, desk::Guesses},
    server::{
        House, Tx, Visit, audit, pages,
        pages::{Fields, Reply},
        qr, session,
    },
};
use axum::{
    Router,
    extract::{Path, Request, State},
    routing::{get, post},
};
use leptos::prelude::use_context;

/// Wrong numbers after which everybody must wait: five minutes are too short to find one of 10⁸.
const TRIES: i64 = 200;

/// An account as a hand.
pub fn holder(account: &Account) -> Holder {
    Holder { account: account.id.clone(), name: account.name.clone() }
}

/// The lease after a claim.
///
/// # Errors
/// [`Fault::Held`] with the sentence that says who has it.
pub fn claimed(staged: &Staged, by: &Holder, claim: Claim, now: i64) -> Result<Lease, Fault> {
    lease::claim(staged.lease.as_ref(), by, claim, now).map_err(|held| match held {
        Some(held) => Fault::Held {
            id: format!("Kendali dipegang {}. Untuk memegangnya, tekan Ambil kendali.", held.name),
            en: format!("{} holds the remote. To hold it, press Take the remote.", held.name),
        },
        None => Fault::Conflict,
    })
}

/// Writes the lease; another hand is on record and announced.
///
/// # Errors
/// Whatever the database says.
pub async fn keep(tx: &mut Tx, staged: &mut Staged, lease: Lease) -> Result<(), Fault> {
    let before = staged.lease.take().map(|lease| lease.holder);
    if before.as_ref() != Some(&lease.holder) {
        let subject = format!("show:{}", staged.slug);
        tx.record("show.hand", &subject, &before, &lease.holder);
        tx.publish(&topic(&staged.slug));
    }
    store::lease::put(tx, &staged.slug, &lease).await?;
    staged.lease = Some(lease);
    Ok(())
}

/// The remote's sign of life: whoever holds it goes on holding it.
///
/// # Errors
/// [`Fault::Held`] if somebody else does.
pub async fn beat(visit: &Visit, show: &str) -> Result<(), Fault> {
    answered(async {
        let by = holder(visit.require(&[Role::Operator])?);
        let mut tx = visit.write().await?;
        let mut staged = staged(&mut tx, show).await?;
        let lease = claimed(&staged, &by, Claim::Beat, visit.house.now())?;
        keep(&mut tx, &mut staged, lease).await?;
        tx.commit().await
    })
    .await
}

/// Takes the remote, whoever holds it.
///
/// # Errors
/// Operators only.
pub async fn take(visit: &Visit, show: &str) -> Result<Snapshot, Fault> {
    answered(async {
        let by = holder(visit.require(&[Role::Operator])?);
        let mut tx = visit.write().await?;
        let mut staged = staged(&mut tx, show).await?;
        let now = visit.house.now();
        let lease = claimed(&staged, &by, Claim::Take, now)?;
        let edition = staged.standing.edition.slug.clone();
        store::open(&mut tx, &staged.slug, &edition, &staged.show).await?;
        keep(&mut tx, &mut staged, lease).await?;
        tx.commit().await?;
        Ok(staged.snapshot(now))
    })
    .await
}

async fn take_form(visit: Visit, show: String) -> Result<Reply, Fault> {
    take(&visit, &show).await?;
    Ok(Reply::Go(format!("/panggung/{show}/kendali")))
}

/// The number that this very answer gives out, and the address it leads to, for a camera.
///
/// # Errors
/// Operators only.
pub fn given(visit: &Visit, show: &str) -> Result<Option<(String, Poster)>, Fault> {
    visit.require(&[Role::Operator])?;
    let posted = use_context::<Posted>();
    let number = posted.as_ref().and_then(|posted| posted.value("number"));
    let Some(number) = number.and_then(lease::typed) else { return Ok(None) };
    let link = visit.link(&format!("/panggung/{show}/sambung"));
    let (cells, side) = qr::path(&format!("{link}?kode={number}"))?;
    let bare = link.split_once("://").map_or(link.as_str(), |(_, bare)| bare);
    Ok(Some((number, Poster { address: bare.to_owned(), cells, side })))
}

async fn offer(visit: Visit, show: String) -> Result<Reply, Fault> {
    let by = visit.require(&[Role::Operator])?.id.clone();
    let mut tx = visit.write().await?;
    let staged = staged(&mut tx, &show).await?;
    let random = u64::from_str_radix(&session::secret(8)?, 16).map_err(|_| Fault::Ours)?;
    let number = lease::number(random);
    let id = uuid::Uuid::now_v7().to_string();
    let now = visit.now();
    let hash = audit::sha256(number.as_bytes());
    let who = (id.as_str(), staged.slug.as_str(), by.as_str());
    store::lease::offer(&mut tx, who, &hash, (now, now + PAIRING)).await?;
    tx.record("show.pairing", &format!("pairing:{id}"), &(), &by);
    tx.commit().await?;
    // Shown once, in this answer: what is stored is its hash.
    let values = vec![("number".to_owned(), number)];
    Ok(Reply::Again(Posted { status: 200, values, ..Posted::default() }))
}

async fn redeem(visit: Visit, show: String, fields: Fields) -> Result<Reply, Fault> {
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let wrong = || {
        Ok(Reply::Again(Posted::again(vec![FieldError::new(
            "code",
            "Nomor ini tidak berlaku. Minta nomor baru kepada operator: satu nomor berlaku lima menit dan satu kali.",
            "This number is not valid. Ask the operator for a new one: a number is good for five minutes and once.",
        )])))
    };
    let address = format!("address:{}", visit.address);
    let tries = [(address.as_str(), people::rules::TRIES_PER_ADDRESS), ("pairing", TRIES)];
    let guesses = Guesses(&tries);
    guesses.allow(&visit).await?;
    let Some(number) = lease::typed(field("code")) else { return wrong() };
    let mut tx = visit.write().await?;
    let hash = audit::sha256(number.as_bytes());
    let found = store::lease::redeem(&mut tx, &show, &hash, visit.now()).await?;
    let Some(pairing) = found else {
        drop(tx);
        guesses.miss(&visit).await?;
        return wrong();
    };
    let subject = format!("pairing:{}", pairing.id);
    let device = (visit.device.as_str(), visit.address.as_str());
    let until = (visit.now(), visit.now() + PAIRED);
    let token = session::open_for(&mut tx, &pairing.account, device, Role::Operator, until).await?;
    tx.record("show.paired", &subject, &(), &pairing.account);
    tx.commit().await?;
    let room = if field("room") == "kendali" { "/kendali" } else { "" };
    Ok(Reply::GoWith {
        to: format!("/panggung/{show}{room}"),
        cookie: session::cookie(&token, visit.house.config.https),
    })
}

/// Addresses that take forms.
pub fn routes() -> Router<House> {
    Router::new()
        .route(
            "/panggung/{acara}/ambil",
            post(|State(house): State<House>, Path(show): Path<String>, request: Request| {
                pages::form(house, request, move |visit, _| take_form(visit, show))
            }),
        )
        .route(
            "/panggung/{acara}/pasang",
            get(pages::page).post(
                |State(house): State<House>, Path(show): Path<String>, request: Request| {
                    pages::form(house, request, move |visit, _| offer(visit, show))
                },
            ),
        )
        .route(
            "/panggung/{acara}/sambung",
            get(pages::page).post(
                |State(house): State<House>, Path(show): Path<String>, request: Request| {
                    pages::form(house, request, move |visit, fields| redeem(visit, show, fields))
                },
            ),
        )
}
