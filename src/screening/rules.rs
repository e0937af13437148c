//! What the machine can see of a submission before a person decides. Pure.

use crate::{edition::Edition, kernel::text, proposal::Identity};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A reason, with what the machine saw; a person decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// Code of the edition's reasons.
    pub code: String,
    /// What was seen, in Indonesian.
    pub id: String,
    /// What was seen, in English.
    pub en: String,
}

/// What the machine sees in each proposal of a list, in the list's order.
pub fn hints(edition: &Edition, proposals: &[Identity]) -> Vec<Vec<Hint>> {
    let mut titles: HashMap<String, u32> = HashMap::new();
    for proposal in proposals {
        *titles.entry(text::fold(&proposal.title)).or_default() += 1;
    }
    proposals
        .iter()
        .map(|proposal| {
            let mut hints = Vec::new();
            let months = edition.age_at_closing(&proposal.started_on).unwrap_or(-1);
            if months < edition.rules.min_age_months {
                let (least, months) = (edition.rules.min_age_months, months.max(0));
                hints.push(Hint {
                    code: "AGE_BELOW_MIN".to_owned(),
                    id: format!(
                        "Berjalan {months} bulan saat pendaftaran ditutup; syaratnya {least} bulan."
                    ),
                    en: format!("It had run for {months} months at closing; {least} are required."),
                });
            }
            if titles.get(&text::fold(&proposal.title)).copied().unwrap_or(0) > 1 {
                hints.push(Hint {
                    code: "DUPLICATE_TITLE".to_owned(),
                    id: "Judulnya sama dengan usulan lain.".to_owned(),
                    en: "Its title is the same as another proposal's.".to_owned(),
                });
            }
            hints
        })
        .collect()
}
