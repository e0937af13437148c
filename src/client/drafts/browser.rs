//! In the browser: local storage, which may be full, forbidden or emptied at any time.

use super::Key;
use gloo_storage::{LocalStorage, Storage};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Draft {
    /// Shape of this record; another number is another kipp's and is left alone.
    schema: u32,
    value: String,
    base_rev: i64,
}

/// Keeps a text; false if the device has no room or does not allow it.
pub fn keep(key: &Key, value: &str, base_rev: i64) -> bool {
    let draft = Draft { schema: 1, value: value.to_owned(), base_rev };
    LocalStorage::set(key.name(), draft).is_ok()
}

/// The text kept under a key.
pub fn read(key: &Key) -> Option<String> {
    LocalStorage::get::<Draft>(key.name()).ok().filter(|d| d.schema == 1).map(|d| d.value)
}

/// Forgets a text that the server has.
pub fn forget(key: &Key) {
    LocalStorage::delete(key.name());
}

/// A name for one attempt to save: the moment and 48 random bits.
pub fn operation() -> String {
    let random = js_sys::Math::random() * 281_474_976_710_656.0;
    format!("{:.0}-{random:.0}", js_sys::Date::now())
}
