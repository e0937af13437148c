//! The administrative check: what the machine sees, what a person decides.

pub mod api;
#[cfg(feature = "ssr")]
pub mod desk;
pub mod rules;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
mod tests;
pub mod view;
