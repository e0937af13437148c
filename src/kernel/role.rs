//! Who may do what: the roles of a competition and the account that holds them.

use serde::{Deserialize, Serialize};

/// What a person does in an edition; one account may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Writes proposals for a service unit.
    Innovator,
    /// Helps and watches over one agency's proposals.
    AgencyAdmin,
    /// Runs the competition day by day.
    Committee,
    /// Heads the committee; may seal.
    Chair,
    /// Keeps the minutes; may seal.
    Secretary,
    /// Reads and scores.
    Judge,
    /// Runs the show.
    Operator,
    /// Speaks at the show.
    Mc,
}

impl Role {
    /// Every role, in the order of the competition.
    pub const ALL: [Self; 8] = [
        Self::Innovator,
        Self::AgencyAdmin,
        Self::Committee,
        Self::Chair,
        Self::Secretary,
        Self::Judge,
        Self::Operator,
        Self::Mc,
    ];

    /// Those who work in the committee's office.
    pub const OFFICE: [Self; 3] = [Self::Committee, Self::Chair, Self::Secretary];

    /// Those who sign: what binds the competition is theirs.
    pub const OFFICERS: [Self; 2] = [Self::Chair, Self::Secretary];

    /// The name in files, the database and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Innovator => "innovator",
            Self::AgencyAdmin => "agency_admin",
            Self::Committee => "committee",
            Self::Chair => "chair",
            Self::Secretary => "secretary",
            Self::Judge => "judge",
            Self::Operator => "operator",
            Self::Mc => "mc",
        }
    }

    /// The role of a code or of its Indonesian name, as CSV files carry them.
    pub fn of_code(code: &str) -> Option<Self> {
        match code.trim().to_lowercase().as_str() {
            "innovator" | "inovator" => Some(Self::Innovator),
            "agency_admin" | "admin opd" | "admin_opd" => Some(Self::AgencyAdmin),
            "committee" | "panitia" => Some(Self::Committee),
            "chair" | "ketua" => Some(Self::Chair),
            "secretary" | "sekretaris" => Some(Self::Secretary),
            "judge" | "juri" => Some(Self::Judge),
            "operator" => Some(Self::Operator),
            "mc" | "pembawa acara" => Some(Self::Mc),
            _ => None,
        }
    }

    /// Where a person of this role begins their day.
    pub fn home(self) -> &'static str {
        match self {
            Self::Innovator => "/saya",
            Self::AgencyAdmin => "/opd-saya",
            Self::Committee | Self::Chair | Self::Secretary => "/panitia",
            Self::Judge => "/juri",
            Self::Operator | Self::Mc => "/panggung",
        }
    }
}

/// A person who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Stable id.
    pub id: String,
    /// What they sign in with.
    pub username: String,
    /// What they are called.
    pub name: String,
    /// What they may do.
    pub roles: Vec<Role>,
    /// Code of their agency, if they belong to one.
    pub agency: Option<String>,
    /// Code of their service unit, if they belong to one.
    pub unit: Option<String>,
}

impl Account {
    /// Whether they hold at least one of `roles`.
    pub fn is_any(&self, roles: &[Role]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }

    /// Where their day begins: the home of their first role.
    pub fn home(&self) -> &'static str {
        self.roles.first().map_or("/", |role| role.home())
    }
}
