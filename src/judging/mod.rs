//! Assignment, score sheets, the official score and ranking.

pub mod api;
#[cfg(feature = "ssr")]
pub mod desk;
pub mod rules;
pub mod view;
#[cfg(feature = "ssr")]
mod store;
#[cfg(all(test, feature = "ssr"))]
mod tests;

pub use rules::{Place, TieBreak, simulated_worth};
