//! The show: script, stage, remote. Projectors learn a rank when its time has come and not before.

mod api;
#[cfg(feature = "ssr")]
mod crowd;
#[cfg(feature = "ssr")]
pub mod desk;
pub mod rules;
#[cfg(feature = "ssr")]
mod script;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
mod stream;
#[cfg(test)]
mod tests;
pub mod view;

pub use rules::lease::Holder;
pub use rules::{
    Command, Cue, Figures, Hand, Mark, Moment, Opening, Order, Phase, Poster, Programme, Reveal,
    RevealedRow, SealWords, Show, SlotView, Snapshot, Theme, slug,
};
pub use view::room;
