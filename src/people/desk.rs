//! The desk of people: signing in and out, invitations, imports.

pub mod contact;
pub mod invitations;

use super::{
    api::{Agency, Device, Offer, Person, Unit},
    import::{self, BadFile},
    rules, store,
};
use crate::{
    fault::Fault,
    kernel::{Account, FieldError, Posted, Role},
    server::{
        House, Tx, Visit,
        pages::{self, Fields, Reply},
        session,
    },
};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier},
};
use axum::{
    Router,
    extract::{Request, State},
    routing::get,
};
use sqlx::AnyConnection;
use std::collections::HashSet;
use tokio::sync::Semaphore;

/// Password hashing takes 19 MiB and a core; two at once leave room for everything else.
static HASHING: Semaphore = Semaphore::const_new(2);

/// Hashes a password with argon2id's defaults.
///
/// # Errors
/// When the hashing thread is lost.
pub async fn hash_password(password: &str) -> Result<String, Fault> {
    let password = password.to_owned();
    let _turn = HASHING.acquire().await.map_err(|_| Fault::Ours)?;
    tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    })
    .await
    .map_err(|_| Fault::Ours)?
    .map_err(|error| {
        tracing::error!(%error, "hashing");
        Fault::Ours
    })
}

/// Whether a password fits a hash. With no hash the same work is done for nothing, so that the
/// time of the answer does not tell whether an account exists.
async fn fits(password: &str, hash: Option<String>) -> Result<bool, Fault> {
    let Some(hash) = hash else {
        hash_password(password).await?;
        return Ok(false);
    };
    let password = password.to_owned();
    let _turn = HASHING.acquire().await.map_err(|_| Fault::Ours)?;
    tokio::task::spawn_blocking(move || {
        Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok()
    })
    .await
    .map_err(|_| Fault::Ours)
}

/// Checks the password of somebody already signed in, before a grave act.
///
/// # Errors
/// A refusal if it does not fit; [`Fault::TooMany`] after too many tries.
pub async fn confirm_password(visit: &Visit, password: &str) -> Result<(), Fault> {
    let account = visit.account()?;
    check_password(visit, &account.username, "", password).await.map(|_| ())
}

/// How often a secret may be guessed in [`rules::WINDOW`], by the name under which guesses are counted.
pub struct Guesses<'a>(pub &'a [(&'a str, i64)]);

impl Guesses<'_> {
    /// Whether one more is allowed.
    ///
    /// # Errors
    /// [`Fault::TooMany`].
    pub async fn allow(&self, visit: &Visit) -> Result<(), Fault> {
        let mut conn = visit.read().await?;
        let now = visit.now();
        for (who, limit) in self.0 {
            let (failed, oldest) = store::tries(&mut conn, who, now - rules::WINDOW).await?;
            if let Some(seconds) = rules::must_wait(failed, *limit, oldest, now) {
                return Err(Fault::TooMany { seconds });
            }
        }
        Ok(())
    }

    /// Counts one that was wrong.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn miss(&self, visit: &Visit) -> Result<(), Fault> {
        let mut tx = visit.write().await?;
        for (who, _) in self.0 {
            store::note_try(&mut tx, who, visit.now()).await?;
        }
        tx.commit().await
    }
}

async fn check_password(
    visit: &Visit,
    username: &str,
    phone: &str,
    password: &str,
) -> Result<String, Fault> {
    let now = visit.now();
    let who = format!("account:{}", if username.is_empty() { phone } else { username });
    let address = format!("address:{}", visit.address);
    let (found, limited) = {
        let mut conn = visit.read().await?;
        let mut limited = None;
        for (key, limit) in [(&who, rules::TRIES_PER_ACCOUNT), (&address, rules::TRIES_PER_ADDRESS)]
        {
            let (failed, oldest) = store::tries(&mut conn, key, now - rules::WINDOW).await?;
            limited = limited.or(rules::must_wait(failed, limit, oldest, now));
        }
        (store::credentials(&mut conn, username, phone).await?, limited)
    };
    if let Some(seconds) = limited {
        return Err(Fault::TooMany { seconds });
    }
    let hash = found.as_ref().and_then(|account| account.password.clone());
    let good = fits(password, hash).await?;
    let mut tx = visit.write().await?;
    match found {
        Some(account) if good => {
            store::forget_tries(&mut tx, &who).await?;
            tx.commit().await?;
            Ok(account.id)
        }
        _ => {
            store::note_try(&mut tx, &who, now).await?;
            store::note_try(&mut tx, &address, now).await?;
            tx.commit().await?;
            Err(Fault::refused(
                "Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecilnya.",
                "The user name and password do not match. Check upper and lower case.",
            ))
        }
    }
}

async fn sign_in(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let typed = field("username");
    let (username, phone) = (rules::username(typed), rules::phone(typed));
    let mut errors = Vec::new();
    if username.is_empty() {
        errors.push(FieldError::new(
            "username",
            "Isi nama pengguna atau nomor telepon",
            "Enter your user name or phone number",
        ));
    }
    if field("password").is_empty() {
        errors.push(FieldError::new("password", "Isi kata sandi", "Enter your password"));
    }
    if !errors.is_empty() {
        return Ok(Reply::Again(Posted::again(errors)));
    }
    let id = match check_password(&visit, &username, &phone, field("password")).await {
        Ok(id) => id,
        Err(fault @ (Fault::Refused { .. } | Fault::TooMany { .. })) => {
            use crate::kernel::Lang::{En, Id};
            let error = FieldError::new("username", fault.sentence(Id), fault.sentence(En));
            return Ok(Reply::Again(Posted {
                status: fault.status(),
                ..Posted::again(vec![error])
            }));
        }
        Err(fault) => return Err(fault),
    };
    let next = field("next").to_owned();
    welcome(&visit, &id, &next).await
}

/// Opens a session for an account and sends its person to where they wanted to go, which can
/// only be a page of ours.
async fn welcome(visit: &Visit, id: &str, next: &str) -> Result<Reply, Fault> {
    let mut tx = visit.write().await?;
    let account = store::account(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    let token = session::open(&mut tx, id, &visit.device, &visit.address, visit.now()).await?;
    tx.commit().await?;
    let ours = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    Ok(Reply::GoWith {
        to: if ours { next.to_owned() } else { account.home().to_owned() },
        cookie: session::cookie(&token, visit.house.config.https),
    })
}

async fn sign_out(visit: Visit, _: Fields) -> Result<Reply, Fault> {
    if let Some(token) = &visit.token {
        let mut tx = visit.write().await?;
        session::end(&mut tx, token, visit.now()).await?;
        tx.commit().await?;
    }
    Ok(Reply::GoWith { to: "/".to_owned(), cookie: session::no_cookie(visit.house.config.https) })
}

/// What `/akun` takes: an address, or a device to sign out.
async fn account_form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    if fields.contains_key("email") {
        contact::set_email(&visit, &fields).await
    } else {
        revoke(visit, fields).await
    }
}

async fn revoke(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let account = visit.account()?.id.clone();
    let session = fields.get("session").map_or("", String::as_str);
    let mut tx = visit.write().await?;
    if !store::revoke(&mut tx, &account, session, visit.now()).await? {
        return Err(Fault::NotFound);
    }
    tx.record("session.revoke", &format!("session:{session}"), &session, &());
    tx.commit().await?;
    Ok(Reply::Go("/akun".to_owned()))
}

/// The signed-in devices of whoever asks.
///
/// # Errors
/// [`Fault::SignedOut`].
pub async fn devices(visit: &Visit) -> Result<Vec<Device>, Fault> {
    let account = visit.account()?;
    store::devices(&mut *visit.read().await?, &account.id, visit.token.as_deref(), visit.now())
        .await
}

/// Everybody, for the committee.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn all(visit: &Visit) -> Result<Vec<Person>, Fault> {
    visit.require(&Role::OFFICE)?;
    store::people(&mut *visit.read().await?).await
}

/// Every agency and unit.
///
/// # Errors
/// [`Fault::SignedOut`].
pub async fn places(visit: &Visit) -> Result<(Vec<Agency>, Vec<Unit>), Fault> {
    visit.account()?;
    let mut conn = visit.read().await?;
    Ok((store::agencies(&mut conn).await?, store::units(&mut conn).await?))
}

/// Every agency.
///
/// # Errors
/// Whatever the database says.
pub async fn agencies(conn: &mut AnyConnection) -> Result<Vec<Agency>, Fault> {
    store::agencies(conn).await
}

/// Every unit.
///
/// # Errors
/// Whatever the database says.
pub async fn units(conn: &mut AnyConnection) -> Result<Vec<Unit>, Fault> {
    store::units(conn).await
}

/// Everybody, for desks that have already asked who asks.
///
/// # Errors
/// Whatever the database says.
pub async fn people(conn: &mut AnyConnection) -> Result<Vec<Person>, Fault> {
    store::people(conn).await
}

/// One sentence for every code that cannot be used: unknown, used and expired answer alike, so
/// that guessing teaches nothing.
fn dead_code() -> Fault {
    Fault::refused(
        "Undangan ini tidak berlaku lagi. Minta undangan baru kepada panitia.",
        "This invitation can no longer be used. Ask the committee for a new one.",
    )
}

/// Sentence-free look at an invitation; wrong codes count as failed tries of the address.
async fn open_invitation(visit: &Visit, typed: &str) -> Result<store::Invitation, Fault> {
    let now = visit.now();
    let address = format!("address:{}", visit.address);
    let found = {
        let mut conn = visit.read().await?;
        let (failed, oldest) = store::tries(&mut conn, &address, now - rules::WINDOW).await?;
        if let Some(seconds) = rules::must_wait(failed, rules::TRIES_PER_ADDRESS, oldest, now) {
            return Err(Fault::TooMany { seconds });
        }
        store::invitation(&mut conn, &rules::fold_code(typed)).await?
    };
    match found {
        Some(invitation) if invitation.used_at.is_none() && invitation.expires_at > now => {
            Ok(invitation)
        }
        _ => {
            let mut tx = visit.write().await?;
            store::note_try(&mut tx, &address, now).await?;
            tx.commit().await?;
            Err(dead_code())
        }
    }
}

/// What the invitation of a code offers.
///
/// # Errors
/// A refusal if it cannot be used.
pub async fn offer(visit: &Visit, code: &str) -> Result<Offer, Fault> {
    let invitation = open_invitation(visit, code).await?;
    let mut conn = visit.read().await?;
    let place = match (&invitation.unit, &invitation.agency) {
        (Some(unit), _) => {
            store::units(&mut conn).await?.into_iter().find(|u| &u.code == unit).map(|u| u.name)
        }
        (None, Some(agency)) => store::agencies(&mut conn)
            .await?
            .into_iter()
            .find(|a| &a.code == agency)
            .map(|a| a.name),
        (None, None) => None,
    };
    let username = match &invitation.account {
        Some(account) => store::account(&mut conn, account).await?.map(|a| a.username),
        None => None,
    };
    Ok(Offer {
        name: invitation.name,
        role: invitation.role,
        place: place.unwrap_or_default(),
        username,
        team: invitation.proposal.is_some(),
    })
}

/// What came of inviting somebody: the secret, shown once.
#[derive(Debug)]
pub struct Invited {
    /// Code to type, or the last part of the link.
    pub code: String,
}

/// A code that can be printed and typed.
fn printed_code() -> Result<String, Fault> {
    let random = session::secret(8)?;
    let mut bytes = [0_u8; 8];
    for (byte, pair) in bytes.iter_mut().zip(random.as_bytes().chunks(2)) {
        *byte = std::str::from_utf8(pair)
            .ok()
            .and_then(|p| u8::from_str_radix(p, 16).ok())
            .unwrap_or(0);
    }
    Ok(rules::printed_code(bytes))
}

/// Invites somebody, to a new account or to one imported without a password.
///
/// # Errors
/// [`Fault::WrongRole`]; an agency's admin invites through [`invitations`].
pub async fn invite(
    visit: &Visit,
    role: Role,
    name: &str,
    place: (Option<String>, Option<String>),
    account: Option<String>,
    printed: bool,
) -> Result<Invited, Fault> {
    let by = visit.require(&Role::OFFICE)?.id.clone();
    let (agency, unit) = place;
    let code = if printed { printed_code()? } else { session::secret(16)? };
    let now = visit.now();
    let invitation = store::Invitation {
        id: uuid::Uuid::now_v7().to_string(),
        role,
        name: name.to_owned(),
        agency,
        unit,
        account,
        proposal: None,
        expires_at: now + rules::INVITATION_LIFETIME,
        used_at: None,
    };
    let mut tx = visit.write().await?;
    let kind = if printed { "code" } else { "link" };
    store::invite(&mut tx, &rules::fold_code(&code), kind, &invitation, &by, now).await?;
    tx.record("invitation.make", &format!("invitation:{}", invitation.id), &(), &invitation);
    tx.commit().await?;
    Ok(Invited { code })
}

async fn accept(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let code_alone = ["username", "password", "action"].iter().all(|name| field(name).is_empty());
    if code_alone && !field("code").is_empty() {
        // A typed code: its own page asks for the rest.
        return match open_invitation(&visit, field("code")).await {
            Ok(_) => Ok(Reply::Go(format!("/undangan/{}", rules::fold_code(field("code"))))),
            Err(Fault::Refused { id, en }) => {
                Ok(Reply::Again(Posted::again(vec![FieldError::new("code", id, en)])))
            }
            Err(fault) => Err(fault),
        };
    }
    let invitation = open_invitation(&visit, field("code")).await?;
    if field("action") == "join" {
        return join(&visit, &invitation).await;
    }
    let username = rules::username(field("username"));
    let mut errors = rules::check_choice(&username, field("password"));
    if invitation.account.is_some() {
        errors.retain(|error| error.field != "username");
    }
    if !errors.is_empty() {
        return Ok(Reply::Again(Posted::again(errors)));
    }
    let hash = hash_password(field("password")).await?;
    let mut tx = visit.write().await?;
    let id = if let Some(account) = &invitation.account {
        store::set_password(&mut tx, account, &hash).await?;
        account.clone()
    } else {
        let person = store::NewAccount {
            username: &username,
            phone: None,
            name: &invitation.name,
            password: Some(&hash),
            agency: invitation.agency.as_deref(),
            unit: invitation.unit.as_deref(),
            role: invitation.role,
        };
        let Some(id) = store::add_account(&mut tx, &person, visit.now()).await? else {
            return Ok(Reply::Again(Posted::again(vec![FieldError::new(
                "username",
                "Nama pengguna ini sudah dipakai. Pilih yang lain.",
                "This user name is taken. Choose another.",
            )])));
        };
        id
    };
    if !store::use_invitation(&mut tx, &invitation.id, &id, visit.now()).await? {
        return Err(dead_code());
    }
    let subject = format!("invitation:{}", invitation.id);
    tx.record("invitation.use", &subject, &invitation, &id);
    tx.commit().await?;
    let next = invitation.proposal.map(|proposal| format!("/saya/usulan/{proposal}"));
    welcome(&visit, &id, &next.unwrap_or_default()).await
}

/// Somebody with an account takes up an invitation to write a proposal with its owner.
async fn join(visit: &Visit, invitation: &store::Invitation) -> Result<Reply, Fault> {
    let account = visit.account()?;
    let Some(proposal) = &invitation.proposal else { return Err(Fault::NotFound) };
    if account.agency != invitation.agency || !account.is_any(&[Role::Innovator]) {
        return Err(Fault::refused(
            "Undangan ini untuk inovator dari perangkat daerah yang sama dengan usulannya.",
            "This invitation is for innovators of the proposal's own agency.",
        ));
    }
    let mut tx = visit.write().await?;
    if !store::use_invitation(&mut tx, &invitation.id, &account.id, visit.now()).await? {
        return Err(dead_code());
    }
    let subject = format!("invitation:{}", invitation.id);
    tx.record("invitation.use", &subject, invitation, &account.id);
    tx.commit().await?;
    Ok(Reply::Go(format!("/saya/usulan/{proposal}")))
}

/// Which file an import carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Agencies.
    Agencies,
    /// Units.
    Units,
    /// People.
    People,
}

impl Sheet {
    /// The sheet of a code, as forms and the command line carry it.
    pub fn of_code(code: &str) -> Option<Self> {
        match code {
            "agencies" => Some(Self::Agencies),
            "units" => Some(Self::Units),
            "people" => Some(Self::People),
            _ => None,
        }
    }
}

/// Takes a whole CSV file into the caller's transaction, or says which lines are wrong.
///
/// # Errors
/// [`Fault`] from the database; a bad file is the inner error and nothing has been written.
pub async fn import(
    tx: &mut Tx,
    sheet: Sheet,
    file: &str,
    now: i64,
) -> Result<Result<usize, BadFile>, Fault> {
    let known_agencies: HashSet<String> =
        store::agencies(&mut *tx).await?.into_iter().map(|a| a.code).collect();
    let mut bad = Vec::new();
    let mut unknown = |line: u64, what: &str, code: &str| {
        bad.push(format!("Baris {line}: {what} \"{code}\" tidak dikenal."));
    };
    let count = match sheet {
        Sheet::Agencies => {
            let rows = match import::agencies(file) {
                Ok(rows) => rows,
                Err(error) => return Ok(Err(error)),
            };
            for row in &rows {
                store::put_agency(&mut *tx, &row.code, &row.name, &row.short).await?;
            }
            rows.len()
        }
        Sheet::Units => {
            let rows = match import::units(file) {
                Ok(rows) => rows,
                Err(error) => return Ok(Err(error)),
            };
            for row in &rows {
                if !known_agencies.contains(&row.agency) {
                    unknown(row.line, "perangkat daerah", &row.agency);
                }
            }
            if !bad.is_empty() {
                return Ok(Err(BadFile(bad)));
            }
            for row in &rows {
                store::put_unit(&mut *tx, &row.code, &row.agency, &row.name).await?;
            }
            rows.len()
        }
        Sheet::People => {
            let rows = match import::people(file) {
                Ok(rows) => rows,
                Err(error) => return Ok(Err(error)),
            };
            let units: HashSet<String> =
                store::units(&mut *tx).await?.into_iter().map(|u| u.code).collect();
            for row in &rows {
                if let Some(agency) = row.agency.as_ref().filter(|a| !known_agencies.contains(*a)) {
                    unknown(row.line, "perangkat daerah", agency);
                }
                if let Some(unit) = row.unit.as_ref().filter(|u| !units.contains(*u)) {
                    unknown(row.line, "unit", unit);
                }
            }
            if !bad.is_empty() {
                return Ok(Err(BadFile(bad)));
            }
            for row in &rows {
                let person = store::NewAccount {
                    username: &row.username,
                    phone: row.phone.as_deref(),
                    name: &row.name,
                    password: None,
                    agency: row.agency.as_deref(),
                    unit: row.unit.as_deref(),
                    role: row.role,
                };
                if store::add_account(&mut *tx, &person, now).await?.is_none() {
                    bad.push(format!(
                        "Baris {}: nama pengguna atau telepon \"{}\" sudah dipakai.",
                        row.line, row.username
                    ));
                }
            }
            rows.len()
        }
    };
    if bad.is_empty() {
        tx.record("people.import", &format!("import:{sheet:?}"), &(), &file);
        Ok(Ok(count))
    } else {
        Ok(Err(BadFile(bad)))
    }
}

/// Gives an account a password, for the demo and the command line.
///
/// # Errors
/// Whatever the database says.
pub async fn set_password(tx: &mut Tx, account: &str, password: &str) -> Result<(), Fault> {
    let hash = hash_password(password).await?;
    store::set_password(&mut *tx, account, &hash).await?;
    tx.record("account.password", &format!("account:{account}"), &(), &());
    Ok(())
}

/// Adds an account without a password.
///
/// # Errors
/// [`Fault::Conflict`] if the user name is taken.
pub async fn add_account(
    tx: &mut Tx,
    account: &Account,
    phone: Option<&str>,
    now: i64,
) -> Result<String, Fault> {
    let person = store::NewAccount {
        username: &account.username,
        phone,
        name: &account.name,
        password: None,
        agency: account.agency.as_deref(),
        unit: account.unit.as_deref(),
        role: account.roles.first().copied().ok_or(Fault::Ours)?,
    };
    let id = store::add_account(&mut *tx, &person, now).await?.ok_or(Fault::Conflict)?;
    tx.record("account.add", &format!("account:{id}"), &(), account);
    Ok(id)
}

/// One account by id.
///
/// # Errors
/// Whatever the database says.
pub async fn account(conn: &mut AnyConnection, id: &str) -> Result<Option<Account>, Fault> {
    store::account(conn, id).await
}

async fn office_people(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    visit.require(&Role::OFFICE)?;
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    match field("action") {
        "import" => {
            let Some(sheet) = Sheet::of_code(field("sheet")) else { return Err(Fault::Unreadable) };
            let mut tx = visit.write().await?;
            match import(&mut tx, sheet, field("csv"), visit.now()).await? {
                Ok(count) => {
                    tx.commit().await?;
                    Ok(Reply::Go(format!("/panitia/pengguna?imported={count}")))
                }
                Err(BadFile(lines)) => {
                    let sentences = lines.join(" ");
                    Ok(Reply::Again(Posted::again(vec![FieldError::new(
                        "csv",
                        format!("Tidak ada yang diimpor. {sentences}"),
                        format!("Nothing was imported. {sentences}"),
                    )])))
                }
            }
        }
        "invite" => {
            let role = Role::of_code(field("role")).ok_or(Fault::Unreadable)?;
            let name = crate::kernel::text::line(field("name"));
            if name.is_empty() {
                let error = FieldError::new(
                    "name",
                    "Isi nama orang yang diundang",
                    "Enter the name of the person",
                );
                return Ok(Reply::Again(Posted::again(vec![error])));
            }
            let unit = Some(field("unit").to_owned()).filter(|unit| !unit.is_empty());
            let agency = match &unit {
                Some(unit) => store::units(&mut *visit.read().await?)
                    .await?
                    .into_iter()
                    .find(|u| &u.code == unit)
                    .map(|u| u.agency),
                None => None,
            };
            let printed = field("kind") == "code";
            let invited = invite(&visit, role, &name, (agency, unit), None, printed).await?;
            Ok(Reply::Go(format!("/panitia/pengguna?invited={}", invited.code)))
        }
        _ => Err(Fault::Unreadable),
    }
}

/// Addresses of this slice that take forms.
pub fn routes() -> Router<House> {
    Router::new()
        .merge(invitations::routes())
        .route(
            "/masuk",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, sign_in)
            }),
        )
        .route(
            "/keluar",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, sign_out)
            }),
        )
        .route(
            "/akun",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, account_form)
            }),
        )
        .route(
            "/undangan",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, accept)
            }),
        )
        .route(
            "/undangan/{code}",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, accept)
            }),
        )
        .route(
            "/panitia/pengguna",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, office_people)
            }),
        )
}
