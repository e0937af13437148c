//! Text kept on this device until the server has it.

#[cfg(feature = "hydrate")]
#[path = "browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "absent.rs"]
mod side;

pub use side::{forget, keep, kept, read};

/// Whose text of which proposal and field; another person's is never read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The writer's account.
    pub user: String,
    /// The proposal.
    pub proposal: String,
    /// The field.
    pub field: String,
}

impl Key {
    /// What the names of all texts of a person begin with.
    pub fn of(user: &str) -> String {
        format!("kipp-draft/{user}/")
    }

    /// The key in the device's storage.
    pub fn name(&self) -> String {
        format!("{}{}/{}", Self::of(&self.user), self.proposal, self.field)
    }
}
