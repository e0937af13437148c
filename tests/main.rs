//! The tests that stand around the program, in one binary: every binary here carries the whole
//! house, and ten of them filled a disk and took longer to link than to run.

mod support;

#[path = "support/database.rs"]
mod database;
#[path = "support/desks.rs"]
mod desks;
#[path = "support/house.rs"]
mod house;
#[path = "support/indoors.rs"]
mod indoors;
#[path = "../paper/src/tests/reading.rs"]
#[expect(dead_code, reason = "pictures are looked for by the tests of papers themselves")]
mod reading;
#[path = "support/server.rs"]
mod server;

mod architecture;
mod around;
mod assignment;
mod audience;
mod blind;
mod board;
mod bucket;
mod decoding;
mod desk;
mod desk_stage;
mod further;
mod hand;
mod http;
mod identity;
mod leak;
mod packed;
mod panel;
mod plenary;
mod prints;
mod progress;
mod rank;
mod rehearsal;
mod resume;
mod rundown;
mod screening;
mod seal;
mod storage;
mod uploads;
