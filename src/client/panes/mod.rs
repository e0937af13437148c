//! The two panes of a score sheet: what has the focus in them, how wide they are, and the keys.

#[cfg(feature = "hydrate")]
#[path = "browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "absent.rs"]
mod side;

pub use side::{
    Listening, focus, is_wide, leave, listen, other, percent_at, press, remember, remembered,
    reveal, share,
};

/// A key that was pressed anywhere on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Press {
    /// Its name as the browser gives it: `j`, `ArrowUp`, `F6`.
    pub key: String,
    /// With Shift.
    pub shift: bool,
    /// With Ctrl, or Command on a Mac.
    pub command: bool,
    /// Where it was pressed.
    pub place: Place,
}

/// Where a key is pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Nowhere that takes keys for itself.
    #[default]
    Free,
    /// On a control that takes the arrow keys, or in a pane that scrolls by them.
    Arrows,
    /// In a field that somebody writes in.
    Writing,
}
