//! The doors of invitations made by those who are no office.

use crate::fault::Fault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// An invitation to print or send: code, link and QR lead to the same place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Whom it names.
    pub name: String,
    /// Their unit.
    pub place: String,
    /// The code in two groups.
    pub code: String,
    /// The whole link.
    pub link: String,
    /// The link as QR: path data of a 1-unit grid, and its side.
    pub qr: (String, u32),
    /// When it dies unused, in unix milliseconds.
    pub expires_at: i64,
}

/// An innovator of the agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Stable id.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// What they sign in with.
    pub username: String,
    /// Their unit.
    pub place: String,
    /// Whether they have a password.
    pub active: bool,
    /// Whether a code for them waits to be used.
    pub invited: bool,
    /// When they last signed in, in unix milliseconds.
    pub last: Option<i64>,
}

/// An invitation that nobody has used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Stable id.
    pub id: String,
    /// Whom it names.
    pub name: String,
    /// Their unit.
    pub place: String,
    /// When it was made, in unix milliseconds.
    pub made_at: i64,
    /// When it dies unused.
    pub expires_at: i64,
    /// Whether it is to the team of a proposal.
    pub team: bool,
}

/// The people of an agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleagues {
    /// Its innovators, those who never signed in first.
    pub people: Vec<Colleague>,
    /// Invitations that wait.
    pub waiting: Vec<Waiting>,
    /// Code and name of its units.
    pub units: Vec<(String, String)>,
}

/// The people of an admin's agency.
#[server(endpoint = "people/colleagues")]
pub async fn read_colleagues() -> Result<Colleagues, Fault> {
    let visit = crate::server::Visit::begin().await?;
    crate::people::desk::invitations::colleagues(&visit).await
}

/// The invitations of some codes that whoever asks has made, joined by dots.
#[server(endpoint = "people/cards")]
pub async fn read_cards(
    /// The codes.
    codes: String,
) -> Result<Vec<Card>, Fault> {
    crate::people::desk::invitations::cards(&crate::server::Visit::begin().await?, &codes).await
}
