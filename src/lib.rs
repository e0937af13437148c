//! `kipp` carries one edition of a public-service innovation competition from draft to ceremony.
//!
//! Start reading at [`app`], the table of contents of the product; `ARCHITECTURE.md` is the map.

// Deeply nested view types outgrow the default of 128.
#![recursion_limit = "256"]

pub mod app;
pub mod ceremony;
pub mod client;
pub mod edition;
pub mod fault;
pub mod judging;
pub mod kernel;
pub mod panel;
pub mod people;
pub mod proposal;
pub mod result;
pub mod screening;
pub mod showcase;
pub mod ui;

pub(crate) use kernel::say;

#[cfg(feature = "ssr")]
pub mod cli;
#[cfg(feature = "hydrate")]
mod hydrate;
#[cfg(feature = "ssr")]
pub mod server;
