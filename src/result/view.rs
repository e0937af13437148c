//! The committee's office: overview, and the seal; other slices draw their own pages.

pub mod openly;
pub mod seal;

use crate::{
    client::load::load,
    edition::{Phase, act, office_head, office_page, phase_name, phase_steps},
    fault::Fault,
    judging::api::progress,
    proposal::{Status, api::around::read_message, view::share},
    say,
    screening::{self, api::list},
    ui::{SimulatedNote, Steps, TableBox, Whole},
};
use leptos::prelude::*;

/// The office by the rest of its address.
pub fn room(rest: &[&str]) -> AnyView {
    match rest {
        [] => dashboard(),
        ["usulan"] => screening::view::list_page(),
        ["seleksi", id] => screening::view::case_page((*id).to_owned()),
        _ => office_page(|_| async { Err(Fault::NotFound) }),
    }
}

/// `/panitia`: where the edition stands and what to do next.
fn dashboard() -> AnyView {
    let rows = load(|| (), |()| list());
    let judges = load(|| (), |()| progress());
    let message = load(|| (), |()| read_message());
    office_page(move |here| async move {
        let lang = here.lang;
        let (rows, judges) = (rows.await?, judges.await?);
        let message = message.await?;
        let phase = here.setting.phase;
        let edition = here.setting.edition()?;
        let count = |status: Status| rows.iter().filter(|r| r.brief.status == status).count();
        let sheets: u32 = judges.iter().map(|j| j.all).sum();
        let sent: u32 = judges.iter().map(|j| j.sent).sum();
        let numbers = [
            (count(Status::Draft), say!(count_drafts, lang), "/panitia/usulan"),
            (
                count(Status::Submitted),
                say!(count_waiting, lang),
                "/panitia/usulan?tampil=menunggu",
            ),
            (
                usize::try_from(sheets - sent).unwrap_or(0),
                say!(count_unsent, lang),
                "/panitia/kemajuan",
            ),
            (
                judges.iter().filter(|j| j.all > 0 && j.sent == 0).count(),
                say!(count_late, lang),
                "/panitia/kemajuan",
            ),
        ];
        let numbers = numbers
            .into_iter()
            .map(|(n, words, path)| {
                view! {
                    <li class=if n == 0 { "zero" } else { "" }>
                        <a href=lang.href(path)><b class="digits">{n}</b> <span>{words}</span></a>
                    </li>
                }
            })
            .collect_view();
        let from = vec![("from", phase.code().to_owned())];
        let link = |label: &'static str, path: &str| {
            view! { <a class="button primary slim" href=lang.href(path)>{label}</a> }.whole()
        };
        let (words, next) = match phase {
            Phase::Submission => (
                say!(next_close_submission, lang),
                act(say!(close_submission, lang), from, "primary"),
            ),
            Phase::Screening if count(Status::Submitted) > 0 => {
                (say!(next_screen, lang), link(say!(nav_proposals, lang), "/panitia/usulan"))
            }
            Phase::Screening => {
                (say!(next_assign, lang), link(say!(nav_assignment, lang), "/panitia/penugasan"))
            }
            Phase::Judging => {
                (say!(next_close_judging, lang), act(say!(close_judging, lang), from, "primary"))
            }
            Phase::Plenary => (say!(next_seal, lang), link(say!(nav_seal, lang), "/panitia/segel")),
            Phase::Ceremony => (say!(next_show, lang), link(say!(nav_stage, lang), "/panggung")),
            Phase::Published => (say!(next_none, lang), link(say!(nav_results, lang), "/hasil")),
        };
        let mut agencies = std::collections::BTreeMap::<String, (u32, u32)>::new();
        for row in &rows {
            let entry = agencies.entry(row.brief.agency.clone()).or_default();
            if row.brief.status.counts() {
                entry.0 += 1;
            } else if row.brief.status == Status::Draft {
                entry.1 += 1;
            }
        }
        let mut agencies: Vec<_> = agencies.into_iter().collect();
        agencies.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let agencies = agencies
            .into_iter()
            .map(|(name, (sent, drafts))| {
                view! {
                    <tr>
                        <th scope="row">{name}</th>
                        <td class="n">{sent}</td>
                        <td class="n">{drafts}</td>
                    </tr>
                }
            })
            .collect_view();
        let remind = (phase == Phase::Submission && !message.is_empty()).then(|| {
            view! {
                {share(lang, &message)}
                <p><a href=lang.href("/panitia/tenggat")>{say!(deadline_title, lang)}</a></p>
            }
        });
        let title = phase_name(phase, lang);
        let steps = phase_steps(&edition, here.setting.closes, phase, lang);
        let note = edition.demo.then(|| view! { <SimulatedNote lang/> });
        Ok(view! {
            {office_head(&here, title, here.moment(here.setting.now))}
            {note}
            <Steps lang steps/>
            <ul class="counts" role="list">{numbers}</ul>
            <div class="panels">
                <section>
                    <h2>{say!(next_step, lang)}</h2>
                    <p>{words}</p>
                    {next}
                    {remind}
                </section>
                <section>
                    <h2>{say!(by_agency, lang)}</h2>
                    <TableBox label=say!(by_agency, lang)>
                        <table class="table tight">
                            <caption class="vh">{say!(by_agency, lang)}</caption>
                            <thead>
                                <tr>
                                    <th scope="col">{say!(agencies, lang)}</th>
                                    <th scope="col" class="n">{say!(status_submitted, lang)}</th>
                                    <th scope="col" class="n">{say!(status_draft, lang)}</th>
                                </tr>
                            </thead>
                            <tbody>{agencies}</tbody>
                        </table>
                    </TableBox>
                </section>
            </div>
        }
        .whole())
    })
}
