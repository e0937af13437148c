//! A stream of events from the server, kept open: what the stage and the remote listen to.

#[cfg(not(feature = "hydrate"))]
mod absent;
#[cfg(feature = "hydrate")]
mod browser;

#[cfg(not(feature = "hydrate"))]
pub use absent::{Handle, watch};
#[cfg(feature = "hydrate")]
pub use browser::{Handle, watch};
