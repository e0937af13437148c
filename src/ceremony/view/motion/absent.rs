//! On the server nothing moves.

use leptos::{html::Section, prelude::*};

/// Does nothing.
pub fn arm(_: NodeRef<Section>, _: f64) {}

/// The beginning of time.
pub fn now() -> f64 {
    0.0
}

/// Does nothing.
pub fn full_screen() {}

/// No press to name.
pub fn token() -> String {
    String::new()
}
