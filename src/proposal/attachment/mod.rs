//! The files of a proposal: documents and photos, uploaded in pieces over networks that break.

pub mod api;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
mod inspect;
pub mod rules;
#[cfg(feature = "ssr")]
pub mod sample;
#[cfg(feature = "ssr")]
mod store;
#[cfg(all(test, feature = "ssr"))]
mod tests;
pub mod view;

pub use rules::{Enclosed, Format};
