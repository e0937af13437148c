//! The page `/ragam`: every component in all its states, for the eye of whoever changes one.

use super::{
    AspectCard, AspectCell, AspectMap, BambooBar, Band, Breadcrumb, Button, CheckCard, Choice,
    Data, Empty, ErrorSummary, Fold, Guide, InnovationCard, Kind, Mark, Need, Notice, PodiumItem,
    RadioCards, RankAxis, RankPlot, Ready, ResultRow, River, SaveLine, SaveState, Select,
    SimulatedNote, Stat, Step, Steps, TableBox, Tag, Task, TaskList, TextField, Tone, When, Whole,
    WordField, Zone,
};
use crate::kernel::Lang;
use crate::say;
use leptos::prelude::*;

/// Every component in all its states.
#[component]
pub fn Gallery(lang: Lang) -> impl IntoView {
    view! {
        <div class="narrow page stack">
            <h1>{say!(ui_g_title, lang)}</h1>
            <p class="muted">{say!(ui_g_lead, lang)}</p>
            {buttons(lang)}
            {statuses(lang)}
            {fields(lang)}
            {writing(lang)}
            {progress(lang)}
            {scoring(lang)}
            {ranking(lang)}
            {cloth(lang)}
        </div>
    }
}

fn buttons(lang: Lang) -> AnyView {
    view! {
        <h2>{say!(ui_g_buttons, lang)}</h2>
        <p class="small muted">{say!(ui_g_rest, lang)}</p>
        <div class="actions">
            <Button label=say!(ui_g_save_continue, lang)/>
            <Button class="secondary" label=say!(ui_g_save_list, lang)/>
            <Button class="text" label=say!(ui_g_skip, lang)/>
            <Button class="danger" label=say!(ui_g_withdraw, lang)/>
            <Button class="secondary slim" label=say!(ui_compare, lang)/>
        </div>
        <p class="small muted">{say!(ui_g_busy, lang)}</p>
        <Button
            label=say!(ui_g_save_continue, lang)
            ready=Ready::Busy(say!(ui_save_sending, lang).to_owned())
        />
        <p class="small muted">{say!(ui_g_blocked, lang)}</p>
        <Button
            label=say!(ui_g_submit, lang)
            ready=Ready::No(say!(ui_g_blocked_why, lang).to_owned())
        />
    }
    .whole()
}

fn statuses(lang: Lang) -> AnyView {
    view! {
        <h2>{say!(ui_g_tags, lang)}</h2>
        <div class="links">
            <Tag tone=Tone::Empty text=say!(ui_g_empty, lang)/>
            <Tag tone=Tone::Active text=say!(ui_g_active, lang)/>
            <Tag tone=Tone::Done text=say!(ui_g_done, lang)/>
            <Tag tone=Tone::Warning text=say!(ui_g_late, lang)/>
            <Tag tone=Tone::Wrong text=say!(ui_g_wrong, lang)/>
            <Tag tone=Tone::Locked text=say!(ui_g_locked, lang)/>
            <Tag tone=Tone::Award text=say!(ui_g_award, lang)/>
        </div>
        <h2>{say!(ui_g_notices, lang)}</h2>
        <Notice>{say!(ui_g_notice_info, lang)}</Notice>
        <Notice kind=Kind::Success>{say!(ui_g_notice_done, lang)}</Notice>
        <Notice kind=Kind::Warning>{say!(ui_g_notice_care, lang)}</Notice>
        <Notice kind=Kind::Error>{say!(ui_g_notice_wrong, lang)}</Notice>
        <SimulatedNote lang=lang/>
        <Empty
            text=say!(ui_g_blank, lang)
            action=(say!(ui_g_start, lang).to_owned(), "#".to_owned())
        />
    }
    .whole()
}

fn fields(lang: Lang) -> AnyView {
    let wrong = Some(say!(ui_g_video_wrong, lang).to_owned());
    let agencies = vec![
        (String::new(), say!(ui_g_choose, lang).to_owned()),
        ("a".to_owned(), "Dinas Kesehatan".to_owned()),
    ];
    let groups = vec![
        Choice::new("a", say!(ui_g_group_a, lang), say!(ui_g_group_a_words, lang)),
        Choice::new("b", say!(ui_g_group_b, lang), ""),
    ];
    view! {
        <h2>{say!(ui_g_fields, lang)}</h2>
        <Breadcrumb lang=lang back_href="#" label="Sigap Lansia"/>
        <ErrorSummary
            lang=lang
            items=vec![("ragam-video".to_owned(), say!(ui_g_video_wrong, lang).to_owned())]
            focus=super::page::Focus::Leave
        />
        <Guide title=say!(ui_g_guide, lang) fold=Fold::Closed>
            <ul class="bullets">
                <li>{say!(ui_g_guide_1, lang)}</li>
                <li>{say!(ui_g_guide_2, lang)}</li>
            </ul>
        </Guide>
        <TextField
            lang=lang
            id="ragam-nama"
            label=say!(ui_g_name, lang)
            hint=say!(ui_g_name_hint, lang)
            value="Sigap Lansia"
        />
        <TextField
            lang=lang
            id="ragam-video"
            label=say!(ui_g_video, lang)
            value="youtu.be/abc"
            kind="url"
            need=Need::Optional
            error=wrong
        />
        <div class="field">
            <label for="ragam-baca">{say!(ui_g_read_only, lang)}</label>
            <input class="input" id="ragam-baca" readonly value="KIPP-2026-0108"/>
        </div>
        <Select lang=lang id="ragam-opd" label=say!(ui_g_agency, lang) options=agencies/>
        <RadioCards
            lang=lang
            id="ragam-kelompok"
            label=say!(ui_g_group, lang)
            options=groups
            selected="a"
        />
        <CheckCard lang=lang id="ragam-izin" label=say!(ui_g_consent, lang)/>
    }
    .whole()
}

fn writing(lang: Lang) -> AnyView {
    let text = say!(ui_g_writing_text, lang);
    let label = say!(ui_g_writing_label, lang);
    let fields = [(1, 100), (2, 13), (3, 8)]
        .map(|(n, max): (u32, u32)| {
            view! {
                <WordField
                    lang=lang
                    id=format!("ragam-tulis-{n}")
                    label=label
                    max_words=max
                    text=RwSignal::new(text.to_owned())
                >
                    <SaveLine lang=lang state=SaveState::Clean { at: "14.05".to_owned() }/>
                </WordField>
            }
        })
        .collect_view();
    let href = || "#".to_owned();
    let saves = [
        SaveState::Clean { at: "14.05".to_owned() },
        SaveState::Typing,
        SaveState::Local,
        SaveState::Sending,
        SaveState::Offline,
        SaveState::Failed { seconds: 8 },
        SaveState::Conflict { href: href() },
        SaveState::SignedOut { href: href() },
        SaveState::Closed,
        SaveState::Full,
    ]
    .map(|state| view! { <li><SaveLine lang=lang state=state act=Callback::new(|()| ())/></li> })
    .collect_view();
    view! {
        <h2>{say!(ui_g_writing, lang)}</h2>
        {fields}
        <h2>{say!(ui_g_saves, lang)}</h2>
        <ul class="stack" role="list">{saves}</ul>
    }
    .whole()
}

fn progress(lang: Lang) -> AnyView {
    let task = |title: &str, tone, status: &str| Task {
        title: title.to_owned(),
        href: "#".to_owned(),
        detail: String::new(),
        tone,
        status: status.to_owned(),
    };
    let step = |label: &str, when| Step { label: label.to_owned(), dates: String::new(), when };
    view! {
        <h2>{say!(ui_g_progress, lang)}</h2>
        <p>{say!(ui_g_four_of_ten, lang)}</p>
        <River part=4 of=10/>
        <Steps
            lang=lang
            steps=vec![
                step(say!(ui_g_done, lang), When::Past),
                step(say!(ui_g_active, lang), When::Now),
                step(say!(ui_g_empty, lang), When::Ahead),
            ]
        />
        <TaskList tasks=vec![
            task(say!(ui_g_aspect, lang), Tone::Wrong, say!(ui_g_wrong, lang)),
            task(say!(ui_g_aspect_two, lang), Tone::Active, say!(ui_g_active, lang)),
            task(say!(ui_g_writing_label, lang), Tone::Done, say!(ui_g_done, lang)),
        ]/>
        <BambooBar part=22 of=24/>
        <BambooBar part=15 of=24 class="blue"/>
        <BambooBar part=8 of=24 class="leafy"/>
        <dl class="stats">
            <Stat number="36" label=say!(ui_g_agency, lang)/>
            <Stat number="107" label=say!(ui_g_title, lang)/>
        </dl>
    }
    .whole()
}

fn scoring(lang: Lang) -> AnyView {
    let band = |low, high, label: &str, words: &str| Band {
        low,
        high,
        label: label.to_owned(),
        words: words.to_owned(),
    };
    let bands = vec![
        band(0, 40, say!(ui_g_band_1, lang), say!(ui_g_anchor_1, lang)),
        band(41, 60, say!(ui_g_band_2, lang), say!(ui_g_anchor_2, lang)),
        band(61, 75, say!(ui_g_band_3, lang), say!(ui_g_anchor_3, lang)),
        band(76, 90, say!(ui_g_band_4, lang), say!(ui_g_anchor_4, lang)),
        band(91, 100, say!(ui_g_band_5, lang), say!(ui_g_anchor_5, lang)),
    ];
    let mark = Mark::new("82".to_owned(), String::new(), &bands);
    let wrong = Mark::new("820".to_owned(), String::new(), &bands);
    let cell = |title: &str, score| AspectCell {
        title: title.to_owned(),
        href: "#".to_owned(),
        score: Signal::from(score),
    };
    view! {
        <h2>{say!(ui_g_score, lang)}</h2>
        <AspectMap
            lang=lang
            cells=vec![
                cell(say!(ui_g_aspect, lang), mark.score),
                cell(say!(ui_g_aspect_two, lang), RwSignal::new(String::new())),
            ]
            current=1_usize
            review_href="#"
        />
        <AspectCard
            lang=lang
            id="ragam-nilai-1"
            title=say!(ui_g_aspect, lang)
            weight=30
            question=say!(ui_g_question, lang)
            bands=bands.clone()
            mark=mark
        />
        <AspectCard
            lang=lang
            id="ragam-nilai-2"
            title=say!(ui_g_aspect_two, lang)
            weight=15
            question=say!(ui_g_question, lang)
            bands=bands
            mark=wrong
            error=Some(say!(ui_g_score_wrong, lang).to_owned())
        />
    }
    .whole()
}

fn ranking(lang: Lang) -> AnyView {
    let rows = [
        (1, 1, 5, Zone::Safe, "Kelas Pelita"),
        (9, 4, 29, Zone::Discuss, "Sigap Lansia"),
        (40, 22, 70, Zone::Out, "Air Jernih"),
    ]
    .map(|(dot, low, high, zone, name): (u32, u32, u32, Zone, &str)| {
        view! {
            <tr class=zone.class()>
                <td>{dot}</td>
                <th scope="row" class="name">{name}</th>
                <td class="plot">
                    <RankPlot lang=lang count=107 line=10 dot=dot.into() low=low high=high zone=zone/>
                </td>
                <td>{zone.label(lang)}</td>
            </tr>
        }
    })
    .collect_view();
    view! {
        <h2>{say!(ui_g_ranking, lang)}</h2>
        <TableBox label=say!(ui_g_ranking, lang)>
            <table class="board">
                <thead>
                    <tr>
                        <th scope="col">{say!(ui_rank, lang)}</th>
                        <th scope="col">{say!(ui_g_name, lang)}</th>
                        <th scope="col" class="plot"><RankAxis lang=lang count=107 line=10/></th>
                        <th scope="col">{say!(ui_zone, lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
    }
    .whole()
}

fn cloth(lang: Lang) -> AnyView {
    let unit = say!(ui_g_unit, lang);
    let cards = ["Antar Obat", "Kelas Pelita", "Air Jernih", "Temu Petani", "Ruang Aman", "Loket"]
        .map(|name| {
            view! {
                <InnovationCard
                    lang=lang
                    href="#"
                    name=name
                    unit=unit
                    seed=super::seed_of(name)
                    award=say!(ui_g_award, lang)
                    data=Data::Sample
                />
            }
        })
        .collect_view();
    view! {
        <h2>{say!(ui_g_cloth, lang)}</h2>
        <ul class="gallery" role="list">{cards}</ul>
        <ol class="podium" role="list">
            <PodiumItem lang=lang place=1 name="Antar Obat" unit=unit seed=7 href="#"/>
            <PodiumItem lang=lang place=2 name="Kelas Pelita" unit=unit seed=8/>
            <PodiumItem lang=lang place=3 name="Air Jernih" unit=unit seed=9/>
        </ol>
        <ol class="places" role="list" start="4">
            <ResultRow
                lang=lang
                place=4
                name="Temu Petani"
                unit=unit
                tag=say!(ui_g_forwarded, lang)
            />
            <ResultRow lang=lang place=5 name="Ruang Aman" unit=unit/>
        </ol>
    }
    .whole()
}
