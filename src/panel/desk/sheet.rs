//! A panelist's sheet: their turns, what is typed and how it is kept, and sending it.

use super::{
    super::{
        api::{Hearing, PanelSheet, Typed, TypedSaved},
        rules::SheetState,
        store::{self, LEDGER, Paper},
    },
    Room, briefs, named, visit,
};
use crate::{
    edition::{Edition, Panel},
    fault::Fault,
    judging::{
        self,
        desk::conflict,
        rules::{
            Marks,
            conflict::Tie,
            sheet::{Field, field, fields as sheet_fields, note_field, read, score_field},
        },
    },
    kernel::{
        Account, FieldError, Posted, Role,
        keeping::{Save, Saved},
        saving::Attempt,
        score,
    },
    people, proposal,
    server::{
        Tx, Visit,
        ledger::{self, Kept, Stamp},
        pages::{Fields, Reply},
    },
};
use sqlx::AnyConnection;

/// The panelist who asks, after the year's statement.
async fn panelist(
    conn: &mut AnyConnection,
    visit: &Visit,
    edition: &Edition,
) -> Result<Account, Fault> {
    let judge = visit.require(&[Role::Judge])?.clone();
    conflict::must_have_stated(conn, &judge, edition).await?;
    Ok(judge)
}

fn shown_name(edition: &Edition, (code, name): &(String, String)) -> String {
    if edition.rules.blind { code.clone() } else { name.clone() }
}

/// The turns of whoever asks, in order; what they must not score has no sheet.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`]; [`Fault::NotFound`] before the panel is convened.
pub async fn hearings(visit: &Visit) -> Result<Vec<Hearing>, Fault> {
    visit.require(&[Role::Judge])?;
    let mut conn = visit.read().await?;
    let room = Room::read(&mut conn).await?.ok_or(Fault::NotFound)?;
    let edition = &room.standing.edition;
    let judge = panelist(&mut conn, visit, edition).await?;
    let briefs = briefs(&mut conn, edition).await?;
    let apart = room.apart(&mut conn).await?;
    let now = visit.now();
    let own: Vec<&Paper> = room.papers.iter().filter(|paper| paper.judge == judge.id).collect();
    if own.is_empty() {
        return Err(Fault::NotFound);
    }
    let hearing = |slot: &store::Slot| {
        let paper = own.iter().find(|paper| paper.slot == slot.id);
        let pair = (judge.id.clone(), slot.proposal.clone());
        let paper = paper.filter(|_| !apart.contains(&pair));
        let both = named(&briefs, &slot.proposal);
        Hearing {
            sheet: paper.map(|paper| paper.id.clone()).unwrap_or_default(),
            name: shown_name(edition, &both),
            code: both.0,
            starts_at: room.starts_at(&slot.id),
            clock: room.clock(&slot.id, now),
            state: paper.map_or(SheetState::Untouched, |paper| paper.state()),
        }
    };
    Ok(room.slots.iter().map(hearing).collect())
}

/// Everything a page of one sheet shows; who may do what is for the caller to say.
pub(super) async fn shown(
    conn: &mut AnyConnection,
    room: &Room,
    paper: &Paper,
    now: i64,
) -> Result<PanelSheet, Fault> {
    let edition = &room.standing.edition;
    let texts = LEDGER.texts(conn, &paper.id).await?;
    let typed = |name: &str| texts.get(name).map(|(_, text)| text.clone()).unwrap_or_default();
    let criteria = &room.panel.criteria;
    let marks = store::scores(conn, &edition.slug).await?.remove(&paper.id).unwrap_or_default();
    let both = named(&briefs(conn, edition).await?, &paper.proposal);
    let mut forks = LEDGER.forks(conn, &paper.id).await?;
    forks.retain(|fork| field(criteria, &fork.field).is_some());
    let judge = people::desk::account(conn, &paper.judge).await?;
    let later = room.papers.iter().filter(|one| one.judge == paper.judge && one.id != paper.id);
    Ok(PanelSheet {
        id: paper.id.clone(),
        name: shown_name(edition, &both),
        code: both.0,
        judge: judge.map(|judge| judge.name).unwrap_or_default(),
        starts_at: room.starts_at(&paper.slot),
        clock: room.clock(&paper.slot, now),
        marks: criteria
            .iter()
            .map(|one| (typed(&score_field(&one.key)), typed(&note_field(&one.key))))
            .collect(),
        revs: texts.iter().map(|(name, (rev, _))| (name.clone(), *rev)).collect(),
        total: judging::rules::total(criteria, &marks).map(score::Exact::display),
        state: paper.state(),
        saved_at: paper.saved_at,
        typed_by: paper.typed_by.as_ref().map(|by| by.1.clone()).unwrap_or_default(),
        may_write: false,
        may_confirm: false,
        may_take_back: false,
        forks,
        passages: Vec::new(),
        visit: None,
        next: later.clone().find(|one| one.sent_at.is_none()).map(|one| one.id.clone()),
    })
}

/// The sheet of whoever asks; somebody else's is not found, and one they must not have is barred.
async fn own_paper(
    conn: &mut AnyConnection,
    visit: &Visit,
    sheet: &str,
) -> Result<(Room, Paper), Fault> {
    visit.require(&[Role::Judge])?;
    let room = Room::read(conn).await?.ok_or(Fault::NotFound)?;
    let judge = panelist(conn, visit, &room.standing.edition).await?;
    let paper = store::one(conn, sheet).await?.ok_or(Fault::NotFound)?;
    if paper.judge != judge.id {
        return Err(Fault::NotFound);
    }
    conflict::keep_apart(conn, &judge, &paper.proposal).await?;
    Ok((room, paper))
}

/// A sheet, for its panelist.
///
/// # Errors
/// [`Fault::NotFound`] for a sheet that is not theirs; barred if a conflict of interest keeps them
/// out.
pub async fn own(visit: &Visit, sheet: &str) -> Result<PanelSheet, Fault> {
    let mut conn = visit.read().await?;
    let (room, paper) = own_paper(&mut conn, visit, sheet).await?;
    let is_open = super::must_be_open(&room.standing).is_ok() && room.meeting.closed.is_none();
    let sheet = shown(&mut conn, &room, &paper, visit.now()).await?;
    let (_, frozen) = proposal::desk::frozen(&mut conn, &paper.proposal).await?;
    let passages = room
        .standing
        .edition
        .fields()
        .filter_map(|field| Some((field.label.clone(), frozen.texts.get(&field.key)?.clone())));
    Ok(PanelSheet {
        may_write: is_open && sheet.state.is_fresh(),
        may_take_back: is_open && sheet.state == SheetState::Sent && paper.typed_by.is_none(),
        passages: passages.collect(),
        visit: Some(visit::shown(&mut conn, &room, &paper.slot).await?)
            .filter(|visit| visit.rev > 0 || !visit.photos.is_empty()),
        ..sheet
    })
}

/// The sheet of whoever asks, if it can be filled in now.
async fn open_paper(tx: &mut Tx, visit: &Visit, sheet: &str) -> Result<(Room, Paper), Fault> {
    let (_, paper) = own_paper(tx, visit, sheet).await?;
    let room = Room::open(tx).await?;
    if paper.state().is_fresh() {
        return Ok((room, paper));
    }
    Err(Fault::refused(
        "Lembar ini sudah dikirim, atau sedang diketik panitia dari kertas. Tarik dulu bila ada nilai yang harus diperbaiki.",
        "This sheet is sent, or the office is typing it from paper. Take it back first if a score must be mended.",
    ))
}

/// Keeps one text of a sheet, and reads what it says.
pub(super) async fn write(
    tx: &mut Tx,
    visit: &Visit,
    panel: &Panel,
    (sheet, name): (&str, &str),
    attempt: &Attempt,
) -> Result<Kept, Fault> {
    let of = field(&panel.criteria, name).ok_or(Fault::NotFound)?;
    let mut score = None;
    let value = match of {
        Field::Score(criterion) => {
            score = read(criterion, &attempt.value).map_err(|(id, en)| Fault::refused(id, en))?;
            score.map(score::show).unwrap_or_default()
        }
        Field::Note(_) => ledger::fit(&attempt.value)?,
        Field::Comment => return Err(Fault::NotFound),
    };
    let kept = LEDGER.save(tx, (sheet, name), attempt, &value, Stamp::of(visit)?).await?;
    let subject = format!("panel_sheet:{sheet}/{name}");
    match kept.save {
        Save::Store => {
            if let Field::Score(criterion) = of {
                store::score(tx, sheet, &criterion.key, score).await?;
            }
            tx.record("panel.save", &subject, &kept.before, &value);
        }
        Save::Beside => tx.record("panel.conflict", &subject, &kept.before, &value),
        Save::Replay(_) | Save::Waits | Save::Settled | Save::Same => {}
    }
    Ok(kept)
}

/// Saves one text of a sheet; the same attempt twice is done once.
///
/// # Errors
/// [`Fault::NotFound`] for a sheet that is not theirs; [`Fault::SignedOut`] if somebody else has
/// signed in since it was typed; a refusal of what is no score, and after sending or closing.
pub async fn save(visit: &Visit, typed: &Typed) -> Result<TypedSaved, Fault> {
    if visit.account()?.id != typed.writer {
        return Err(Fault::SignedOut);
    }
    let mut tx = visit.write().await?;
    let (room, paper) = open_paper(&mut tx, visit, &typed.sheet).await?;
    let name = (paper.id.as_str(), typed.field.as_str());
    let kept = write(&mut tx, visit, &room.panel, name, &typed.attempt).await?;
    if kept.save == Save::Store {
        store::touch(&mut tx, &paper.id, None, visit.now()).await?;
        tx.publish("panel");
    }
    let slug = &room.standing.edition.slug;
    let marks = store::scores(&mut tx, slug).await?.remove(&paper.id).unwrap_or_default();
    tx.commit().await?;
    let total = judging::rules::total(&room.panel.criteria, &marks).map(score::Exact::display);
    Ok(TypedSaved { saved: kept.saved, total })
}

/// Keeps everything that a form carries; what is wrong with it, and whether a text lies beside
/// another now.
pub(super) async fn keep_all(
    tx: &mut Tx,
    visit: &Visit,
    panel: &Panel,
    sheet: &str,
    fields: &Fields,
) -> Result<(Vec<FieldError>, bool), Fault> {
    let (mut errors, mut parted) = (Vec::new(), false);
    for name in sheet_fields(&panel.criteria) {
        let Some(value) = fields.get(&name) else { continue };
        if field(&panel.criteria, &name) == Some(Field::Comment) {
            continue;
        }
        let attempt = ledger::posted(fields, &name, value)?;
        let held = LEDGER.held(tx, sheet, &name).await?;
        if attempt.after.is_empty() && held.value == *value {
            continue;
        }
        match write(tx, visit, panel, (sheet, &name), &attempt).await {
            Ok(kept) => parted |= matches!(kept.saved, Saved::Conflict { .. }),
            Err(Fault::Refused { id, en }) => errors.push(FieldError::new(&name, id, en)),
            Err(fault) => return Err(fault),
        }
    }
    Ok((errors, parted))
}

/// Which scores a full sheet still lacks.
pub(super) fn lacks(panel: &Panel, marks: &Marks) -> Vec<FieldError> {
    let empty = panel.criteria.iter().filter(|one| !marks.contains_key(&one.key));
    empty
        .map(|one| {
            let (id, en) = (&one.title.id, one.title.pick(crate::kernel::Lang::En));
            FieldError::new(
                &score_field(&one.key),
                format!("Isi nilai {id}"),
                format!("Fill in the score of {en}"),
            )
        })
        .collect()
}

/// The form of a sheet: everything that was typed is kept first, then its button is heard.
pub(super) async fn form(visit: Visit, fields: Fields, sheet: String) -> Result<Reply, Fault> {
    let action = fields.get("action").cloned().unwrap_or_default();
    let here = format!("/juri/panel/{sheet}");
    let now = visit.now();
    let mut tx = visit.write().await?;
    if action == "back" {
        let (_, paper) = own_paper(&mut tx, &visit, &sheet).await?;
        Room::open(&mut tx).await?;
        if paper.sent_at.is_none() || paper.typed_by.is_some() {
            return Err(Fault::Conflict);
        }
        store::send(&mut tx, &sheet, None, None).await?;
        tx.record("panel.take_back", &format!("panel_sheet:{sheet}"), &(), &());
        tx.publish("panel");
        tx.commit().await?;
        return Ok(Reply::Go(here));
    }
    let (room, paper) = open_paper(&mut tx, &visit, &sheet).await?;
    if action == "conflict" {
        let note = fields.get("note").map_or("", |text| text.trim());
        let tie = Tie::declared(fields.get("kind").map_or("", String::as_str));
        let Some(tie) = tie else {
            let error = FieldError::new("kind", "Pilih hubungannya", "Choose how you are tied");
            return Ok(Reply::Again(Posted::again(vec![error])));
        };
        let note = ledger::fit(note)?;
        let pair = (paper.judge.as_str(), paper.proposal.as_str());
        conflict::declare_late(&mut tx, pair, tie, &note, now).await?;
        tx.publish("panel");
        tx.commit().await?;
        return Ok(Reply::Go("/juri/panel".to_owned()));
    }
    let (mut errors, parted) = keep_all(&mut tx, &visit, &room.panel, &sheet, &fields).await?;
    store::touch(&mut tx, &sheet, None, now).await?;
    if let Some((choice, version)) = action.split_once(':') {
        choose(&mut tx, &visit, &room.panel, (&sheet, choice, version)).await?;
    }
    let slug = &room.standing.edition.slug;
    let marks = store::scores(&mut tx, slug).await?.remove(&sheet).unwrap_or_default();
    let sends = action == "send" && !parted && errors.is_empty();
    if sends {
        errors = lacks(&room.panel, &marks);
        if errors.is_empty() {
            store::send(&mut tx, &sheet, Some(now), None).await?;
            tx.record("panel.send", &format!("panel_sheet:{sheet}"), &(), &marks);
        }
    }
    tx.publish("panel");
    // What was typed is kept, also if something else was wrong.
    tx.commit().await?;
    if !errors.is_empty() {
        return Ok(Reply::Again(Posted::again(errors)));
    }
    Ok(Reply::Go(if sends { "/juri/panel".to_owned() } else { here }))
}

/// Settles which of two texts stays; the other one remains in the history.
async fn choose(
    tx: &mut Tx,
    visit: &Visit,
    panel: &Panel,
    (sheet, choice, version): (&str, &str, &str),
) -> Result<(), Fault> {
    let Some((beside, attempt)) = LEDGER.chosen(tx, sheet, (choice, version)).await? else {
        return Ok(());
    };
    if let Some(attempt) = attempt {
        write(tx, visit, panel, (sheet, &beside.field), &attempt).await?;
    }
    LEDGER.settle(tx, &beside.id, visit.now()).await?;
    let subject = format!("panel_sheet:{sheet}/{}", beside.field);
    tx.record("panel.choose", &subject, &beside.value, &choice);
    Ok(())
}
