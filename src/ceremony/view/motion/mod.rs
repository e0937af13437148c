//! The clockwork of the stage: sets every moving part to where it must be by now. The browser
//! moves it from there by its style sheet alone.

#[cfg(not(feature = "hydrate"))]
mod absent;
#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod confetti;

#[cfg(not(feature = "hydrate"))]
pub use absent::{arm, full_screen, now, token};
#[cfg(feature = "hydrate")]
pub use browser::{arm, full_screen, now, token};
