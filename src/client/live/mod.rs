//! A stream of events from the server, kept open: what the stage and the remote listen to.

#[cfg(feature = "hydrate")]
#[path = "browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "absent.rs"]
mod side;

pub use side::{Handle, watch};
