//! The public doors: numbers, gallery, results, receipts.

use crate::{
    fault::Fault,
    proposal::api::Receipt,
    result::{SealedRow, print::api::Award},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The edition in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Agencies that take part.
    pub agencies: u32,
    /// Proposals submitted.
    pub proposals: u32,
    /// How many are honoured.
    pub top: u32,
    /// Proposals submitted by agency, most first.
    pub by_agency: Vec<(String, u32)>,
}

/// One card of the gallery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Number in the edition.
    pub number: i64,
    /// Short name.
    pub name: String,
    /// Full title.
    pub title: String,
    /// Unit's name.
    pub unit: String,
    /// Agency's name.
    pub agency: String,
    /// Key of the category.
    pub category: String,
    /// Whether it is invented.
    pub sample: bool,
}

/// The edition in numbers.
#[server(endpoint = "showcase/figures")]
pub async fn read_figures() -> Result<Figures, Fault> {
    super::desk::figures(&crate::server::Visit::begin().await?).await
}

/// The submitted innovations, once the list is public.
#[server(endpoint = "showcase/gallery")]
pub async fn gallery() -> Result<Vec<Card>, Fault> {
    super::desk::gallery(&crate::server::Visit::begin().await?).await
}

/// The result, once it is published; `None` for everybody before.
#[server(endpoint = "showcase/results")]
pub async fn results() -> Result<Option<Vec<SealedRow>>, Fault> {
    super::desk::results(&crate::server::Visit::begin().await?).await
}

/// What a code stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Checked {
    /// A receipt.
    Receipt(Box<Receipt>),
    /// A certificate.
    Award(Box<Award>),
}

/// What the public may know of a receipt or a certificate.
#[server(endpoint = "showcase/verify")]
pub async fn verify(
    /// The code as typed.
    code: String,
) -> Result<Checked, Fault> {
    super::desk::verified(&crate::server::Visit::begin().await?, &code).await
}
