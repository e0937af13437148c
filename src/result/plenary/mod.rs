//! The plenary: who is there, what is doubtful, what is decided and why. Scores stay as they are; a
//! decision that differs from them is a line that everybody can read.

pub mod api;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
mod store;
pub mod view;
