//! The doors of people: who is who, which devices are signed in, what an invitation offers.

pub mod invitations;

use crate::{fault::Fault, kernel::Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A regional agency (perangkat daerah).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Stable code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
}

/// A service unit of an agency (UPP).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Stable code.
    pub code: String,
    /// Its agency's code.
    pub agency: String,
    /// Full name.
    pub name: String,
}

/// One row of the committee's list of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Stable id.
    pub id: String,
    /// What they sign in with.
    pub username: String,
    /// What they are called.
    pub name: String,
    /// What they do.
    pub roles: Vec<Role>,
    /// Unit or agency.
    pub place: String,
    /// Whether they have a password; otherwise they wait for an invitation.
    pub active: bool,
}

/// One signed-in device of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Session id, for revoking.
    pub id: String,
    /// What the browser calls itself.
    pub device: String,
    /// Where it signed in from.
    pub address: String,
    /// When, in unix milliseconds.
    pub since: i64,
    /// Whether it is the one asking.
    pub this: bool,
}

/// What an invitation offers before it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Whom it names.
    pub name: String,
    /// What they will do.
    pub role: Role,
    /// Unit or agency.
    pub place: String,
    /// The account's user name, if it already has one.
    pub username: Option<String>,
    /// Whether it is to write a proposal with its owner: who has an account joins with it.
    pub team: bool,
}

/// The signed-in devices of whoever asks.
#[server(endpoint = "people/devices")]
pub async fn devices() -> Result<Vec<Device>, Fault> {
    super::desk::devices(&crate::server::Visit::begin().await?).await
}

/// Where whoever asks can be written to, if they wish.
#[server(endpoint = "people/email")]
pub async fn own_email() -> Result<Option<String>, Fault> {
    super::desk::contact::own_email(&crate::server::Visit::begin().await?).await
}

/// Everybody, for the committee.
#[server(endpoint = "people/all")]
pub async fn all() -> Result<Vec<Person>, Fault> {
    super::desk::all(&crate::server::Visit::begin().await?).await
}

/// Every agency with its units.
#[server(endpoint = "people/places")]
pub async fn places() -> Result<(Vec<Agency>, Vec<Unit>), Fault> {
    super::desk::places(&crate::server::Visit::begin().await?).await
}

/// What the invitation of a code offers.
#[server(endpoint = "people/offer")]
pub async fn read_offer(
    /// The code as typed or linked.
    code: String,
) -> Result<Offer, Fault> {
    super::desk::offer(&crate::server::Visit::begin().await?, &code).await
}
