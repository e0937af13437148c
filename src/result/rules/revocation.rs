//! Certificates that were taken back: of which kind the reason is, and the signed list by which somebody
//! without any server knows of them. Pure.

use serde::{Deserialize, Serialize};

/// Which edition of these rules a list was made by.
pub const FORMAT: &str = "kipp-cabut-1";

/// Of which kind the reason of a revocation is: what the public learns of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevocationKind {
    /// Something on the paper was wrong.
    Misprint,
    /// Whoever held it gave it back.
    Returned,
    /// The innovation did not fulfil what was asked.
    Ineligible,
    /// Another reason.
    Other,
}

impl RevocationKind {
    /// Every kind, as the form offers them.
    pub const ALL: [Self; 4] = [Self::Misprint, Self::Returned, Self::Ineligible, Self::Other];

    /// As it is stored and posted.
    pub fn code(self) -> &'static str {
        match self {
            Self::Misprint => "misprint",
            Self::Returned => "returned",
            Self::Ineligible => "ineligible",
            Self::Other => "other",
        }
    }

    /// The kind of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// One certificate that was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoked {
    /// Its code, without groups.
    pub code: String,
    /// Of which kind the reason is.
    pub kind: RevocationKind,
    /// When, in unix milliseconds.
    pub at: i64,
}

/// Every certificate of a seal that was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevocationList {
    /// [`FORMAT`].
    pub format: String,
    /// The edition's slug.
    pub edition: String,
    /// Commitment of the seal the certificates came from.
    pub commitment: String,
    /// Public half of the key that signs this, in hex.
    pub key: String,
    /// Up to when it speaks, in unix milliseconds: the last revocation, or the sealing.
    pub at: i64,
    /// By code.
    pub revoked: Vec<Revoked>,
}

/// The list as it is handed out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevocationFile {
    /// The list, as the text that was signed.
    pub list: String,
    /// Ed25519 over its bytes, in hex.
    pub signature: String,
}
