//! Where the reader is and what the answer's status is: the browser's address bar, or the
//! request being answered.

#[cfg(feature = "hydrate")]
#[path = "browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "absent.rs"]
mod side;

pub use side::{
    begin_head, do_not_hydrate, go, local, mark_hydrated, path, policy, reload, status, title,
};

/// What every page's title ends with.
const PRODUCT: &str = "KIPP";
