//! The server has no tabs.

use leptos::prelude::*;

/// Whose turn it is to write.
#[derive(Clone, Debug)]
pub struct Turn {
    /// Whether another tab writes.
    pub elsewhere: RwSignal<bool>,
}

impl Turn {
    /// Takes nothing.
    pub fn take(&self) {}
}

/// On the server it is always this page's.
pub fn turn(_: String) -> Turn {
    Turn { elsewhere: RwSignal::new(false) }
}
