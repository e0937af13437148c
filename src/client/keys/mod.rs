//! Single keys of a desk: each leads to what carries its letter in `data-key`. They rest while
//! somebody writes, and whoever wants none switches them off for their browser.

#[cfg(feature = "hydrate")]
#[path = "browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "absent.rs"]
mod side;

pub use side::{listen, on, switch};
