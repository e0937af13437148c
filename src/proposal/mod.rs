//! The submission form: drafts, versions, receipts.

pub mod api;
pub mod attachment;
#[cfg(feature = "ssr")]
pub mod desk;
pub mod document;
pub mod rules;
#[cfg(feature = "ssr")]
mod store;
#[cfg(all(test, feature = "ssr"))]
mod tests;
pub mod view;

pub use rules::{
    ALIKE, Access, Concern, Frozen, Identity, Missing, OtherTitle, Papers, Progress, Reach, Status,
    ago, code, concerns, likeness, months_in_words, named, place, plain, receipt_number, syllables,
};
