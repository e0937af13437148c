//! The audit chain for the office to read: who did what and when, each entry bound to the one before it.

pub mod api;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
mod store;
pub mod view;
