//! The doors of the calibration set.

use super::{super::rules::benchmark::Standing, Mark};
use crate::{fault::Fault, kernel::Words};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A benchmark in a judge's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BenchmarkRow {
    /// Its part of the address.
    pub key: String,
    /// What it is called.
    pub title: Words,
    /// Whether something of it was saved.
    pub begun: bool,
    /// When it was sent, in unix milliseconds.
    pub sent_at: Option<i64>,
}

/// A benchmark to be scored, or how its scores lie to the panel's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BenchmarkSheet {
    /// Its part of the address.
    pub key: String,
    /// What it is called.
    pub title: Words,
    /// What to read, by field.
    pub texts: BTreeMap<String, String>,
    /// What was scored, in rubric order; notes stay empty.
    pub marks: Vec<Mark>,
    /// When it was sent, in unix milliseconds.
    pub sent_at: Option<i64>,
    /// Whether it can be scored now.
    pub may_score: bool,
    /// Beside the panel's scores; nothing before sending.
    pub standing: Vec<Standing>,
    /// The next benchmark that is not sent.
    pub next: Option<String>,
}

/// How a judge lies to the reference panel, for the chair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgeLean {
    /// What they are called.
    pub name: String,
    /// Benchmarks sent, of all.
    pub sent: (u32, u32),
    /// Points above the middle of the panel's ranges: "+2,3"; empty before the first.
    pub lean: String,
    /// Aspects more than fifteen points outside the range.
    pub far: u32,
}

/// The calibration set of whoever asks.
#[server(endpoint = "judging/benchmarks")]
pub async fn read_benchmarks() -> Result<Vec<BenchmarkRow>, Fault> {
    super::super::desk::benchmark::list(&crate::server::Visit::begin().await?).await
}

/// One benchmark.
#[server(endpoint = "judging/benchmark")]
pub async fn read_benchmark(
    /// Its part of the address.
    key: String,
) -> Result<BenchmarkSheet, Fault> {
    super::super::desk::benchmark::sheet(&crate::server::Visit::begin().await?, &key).await
}

/// How every judge lies to the panel; for the chair alone.
#[server(endpoint = "judging/leans")]
pub async fn read_leans() -> Result<Vec<JudgeLean>, Fault> {
    super::super::desk::benchmark::leans(&crate::server::Visit::begin().await?).await
}
