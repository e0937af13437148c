//! Remarks about a proposal's pages: what its team and its agency's admin say to each other, and
//! who is where.

use super::{approach, review};
use crate::{
    edition::{Edition, Section},
    fault::Fault,
    kernel::{FieldError, text},
    people,
    proposal::{
        api::around::{Around, Aside, Discussed},
        rules::{self, Access},
        store::{
            self, Stored,
            around::{self, NewRemark},
        },
    },
    say,
    server::{Tx, Visit, pages::Fields},
};
use sqlx::AnyConnection;

/// The pages that may be spoken about.
fn is_page(edition: &Edition, slug: &str) -> bool {
    slug == "identitas" || edition.section(slug).is_some()
}

/// A proposal with everything that is said about it; the caller has asked who asks.
pub(super) async fn discussed(visit: &Visit, id: &str) -> Result<Discussed, Fault> {
    let (overview, frozen) = review(visit, id).await?;
    let threads = around::threads(&mut *visit.read().await?, id).await?;
    Ok(Discussed { overview, frozen, threads })
}

/// Where on its page a remark's form leads back to.
pub(super) fn anchor(fields: &Fields) -> String {
    match fields.get("page").map(String::as_str) {
        Some(page) if page.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') => {
            format!("#{page}")
        }
        _ => String::new(),
    }
}

/// Takes a remark, an answer or a "done" in the caller's transaction, who has asked who asks.
pub(super) async fn say(
    tx: &mut Tx,
    visit: &Visit,
    proposal: &Stored,
    fields: &Fields,
) -> Result<Result<(), FieldError>, Fault> {
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let by = &visit.account()?.id;
    let edition = crate::edition::desk::current(tx).await?;
    let page = field("page");
    if !is_page(&edition, page) {
        return Err(Fault::NotFound);
    }
    let subject = format!("proposal:{}/{page}", proposal.id);
    let open = around::threads(tx, &proposal.id).await?;
    let thread = open.iter().find(|thread| thread.id == field("thread") && thread.page == page);
    if field("action") == "resolve" {
        let thread = thread.ok_or(Fault::NotFound)?;
        if !around::resolve(tx, &thread.id, by, visit.now()).await? {
            return Err(Fault::Conflict);
        }
        tx.record("remark.resolve", &subject, &thread.id, &());
        return Ok(Ok(()));
    }
    let thread = match field("action") {
        "answer" => Some(thread.ok_or(Fault::NotFound)?.id.as_str()),
        "remark" => None,
        _ => return Err(Fault::Unreadable),
    };
    // The field of each form has a name of its own, so that an error leads to the right one.
    let name = thread.map_or_else(|| format!("words-{page}"), |thread| format!("words-{thread}"));
    let words = text::clean(field(&name)).trim().to_owned();
    if words.is_empty() || words.chars().count() > rules::REMARK {
        return Ok(Err(FieldError::new(
            &name,
            format!("Tulis catatan, paling panjang {} huruf", rules::REMARK),
            format!("Write a remark of at most {} characters", rules::REMARK),
        )));
    }
    let new = NewRemark {
        proposal: &proposal.id,
        page,
        thread,
        author: by,
        words: &words,
        at: visit.now(),
    };
    around::remark(tx, &new).await?;
    tx.record("remark.make", &subject, &(), &words);
    Ok(Ok(()))
}

/// What is going on around a proposal, for its task list; the office sees whose it is, no more.
pub(super) async fn around(
    conn: &mut AnyConnection,
    edition: &Edition,
    proposal: &Stored,
    access: Access,
) -> Result<Around, Fault> {
    let owner = people::desk::account(conn, &proposal.owner).await?.map(|owner| owner.name);
    let owner = owner.unwrap_or_default();
    let quota = super::agency::quota(conn, edition, &proposal.agency).await?;
    if !access.writes() {
        return Ok(Around { owner, quota, ..Around::default() });
    }
    let mut remarks: Vec<(String, u32)> = Vec::new();
    for thread in around::threads(conn, &proposal.id).await? {
        if thread.resolved.is_some() {
            continue;
        }
        match remarks.iter_mut().find(|(page, _)| *page == thread.page) {
            Some((_, n)) => *n += 1,
            None => remarks.push((thread.page, 1)),
        }
    }
    let team = around::members(conn, &proposal.id).await?;
    Ok(Around {
        owner,
        team: team.into_iter().map(|member| member.name).collect(),
        remarks,
        sent_back: around::sent_back(conn, &proposal.id).await?,
        quota,
    })
}

/// What its writers should know on a page: remarks, who helped, who else has it open. Names are
/// for the proposal's own people only.
pub(super) async fn asides(
    conn: &mut AnyConnection,
    visit: &Visit,
    proposal: &Stored,
    access: Access,
    section: &Section,
) -> Result<Vec<Aside>, Fault> {
    if !access.writes() {
        return Ok(Vec::new());
    }
    let (lang, now, me) = (visit.lang, visit.now(), &visit.account()?.id);
    let mut asides = Vec::new();
    for thread in around::threads(conn, &proposal.id).await? {
        if let (None, true, Some(last)) =
            (&thread.resolved, thread.page == section.slug, thread.remarks.last())
        {
            let words = say!(remark_aside, lang, who = last.author, words = last.words);
            asides.push(Aside { words, care: true });
        }
    }
    let members = around::members(conn, &proposal.id).await?;
    let is_team = |account: &str| {
        account == proposal.owner || members.iter().any(|member| member.account == account)
    };
    let ago = |at: i64| rules::ago(at, now, lang);
    for writer in around::writers(conn, &proposal.id).await? {
        let here = section.fields.iter().any(|field| field.key == writer.field);
        if here && !is_team(&writer.account) {
            let words = say!(helped_by, lang, who = writer.name, ago = ago(writer.at));
            asides.push(Aside { words, care: false });
        }
    }
    let present = around::present(conn, &proposal.id, &section.slug).await?;
    for other in present.iter().filter(|other| other.account != *me) {
        if now - other.at < rules::PRESENT_FOR {
            let words = say!(opened_by, lang, who = other.name, ago = ago(other.at));
            asides.push(Aside { words, care: false });
        }
    }
    // Written down only where somebody else could read it, and once a minute: opening a page
    // stays reading for whoever writes alone.
    let alone = access == Access::Owner && members.is_empty();
    let fresh = present.iter().any(|own| own.account == *me && now - own.at < rules::PRESENCE_STEP);
    if !alone && !fresh {
        let mut tx = visit.write().await?;
        around::note_presence(&mut tx, &proposal.id, &section.slug, me, now).await?;
        tx.commit().await?;
    }
    Ok(asides)
}

/// A proposal that whoever asks writes in; the office, which only reads, is not among them.
pub(super) async fn insider(
    conn: &mut AnyConnection,
    visit: &Visit,
    id: &str,
) -> Result<(store::Stored, Access), Fault> {
    let (proposal, access) = approach(conn, visit, id).await?;
    if access.writes() { Ok((proposal, access)) } else { Err(Fault::NotFound) }
}
