//! On the server there is no device.

use super::Key;
use crate::kernel::saving::Draft;

/// Keeps nothing.
pub fn keep(_: &Key, _: &Draft) -> bool {
    true
}

/// Has nothing.
pub fn read(_: &Key) -> Option<Draft> {
    None
}

/// Has nothing to forget.
pub fn forget(_: &Key) {}

/// Has nothing.
pub fn kept(_: &str) -> Vec<Key> {
    Vec::new()
}
