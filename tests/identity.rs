//! Page 0 written by two people, through a real socket and on both databases: no answer is lost,
//! and a proposal is begun once.

use crate::database::{databases, open};
use crate::house::{House, after, house};
use kipp::{
    edition,
    kernel::{Account, Role},
    proposal::{Reach, desk::identity, desk::link},
    server::{
        House as Node, Visit,
        audit::{self, Verdict},
        config::Config,
        outside::Seen,
        pages::{Fields, Reply},
    },
};
use reqwest::{Client, StatusCode, header::LOCATION};

/// A page 0 as a browser would send it back, with what is typed over it.
async fn form(house: &House, client: &Client, path: &str) -> Vec<(String, String)> {
    let page = house.get(client, path).await;
    assert_eq!(page.status(), StatusCode::OK, "{path}");
    filled(&page.text().await.expect("text"))
}

/// What the main form of a page holds.
fn filled(page: &str) -> Vec<(String, String)> {
    let form = page.split("<form").find(|form| form.contains("name=\"op\"")).expect("a form");
    let value = |tag: &str, name: &str| {
        let tag = format!(" {tag}");
        tag.split(&format!(" {name}=\"")).nth(1).map(|rest| {
            rest.split('"').next().unwrap_or_default().replace("&#x27;", "'").replace("&amp;", "&")
        })
    };
    let mut fields = Vec::new();
    for tag in form.split('<') {
        let tag = tag.split('>').next().unwrap_or_default();
        let Some(name) = value(tag, "name") else { continue };
        let ticked = !(tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\""))
            || tag.contains(" checked");
        if tag.starts_with("input") && ticked {
            fields.push((name, value(tag, "value").unwrap_or_default()));
        }
        if tag.starts_with("select") {
            let options = form.split(tag).nth(1).and_then(|rest| rest.split("</select").next());
            let chosen = options
                .unwrap_or_default()
                .split("<option")
                .find(|option| option.split('>').next().is_some_and(|o| o.contains(" selected")))
                .and_then(|option| value(option, "value"));
            fields.push((value(tag, "name").unwrap_or_default(), chosen.unwrap_or_default()));
        }
    }
    fields
}

fn with(mut fields: Vec<(String, String)>, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    for (name, value) in typed {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

async fn send(
    house: &House,
    client: &Client,
    path: &str,
    fields: &[(String, String)],
) -> (StatusCode, String, String) {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = house.post(client, path, &fields).await;
    let to = answer.headers().get(LOCATION).map(|to| to.to_str().expect("text").to_owned());
    (answer.status(), to.unwrap_or_default(), answer.text().await.expect("text"))
}

/// A draft with its owner and the admin of its agency, who helps.
async fn two(house: &House) -> (Client, Client, String) {
    let owner = house.as_role("innovator", 0).await;
    let admin = house.as_role("agency_admin", 0).await;
    let list = house.get(&owner, "/saya").await.text().await.expect("text");
    let own = format!("/saya/usulan/0{}", after(&list, "/saya/usulan/0"));
    (owner, admin, own)
}

#[tokio::test]
async fn two_people_on_page_0_at_once_both_keep_their_words() {
    let house = house("submission");
    let (owner, admin, own) = two(&house).await;
    let path = format!("{own}/identitas");
    let (hers, his) = (form(&house, &owner, &path).await, form(&house, &admin, &path).await);

    // Different fields: both are taken, whoever comes first.
    let typed = with(hers.clone(), &[("contact", "0812 3456 7890"), ("action", "list")]);
    let (status, to, _) = send(&house, &owner, &path, &typed).await;
    assert_eq!((status.as_u16(), to.as_str()), (303, own.as_str()));
    let typed = with(his.clone(), &[("team_size", "7"), ("action", "list")]);
    let (status, to, _) = send(&house, &admin, &path, &typed).await;
    assert_eq!((status.as_u16(), to.as_str()), (303, own.as_str()));
    let now = form(&house, &owner, &path).await;
    for (field, value) in [("contact", "0812 3456 7890"), ("team_size", "7")] {
        assert!(now.contains(&(field.to_owned(), value.to_owned())), "{field}: {now:?}");
    }

    // One field, two answers: the stored one stands, the other waits with who and when.
    let (hers, his) = (now, form(&house, &admin, &path).await);
    let (status, _, _) =
        send(&house, &owner, &path, &with(hers, &[("title", "Judul dari pemilik")])).await;
    assert_eq!(status, 303);
    let typed = with(his, &[("title", "Judul dari admin"), ("video", "https://contoh.id/video")]);
    let (status, to, _) = send(&house, &admin, &path, &typed).await;
    let conflict = format!("{own}/konflik/identitas");
    assert_eq!((status.as_u16(), to.as_str()), (303, conflict.as_str()));
    let page = house.get(&admin, &conflict).await.text().await.expect("text");
    for words in
        ["Judul dari pemilik", "Judul dari admin", "Yang tersimpan: ", "Ditulis bersamaan: "]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("contoh.id/video"), "what only one changed needs no choice");
    let again = send(&house, &admin, &path, &typed).await;
    assert_eq!((again.0.as_u16(), again.1.as_str()), (303, conflict.as_str()), "the same again");
    let list = house.get(&owner, &own).await.text().await.expect("text");
    assert!(list.contains("/konflik/identitas"), "the list tells the owner");

    // Nothing chosen: the page comes back, everything typed in it.
    let version = after(&page, "name=\"seen-title\" value=\"").to_owned();
    let rev = after(&page, "name=\"rev\" value=\"").to_owned();
    let mut fields = vec![
        ("rev".to_owned(), rev),
        ("seen-title".to_owned(), version.clone()),
        ("own-title".to_owned(), "Judul yang digabung".to_owned()),
    ];
    let (status, _, page) = send(&house, &owner, &conflict, &fields).await;
    assert_eq!(status, 422);
    assert!(page.contains("Pilih satu untuk judul") && page.contains("Judul yang digabung"));
    fields.push(("choice-title".to_owned(), "own".to_owned()));
    let (status, to, _) = send(&house, &owner, &conflict, &fields).await;
    assert_eq!((status.as_u16(), to.as_str()), (303, path.as_str()));
    let now = form(&house, &admin, &path).await;
    for (field, value) in [("title", "Judul yang digabung"), ("video", "https://contoh.id/video")] {
        assert!(now.contains(&(field.to_owned(), value.to_owned())), "{field}: {now:?}");
    }
    let late = send(&house, &admin, &conflict, &fields).await;
    assert_eq!(late.0, 303, "who chooses late changes nothing");

    // The history has all of them, and each can be brought back.
    let history = format!("{own}/riwayat");
    let page = house.get(&owner, &format!("{history}?semua=1")).await.text().await.expect("text");
    for words in ["Judul dari pemilik", "Judul dari admin", "Judul yang digabung"] {
        assert!(page.contains(words), "{words}");
    }
    let back = [("version".to_owned(), version)];
    assert_eq!(send(&house, &owner, &history, &back).await.0, 303);
    let now = form(&house, &owner, &path).await;
    assert!(now.contains(&("title".to_owned(), "Judul dari admin".to_owned())), "{now:?}");

    // Each of these steps is in the chain.
    let House { server, home, .. } = house;
    assert!(server.stop(), "it ends well when asked");
    let db = open(&home.path().join("data")).await;
    let mut conn = db.read().await.expect("a reader");
    assert!(matches!(audit::verify(&mut conn).await.expect("read"), Verdict::Whole(_)));
}

#[tokio::test]
async fn the_same_form_again_is_no_second_change_and_never_a_conflict_with_itself() {
    let house = house("submission");
    let (owner, admin, own) = two(&house).await;
    let path = format!("{own}/identitas");
    let hers = form(&house, &owner, &path).await;
    let first = with(hers.clone(), &[("title", "Judul pertama")]);
    assert_eq!(send(&house, &owner, &path, &first).await.0, 303);
    // Somebody else writes on, and the browser sends the old form once more.
    let his = with(form(&house, &admin, &path).await, &[("title", "Judul sesudahnya")]);
    assert_eq!(send(&house, &admin, &path, &his).await.0, 303);
    let (status, to, _) = send(&house, &owner, &path, &first).await;
    assert!(status == 303 && !to.contains("konflik"), "{to}");
    let now = form(&house, &owner, &path).await;
    assert!(now.contains(&("title".to_owned(), "Judul sesudahnya".to_owned())), "{now:?}");

    // The back button, and more typed into the same form: it stands on what it brought before.
    let mine = with(form(&house, &owner, &path).await, &[("origin", "Inovasi asal")]);
    assert_eq!(send(&house, &owner, &path, &mine).await.0, 303);
    let more = with(mine.clone(), &[("origin", "Inovasi asal yang lengkap")]);
    let (status, to, _) = send(&house, &owner, &path, &more).await;
    assert!(status == 303 && !to.contains("konflik"), "{to}");

    // A form that came back with a mistake does not undo what somebody else wrote meanwhile.
    let hers = with(form(&house, &owner, &path).await, &[("contact", "123")]);
    let his = with(form(&house, &admin, &path).await, &[("expansion", "Ditulis admin")]);
    assert_eq!(send(&house, &admin, &path, &his).await.0, 303);
    let (status, _, page) = send(&house, &owner, &path, &hers).await;
    assert_eq!(status, 422);
    let mended = with(filled(&page), &[("contact", "0812 3456 7890")]);
    assert_eq!(send(&house, &owner, &path, &mended).await.0, 303);
    let now = form(&house, &owner, &path).await;
    assert!(now.contains(&("expansion".to_owned(), "Ditulis admin".to_owned())), "{now:?}");
}

#[tokio::test]
async fn a_proposal_is_begun_once_however_often_its_form_arrives() {
    let house = house("submission");
    let owner = house.as_role("innovator", 0).await;
    let path = "/saya/usulan/baru";
    let typed = with(
        form(&house, &owner, path).await,
        &[("acronym", "Perahu Pintar"), ("title", "Perahu baca"), ("started_on", "2018-01-01")],
    );
    let (a, b) =
        tokio::join!(send(&house, &owner, path, &typed), send(&house, &owner, path, &typed));
    assert_eq!((a.0.as_u16(), b.0.as_u16()), (303, 303));
    assert_eq!(a.1, b.1, "a double tap is one proposal");
    let more = with(typed.clone(), &[("title", "Perahu baca keliling")]);
    assert_eq!(send(&house, &owner, path, &more).await.1, a.1, "so is a form sent again");
    let now = form(&house, &owner, &format!("{}/identitas", a.1)).await;
    assert!(now.contains(&("title".to_owned(), "Perahu baca keliling".to_owned())), "{now:?}");
    let other = with(typed.clone(), &[("acronym", "Perahu Lain")]);
    assert_ne!(send(&house, &owner, path, &other).await.1, a.1, "another name is another one");
    let fresh = with(typed, &[("op", after_op(&form(&house, &owner, path).await))]);
    assert_ne!(send(&house, &owner, path, &fresh).await.1, a.1, "so is another form");
    let stranger = house.as_role("innovator", 1).await;
    let theirs = with(form(&house, &stranger, path).await, &[("acronym", "Perahu Pintar")]);
    let op = after_op(&form(&house, &owner, path).await).to_owned();
    let stolen = with(theirs, &[("op", &op), ("title", "x"), ("started_on", "2018-01-01")]);
    assert_ne!(send(&house, &stranger, path, &stolen).await.1, a.1, "an op is its owner's");
}

fn after_op(fields: &[(String, String)]) -> &str {
    fields.iter().find(|(name, _)| name == "op").map_or("", |(_, op)| op)
}

fn fields(base: &[(&str, &str)], typed: &[(&str, &str)]) -> Fields {
    base.iter().chain(typed).map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

fn to(reply: Reply) -> String {
    match reply {
        Reply::Go(to) => to,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_people_on_one_page_0_lose_no_answer_on_both_databases() {
    for database in databases().await {
        let (db, data) = (database.demo("submission").await, database.data());
        let mut conn = db.read().await.expect("a reader");
        let shift = edition::desk::clock_shift(&mut conn).await.expect("a shift");
        let (owner, agency, unit): (String, String, String) = sqlx::query_as(
            "SELECT p.owner, p.agency, p.unit FROM proposal p WHERE p.status = 'draft' LIMIT 1",
        )
        .fetch_one(&mut *conn)
        .await
        .expect("a draft");
        let options = leptos::config::LeptosOptions::builder().output_name("kipp").build();
        let node = Node::new(db.clone(), options, Config::for_commands(&data));
        node.shift_clock(shift);
        let account = Account {
            id: owner.clone(),
            username: String::new(),
            name: String::new(),
            roles: vec![Role::Innovator],
            agency: Some(agency),
            unit: None,
        };
        let visit = || Visit::inside(node.clone(), Some(account.clone()));
        let base = [
            ("acronym", "Perahu"),
            ("title", "Judul awal"),
            ("unit", unit.as_str()),
            ("track", "general"),
            ("started_on", "2018-01-01"),
            ("rev", "0"),
        ];

        // The same form at once, as a double tap on two nodes: one proposal.
        let form = fields(&base, &[("op", "buat")]);
        let (a, b) = tokio::join!(
            identity::create(visit(), form.clone()),
            identity::create(visit(), form.clone())
        );
        let (a, b) = (to(a.expect("begun")), to(b.expect("begun")));
        assert_eq!(a, b, "{}", database.name);
        let id = a.rsplit('/').next().expect("an id").to_owned();

        // Eight forms from the same beginning: each with a title of its own.
        let writers = (0..8).map(|n| {
            let (title, op) = (format!("Judul {n}"), format!("form-{n}"));
            let form = fields(&base, &[("title", &title), ("op", &op)]);
            tokio::spawn(identity::save(visit(), form, id.clone()))
        });
        let mut waiting = 0;
        for writer in writers.collect::<Vec<_>>() {
            let to = to(writer.await.expect("no writer failed").expect("saved"));
            waiting += usize::from(to.ends_with("/konflik/identitas"));
        }
        assert_eq!(waiting, 7, "{}: one was first", database.name);
        let titles: Vec<(String,)> = sqlx::query_as(
            "SELECT value FROM section_history WHERE proposal = $1 AND field = 'identity.title' \
             ORDER BY value",
        )
        .bind(&id)
        .fetch_all(&mut *conn)
        .await
        .expect("read");
        let titles: Vec<String> = titles.into_iter().map(|(title,)| title).collect();
        let mut all: Vec<String> = (0..8).map(|n| format!("Judul {n}")).collect();
        all.push("Judul awal".to_owned());
        assert_eq!(titles, all, "{}", database.name);
        let found = identity::clashes(&visit(), &id).await.expect("read");
        assert_eq!((found.rev, found.clashes[0].beside.len()), (1, 7), "{}", database.name);

        // One of the eight is chosen, and the page is at peace.
        let chosen = &found.clashes[0].beside[3];
        let seen: Vec<&str> = found.clashes[0].beside.iter().map(|v| v.id.as_str()).collect();
        let choice = fields(
            &[("rev", "1")],
            &[("seen-title", &seen.join(" ")), ("choice-title", &chosen.id)],
        );
        let done = to(identity::choose(visit(), choice, id.clone()).await.expect("chosen"));
        assert_eq!(done, format!("/saya/usulan/{id}/identitas"));
        let found = identity::clashes(&visit(), &id).await.expect("read");
        assert_eq!((found.rev, found.clashes.len()), (2, 0), "{}", database.name);
        let (title,): (String,) = sqlx::query_as("SELECT title FROM proposal WHERE id = $1")
            .bind(&id)
            .fetch_one(&mut *conn)
            .await
            .expect("read");
        assert_eq!(title, chosen.value, "{}", database.name);
        assert!(matches!(audit::verify(&mut conn).await.expect("read"), Verdict::Whole(_)));
    }
}

#[tokio::test]
async fn links_are_looked_at_one_by_one_by_one_node_and_both_sides_are_told() {
    for database in databases().await {
        let (db, data) = (database.demo("submission").await, database.data());
        let mut conn = db.read().await.expect("a reader");
        let shift = edition::desk::clock_shift(&mut conn).await.expect("a shift");
        let ids: Vec<(String, String)> = sqlx::query_as(
            "SELECT id, owner FROM proposal WHERE status = 'draft' \
             UNION ALL SELECT id, owner FROM (SELECT id, owner FROM proposal \
             WHERE status = 'submitted' ORDER BY number LIMIT 2) AS first",
        )
        .fetch_all(&mut *conn)
        .await
        .expect("read");
        for ((id, _), video) in ids.iter().zip(["a", "b", "b"]) {
            sqlx::query("UPDATE proposal SET video = $2 WHERE id = $1")
                .bind(id)
                .bind(format!("https://contoh.invalid/{video}"))
                .execute(&mut *conn)
                .await
                .expect("a link");
        }
        let node = |later: i64| {
            let options = leptos::config::LeptosOptions::builder().output_name("kipp").build();
            let node = Node::new(db.clone(), options, Config::for_commands(&data));
            node.shift_clock(shift + later);
            node
        };
        // Stands in for the internet: one page is there, the other asks who one is.
        let look = |address: String| async move {
            let asks = address.ends_with("/a");
            let at = if asks { "https://accounts.contoh.invalid/".to_owned() } else { address };
            let head = "<title>Perahu &amp; Buku</title>".to_owned();
            Seen::Page { status: 200, at, head }
        };
        let check =
            |node: Node| async move { link::check_next(&node, look).await.expect("looked") };
        let (one, two) = tokio::join!(check(node(0)), check(node(0)));
        assert_eq!(u8::from(one) + u8::from(two), 1, "{}: one at a time", database.name);
        assert!(!check(node(1_000)).await, "{}: nobody is hurried", database.name);
        assert!(check(node(10_000)).await, "{}: the next in its turn", database.name);
        assert!(!check(node(20_000)).await, "{}: all are known", database.name);
        let account = Account {
            id: ids[0].1.clone(),
            username: String::new(),
            name: String::new(),
            roles: vec![Role::Innovator],
            agency: None,
            unit: None,
        };
        let visit = Visit::inside(node(20_000), Some(account));
        let told = kipp::proposal::desk::overview(&visit, &ids[0].0).await.expect("read");
        assert_eq!(told.link.reach, Reach::SignIn, "{}", database.name);
        assert!(told.link.seen_at.is_some(), "and when");
        assert_eq!(
            told.link.title, "",
            "{}: the title of a question is not the film's",
            database.name
        );
        let titles: Vec<(String,)> = sqlx::query_as("SELECT title FROM link WHERE title <> ''")
            .fetch_all(&mut *conn)
            .await
            .expect("read");
        assert_eq!(titles, [("Perahu & Buku".to_owned(),)], "{}", database.name);
        let dead = told.concerns.iter().find(|one| one.code == "UNREADABLE_OR_DEAD_LINK");
        assert!(dead.is_some_and(|one| one.id.contains("masuk akun")), "{:?}", told.concerns);

        // A network that is down undoes nothing; the link is looked at later again.
        let day = 25 * 3_600_000;
        let down = |_: String| async { Seen::Nothing };
        assert!(link::check_next(&node(day), down).await.expect("looked"));
        assert!(link::check_next(&node(day + 10_000), down).await.expect("looked"));
        let told = kipp::proposal::desk::overview(&visit, &ids[0].0).await.expect("read");
        assert_eq!(told.link.reach, Reach::SignIn, "{}", database.name);
        let within = |_: String| async { Seen::Forbidden };
        assert!(link::check_next(&node(day + 3_600_000), within).await.expect("looked"));
        let reach: Vec<(String,)> = sqlx::query_as("SELECT reach FROM link ORDER BY reach")
            .fetch_all(&mut *conn)
            .await
            .expect("read");
        assert!(reach.iter().any(|(reach,)| reach == "dead"), "{}: {reach:?}", database.name);
        assert!(matches!(audit::verify(&mut conn).await.expect("read"), Verdict::Whole(_)));
    }
}
