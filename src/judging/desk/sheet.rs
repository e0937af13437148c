//! A judge's score sheet: what it holds, how what is typed is kept, and its form.

use super::super::{
    api::{Mark, Passage, Scored, Sheet, SheetSaved},
    rules::{
        self, Marks,
        sheet::{Field, field, fields as sheet_fields, note_field, read, score_field},
    },
    store::{self, Seat, mark::LEDGER},
};
use super::{own_seat, sending, unscorable};
use crate::{
    edition::{self, Edition, Phase, desk::Standing},
    fault::Fault,
    kernel::{
        FieldError, Posted,
        keeping::{Save, Saved},
        saving::Attempt,
        score, text,
    },
    proposal,
    server::{
        Tx, Visit,
        ledger::{self, Kept, Stamp},
        pages::{Fields, Reply},
    },
};

/// A proposal beside its score sheet.
///
/// # Errors
/// [`Fault::NotFound`] for a sheet that is not theirs.
pub async fn sheet(visit: &Visit, assignment: &str) -> Result<Sheet, Fault> {
    let mut conn = visit.read().await?;
    let seat = own_seat(&mut conn, visit, assignment).await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let edition = &standing.edition;
    let (brief, frozen) = proposal::desk::frozen(&mut conn, &seat.proposal).await?;
    let scores = store::scores(&mut conn, assignment).await?;
    let marks: Marks =
        scores.iter().filter_map(|(key, (value, _))| Some((key.clone(), (*value)?))).collect();
    let texts = LEDGER.texts(&mut conn, assignment).await?;
    let typed = |name: &str| texts.get(name).map(|(_, text)| text.clone()).unwrap_or_default();
    let next = store::seats_of(&mut conn, &seat.judge)
        .await?
        .into_iter()
        .find(|other| other.sent_at.is_none() && other.id != seat.id)
        .map(|other| other.id);
    let request = sending::request(&mut conn, &seat).await?;
    let unscorable = unscorable::of(&mut conn, &seat.id).await?;
    let undo_until = sending::undoable(visit, standing.phase, &seat);
    let may_score =
        rules::is_open(standing.phase, seat.open_until, visit.now()) && seat.sent_at.is_none();
    let mut forks = Vec::new();
    if may_score {
        forks = LEDGER.forks(&mut conn, assignment).await?;
        forks.retain(|fork| field(&edition.criteria, &fork.field).is_some());
    }
    let open = !edition.rules.blind;
    let named = |name: String| if open { name } else { String::new() };
    Ok(Sheet {
        assignment: seat.id,
        code: proposal::code(brief.number.unwrap_or_default()),
        place: named(proposal::place(&frozen.unit, &frozen.agency)),
        name: named(frozen.identity.acronym),
        title: named(frozen.identity.title),
        category: frozen.identity.category,
        files: if open { frozen.files } else { Vec::new() },
        sample: brief.sample,
        passages: edition
            .fields()
            .map(|field| {
                let text = frozen.texts.get(&field.key).cloned().unwrap_or_default();
                Passage { field: field.key.clone(), words: text::count_words(&text), text }
            })
            .collect(),
        marks: edition
            .criteria
            .iter()
            .map(|criterion| Mark {
                criterion: criterion.key.clone(),
                score: typed(&score_field(&criterion.key)),
                note: typed(&note_field(&criterion.key)),
            })
            .collect(),
        total: rules::total(&edition.criteria, &marks).map(score::Exact::display),
        comment: seat.comment,
        revs: texts.into_iter().map(|(name, (rev, _))| (name, rev)).collect(),
        saved_at: seat.saved_at,
        sent_at: seat.sent_at,
        may_score,
        forks,
        reopened_at: seat.reopened_at,
        undo_until,
        unscorable,
        may_ask: standing.phase == Phase::Judging
            && seat.sent_at.is_some()
            && request.as_ref().is_none_or(|request| request.refused_at.is_some()),
        request,
        next,
    })
}

/// The seat of whoever asks, if it can be scored now.
async fn open_seat(
    tx: &mut Tx,
    visit: &Visit,
    assignment: &str,
) -> Result<(Seat, Standing), Fault> {
    let seat = own_seat(tx, visit, assignment).await?;
    let standing = edition::desk::standing(tx).await?;
    if seat.sent_at.is_some() {
        return Err(sending::locked());
    }
    if !rules::is_open(standing.phase, seat.open_until, visit.now()) {
        return Err(sending::closed());
    }
    Ok((seat, standing))
}

/// Keeps one text of a sheet, and reads what it says.
async fn write(
    tx: &mut Tx,
    visit: &Visit,
    edition: &Edition,
    (seat, name): (&Seat, &str),
    attempt: &Attempt,
) -> Result<Kept, Fault> {
    let of = field(&edition.criteria, name).ok_or(Fault::NotFound)?;
    let mut score = None;
    let value = match of {
        Field::Score(criterion) => {
            score = read(criterion, &attempt.value).map_err(|(id, en)| Fault::refused(id, en))?;
            score.map(score::show).unwrap_or_default()
        }
        Field::Note(_) | Field::Comment => ledger::fit(&attempt.value)?,
    };
    let (id, stamp) = (seat.id.as_str(), Stamp::of(visit)?);
    let kept = LEDGER.save(tx, (id, name), attempt, &value, stamp).await?;
    let subject = format!("assignment:{id}/{name}");
    match kept.save {
        Save::Store => {
            let comment = (of == Field::Comment).then_some(value.as_str());
            store::mark::count(tx, id, comment, stamp.at).await?;
            match of {
                Field::Score(criterion) => {
                    store::mark::score(tx, id, &criterion.key, score).await?;
                }
                Field::Note(criterion) => {
                    store::mark::note(tx, id, &criterion.key, &value).await?;
                }
                Field::Comment => {}
            }
            tx.record("score.save", &subject, &kept.before, &value);
        }
        Save::Beside => tx.record("score.conflict", &subject, &kept.before, &value),
        Save::Replay(_) | Save::Waits | Save::Settled | Save::Same => {}
    }
    Ok(kept)
}

/// Saves one text of a score sheet; the same attempt twice is done once.
///
/// # Errors
/// [`Fault::NotFound`] for a sheet that is not theirs; [`Fault::SignedOut`] if somebody else has
/// signed in since it was typed; a refusal of what is no score, and after sending or closing.
pub async fn save(visit: &Visit, typed: &Scored) -> Result<SheetSaved, Fault> {
    if visit.account()?.id != typed.writer {
        return Err(Fault::SignedOut);
    }
    let mut tx = visit.write().await?;
    let (seat, standing) = open_seat(&mut tx, visit, &typed.assignment).await?;
    let edition = &standing.edition;
    let kept = write(&mut tx, visit, edition, (&seat, &typed.field), &typed.attempt).await?;
    let scores = store::scores(&mut tx, &seat.id).await?;
    if kept.save == Save::Store {
        tx.publish("scores");
    }
    tx.commit().await?;
    let marks: Marks = scores.into_iter().filter_map(|(key, (v, _))| Some((key, v?))).collect();
    let total = rules::total(&edition.criteria, &marks).map(score::Exact::display);
    Ok(SheetSaved { saved: kept.saved, total })
}

/// The form of a sheet: everything that was typed is kept first, then its button is heard.
pub(super) async fn form(visit: Visit, fields: Fields, assignment: String) -> Result<Reply, Fault> {
    let action = fields.get("action").cloned().unwrap_or_default();
    match action.as_str() {
        "undo" => return sending::undo(visit, assignment).await,
        "reopen" => return sending::ask(visit, fields, assignment).await,
        _ => {}
    }
    let mut tx = visit.write().await?;
    let (seat, standing) = open_seat(&mut tx, &visit, &assignment).await?;
    let edition = &standing.edition;
    let (mut errors, mut parted) = (Vec::new(), false);
    for name in sheet_fields(&edition.criteria) {
        let Some(value) = fields.get(&name) else { continue };
        let attempt = ledger::posted(&fields, &name, value)?;
        let held = LEDGER.held(&mut tx, &seat.id, &name).await?;
        if attempt.after.is_empty() && held.value == *value {
            continue;
        }
        match write(&mut tx, &visit, edition, (&seat, &name), &attempt).await {
            Ok(kept) => parted |= matches!(kept.saved, Saved::Conflict { .. }),
            Err(Fault::Refused { id, en }) => errors.push(FieldError::new(&name, id, en)),
            Err(fault) => return Err(fault),
        }
    }
    if let Some((choice, version)) = action.split_once(':') {
        choose(&mut tx, &visit, (edition, &seat), choice, version).await?;
    }
    tx.publish("scores");
    tx.commit().await?;
    if !errors.is_empty() {
        return Ok(Reply::Again(Posted::again(errors)));
    }
    let sheet = format!("/juri/nilai/{assignment}");
    Ok(Reply::Go(match action.strip_prefix("unscorable-") {
        _ if parted => format!("{sheet}?pane=marks"),
        Some(criterion) => format!("{sheet}/tidak-bisa/{criterion}"),
        None if action == "review" => format!("{sheet}/tinjau"),
        None => format!("{sheet}?pane=marks"),
    }))
}

/// Settles which of two texts stays; the other one remains in the history.
async fn choose(
    tx: &mut Tx,
    visit: &Visit,
    (edition, seat): (&Edition, &Seat),
    choice: &str,
    version: &str,
) -> Result<(), Fault> {
    let Some((beside, attempt)) = LEDGER.chosen(tx, &seat.id, (choice, version)).await? else {
        return Ok(());
    };
    if let Some(attempt) = attempt {
        write(tx, visit, edition, (seat, &beside.field), &attempt).await?;
    }
    LEDGER.settle(tx, &beside.id, visit.now()).await?;
    let subject = format!("assignment:{}/{}", seat.id, beside.field);
    tx.record("score.choose", &subject, &beside.value, &choice);
    Ok(())
}
