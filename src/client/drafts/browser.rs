//! In the browser: local storage, which may be full, forbidden or emptied at any time.

use super::Key;
use crate::kernel::saving::Draft;
use gloo_storage::{LocalStorage, Storage};
use serde::{Deserialize, Serialize};

/// Shape of the record; another number is another kipp's and is left alone.
const SCHEMA: u32 = 2;

#[derive(Serialize, Deserialize)]
struct Record {
    schema: u32,
    #[serde(flatten)]
    draft: Draft,
}

/// Keeps a text; false if the device has no room or does not allow it.
pub fn keep(key: &Key, draft: &Draft) -> bool {
    LocalStorage::set(key.name(), Record { schema: SCHEMA, draft: draft.clone() }).is_ok()
}

/// The text kept under a key.
pub fn read(key: &Key) -> Option<Draft> {
    LocalStorage::get::<Record>(key.name()).ok().filter(|r| r.schema == SCHEMA).map(|r| r.draft)
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
            let (proposal, field) = name.strip_prefix(&prefix)?.split_once('/')?;
            Some(Key {
                user: user.to_owned(),
                proposal: proposal.to_owned(),
                field: field.to_owned(),
            })
        })
        .collect()
}
