//! The clockwork of the stage: sets every moving part to where it must be by now. The browser
//! moves it from there by its style sheet alone.

#[cfg(feature = "hydrate")]
mod confetti;
#[cfg(feature = "hydrate")]
#[path = "browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "absent.rs"]
mod side;

pub use side::{arm, full_screen, now, token};
