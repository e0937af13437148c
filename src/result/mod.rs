//! The sealed result: two officers, one hash, one source for everything shown.

pub mod api;
#[cfg(feature = "ssr")]
pub mod desk;
pub mod rules;
pub mod view;
#[cfg(feature = "ssr")]
mod store;

pub use rules::{SealedResult, SealedRow};
