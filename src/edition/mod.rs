//! One year's rules as data: form, rubric, tracks, categories, calendar, eligibility.

mod api;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod load;
pub mod rules;
#[cfg(feature = "ssr")]
mod store;
#[cfg(all(test, feature = "ssr"))]
mod tests;
mod view;

pub use api::{Setting, open_page};
pub use rules::{
    Band, Calendar, Choice, Counts, Criterion, Edition, Enclosure, Extension, LARGEST_MB, Medium,
    Panel, Part, Phase, Reason, Region, Rules, Scope, Section, TextField, Window, closing,
    may_extend, may_repair, phase_name, window,
};
pub use view::{
    Area, CalendarPage, GuidePage, Here, Visit, act, fault_page, office_head, office_page, page,
    phase_steps, use_lang,
};
