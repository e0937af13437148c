//! The server has no screen and no hand to hold it.

/// Does nothing.
pub fn keep() {}

/// Does nothing.
pub fn buzz(_: u32) {}
