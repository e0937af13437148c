//! `kipp assign`: proposals and judges of any competition in, who reads what out.

use super::{
    list, say_error,
    table::{Names, Table, deliver, quoted},
};
use crate::{
    judging::assign::{self, Judge, Plan, Problem, Proposal, Shortfall},
    kernel::text,
};
use anyhow::bail;
use clap::Args;
use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
};

/// `kipp assign`.
#[derive(Debug, Args)]
pub struct AssignArgs {
    /// CSV file with the columns `proposal_id` and, if known, agency (or usulan, opd).
    #[arg(long)]
    proposals: PathBuf,
    /// CSV file with the columns `judge_id` and, if known, agency and capacity (or juri, opd, kapasitas).
    #[arg(long)]
    judges: PathBuf,
    /// CSV file with the columns `judge_id`, `proposal_id`: who may not read what.
    #[arg(long)]
    conflicts: Option<PathBuf>,
    /// Judges that each proposal gets.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    reads: u32,
    /// Seed; the same files and seed give the same assignment.
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Where to write the assignment; standard output if absent.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// What `--help` says beside the options.
pub const HELP: &str = "\
Out: proposal_id,judge_id. No judge reads a proposal of their own agency or one they have a conflict
with, nobody reads more than their capacity, loads differ by one where nothing binds, and all judges
are linked through shared proposals. Standard error tells loads and links.

If it cannot be done nothing is written, and the sentence names proposals and judges to be counted.";

const PROPOSAL: Names = &["proposal_id", "proposal", "usulan", "id_usulan", "kode_usulan"];
const JUDGE: Names = &["judge_id", "judge", "juri", "id_juri", "kode_juri"];
const AGENCY: Names = &["agency", "opd", "perangkat_daerah", "instansi", "kode_opd"];
const CAPACITY: Names = &["capacity", "kapasitas", "beban", "maksimum"];

/// Proposals and judges are marked in a table of this many cells; no competition comes near.
const MOST_CELLS: usize = 100_000_000;

/// Runs `kipp assign`; nothing is written unless everything could be read and assigned.
pub fn run(args: &AssignArgs) -> anyhow::Result<()> {
    let problem = read(args)?;
    let (n, j) = (problem.proposals.len(), problem.judges.len());
    if n.saturating_mul(j) > MOST_CELLS {
        bail!("{n} proposals and {j} judges are more than can be assigned at once");
    }
    let plan = match assign::plan(&problem, args.seed) {
        Ok(plan) => plan,
        Err(short) => bail!("{}", sentence(&short)),
    };
    let mut out = String::from("proposal_id,judge_id\n");
    for (proposal, judge) in &plan.pairs {
        out.extend([&quoted(proposal), ",", &quoted(judge), "\n"]);
    }
    deliver(&out, args.out.as_ref())?;
    say_error(&format!("kipp: {}", summary(&problem, &plan)));
    Ok(())
}

fn read(args: &AssignArgs) -> anyhow::Result<Problem> {
    let mut problem = Problem::default();
    let (table, seen) = ids(&args.proposals, PROPOSAL, &[AGENCY], "proposal")?;
    for row in table.rows() {
        problem.proposals.push(Proposal {
            id: row.text(0).to_owned(),
            agency: agency(row.text(1)),
            reads: args.reads,
        });
    }
    let (judges, known) = ids(&args.judges, JUDGE, &[AGENCY, CAPACITY], "judge")?;
    for row in judges.rows() {
        let capacity = match row.text(2) {
            "" => None,
            text => Some(text.parse::<u32>().map_err(|_| {
                judges.wrong(row, &format!("the capacity \"{text}\" is not a whole number"))
            })?),
        };
        problem.judges.push(Judge {
            id: row.text(0).to_owned(),
            agency: agency(row.text(1)),
            capacity,
        });
    }
    if let Some(path) = &args.conflicts {
        problem.conflicts = conflicts(path, &seen, &known)?;
    }
    Ok(problem)
}

/// A file of ids, each once, with the line of each.
fn ids(
    path: &Path,
    column: Names,
    optional: &[Names],
    what: &str,
) -> anyhow::Result<(Table, HashMap<String, usize>)> {
    let table = Table::read(path, &[column], optional)?;
    table.must_have_rows()?;
    table.say_unused();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for row in table.rows() {
        let id = table.id(row, 0, what)?;
        if let Some(line) = seen.insert(id.to_owned(), row.line) {
            return Err(table.wrong(row, &format!("the {what} {id} stands already in line {line}")));
        }
    }
    Ok((table, seen))
}

fn conflicts(
    path: &Path,
    proposals: &HashMap<String, usize>,
    judges: &HashMap<String, usize>,
) -> anyhow::Result<BTreeSet<(String, String)>> {
    let table = Table::read(path, &[JUDGE, PROPOSAL], &[])?;
    table.say_unused();
    let mut conflicts = BTreeSet::new();
    for row in table.rows() {
        let (judge, proposal) = (table.id(row, 0, "judge")?, table.id(row, 1, "proposal")?);
        for (known, id, what) in [(judges, judge, "judge"), (proposals, proposal, "proposal")] {
            if !known.contains_key(id) {
                return Err(table.wrong(row, &format!("there is no {what} \"{id}\"")));
            }
        }
        conflicts.insert((judge.to_owned(), proposal.to_owned()));
    }
    Ok(conflicts)
}

/// An agency without case and stray spaces; `None` if the cell is empty.
fn agency(cell: &str) -> Option<String> {
    Some(text::line(cell).to_lowercase()).filter(|agency| !agency.is_empty())
}

fn sentence(short: &Shortfall) -> String {
    let proposals: Vec<&str> = short.proposals.iter().map(String::as_str).collect();
    let judges: Vec<&str> = short.judges.iter().map(String::as_str).collect();
    let who = match judges.len() {
        0 => "no judge may read them".to_owned(),
        1 => format!("only {} may read any of them", judges[0]),
        n => format!("only {n} judges may read any of them: {}", list(&judges)),
    };
    format!(
        "{} missing: {} need {} reads and can get {}, as {who}",
        if short.missing == 1 {
            "1 read is".to_owned()
        } else {
            format!("{} reads are", short.missing)
        },
        list(&proposals),
        short.needed,
        short.needed - short.missing,
    )
}

fn summary(problem: &Problem, plan: &Plan) -> String {
    let loads = assign::loads(problem, &plan.pairs);
    let (least, most) =
        (loads.values().min().copied().unwrap_or(0), loads.values().max().copied().unwrap_or(0));
    let linkage = &plan.linkage;
    let linked = match linkage.components.len() {
        0 | 1 => "all judges are linked".to_owned(),
        groups => {
            let bridges: Vec<String> = linkage
                .bridges
                .iter()
                .map(|(proposal, judge)| format!("{proposal} by {judge}"))
                .collect();
            format!(
                "the judges fall into {groups} groups that share no proposal; one more read would \
                 link each: {}",
                list(&bridges.iter().map(String::as_str).collect::<Vec<_>>())
            )
        }
    };
    format!(
        "{} reads, {least} to {most} for each judge; two judges share {} to {} proposals \
         (connectivity {:.2}); {linked}",
        plan.pairs.len(),
        linkage.overlap.0,
        linkage.overlap.1,
        linkage.connectivity,
    )
}
