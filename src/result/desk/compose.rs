//! Composes what is sealed from what is stored.

use crate::{
    edition::{Criterion, Edition},
    fault::Fault,
    judging::{self, rules::Read},
    kernel::count,
    panel, people, proposal,
    result::{
        plenary::{self, desk::tie::Standings},
        rules::{
            self, SealedRow,
            document::{
                Annex, Aspect, Document, FORMAT, Meeting, Recusal, SealedPanel, SealedPlace,
                SealedRead, canonical, fraction, tie_code,
            },
            recount,
        },
    },
    server::audit,
};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// A result that could be sealed, with the texts that would be.
pub struct Composed {
    /// What becomes public.
    pub document: Document,
    /// The office's part.
    pub annex: Annex,
    /// The document's text.
    pub text: String,
    /// The annex's text.
    pub annex_text: String,
    /// The document's hash, in hex: what the officers compare.
    pub sha256: String,
}

/// The result as the stored scores give it now; it holds no moment and no chance, so that both
/// officers compose the same.
///
/// # Errors
/// Whatever the database says.
pub async fn compose(conn: &mut AnyConnection, edition: &Edition) -> Result<Composed, Fault> {
    let record = judging::desk::record::record(conn, edition).await?;
    let mut codes = BTreeMap::new();
    for brief in proposal::desk::all(conn, edition).await? {
        codes.insert(brief.id, proposal::code(brief.number.unwrap_or_default()));
    }
    let code = |id: &str| codes.get(id).cloned().unwrap_or_default();
    let lines = plenary::desk::book(conn, edition, code).await?;
    let Standings { places: finals, ladders, lines: ties, lot } =
        plenary::desk::tie::standings(conn, edition, code).await?;
    let stages: BTreeMap<String, [String; 2]> = finals
        .iter()
        .filter_map(|one| {
            let stages = [fraction(one.desk), fraction(one.panel?)];
            Some((one.place.proposal.clone(), stages))
        })
        .collect();
    let ranking: Vec<_> = finals.into_iter().map(|one| one.place).collect();
    let ranks: Vec<(&str, u32)> =
        ranking.iter().map(|place| (place.proposal.as_str(), place.rank)).collect();
    let seats: BTreeMap<String, u32> =
        rules::plenary::honoured(&ranks, edition.rules.top, &rules::plenary::outcomes(&lines))
            .into_iter()
            .map(|seat| (seat.proposal.to_owned(), seat.rank))
            .collect();
    let mut honoured = Vec::with_capacity(seats.len());
    let mut places = Vec::with_capacity(ranking.len());
    for place in ranking {
        let (_, frozen) = proposal::desk::frozen(conn, &place.proposal).await?;
        if let Some(rank) = seats.get(&place.proposal) {
            honoured.push(SealedRow {
                rank: *rank,
                score: place.mean.display(),
                proposal_id: place.proposal.clone(),
                acronym: frozen.identity.acronym.clone(),
                expansion: frozen.identity.expansion,
                title: frozen.identity.title.clone(),
                unit: frozen.unit.clone(),
                agency: frozen.agency.clone(),
            });
        }
        places.push(SealedPlace {
            rank: place.rank,
            code: code(&place.proposal),
            stages: stages.get(&place.proposal).cloned(),
            proposal_id: place.proposal,
            acronym: frozen.identity.acronym,
            title: frozen.identity.title,
            unit: frozen.unit,
            agency: frozen.agency,
            category: frozen.identity.category,
            score: fraction(place.mean),
            shown: place.mean.display(),
            lowest: fraction(place.spread.0),
            highest: fraction(place.spread.1),
            reads: place.reads,
            tie: tie_code(place.broken_by.as_ref()),
        });
    }
    let sealed_read = |criteria: &[Criterion], read: Read, comment: String| {
        let total = judging::rules::total(criteria, &read.marks);
        SealedRead {
            code: code(&read.proposal),
            proposal_id: read.proposal,
            judge: read.judge,
            total: total.map(fraction).unwrap_or_default(),
            comment,
            marks: read.marks,
        }
    };
    let mut reads = Vec::with_capacity(record.reads.len());
    for read in record.reads {
        let seat = (read.proposal.clone(), read.judge.clone());
        let comment = record.comments.get(&seat).cloned().unwrap_or_default();
        reads.push(sealed_read(&edition.criteria, read, comment));
    }
    let heard = edition.panel();
    let criteria = heard.as_ref().map_or(&[][..], |panel| &panel.criteria);
    let sheets: Vec<SealedRead> = panel::desk::sealed_sheets(conn, edition)
        .await?
        .into_iter()
        .map(|sheet| sealed_read(criteria, sheet, String::new()))
        .collect();
    let mut recusals: Vec<Recusal> = record
        .recusals
        .into_iter()
        .map(|(judge, proposal, kind)| Recusal { code: code(&proposal), judge, kind })
        .collect();
    recusals.sort();
    let mut judges = BTreeMap::new();
    for person in people::desk::people(conn).await? {
        let known = reads.iter().chain(&sheets).any(|read| read.judge == person.id)
            || recusals.iter().any(|one| one.judge == person.id)
            || record.unsent.contains_key(&person.id);
        if known {
            judges.insert(person.id, person.name);
        }
    }
    let attendance = plenary::desk::attendance(conn, edition).await?;
    let present: Vec<String> =
        attendance.members.iter().filter(|m| m.present).map(|m| m.name.clone()).collect();
    let met = !lines.is_empty() || !present.is_empty() || !ties.is_empty() || lot.is_some();
    let plenary = met.then(|| Meeting {
        members: count(attendance.members.len()),
        quorum: attendance.quorum,
        present,
        lines,
        ties,
        lot,
    });
    let unsent = record.unsent;
    let annex = Annex {
        format: FORMAT.to_owned(),
        places,
        reads,
        panel: sheets,
        judges,
        recusals,
        unsent,
        plenary,
        ladders,
    };
    let (parted, lot) = recount::parted(&annex, edition.rules.top);
    let annex_text = canonical(&annex).ok_or(Fault::Ours)?;
    let aspect = |one: &Criterion| Aspect {
        key: one.key.clone(),
        title: one.title.id.clone(),
        weight: one.weight,
        max: one.max,
    };
    let document = Document {
        format: FORMAT.to_owned(),
        edition: edition.slug.clone(),
        name: edition.name.id.clone(),
        region: edition.region.name.clone(),
        year: edition.year,
        demo: edition.demo,
        top: edition.rules.top,
        min_reads: edition.rules.min_reads,
        province_quota: edition.rules.province_quota,
        criteria: edition.criteria.iter().map(aspect).collect(),
        panel: heard.as_ref().map(|panel| SealedPanel {
            title: panel.title.id.clone(),
            counts: panel.counts,
            criteria: panel.criteria.iter().map(aspect).collect(),
        }),
        ranked: count(annex.places.len()),
        reads: count(annex.reads.len()),
        honoured,
        deviations: recount::deviations(&annex, edition.rules.top),
        parted,
        lot,
        annex: audit::sha256(annex_text.as_bytes()),
    };
    let text = canonical(&document).ok_or(Fault::Ours)?;
    let sha256 = audit::sha256(text.as_bytes());
    Ok(Composed { document, annex, text, annex_text, sha256 })
}
