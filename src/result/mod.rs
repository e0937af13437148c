//! The sealed result: two officers, one hash, one source for everything shown.

pub mod api;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
mod list;
pub mod open;
pub mod plenary;
pub mod print;
pub mod rules;
#[cfg(feature = "ssr")]
mod store;
pub mod trail;
pub mod view;

pub use rules::{SealedResult, SealedRow};
