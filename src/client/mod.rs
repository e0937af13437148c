//! The browser side: drafts, outbox, live streams. Every module is a pair of twins: `browser`
//! does the work in wasm, `absent` does nothing on the server, so views call both alike.

pub mod drafts;
pub mod live;
pub mod load;
pub mod page;
pub mod uploads;
pub mod wake_lock;
