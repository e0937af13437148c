//! The sealed result: two officers, one hash, one source for everything shown.

pub mod api;
#[cfg(feature = "ssr")]
pub mod desk;
pub mod plenary;
pub mod print;
pub mod rules;
#[cfg(feature = "ssr")]
mod store;
pub mod view;

pub use rules::{SealedResult, SealedRow};
