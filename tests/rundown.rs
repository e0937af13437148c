//! The rundown on both databases: edited with buttons, exchanged as a file, refused once a name may be
//! out, and played as it says, with several lists in one show.

use crate::{
    database::{Database, databases},
    desks::{Desks, hidden},
};
use serde_json::Value;

const PAGE: &str = "/panggung/akhir-2020/susunan";

async fn opening(desks: &Desks, who: &str) -> Value {
    let answer = desks.post(who, "/api/ceremony/snapshot", &[("show", "akhir-2020")]).await;
    serde_json::from_str(&answer.body).expect("an opening")
}

async fn edit(desks: &Desks, who: &str, fields: &[(&str, &str)]) -> crate::desks::Answer {
    let page = desks.get(who, PAGE).await.body;
    let rev = hidden(&page, "rev").to_owned();
    let mut all = vec![("rev", rev.as_str())];
    all.extend_from_slice(fields);
    desks.post(who, PAGE, &all).await
}

async fn press(desks: &Desks, who: &str, command: &str) -> u16 {
    let mark = opening(desks, who).await["snapshot"]["mark"].clone();
    let (epoch, seq) = (mark["epoch"].to_string(), mark["seq"].to_string());
    let fields = [
        ("order[show]", "akhir-2020"),
        ("order[expected][epoch]", epoch.as_str()),
        ("order[expected][seq]", seq.as_str()),
        ("order[command]", command),
        ("order[op]", ""),
    ];
    desks.post(who, "/api/ceremony/command", &fields).await.status.as_u16()
}

async fn editing_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "ceremony", None).await;
    let (operator, mc) = (desks.sign_in("operator", 0).await, desks.sign_in("mc", 0).await);
    for (who, status) in [("", 401), (desks.sign_in("judge", 0).await.as_str(), 403)] {
        assert_eq!(desks.get(who, PAGE).await.status, status, "{name}");
        assert_eq!(desks.get(who, &format!("{PAGE}.toml")).await.status, status, "{name}");
    }
    let page = desks.get(&mc, PAGE).await;
    assert!(page.status == 200 && !page.body.contains("value=\"remove\""), "{name}: to read");
    assert_eq!(desks.post(&mc, PAGE, &[("rev", "0"), ("action", "usual")]).await.status, 403);
    let page = desks.get(&operator, PAGE).await.body;
    assert!(page.contains("Seluruh acara: 20 tekan"), "{name}: {page}");
    assert!(
        desks.get(&operator, &format!("/en{PAGE}")).await.body.contains("20 presses"),
        "{name}"
    );

    // A protocol slide before the podium, written, moved up and taken out again.
    let added =
        edit(&desks, &operator, &[("action", "add"), ("kind", "protocol"), ("before", "6")]).await;
    assert_eq!(
        (added.status.as_u16(), added.to.as_str()),
        (303, format!("{PAGE}?langkah=7").as_str())
    );
    assert!(
        desks.get(&operator, &added.to).await.body.contains("id=\"ubah\""),
        "{name}: to be written"
    );
    let words = [
        ("action", "put"),
        ("at", "6"),
        ("title", "Bupati dimohon naik ke panggung"),
        ("text", "<b>Hadirin</b> dimohon berdiri"),
        ("say", "Kami mohon Bupati berkenan naik."),
    ];
    assert_eq!(edit(&desks, &operator, &words).await.status, 303, "{name}");
    let opened = opening(&desks, &mc).await;
    let slides = opened["programme"]["slides"].as_array().expect("slides").clone();
    assert_eq!(slides[0]["title"], "Bupati dimohon naik ke panggung", "{name}");
    let cues = opened["programme"]["cues"].as_array().expect("cues").clone();
    assert_eq!(cues[12]["slide"], 0, "{name}: after seven ranks: {cues:?}");
    assert_eq!(edit(&desks, &operator, &[("action", "up"), ("at", "6")]).await.status, 303);
    assert_eq!(
        opening(&desks, &mc).await["programme"]["cues"][5]["slide"],
        0,
        "{name}: before them"
    );

    // What cannot be played comes back with its sentence and what was typed.
    let wrong = [
        ("action", "put"),
        ("at", "6"),
        ("list", "top"),
        ("from", "2"),
        ("to", "5"),
        ("suspense", "3"),
    ];
    let answer = desks
        .post(&operator, &format!("{PAGE}?langkah=7"), &[&[("rev", "3")][..], &wrong].concat())
        .await;
    assert_eq!(answer.status, 422, "{name}: {}", answer.body);
    assert!(answer.body.contains("urutan berjalan dari bawah ke atas"), "{name}");
    let old = desks.post(&operator, PAGE, &[("rev", "1"), ("action", "usual")]).await;
    assert_eq!(old.status, 409, "{name}: somebody else was faster");

    // The same as a file, out and in.
    let file = desks.get(&operator, &format!("{PAGE}.toml")).await.body;
    assert!(file.contains("kind = \"protocol\""), "{name}: {file}");
    assert_eq!(edit(&desks, &operator, &[("action", "remove"), ("at", "5")]).await.status, 303);
    assert!(
        !desks.get(&operator, &format!("{PAGE}.toml")).await.body.contains("protocol"),
        "{name}"
    );
    assert_eq!(edit(&desks, &operator, &[("action", "file"), ("toml", &file)]).await.status, 303);
    assert_eq!(desks.get(&operator, &format!("{PAGE}.toml")).await.body, file, "{name}");
    for bad in
        ["[[step]]\nkind = \"tari\"", "bukan", "[[step]]\nkind = \"ranks\"\nlist = \"top\"\nto = 1"]
    {
        let answer = edit(&desks, &operator, &[("action", "file"), ("toml", bad)]).await;
        assert_eq!(answer.status, 422, "{name}: {bad}");
    }

    // Several lists in one show: the best of a category first, then of all.
    let key = {
        let mut conn = desks.db.read().await.expect("a connection");
        let edition = kipp::edition::desk::current(&mut conn).await.expect("an edition");
        edition.categories[0].key.clone()
    };
    let many = format!(
        "[[step]]\nkind = \"waiting\"\n[[step]]\nkind = \"ranks\"\nlist = \"category:{key}\"\nfrom = 2\nto = 1\nsuspense = 3000\n\
         [[step]]\nkind = \"board\"\nlist = \"category:{key}\"\n[[step]]\nkind = \"ranks\"\nlist = \"top\"\nto = 1\n"
    );
    assert_eq!(
        edit(&desks, &operator, &[("action", "file"), ("toml", &many)]).await.status,
        303,
        "{name}"
    );
    let opened = opening(&desks, &mc).await;
    let rows = opened["snapshot"]["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 12, "{name}: ten and two");
    assert!(rows.iter().all(|row| row["sealed"].is_object()), "{name}: none is told");
    let sealed = opened["programme"]["cues"].as_array().expect("cues");
    assert_eq!(sealed[1]["rank"]["list"], 1, "{name}");
    assert_eq!(sealed[1]["rank"]["gate"], 3_000, "{name}");
    let length = opened["snapshot"].to_string().len();

    // Before a name may be out the show goes back to its beginning with another rundown; after, never.
    assert_eq!(press(&desks, &operator, "blank").await, 200);
    let epoch = opening(&desks, &mc).await["snapshot"]["mark"]["epoch"].as_i64();
    assert_eq!(
        edit(&desks, &operator, &[("action", "down"), ("at", "2")]).await.status,
        303,
        "{name}"
    );
    assert_eq!(
        edit(&desks, &operator, &[("action", "up"), ("at", "3")]).await.status,
        303,
        "{name}"
    );
    let mark = opening(&desks, &mc).await["snapshot"]["mark"].clone();
    assert_eq!(
        (mark["epoch"].as_i64(), mark["seq"].as_i64()),
        (epoch.map(|epoch| epoch + 1), Some(0)),
        "{name}"
    );
    assert_eq!(press(&desks, &operator, "next").await, 200, "{name}");
    desks.pass(1).await;
    let told = opening(&desks, &mc).await["snapshot"].clone();
    let first = told["rows"].as_array().expect("rows")[11]["revealed"].clone();
    assert_eq!(
        (first["list"].as_i64(), first["rank"].as_i64()),
        (Some(1), Some(2)),
        "{name}: {told}"
    );
    assert_eq!(told.to_string().len(), length, "{name}: a told picture is as long");
    let page = desks.get(&operator, PAGE).await.body;
    assert!(
        page.contains("Nama pertama sudah dapat terlihat") && !page.contains("value=\"remove\""),
        "{name}"
    );
    let late = desks.post(&operator, PAGE, &[("rev", "8"), ("action", "usual")]).await;
    assert_eq!(late.status, 409, "{name}");
    assert_eq!(
        desks.get(&operator, &format!("{PAGE}.toml")).await.body.matches("[[step]]").count(),
        4
    );
}

#[tokio::test]
async fn the_rundown_is_data_until_a_name_may_be_out() {
    for database in databases().await {
        editing_in(database).await;
    }
}
