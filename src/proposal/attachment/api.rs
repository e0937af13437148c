//! The doors of attachments; files themselves come and go by plain requests.

use super::rules::Format;
use crate::{fault::Fault, proposal::rules::Link};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// An attachment on its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub format: Format,
    /// "1,9 MB".
    pub size: String,
    /// What a picture shows, in words.
    pub description: String,
    /// Whether those in the picture agreed to be shown.
    pub consent: bool,
    /// When it came, in unix milliseconds.
    pub added_at: i64,
}

/// An upload that stopped halfway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Halfway {
    /// The name of its file.
    pub name: String,
    /// How far it came, in whole percent.
    pub percent: u32,
}

/// One thing that the form asks for, with what is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Its key.
    pub key: String,
    /// What it is called, in the reader's language.
    pub title: String,
    /// What belongs into it.
    pub hint: String,
    /// "PDF, JPG, atau PNG. Paling besar 10 MB."
    pub takes: String,
    /// Whether a proposal cannot be submitted without it.
    pub required: bool,
    /// What a file chooser offers.
    pub accept: String,
    /// Largest file, in megabytes.
    pub max_mb: u32,
    /// How many more files it takes.
    pub room: u32,
    /// The files that are there.
    pub files: Vec<File>,
    /// The uploads that stopped halfway.
    pub halfway: Vec<Halfway>,
}

/// The attachments' page of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    /// The proposal.
    pub id: String,
    /// Its short name.
    pub acronym: String,
    /// Whether it may be changed now.
    pub may_write: bool,
    /// What the form asks for, in order.
    pub asked: Vec<Asked>,
    /// The address of its video and what is known of it; nothing if there is none.
    pub video: Option<(String, Link)>,
    /// What was removed and can be brought back.
    pub removed: Vec<File>,
}

/// The attachments of a proposal.
#[server(endpoint = "attachment/shelf")]
pub async fn read_shelf(
    /// The proposal.
    id: String,
) -> Result<Shelf, Fault> {
    super::desk::shelf(&crate::server::Visit::begin().await?, &id).await
}
