//! The phone as a tool in the hand: its screen stays on, and it answers a press with a buzz.

#[cfg(not(feature = "hydrate"))]
mod absent;
#[cfg(feature = "hydrate")]
mod browser;

#[cfg(not(feature = "hydrate"))]
pub use absent::{buzz, keep};
#[cfg(feature = "hydrate")]
pub use browser::{buzz, keep};
