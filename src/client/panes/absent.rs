//! A page that is being drawn has no focus, width or keys.

use super::Press;

/// Keys being listened to.
#[derive(Debug)]
pub struct Listening;

impl Listening {
    /// Nothing to stop.
    pub fn stop(self) {}
}

/// Does nothing.
pub fn focus(_: &str) {}

/// Does nothing.
pub fn reveal(_: &str) {}

/// Does nothing.
pub fn press(_: &str) {}

/// Does nothing.
pub fn other() {}

/// Does nothing.
pub fn leave() {}

/// Does nothing.
pub fn share(_: u32) {}

/// Nothing is pointed at.
pub fn percent_at(_: i32) -> Option<u32> {
    None
}

/// The server does not know how wide.
pub fn is_wide() -> bool {
    false
}

/// Nothing is remembered here.
pub fn remembered(_: &str) -> Option<String> {
    None
}

/// Remembers nothing.
pub fn remember(_: &str, _: Option<&str>) {}

/// Hears nothing.
pub fn listen(_: impl Fn(Press) -> bool + 'static) -> Listening {
    Listening
}
