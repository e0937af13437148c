//! On the server there is no device.

use super::Key;

/// Keeps nothing.
pub fn keep(_: &Key, _: &str, _: i64) -> bool {
    true
}

/// Has nothing.
pub fn read(_: &Key) -> Option<String> {
    None
}

/// Has nothing to forget.
pub fn forget(_: &Key) {}

/// Names nothing.
pub fn operation() -> String {
    String::new()
}
