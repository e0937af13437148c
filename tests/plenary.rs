//! The plenary on both databases: nothing is decided without a quorum and a reason, what is decided
//! differs from the scores for all to see, and undoing adds a line.

use crate::{
    database::{Database, databases},
    desks::{Answer, Desks, hidden},
    reading,
};
use kipp::{
    result::{
        desk::check,
        rules::{
            document::{Annex, Document, FIRST_FORMAT},
            plenary::Outcome,
            recount,
            tie::Way,
        },
    },
    server::audit,
};
use serde_json::Value;
use sqlx::Row as _;

const ROOM: &str = "/panitia/pleno";
const REASON: &str = "Dampaknya terbukti sampai dua tahun sesudahnya (contoh).";

async fn text(desks: &Desks, sql: &'static str) -> String {
    let mut conn = desks.db.read().await.expect("a connection");
    sqlx::query(sql).fetch_one(&mut *conn).await.expect("a row").try_get(0).expect("text")
}

async fn run(desks: &Desks, sql: &'static str) {
    let mut conn = desks.db.read().await.expect("a connection");
    sqlx::query(sql).execute(&mut *conn).await.expect("changed");
}

async fn ids(desks: &Desks, sql: &'static str) -> Vec<String> {
    let mut conn = desks.db.read().await.expect("a connection");
    let rows = sqlx::query(sql).fetch_all(&mut *conn).await.expect("rows");
    rows.iter().map(|row| row.try_get(0).expect("text")).collect()
}

async fn wrong(desks: &Desks) -> Vec<String> {
    let found = check::all(&mut desks.db.read().await.expect("a connection")).await.expect("it");
    found.into_iter().filter(|one| !one.good).map(|one| one.id).collect()
}

/// The proposal of the demo with this short name.
async fn proposal(desks: &Desks, name: &str) -> String {
    let mut conn = desks.db.read().await.expect("a connection");
    let row = sqlx::query("SELECT id FROM proposal WHERE acronym = $1").bind(name.to_owned());
    row.fetch_one(&mut *conn).await.expect(name).try_get(0).expect("text")
}

struct Meeting<'a> {
    desks: &'a Desks,
    chair: String,
}

impl Meeting<'_> {
    /// Decides as the page stands that the officer looked at.
    async fn decide(&self, id: &str, outcome: &str, more: &[(&str, &str)]) -> Answer {
        let path = format!("{ROOM}/{id}");
        let page = self.desks.get(&self.chair, &path).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let mut fields = vec![("seq", hidden(&page.body, "seq")), ("outcome", outcome)];
        fields.extend_from_slice(more);
        self.desks.post(&self.chair, &path, &fields).await
    }
}

async fn meeting_in(database: Database) {
    let name = database.name;
    let file = database.data().join("accounts.json");
    let desks = Desks::open(database, "plenary", None).await;
    let accounts = std::fs::read_to_string(file).expect("accounts.json");
    let accounts: Vec<Value> = serde_json::from_str(&accounts).expect("a list");
    let chair = desks.sign_in("chair", 0).await;
    let room = Meeting { desks: &desks, chair: chair.clone() };

    // The agenda holds what is doubtful and not the rest; nobody outside the office sees it.
    let page = desks.get(&chair, ROOM).await;
    assert_eq!(page.status, 200, "{name}");
    assert!(page.body.contains("Belum kuorum"), "{name}");
    let agenda = page.body.split("Catatan keputusan").next().expect("a page");
    assert!(agenda.contains("zona bahas"), "{name}");
    assert!(agenda.matches("/panitia/pleno/").count() < 60, "{name}: not all 104 are discussed");
    for role in ["judge", "innovator", "mc", "operator"] {
        let who = desks.sign_in(role, 0).await;
        for path in [ROOM, "/panitia/pleno/layar"] {
            let answer = desks.get(&who, path).await;
            assert_eq!(answer.status, 403, "{role} {path}");
            assert!(!answer.body.contains("zona bahas"), "{role}");
        }
    }
    let (gasing, last) = (proposal(&desks, "Gasing").await, proposal(&desks, "Gua CLBK").await);
    let eleventh = {
        // The places around the tenth are on its page.
        let page = desks.get(&chair, &format!("{ROOM}/{last}")).await.body;
        let row = &page[page.find("<td class=\"n\">11</td>").expect("the row below")..];
        let from = row.find("/panitia/pleno/").expect("its link") + "/panitia/pleno/".len();
        row[from..].split('"').next().expect("its id").to_owned()
    };

    // Without a quorum, a reason or a choice nothing is noted, and what was typed comes back.
    let answer = room.decide(&eleventh, "in", &[("reason", REASON)]).await;
    assert_eq!(answer.status, 422, "{name}");
    assert!(answer.body.contains("Belum kuorum: hadir 0"), "{name}");
    assert!(answer.body.contains(REASON), "{name}: the reason is not lost");
    let members = ids(
        &desks,
        "SELECT DISTINCT account FROM account_role WHERE role IN \
         ('chair', 'secretary', 'committee', 'judge') ORDER BY 1",
    )
    .await;
    let there: Vec<String> = members.iter().map(|id| format!("hadir-{id}")).collect();
    let there: Vec<(&str, &str)> = there.iter().map(|key| (key.as_str(), "ya")).collect();
    let committee = desks.sign_in("committee", 0).await;
    assert_eq!(desks.post(&committee, ROOM, &there).await.status, 403, "{name}");
    assert_eq!(desks.post(&chair, ROOM, &there).await.status, 303, "{name}");
    assert!(desks.get(&chair, ROOM).await.body.contains("Kuorum tercapai"), "{name}");
    for (outcome, more, said) in [
        ("in", vec![("reason", "  ")], "Tulis alasan"),
        ("mungkin", vec![("reason", REASON)], "Pilih keputusan"),
        ("undone", vec![("reason", REASON)], "Tidak ada keputusan"),
        ("in", vec![("reason", REASON), ("yes", "tujuh")], "angka bulat"),
        ("in", vec![("reason", REASON), ("yes", "99")], "melebihi"),
        ("in", vec![("reason", REASON), ("yes", "-1")], "angka bulat"),
    ] {
        let mut fields = vec![("seq", "0"), ("outcome", outcome)];
        fields.extend(more.iter().copied());
        let answer = desks.post(&chair, &format!("{ROOM}/{eleventh}"), &fields).await;
        assert_eq!(answer.status, 422, "{name}: {outcome} {more:?}");
        assert!(answer.body.contains(said), "{name}: {said}");
    }
    assert_eq!(text(&desks, "SELECT CAST(COUNT(*) AS TEXT) FROM plenary_line").await, "0");
    assert_eq!(desks.get(&chair, "/panitia/pleno/tidak-ada").await.status, 404);

    // The eleventh comes in; the tenth by score makes room, and the page says so.
    let votes = [("reason", REASON), ("yes", "7"), ("no", "2"), ("abstain", "")];
    assert_eq!(room.decide(&eleventh, "in", &votes).await.status, 303, "{name}");
    let page = desks.get(&chair, ROOM).await.body;
    assert!(page.contains("peringkat nilai 11, masuk oleh pleno"), "{name}");
    assert!(page.contains("Suara: 7 setuju, 2 tidak, 0 abstain."), "{name}");

    // Two officers decide on the same page: the second is told, and nothing is doubled.
    let secretary = desks.sign_in("secretary", 0).await;
    let path = format!("{ROOM}/{gasing}");
    let seen = desks.get(&secretary, &path).await.body;
    let seq = hidden(&seen, "seq").to_owned();
    let fields =
        [("seq", seq.as_str()), ("outcome", "out"), ("reason", "Mengundurkan diri (contoh).")];
    assert_eq!(desks.post(&secretary, &path, &fields).await.status, 303, "{name}");
    let late = desks.post(&chair, &path, &fields).await;
    assert_eq!(late.status, 409, "{name}");
    assert!(late.body.contains("Petugas lain baru saja"), "{name}");
    assert_eq!(text(&desks, "SELECT CAST(COUNT(*) AS TEXT) FROM plenary_line").await, "2");

    // Undoing adds a line: three lines, and the scores speak again for the first.
    let answer =
        room.decide(&gasing, "undone", &[("reason", "Surat pengunduran diri ditarik.")]).await;
    assert_eq!(answer.status, 303, "{name}");
    let book = ids(&desks, "SELECT outcome FROM plenary_line ORDER BY seq").await;
    assert_eq!(book, ["in", "out", "undone"], "{name}: no line goes");

    // The screen shows what the officer chose: letters instead of names.
    let show = [("act", "show")];
    assert_eq!(desks.post(&chair, &format!("{ROOM}/{last}"), &show).await.status, 303);
    let screen = desks.get(&chair, "/panitia/pleno/layar").await.body;
    assert!(screen.contains("Gua CLBK") && !screen.contains("Juri Contoh"), "{name}");

    // Sealed: the list follows the decisions, the seal tells them, and a forged book is found.
    for (role, who) in [("chair", &chair), ("secretary", &secretary)] {
        let account = accounts.iter().find(|one| one["role"] == role).expect(role);
        let password = account["password"].as_str().expect("a password");
        let fields = [("password", password), ("confirm", "SEGEL")];
        assert_eq!(desks.post(who, "/panitia/segel", &fields).await.status, 303, "{name} {role}");
    }
    let document = text(&desks, "SELECT document FROM seal").await;
    let document: Document = serde_json::from_str(&document).expect("a document");
    let annex = text(&desks, "SELECT annex FROM seal").await;
    let annex: Annex = serde_json::from_str(&annex).expect("an annex");
    let listed: Vec<&str> = document.honoured.iter().map(|row| row.proposal_id.as_str()).collect();
    assert_eq!(listed.len(), 10, "{name}");
    assert_eq!((listed[0], listed[9]), (gasing.as_str(), eleventh.as_str()), "{name}");
    assert!(!listed.contains(&last.as_str()), "{name}: the tenth by score made room");
    let meeting = annex.plenary.as_ref().expect("it met");
    assert_eq!(meeting.present.len(), members.len(), "{name}");
    let outcomes: Vec<Outcome> = meeting.lines.iter().map(|line| line.outcome).collect();
    assert_eq!(outcomes, [Outcome::In, Outcome::Out, Outcome::Undone], "{name}");
    assert_eq!(wrong(&desks).await, Vec::<String>::new(), "{name}");
    let (_, _, pdf) = desks.file(&chair, "/panitia/ekspor/berita-acara.pdf").await;
    let minutes = reading::text(&pdf);
    for part in [REASON, "Suara: 7 setuju", "Mengundurkan diri", "Dibatalkan", "peringkat nilai 11"]
    {
        assert!(minutes.contains(&reading::bare(part)), "{name}: the minutes tell {part}");
    }
    let late = desks.post(&chair, &format!("{ROOM}/{last}"), &fields).await;
    assert!(late.status == 409 || late.status == 422, "{name}: sealed is sealed, {}", late.status);

    // Before the publication the results' page tells nobody; then it tells everybody, with the reason.
    assert!(!desks.get("", "/hasil").await.body.contains(REASON), "{name}");
    run(&desks, "UPDATE edition SET phase = 'published'").await;
    let public = desks.get("", "/hasil").await.body;
    for part in
        [REASON, "masuk oleh keputusan pleno", "Gua CLBK (peringkat nilai 10) memberi tempat"]
    {
        assert!(public.contains(part), "{name}: {part}");
    }
    assert!(!public.contains("Mengundurkan diri"), "{name}: what was taken back is no deviation");
    run(&desks, "UPDATE edition SET phase = 'ceremony'").await;
    let mut conn = desks.db.read().await.expect("a connection");
    sqlx::query("UPDATE plenary_line SET outcome = 'later' WHERE seq = 1")
        .execute(&mut *conn)
        .await
        .expect("changed");
    drop(conn);
    let found = wrong(&desks).await;
    assert!(found.iter().any(|one| one.contains("keputusan pleno")), "{name}: {found:?}");
}

#[tokio::test]
async fn the_plenary_decides_with_a_quorum_and_a_reason_and_every_line_stays() {
    for database in databases().await {
        meeting_in(database).await;
    }
}

/// Assignments of a proposal with their judges.
async fn seats(desks: &Desks, id: &str) -> Vec<(String, String)> {
    let mut conn = desks.db.read().await.expect("a connection");
    let rows = sqlx::query("SELECT id, judge FROM assignment WHERE proposal = $1 ORDER BY id");
    let rows = rows.bind(id.to_owned()).fetch_all(&mut *conn).await.expect("rows");
    let text = |row: &sqlx::any::AnyRow, at: usize| row.try_get(at).expect("text");
    rows.iter().map(|row| (text(row, 0), text(row, 1))).collect()
}

/// Gives the second proposal the judges and the scores of the first: nothing declared parts them.
async fn make_equal(desks: &Desks, one: &str, other: &str) {
    let (of, to) = (seats(desks, one).await, seats(desks, other).await);
    assert_eq!(of.len(), to.len());
    let mut conn = desks.db.read().await.expect("a connection");
    // A judge can have one seat at a proposal: whoever has one keeps it.
    let mut free: Vec<&(String, String)> =
        of.iter().filter(|(_, judge)| to.iter().all(|(_, other)| other != judge)).collect();
    for (seat, judge) in &to {
        let known = of.iter().find(|(_, other)| other == judge);
        let (from, judge) = known.unwrap_or_else(|| free.pop().expect("a free judge"));
        for (sql, values) in [
            ("UPDATE assignment SET judge = $2 WHERE id = $1", [seat, judge]),
            (
                "UPDATE score SET value = (SELECT s.value FROM score s WHERE s.assignment = $2 \
                 AND s.criterion = score.criterion) WHERE assignment = $1",
                [seat, from],
            ),
        ] {
            let [a, b] = values.map(String::clone);
            sqlx::query(sql).bind(a).bind(b).execute(&mut *conn).await.expect("changed");
        }
    }
}

async fn equals_in(database: Database) {
    const LOT: &str = "/panitia/pleno/undian";
    const SOURCE: &str = "Tiga angka terakhir IHSG penutupan 5 Agustus 2020 (contoh)";
    const WHY: &str = "Sudah dipakai sebelas kecamatan (contoh).";
    let name = database.name;
    let file = database.data().join("accounts.json");
    let desks = Desks::open(database, "plenary", None).await;
    let accounts = std::fs::read_to_string(file).expect("accounts.json");
    let accounts: Vec<Value> = serde_json::from_str(&accounts).expect("a list");
    let (chair, secretary) = (desks.sign_in("chair", 0).await, desks.sign_in("secretary", 0).await);
    let (gasing, other) = (proposal(&desks, "Gasing").await, proposal(&desks, "Gua CLBK").await);
    make_equal(&desks, &gasing, &other).await;
    let path = format!("{ROOM}/{gasing}");

    // They are level at the first place, and the page says so with every step's values.
    assert!(desks.get(&chair, ROOM).await.body.contains("nilai sama belum terpisah"), "{name}");
    let page = desks.get(&chair, &path).await.body;
    assert!(page.contains("Aturan nilai sama tidak memisahkan"), "{name}");
    assert!(page.contains("Nilai terkalibrasi") && page.contains("tetap sama"), "{name}");
    assert!(!page.contains("memisahkan</td>"), "{name}: no step parts them");

    // The chair alone orders; with a quorum, each place once, and a reason.
    let (own, its) = (format!("urut-{gasing}"), format!("urut-{other}"));
    let order = |first: &'static str, second: &'static str, reason: &'static str| {
        [
            ("act", "chair"),
            ("tie-seq", "0"),
            (its.as_str(), first),
            (own.as_str(), second),
            ("tie-reason", reason),
        ]
    };
    assert_eq!(desks.post(&secretary, &path, &order("1", "2", WHY)).await.status, 403, "{name}");
    let early = desks.post(&chair, &path, &order("1", "2", WHY)).await;
    assert!(early.status == 422 && early.body.contains("Belum kuorum"), "{name}");
    let members = ids(
        &desks,
        "SELECT DISTINCT account FROM account_role WHERE role IN \
         ('chair', 'secretary', 'committee', 'judge') ORDER BY 1",
    )
    .await;
    let there: Vec<String> = members.iter().map(|id| format!("hadir-{id}")).collect();
    let there: Vec<(&str, &str)> = there.iter().map(|key| (key.as_str(), "ya")).collect();
    assert_eq!(desks.post(&chair, ROOM, &there).await.status, 303, "{name}");
    for (first, second, reason, said) in [
        ("1", "1", WHY, "tanpa angka ganda"),
        ("0", "1", WHY, "tanpa angka ganda"),
        ("satu", "2", WHY, "tanpa angka ganda"),
        ("1", "2", " ", "Tulis alasan"),
    ] {
        let answer = desks.post(&chair, &path, &order(first, second, reason)).await;
        assert!(
            answer.status == 422 && answer.body.contains(said),
            "{name}: {first} {second} {said}"
        );
    }

    // The lot is declared openly, drawn once, and what came of it stays inside until the publication.
    let lot = [("act", "lot"), ("tie-seq", "0"), ("tie-reason", WHY)];
    let undrawn = desks.post(&secretary, &path, &lot).await;
    assert!(undrawn.status == 422 && undrawn.body.contains("Undian belum dicatat"), "{name}");
    let declare = [("act", "declare"), ("source", SOURCE)];
    let committee = desks.sign_in("committee", 0).await;
    assert_eq!(desks.post(&committee, LOT, &declare).await.status, 403, "{name}");
    assert_eq!(desks.post(&secretary, LOT, &[("source", " ")]).await.status, 422, "{name}");
    assert_eq!(desks.post(&secretary, LOT, &declare).await.status, 303, "{name}");
    assert_eq!(desks.post(&chair, LOT, &declare).await.status, 409, "{name}: once");
    let secret = text(&desks, "SELECT secret FROM plenary_lot").await;
    let commitment = text(&desks, "SELECT commitment FROM plenary_lot").await;
    assert_eq!(audit::sha256(secret.as_bytes()), commitment, "{name}");
    let public = desks.get("", "/hasil").await.body;
    assert!(public.contains(&commitment) && public.contains(SOURCE), "{name}");
    let draw = |value, again| [("act", "draw"), ("value", value), ("value-again", again)];
    assert_eq!(desks.post(&chair, LOT, &draw("721", "712")).await.status, 422, "{name}");
    assert_eq!(desks.post(&chair, LOT, &draw("721", " 721 ")).await.status, 303, "{name}");
    assert_eq!(desks.post(&chair, LOT, &draw("722", "722")).await.status, 409, "{name}: once");
    assert!(!desks.get("", "/hasil").await.body.contains(&secret), "{name}");
    assert_eq!(desks.post(&secretary, &path, &lot).await.status, 303, "{name}");
    let page = desks.get(&chair, &path).await.body;
    assert!(page.contains("memisahkan</td>") && page.contains("Diundi:"), "{name}");

    // Whoever has the lower hash comes first, as a shell says.
    let hash = async |id: &str| {
        let mut conn = desks.db.read().await.expect("a connection");
        let row = sqlx::query("SELECT CAST(number AS TEXT) FROM proposal WHERE id = $1");
        let row = row.bind(id.to_owned()).fetch_one(&mut *conn).await.expect("a row");
        let number: i64 = row.try_get::<String, _>(0).expect("text").parse().expect("a number");
        audit::sha256(format!("721:{secret}:U-{number:03}").as_bytes())
    };
    let first = if hash(&gasing).await < hash(&other).await { "Gasing" } else { "Gua CLBK" };
    let chosen = desks.get(&chair, ROOM).await.body;
    let list = &chosen[chosen.find("Terpilih").or(chosen.find("terpilih")).unwrap_or(0)..];
    let at = |name: &str| list.rfind(&format!("class=\"name\">{name}"));
    let second = if first == "Gasing" { "Gua CLBK" } else { "Gasing" };
    assert!(at(first) < at(second), "{name}: {first} is above {second}");

    // Taken back, the chair orders; an overtaken page is told.
    let undo = [("act", "undone"), ("tie-seq", "1"), ("tie-reason", "Ketua memutuskan (contoh).")];
    assert_eq!(desks.post(&chair, &path, &undo).await.status, 303, "{name}");
    assert_eq!(desks.post(&chair, &path, &order("1", "2", WHY)).await.status, 409, "{name}");
    let mut last = order("1", "2", WHY);
    last[1].1 = "2";
    assert_eq!(desks.post(&chair, &path, &last).await.status, 303, "{name}");
    assert_eq!(text(&desks, "SELECT CAST(COUNT(*) AS TEXT) FROM plenary_tie").await, "3", "{name}");

    // It stands in the seal and is counted again from it.
    for (role, who) in [("chair", &chair), ("secretary", &secretary)] {
        let account = accounts.iter().find(|one| one["role"] == role).expect(role);
        let password = account["password"].as_str().expect("a password");
        let fields = [("password", password), ("confirm", "SEGEL")];
        assert_eq!(desks.post(who, "/panitia/segel", &fields).await.status, 303, "{name} {role}");
    }
    let document = text(&desks, "SELECT document FROM seal").await;
    let document: Document = serde_json::from_str(&document).expect("a document");
    let annex = text(&desks, "SELECT annex FROM seal").await;
    let annex: Annex = serde_json::from_str(&annex).expect("an annex");
    let listed: Vec<(u32, &str)> =
        document.honoured.iter().map(|row| (row.rank, row.proposal_id.as_str())).take(2).collect();
    assert_eq!(listed, [(1, other.as_str()), (2, gasing.as_str())], "{name}");
    assert_eq!(document.parted.len(), 1, "{name}");
    assert_eq!((document.parted[0].way, document.parted[0].reason.as_str()), (Way::Chair, WHY));
    assert!(document.lot.is_none(), "{name}: the lot parted nobody in the end");
    assert_eq!(annex.ties().len(), 3, "{name}");
    assert_eq!(wrong(&desks).await, Vec::<String>::new(), "{name}");
    assert!(recount::recomputed(&document, &annex).is_empty(), "{name}");
    let forged = |change: &dyn Fn(&mut Annex)| {
        let mut annex = annex.clone();
        change(&mut annex);
        !recount::recomputed(&document, &annex).is_empty()
    };
    assert!(forged(&|annex| annex.plenary.as_mut().expect("it met").ties[2].proposals.reverse()));
    assert!(forged(&|annex| annex.ladders[0].rungs[0].values[0].push('1')));
    assert!(forged(&|annex| {
        let lot = annex.plenary.as_mut().expect("it met").lot.as_mut().expect("a lot");
        lot.draw.as_mut().expect("drawn").secret.push('x');
    }));
    // A seal of the rules before tells less and still follows from its reads.
    let old = Document {
        format: FIRST_FORMAT.to_owned(),
        deviations: Vec::new(),
        parted: Vec::new(),
        lot: None,
        ..document.clone()
    };
    let old_annex = Annex { ladders: Vec::new(), ..annex.clone() };
    let written = serde_json::to_string(&old).expect("JSON");
    assert!(!["deviations", "parted", "\"lot\""].iter().any(|key| written.contains(key)), "{name}");
    assert_eq!(serde_json::from_str::<Document>(&written).expect("read again"), old, "{name}");
    assert!(recount::recomputed(&old, &old_annex).is_empty(), "{name}");

    let (_, _, pdf) = desks.file(&chair, "/panitia/ekspor/berita-acara.pdf").await;
    assert!(reading::text(&pdf).contains(&reading::bare(WHY)), "{name}: the minutes tell why");
    run(&desks, "UPDATE edition SET phase = 'published'").await;
    let public = desks.get("", "/hasil").await.body;
    assert!(public.contains("urutannya ditetapkan ketua: Gua CLBK, Gasing"), "{name}");
    assert!(public.contains(WHY), "{name}");
    run(&desks, "UPDATE plenary_tie SET way = 'lot' WHERE seq = 3").await;
    let found = wrong(&desks).await;
    assert!(found.iter().any(|one| one.contains("urutan nilai sama")), "{name}: {found:?}");
}

#[tokio::test]
async fn equals_are_parted_by_the_chair_or_by_a_lot_that_anybody_repeats() {
    for database in databases().await {
        equals_in(database).await;
    }
}
