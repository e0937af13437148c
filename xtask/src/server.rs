//! The server: an ordinary Cargo build.

use anyhow::{Context, Result};

use crate::tools::{Mode, NAME, Place, run};

/// Builds the server beside its `hash.txt`.
pub fn build(place: &Place) -> Result<()> {
    let mut cargo = place.cargo();
    cargo.args(["build", "--bin", NAME, "--package", NAME, "--target-dir"]).arg(&place.target);
    if place.mode == Mode::Release {
        cargo.arg("--release");
    }
    run(&mut cargo).context("compiling the server failed")
}
