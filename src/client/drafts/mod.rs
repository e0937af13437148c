//! Text kept on this device until the server has it.

#[cfg(feature = "hydrate")]
#[path = "browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "absent.rs"]
mod side;

pub use side::{forget, keep, kept, read};

/// What a typed text belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A proposal, by its id.
    Proposal(String),
    /// A score sheet, by the id of its assignment.
    Sheet(String),
    /// A sheet of the panel, by its id.
    Panel(String),
}

/// What the name of a score sheet begins with.
const SHEET: &str = "sheet:";

/// What the name of a sheet of the panel begins with.
const PANEL: &str = "panel:";

impl Owner {
    fn name(&self) -> String {
        match self {
            Self::Proposal(id) => id.clone(),
            Self::Sheet(id) => format!("{SHEET}{id}"),
            Self::Panel(id) => format!("{PANEL}{id}"),
        }
    }

    /// What has this name in the device's storage.
    pub fn named(name: &str) -> Self {
        match (name.strip_prefix(SHEET), name.strip_prefix(PANEL)) {
            (Some(id), _) => Self::Sheet(id.to_owned()),
            (None, Some(id)) => Self::Panel(id.to_owned()),
            (None, None) => Self::Proposal(name.to_owned()),
        }
    }

    /// Its id.
    pub fn id(&self) -> &str {
        let (Self::Proposal(id) | Self::Sheet(id) | Self::Panel(id)) = self;
        id
    }
}

/// Whose text of what and which field; another person's is never read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The writer's account.
    pub user: String,
    /// What it belongs to.
    pub owner: Owner,
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
        format!("{}{}/{}", Self::of(&self.user), self.owner.name(), self.field)
    }
}
