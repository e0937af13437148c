//! The server's own rooms: database, sessions, guards, pages. Ssr only; knows no competition,
//! except that `run` merges the slices' routes.

pub mod assets;
pub mod audit;
pub mod bus;
pub mod config;
pub mod db;
pub mod files;
pub mod guard;
mod house;
pub mod ledger;
pub mod letters;
pub mod mail;
pub mod outside;
pub mod pace;
pub mod pages;
pub mod press;
pub mod qr;
pub mod run;
pub mod session;
pub mod telemetry;
mod visit;

pub use db::{Db, DbConn, Tx};
pub use files::Files;
pub use house::{House, system_now as house_clock};
pub use visit::Visit;
