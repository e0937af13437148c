//! One tab writes: a page that is open twice on a device is edited in one place at a time.

#[cfg(feature = "hydrate")]
#[path = "browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "absent.rs"]
mod side;

pub use side::{Turn, turn};
