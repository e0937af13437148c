//! Where the reader is and what the answer's status is: the browser's address bar, or the
//! request being answered.

#[cfg(feature = "hydrate")]
#[path = "browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "absent.rs"]
mod side;

pub use side::{mark_hydrated, path, policy, status};
