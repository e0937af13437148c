//! Assignment, score sheets, the official score and ranking.

pub mod api;
#[cfg(feature = "ssr")]
pub mod assign;
#[cfg(feature = "ssr")]
pub mod calibrate;
#[cfg(feature = "ssr")]
pub mod desk;
pub mod rules;
#[cfg(feature = "ssr")]
mod store;
#[cfg(all(test, feature = "ssr"))]
mod tests;
pub mod view;

pub use rules::{Place, TieBreak, simulated_worth};
