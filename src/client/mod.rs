//! The browser side: drafts, outbox, live streams. Every module is a pair of twins: `browser`
//! does the work in wasm, `absent` does nothing on the server, so views call both alike.

pub mod autosave;
pub mod drafts;
pub mod keys;
pub mod live;
pub mod load;
#[cfg(feature = "hydrate")]
mod outbox;
pub mod page;
pub mod panes;
pub mod tabs;
pub mod uploads;
pub mod wake_lock;
