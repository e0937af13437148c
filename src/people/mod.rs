//! Accounts, roles, agencies (OPD) and their units, invitations, sign-in.

pub mod api;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
mod import;
pub mod rules;
#[cfg(feature = "ssr")]
mod store;
pub mod view;

pub use api::{Agency, Unit};
pub use rules::role_name;
