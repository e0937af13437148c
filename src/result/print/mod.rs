//! What is printed from the seal: minutes, recap, decree's annex, certificates, feedback, the
//! province's package. Nothing official is typed a second time.

pub mod api;
#[cfg(feature = "ssr")]
mod book;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod rules;
#[cfg(feature = "ssr")]
mod sheet;
#[cfg(feature = "ssr")]
mod store;
pub mod view;
