//! The rehearsal plays the same rundown with invented names on a path of its own, touches nothing of the
//! evening, and the preflight says in words how everything stands.

use crate::{
    database::{Database, databases},
    desks::Desks,
};
use serde_json::Value;

const GLADI: &str = "gladi-2020";
const CHECK: &str = "/panggung/akhir-2020/periksa";

async fn opening(desks: &Desks, who: &str, show: &str) -> Value {
    let answer = desks.post(who, "/api/ceremony/snapshot", &[("show", show)]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).expect("an opening")
}

async fn press(desks: &Desks, who: &str, show: &str, command: &str) -> u16 {
    let mark = opening(desks, who, show).await["snapshot"]["mark"].clone();
    let (epoch, seq) = (mark["epoch"].to_string(), mark["seq"].to_string());
    let fields = [
        ("order[show]", show),
        ("order[expected][epoch]", epoch.as_str()),
        ("order[expected][seq]", seq.as_str()),
        ("order[command]", command),
        ("order[op]", ""),
    ];
    desks.post(who, "/api/ceremony/command", &fields).await.status.as_u16()
}

async fn acronyms(desks: &Desks) -> Vec<String> {
    let mut conn = desks.db.read().await.expect("a connection");
    let sealed = kipp::result::desk::sealed(&mut conn, "banyumas-2020").await.expect("read");
    sealed.expect("sealed").rows.into_iter().map(|row| row.acronym).collect()
}

async fn rehearsing_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "ceremony", None).await;
    let (operator, chair) = (desks.sign_in("operator", 0).await, desks.sign_in("chair", 0).await);
    for (who, status) in [("", 401), (desks.sign_in("judge", 0).await.as_str(), 403)] {
        for path in ["/panggung/gladi-2020", "/panggung/akhir-2020/gladi", CHECK] {
            assert_eq!(desks.get(who, path).await.status, status, "{name}: {path}");
        }
    }

    // Before: what is not ready is said in words, and nothing stops the show.
    let page = desks.get(&operator, CHECK).await.body;
    for words in [
        "Cocokkan katanya dengan kertas",
        "Segel, kunci, dan catatannya utuh",
        "Gladi belum dijalankan",
        "Belum ada perangkat cadangan",
        "Acara dapat berjalan",
    ] {
        assert!(page.contains(words), "{name}: {words}: {page}");
    }
    assert!(
        desks.get(&chair, &format!("/en{CHECK}")).await.body.contains("Compare its words"),
        "{name}"
    );

    // The whole rehearsal: invented names, the colour of its own, and no byte of the sealed ones.
    let sealed = acronyms(&desks).await;
    let lobby = desks.get(&operator, "/panggung/akhir-2020/gladi").await.body;
    assert!(
        lobby.contains("Hasil rekaan") && lobby.contains("/panggung/gladi-2020/kendali"),
        "{name}"
    );
    let mut heard = String::new();
    let mut minutes = 0;
    let cues = opening(&desks, &operator, GLADI).await["programme"]["cues"]
        .as_array()
        .expect("cues")
        .len();
    for _ in 1..cues {
        minutes += 1;
        desks.pass(minutes).await;
        assert_eq!(press(&desks, &operator, GLADI, "next").await, 200, "{name}");
        desks.pass(minutes + 1).await;
        for room in ["", "/kendali", "/pembawa-acara"] {
            let page = desks.get(&operator, &format!("/panggung/gladi-2020{room}")).await;
            assert!(
                page.status == 200 && page.body.contains("GLADI"),
                "{name}: every screen says so"
            );
            heard.push_str(&page.body);
        }
        minutes += 1;
    }
    assert!(
        heard.contains("CONTOH 1") && heard.contains("PENANGGULANGAN KEMISKINAN TERPADU"),
        "{name}"
    );
    for acronym in &sealed {
        assert!(!heard.contains(acronym.as_str()), "{name}: {acronym} in the rehearsal");
    }
    assert_eq!(press(&desks, &operator, GLADI, "publish").await, 200, "{name}");

    // Nothing of the evening has moved.
    assert_eq!(desks.get("", "/hasil/2020").await.status, 200);
    assert!(
        !desks.get("", "/hasil/2020").await.body.contains(&sealed[0]),
        "{name}: nothing is published"
    );
    let evening = opening(&desks, &operator, "akhir-2020").await["snapshot"].clone();
    assert_eq!(
        (evening["mark"]["seq"].as_i64(), evening["cue"].as_i64()),
        (Some(0), Some(0)),
        "{name}"
    );
    assert!(evening["holder"].is_null(), "{name}: another remote");
    let page = desks.get(&operator, CHECK).await.body;
    assert!(page.contains("Gladi sudah dijalankan sampai selesai"), "{name}");

    // Again from the start, as often as one likes; the evening only while no name may be out.
    assert_eq!(desks.post(&chair, "/panggung/gladi-2020/ulang", &[]).await.status, 403, "{name}");
    assert_eq!(
        desks.post(&operator, "/panggung/gladi-2020/ulang", &[]).await.status,
        303,
        "{name}"
    );
    let again = opening(&desks, &operator, GLADI).await["snapshot"].clone();
    assert_eq!(
        (again["cue"].as_i64(), again["mark"]["epoch"].as_i64()),
        (Some(0), Some(2)),
        "{name}"
    );
    assert_eq!(press(&desks, &operator, "akhir-2020", "next").await, 200, "{name}");
    assert_eq!(
        desks.post(&operator, "/panggung/akhir-2020/ulang", &[]).await.status,
        303,
        "{name}"
    );
    for _ in 0..6 {
        minutes += 1;
        desks.pass(minutes).await;
        assert_eq!(press(&desks, &operator, "akhir-2020", "next").await, 200, "{name}");
    }
    assert_eq!(
        desks.post(&operator, "/panggung/akhir-2020/ulang", &[]).await.status,
        409,
        "{name}"
    );
    assert!(
        desks.get(&operator, CHECK).await.body.contains("Acara tidak berada di awal"),
        "{name}"
    );
    assert_eq!(desks.get(&operator, "/panggung/gladi-2020/periksa").await.status, 404, "{name}");
    assert_eq!(desks.get(&operator, "/panggung/gladi-2020/susunan").await.status, 404, "{name}");
}

#[tokio::test]
async fn the_rehearsal_is_the_evening_with_invented_names() {
    for database in databases().await {
        rehearsing_in(database).await;
    }
}
