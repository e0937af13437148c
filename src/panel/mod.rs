//! The panel: finalists are heard, scored at the same table and placed by what the edition says.

pub mod api;
#[cfg(feature = "ssr")]
pub mod desk;
pub mod rules;
#[cfg(feature = "ssr")]
mod store;
#[cfg(all(test, feature = "ssr"))]
mod tests;
pub mod view;
