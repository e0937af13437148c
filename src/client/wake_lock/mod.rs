//! The phone as a tool in the hand: its screen stays on, and it answers a press with a buzz.

#[cfg(feature = "hydrate")]
#[path = "browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "absent.rs"]
mod side;

pub use side::{buzz, keep};
