//! Words shared by every slice: languages, text, scores, roles. Pure, and ignorant of the rules
//! of any competition.

mod count;
pub mod device;
pub mod keeping;
mod lang;
mod posted;
pub mod prng;
mod role;
pub mod saving;
pub mod score;
pub mod text;
pub mod time;

pub use count::count;
pub use lang::{Lang, Words};
pub use posted::{FieldError, Posted, may_say, said};
pub use role::{Account, Role};

include!(concat!(env!("OUT_DIR"), "/say.rs"));
