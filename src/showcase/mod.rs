//! What the public sees: home, gallery, results, verification.

pub mod api;
#[cfg(feature = "ssr")]
pub mod desk;

pub mod view;
