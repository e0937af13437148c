//! `kipp rank` and `kipp assign` as a stranger uses them: the real program on real files.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::Path,
    process::{Command, Output},
};
use tempfile::TempDir;

fn home() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn write(home: &TempDir, name: &str, text: &str) -> String {
    let path = home.path().join(name);
    fs::write(&path, text).expect("it can be written");
    path.display().to_string()
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kipp")).args(arguments).output().expect("kipp runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The one sentence of a command that refuses.
#[track_caller]
fn refused(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(!output.status.success(), "it was taken: {}", out(&output));
    assert!(output.stdout.is_empty());
    let said = err(&output);
    assert_eq!(said.trim_end().lines().count(), 1, "one sentence: {said}");
    said.trim_start_matches("kipp: ").trim_end().to_owned()
}

struct Row {
    rank: u32,
    cells: Vec<String>,
}

impl Row {
    fn number(&self, column: usize) -> f64 {
        self.cells[column].parse().expect("a number")
    }
}

/// A ranking by proposal.
#[track_caller]
fn ranking(output: &Output) -> BTreeMap<String, Row> {
    assert!(output.status.success(), "{}", err(output));
    let text = out(output);
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("rank,proposal_id,reads,mean,calibrated,sd,p_top,rank_low,rank_high,zone")
    );
    let mut last = 0;
    lines
        .map(|line| {
            let cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            assert_eq!(cells.len(), 10, "{line}");
            let rank = cells[0].parse().expect("a rank");
            assert!(rank >= last, "best first");
            last = rank;
            (cells[1].clone(), Row { rank, cells })
        })
        .collect()
}

fn vectors() -> serde_json::Value {
    serde_json::from_str(include_str!("vectors/judging.json")).expect("JSON")
}

/// The vector `medium` as a file, with a decimal comma and everything else that can be awkward.
fn medium(separator: char) -> String {
    let mut file = String::from(if separator == ';' {
        "\u{FEFF}Usulan;Juri;Nilai\r\n"
    } else {
        "proposal_id,judge_id,score\n"
    });
    for read in vectors()["medium"]["input"].as_array().expect("reads") {
        let whole = |at: usize| read[at].as_u64().expect("a whole number");
        let end = if separator == ';' { ",00\r\n" } else { "\n" };
        let _ok =
            write!(file, "P{:03}{separator}J{}{separator}{}{end}", whole(0), whole(1), whole(2));
    }
    file
}

#[test]
fn a_stranger_with_a_score_file_gets_the_figures_of_the_specification() {
    let home = home();
    let file = write(&home, "nilai.csv", &medium(';'));
    let expected = &vectors()["medium"]["expected"];
    for (method, key) in [
        ("calibrated", &expected["calibrated"]),
        ("scaled", &expected["spread_equalised"]["calibrated"]),
    ] {
        let found = ranking(&run(&["rank", "--scores", &file, "--method", method, "--top", "20"]));
        for (at, value) in key.as_array().expect("a list").iter().enumerate() {
            let row = &found[&format!("P{at:03}")];
            let mean = expected["raw_mean"][at].as_f64().expect("a mean");
            assert!((row.number(3) - mean).abs() < 1e-6);
            assert!((row.number(4) - value.as_f64().expect("a score")).abs() < 2e-6);
            if method == "calibrated" {
                let sd = expected["sd_rel"][at].as_f64().expect("an sd");
                let p = expected["p_topn_reference_mc400k"][at].as_f64().expect("a chance");
                assert!((row.number(5) - sd).abs() < 2e-6);
                assert!((row.number(6) - p).abs() < 0.02);
                let zone = row.cells[9].as_str();
                assert_eq!(
                    zone,
                    if row.number(6) >= 0.9 {
                        "in"
                    } else if row.number(6) <= 0.1 {
                        "out"
                    } else {
                        "discuss"
                    }
                );
            }
        }
        let sum: f64 = found.values().map(|row| row.number(6)).sum();
        assert!((sum - 20.0).abs() < 1e-4);
    }
}

#[test]
fn the_separator_and_the_order_of_lines_change_no_byte() {
    let home = home();
    let office = write(&home, "a.csv", &medium(';'));
    let plain = medium(',');
    let mut lines: Vec<&str> = plain.lines().collect();
    lines[1..].reverse();
    let turned = write(&home, "b.csv", &lines.join("\n"));
    let (a, b) = (run(&["rank", "--scores", &office]), run(&["rank", "--scores", &turned]));
    assert_eq!(out(&a), out(&b));
    let to = home.path().join("out.csv");
    let written = run(&["rank", "--scores", &office, "--out", &to.display().to_string()]);
    assert!(written.status.success() && written.stdout.is_empty());
    assert_eq!(fs::read_to_string(&to).expect("written"), out(&a));
}

#[test]
fn official_ranks_go_by_the_mean_and_calibrated_ones_by_the_calibrated_score() {
    let home = home();
    let file = write(&home, "nilai.csv", &medium(','));
    for (method, column) in [("official", 3), ("calibrated", 4)] {
        let found = ranking(&run(&["rank", "--scores", &file, "--method", method]));
        for a in found.values() {
            for b in found.values() {
                assert!(a.rank <= b.rank || a.number(column) <= b.number(column) + 1e-6);
            }
        }
    }
}

#[test]
fn means_are_exact_where_floating_point_is_not() {
    let home = home();
    let text = "usulan,juri,nilai\nA,1,0.1\nA,2,0.2\nB,1,0.15\nB,2,0.15\nC,1,1\nC,2,1\nC,3,0.5\n";
    let file = write(&home, "nilai.csv", text);
    let found = ranking(&run(&["rank", "--scores", &file, "--top", "1"]));
    assert_eq!(found["A"].cells[3], "0.150000");
    assert_eq!(found["C"].cells[3], "0.833333");
    // Equal to the last digit, so the higher lowest score decides.
    assert_eq!((found["B"].rank, found["A"].rank), (2, 3));
}

#[test]
fn scores_that_cannot_be_calibrated_are_ranked_by_the_mean_and_say_so() {
    let home = home();
    let file = write(&home, "nilai.csv", "usulan,juri,nilai\nA,1,80\nA,2,70\nB,1,90\nB,2,85\n");
    let output = run(&["rank", "--scores", &file, "--method", "calibrated", "--top", "1"]);
    let found = ranking(&output);
    assert_eq!((found["B"].rank, found["A"].rank), (1, 2));
    assert_eq!(found["A"].cells[4..], ["", "", "", "", "", ""].map(str::to_owned));
    assert!(err(&output).contains("4 reads are too few"), "{}", err(&output));
    assert!(err(&output).contains("the order is that of the official mean"));
}

#[test]
fn a_ranking_across_panels_without_a_common_proposal_is_flagged() {
    let home = home();
    let mut text = String::from("usulan,juri,nilai\n");
    for panel in 0..2 {
        for i in 0..8 {
            for j in 0..2 {
                let score = 60 + (i * 13 + j * 5 + panel * 3) % 31;
                let _ok = writeln!(text, "P{panel}{i},J{panel}{j},{score}");
            }
        }
    }
    let output = run(&["rank", "--scores", &write(&home, "n.csv", &text), "--top", "3"]);
    assert_eq!(ranking(&output).len(), 16);
    let said = err(&output);
    assert!(said.contains("2 groups that share no proposal"), "{said}");
    assert!(said.contains("1 bridge read") && said.contains("J00 and J01 | J10 and J11"), "{said}");
}

#[test]
fn a_tie_across_the_cut_is_told() {
    let home = home();
    let file = write(&home, "n.csv", "usulan,juri,nilai\nA,1,80\nB,1,80\nC,1,70\n");
    let output = run(&["rank", "--scores", &file, "--top", "1"]);
    assert!(err(&output).contains("A and B have the same mean and the cut of 1 goes through them"));
    let found = ranking(&output);
    assert_eq!((found["A"].rank, found["B"].rank, found["C"].rank), (1, 1, 3));
    let lot = ranking(&run(&["rank", "--scores", &file, "--top", "1", "--lot", "benih-2020"]));
    assert_eq!(lot["A"].rank + lot["B"].rank, 3);
}

#[test]
fn one_proposal_can_be_explained_in_words() {
    let home = home();
    let file = write(&home, "n.csv", &medium(','));
    let output = run(&["rank", "--scores", &file, "--top", "20", "--explain", "P004"]);
    assert!(output.status.success());
    let said = out(&output);
    for words in [
        "P004 stands at rank",
        "Its official mean is 80.00 from 2 reads",
        "J3 gave 87.00; J3 gives 4.7 points more than the other judges for the same proposal",
        "leniency its mean would be 78.92",
        "the calibrated score is 75.45",
        "Its chance to be among the best 20 is 4",
        "to be discussed",
    ] {
        assert!(said.contains(words), "{words:?} is not in:\n{said}");
    }
    assert!(
        refused(&["rank", "--scores", &file, "--explain", "P999"]).contains("no proposal \"P999\"")
    );
}

#[test]
fn what_is_wrong_with_a_score_file_is_one_sentence_with_its_line() {
    let home = home();
    let to = home.path().join("out.csv").display().to_string();
    let head = "proposal_id,judge_id,score\nP1,J1,80\n";
    for (text, said) in [
        (String::new(), "is empty"),
        ("proposal_id,judge_id,score\n".to_owned(), "no rows"),
        ("proposal_id,judge_id,points\nP1,J1,80\n".to_owned(), "line 1: there is no column score"),
        (format!("{head}P1,J1,81\n"), "line 3: judge J1 has already scored P1 in line 2"),
        (format!("{head}P1,J2,NaN\n"), "line 3: the score \"NaN\" is not a number"),
        (format!("{head}P1,J2,1e308\n"), "line 3: the score \"1e308\" is not a number written"),
        (format!("{head}P1,J2,{}\n", "9".repeat(309)), "line 3: the score \"9999"),
        (format!("{head}P1,J2,\n"), "line 3: the score is empty"),
        (format!("{head}P1,,80\n"), "line 3: the judge is empty"),
        (format!("{head}P1,J2\n"), "line 3: 2 cells"),
        (format!("{head}\"P1,J2,80\n"), "line 3: a quote is opened and never closed"),
    ] {
        let file = write(&home, "n.csv", &text);
        let sentence = refused(&["rank", "--scores", &file, "--out", &to]);
        assert!(sentence.contains(said), "{text:?}: {sentence}");
        assert!(!Path::new(&to).exists(), "nothing is written");
    }
    assert!(refused(&["rank", "--scores", "/no/such.csv"]).contains("/no/such.csv cannot be read"));
    fs::write(home.path().join("n.csv"), [0x50, 0xFF, 0xFE]).expect("written");
    let file = home.path().join("n.csv").display().to_string();
    assert!(refused(&["rank", "--scores", &file]).contains("not UTF-8"));
}

#[test]
fn any_scores_at_all_are_ranked_or_refused() {
    let home = home();
    let rank = |text: &str| {
        let output = run(&["rank", "--scores", &write(&home, "n.csv", text), "--method", "scaled"]);
        (ranking(&output), err(&output))
    };
    // One proposal, one judge, all equal, single reads: each is a ranking and a reason.
    let (found, said) = rank("usulan,juri,nilai\nA,1,80\nA,2,70\n");
    assert!(found["A"].rank == 1 && said.contains("only one proposal"));
    let list = |score: fn(u32, u32) -> u32, judges: u32| {
        let mut text = String::from("usulan,juri,nilai\n");
        for i in 0..30 {
            for j in 0..judges {
                let _ok = writeln!(text, "P{i},J{j},{}", score(i, j));
            }
        }
        text
    };
    assert!(rank(&list(|i, _| 50 + i, 1)).1.contains("no proposal was read twice"));
    assert!(rank(&list(|_, _| 77, 3)).1.contains("all scores are equal"));
    assert!(rank(&list(|i, j| 50 + i + j, 2)).1.contains("2 judges are too few"));
    let (found, said) = rank(&list(|_, j| 60 + 5 * j, 3));
    assert!(said.contains("do not separate the proposals"), "{said}");
    assert!(
        found
            .values()
            .all(|row| row.cells[4].is_empty() && (row.number(6) - 1.0 / 3.0).abs() < 1e-6)
    );
    // Scores of the largest size a file may hold.
    let (found, _) = rank(&list(|i, j| 999_999_000 + 30 * i + j, 3));
    assert_eq!(found["P29"].rank, 1);
}

#[test]
fn a_hundred_thousand_reads_are_ranked() {
    let home = home();
    let mut text = String::from("usulan,juri,nilai\n");
    for i in 0..50_000_u32 {
        for j in 0..2 {
            let _ok = writeln!(
                text,
                "P{i:06},J{},{}",
                (i + j * (1 + i % 97)) % 101,
                40 + (i * 7919 + j * 31) % 61
            );
        }
    }
    let output = run(&["rank", "--scores", &write(&home, "n.csv", &text)]);
    assert_eq!(ranking(&output).len(), 50_000);
    assert!(err(&output).contains("at most 20,000 proposals"), "{}", err(&output));
}

const PROPOSALS: &str = "usulan;opd\nP1;Dinkes\nP2;dinkes\nP3;DPU\nP4;DPU\n";
const JUDGES: &str = "\u{FEFF}juri,opd,kapasitas\nA,DINKES ,\nB,,4\n\"C, M.Si.\",,4\n";

#[test]
fn an_assignment_keeps_to_agencies_conflicts_and_capacities() {
    let home = home();
    let (proposals, judges) = (write(&home, "p.csv", PROPOSALS), write(&home, "j.csv", JUDGES));
    let conflicts = write(&home, "c.csv", "juri,usulan\nB,P3\n");
    let arguments = ["assign", "--proposals", &proposals, "--judges", &judges, "--reads", "2"];
    let with = [&arguments[..], &["--conflicts", &conflicts]].concat();
    let output = run(&with);
    assert!(output.status.success(), "{}", err(&output));
    assert_eq!(
        out(&output).lines().filter(|line| !line.starts_with("P4")).collect::<Vec<_>>(),
        [
            "proposal_id,judge_id",
            "P1,B",
            "P1,\"C, M.Si.\"",
            "P2,B",
            "P2,\"C, M.Si.\"",
            "P3,A",
            "P3,\"C, M.Si.\"",
        ]
    );
    assert!(err(&output).contains("all judges are linked"), "{}", err(&output));
    assert_eq!(out(&output), out(&run(&with)), "the same seed, the same assignment");
}

#[test]
fn an_impossible_assignment_names_proposals_and_what_is_missing() {
    let home = home();
    let (proposals, judges) = (write(&home, "p.csv", PROPOSALS), write(&home, "j.csv", JUDGES));
    let to = home.path().join("out.csv").display().to_string();
    let arguments =
        ["assign", "--proposals", &proposals, "--judges", &judges, "--reads", "3", "--out", &to];
    assert_eq!(
        refused(&arguments),
        "2 reads are missing: P1 and P2 need 6 reads and can get 4, as only 2 judges may read any of \
         them: B and C, M.Si."
    );
    assert!(!Path::new(&to).exists());
}

#[test]
fn what_is_wrong_with_the_files_of_an_assignment_is_one_sentence() {
    let home = home();
    let assign = |proposals: &str, judges: &str, conflicts: &str| {
        let (p, j) = (write(&home, "p.csv", proposals), write(&home, "j.csv", judges));
        let c = write(&home, "c.csv", conflicts);
        refused(&["assign", "--proposals", &p, "--judges", &j, "--conflicts", &c, "--reads", "2"])
    };
    let none = "juri,usulan\n";
    for (proposals, judges, conflicts, said) in [
        ("usulan\nP1\nP1\n", JUDGES, none, "line 3: the proposal P1 stands already in line 2"),
        (PROPOSALS, "juri\nA\nB\nA\n", none, "line 4: the judge A stands already in line 2"),
        (PROPOSALS, "juri\n", none, "no rows"),
        (PROPOSALS, "juri,kapasitas\nA,banyak\n", none, "line 2: the capacity \"banyak\""),
        (PROPOSALS, JUDGES, "juri,usulan\nX,P1\n", "line 2: there is no judge \"X\""),
        (PROPOSALS, JUDGES, "juri,usulan\nA,P9\n", "line 2: there is no proposal \"P9\""),
        ("", JUDGES, none, "is empty"),
    ] {
        let sentence = assign(proposals, judges, conflicts);
        assert!(sentence.contains(said), "{sentence}");
    }
}
