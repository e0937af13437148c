//! TEMPORARY
use super::*;
use crate::ceremony::{rules::*, script};
use crate::kernel::Words;
use crate::result::SealedRow;
use leptos::prelude::*;

fn w(s: &str) -> Words { Words { id: s.into(), en: String::new() } }
fn rows() -> Vec<SealedRow> {
    let r = |rank, a: &str, e: &str, u: &str, g: &str| SealedRow { rank, proposal_id: format!("p{rank}"), acronym: a.into(), expansion: e.into(), title: a.into(), unit: u.into(), agency: g.into(), score: "80,00".into() };
    vec![
        r(1, "Gasing", "[G]erakan [A]nti [S]tunt[ing]", "Puskesmas Sumpiuh II", "Dinas Kesehatan"),
        r(2, "Rinjing Pustaka", "", "Dinas Kearsipan dan Perpustakaan Daerah", "Dinas Kearsipan dan Perpustakaan Daerah"),
        r(3, "Sate Bebek", "Periksa Terpadu Bersama Ibu Hamil Keliling Desa", "Puskesmas Tambak II", "Dinas Kesehatan"),
        r(4, "Si Mas Lawang", "Sistem Informasi Manajemen Puskesmas Jatilawang Integrasi Pendaftaran Online", "Puskesmas Jatilawang", "Dinas Kesehatan"),
        r(5, "Posko Prajamas", "Pusat Obrolan dan Konsultasi Pemuda dan Remaja Mandiri Sehat", "Puskesmas Kebasen", "Dinas Kesehatan"),
        r(6, "Pustaka Santun Lansia", "[Pen]dampingan [D]an [E]dukasi [R]isiko K[e]rja di Atas Pohon, [S]elamat dan [Aman]", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"),
        r(7, "Lasbudu", "Ke[las] I[bu] Hamil Terpa[du]", "Puskesmas Kembaran II", "Dinas Kesehatan"),
        r(8, "Simantao SLTP", "Sistem Informasi Manajemen Data Perpustakaan Silang Layang Terpadu", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"),
        r(9, "Mama Gercab", "Mama/Kader Gerakan Cari TB", "Puskesmas Sumpiuh II", "Dinas Kesehatan"),
        r(10, "Gua CLBK", "", "SMP 02 Baturaden", "Dinas Pendidikan"),
    ]
}
#[test]
fn probe() {
    let rows = rows();
    let ranks: Vec<u32> = rows.iter().map(|r| r.rank).collect();
    let script = script::compose(&ranks);
    let cells = { let c = qrcode::QrCode::new("http://kipp.contoh.id/hasil/2020").unwrap(); let n = c.width(); c.to_colors().iter().enumerate().filter(|(_, c)| **c == qrcode::Color::Dark).map(|(i, _)| format!("M{} {}h1v1h-1z", i % n + 4, i / n + 4)).collect() };
    let programme = Programme {
        show: "akhir-2020".into(), demo: true, name: w("Kompetisi Inovasi Pelayanan Publik"), year: 2020,
        region: "Kabupaten Banyumas".into(), region_short: "Banyumas".into(), head: "Bupati Banyumas".into(), venue: "Pendapa Si Panji".into(),
        date: w("Rabu, 26 Agustus 2020"), next_level: "Provinsi Jawa Tengah".into(), forwarded: 5, reads: 2,
        figures: Figures { agencies: 36, proposals: 107, innovators: 107, judges: 8, sheets: 214, by_category: vec![], top_agencies: vec![("Dinas Kesehatan".into(), 38), ("Dinas Pendidikan".into(), 25), ("Dinas Pekerjaan Umum".into(), 4)] },
        seal: Some(SealWords { words: "bambu embun perahu tenun".into(), on: w("Rabu, 5 Agustus 2020") }),
        cues: script.clone(), hand: Hand::Drive,
        poster: Some(Poster { address: "kipp.contoh.id/hasil/2020".into(), cells, side: 33 }),
    };
    std::fs::create_dir_all("/tmp/cer/html").unwrap();
    let write = |name: &str, body: String| std::fs::write(format!("/tmp/cer/html/{name}.html"), body).unwrap();
    let end = 10_000_000;
    for (i, cue) in script.iter().enumerate() {
        let show = Show { cue: i as u32, seen: i as u32 + 1, phase: Phase::Still, published_at: Some(1), ..Show::default() };
        let snap = script::snapshot(&script, &show, &rows, end);
        let name = format!("{i:02}-{}", scenes::class(*cue).replace(' ', "-"));
        let html = Owner::new().with(|| view! { {art::drawings()}<main class="hall"><div class="stage" data-theme="night"><section class=format!("scene settled {}", scenes::class(*cue)) data-d="0">{scenes::draw(*cue, true, &programme, &snap, Lang::Id)}</section></div></main> }.to_html());
        write(&name, html);
        if cue.reveal().is_some_and(|r| [1, 2, 7].contains(&r.rank)) {
            let show = Show { cue: i as u32, seen: i as u32, phase: Phase::Running, ..Show::default() };
            let snap = script::snapshot(&script, &show, &rows, 100);
            let html = Owner::new().with(|| view! { {art::drawings()}<main class="hall"><div class="stage" data-theme="night"><section class=format!("scene {}", scenes::class(*cue)) data-d="0">{scenes::draw(*cue, false, &programme, &snap, Lang::Id)}</section></div></main> }.to_html());
            write(&format!("{i:02}-suspense"), html);
        }
        if [0, 3, 5, 8, 15, 20].contains(&i) {
            let opening = Opening { programme: programme.clone(), snapshot: snap.clone() };
            write(&format!("r{i:02}-remote"), Owner::new().with(|| remote::remote(opening.clone(), Lang::Id).to_html()));
            write(&format!("h{i:02}-host"), Owner::new().with(|| host::host(opening, Lang::Id).to_html()));
        }
    }
}
