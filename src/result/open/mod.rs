//! Open data: what everybody may take of an edition once its result is public.

pub mod api;
#[cfg(feature = "ssr")]
pub mod desk;
pub mod view;
