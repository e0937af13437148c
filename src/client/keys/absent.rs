//! The server has no keyboard.

/// Does nothing.
pub fn listen() {}

/// Nobody has switched them off here.
pub fn on() -> bool {
    true
}

/// Does nothing.
pub fn switch(_: bool) {}
