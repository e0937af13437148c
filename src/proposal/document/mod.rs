//! A proposal as a document: out as PDF, Word or text in the order of the form, and in from Word or
//! text, so that work begun elsewhere is not typed again. Its receipt as a PDF.

#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod docx;
pub mod rules;
#[cfg(feature = "ssr")]
mod sheet;
#[cfg(all(test, feature = "ssr"))]
mod tests;
pub mod view;
