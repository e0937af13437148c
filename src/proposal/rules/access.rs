//! How somebody stands to a proposal, and what that lets them do. Pure.

use crate::kernel::{Account, Role};
use serde::{Deserialize, Serialize};

/// How somebody stands to a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Whose it is.
    Owner,
    /// Writes with the owner.
    Member,
    /// Watches over the agency's proposals, and helps.
    Admin,
    /// The committee's office.
    Office,
}

impl Access {
    /// Whether they write in it: everybody but the office, which only reads.
    pub fn writes(self) -> bool {
        self != Self::Office
    }

    /// Whether they submit and withdraw it. One person answers for what counts: the owner, who
    /// ticks the declaration.
    pub fn submits(self) -> bool {
        self == Self::Owner
    }

    /// Whether they are one of those whose names the team sees.
    pub fn is_team(self) -> bool {
        matches!(self, Self::Owner | Self::Member)
    }
}

/// How an account stands to a proposal of this owner and agency; nothing if it may not know of it.
pub fn access(account: &Account, owner: &str, agency: &str, member: bool) -> Option<Access> {
    let admin = account.is_any(&[Role::AgencyAdmin]) && account.agency.as_deref() == Some(agency);
    if account.id == owner {
        Some(Access::Owner)
    } else if member {
        Some(Access::Member)
    } else if admin {
        Some(Access::Admin)
    } else if account.is_any(&Role::OFFICE) {
        Some(Access::Office)
    } else {
        None
    }
}
