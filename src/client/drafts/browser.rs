//! In the browser: local storage, which may be full, forbidden or emptied at any time.
//!
//! Records are read from bytes, as the page's data are: one compiled reader instead of two.

use super::{Key, Owner};
use crate::kernel::saving::{Draft, SCHEMA};
use gloo_storage::{LocalStorage, Storage};

/// Keeps a text; false if the device has no room or does not allow it.
pub fn keep(key: &Key, draft: &Draft) -> bool {
    serde_json::to_string(draft)
        .is_ok_and(|text| LocalStorage::raw().set_item(&key.name(), &text).is_ok())
}

/// The text kept under a key.
pub fn read(key: &Key) -> Option<Draft> {
    let text = LocalStorage::raw().get_item(&key.name()).ok().flatten()?;
    serde_json::from_slice::<Draft>(text.as_bytes()).ok().filter(|draft| draft.schema == SCHEMA)
}

/// Forgets a text that the server has.
pub fn forget(key: &Key) {
    LocalStorage::delete(key.name());
}

/// The keys of every text kept for a person.
pub fn kept(user: &str) -> Vec<Key> {
    let prefix = Key::of(user);
    let storage = LocalStorage::raw();
    (0..LocalStorage::length())
        .filter_map(|at| storage.key(at).ok().flatten())
        .filter_map(|name| {
            let (owner, field) = name.strip_prefix(&prefix)?.split_once('/')?;
            let (user, field) = (user.to_owned(), field.to_owned());
            Some(Key { user, owner: Owner::named(owner), field })
        })
        .collect()
}
