//! What the tests share: the program, and demo editions made by it.

use std::{path::Path, process::Command};

/// The program under test.
pub fn kipp() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kipp"));
    command.env_remove("KIPP_DATABASE").env_remove("KIPP_DATA");
    // No test asks the internet.
    command.env("KIPP_LINK_CHECKS", "off");
    command
}

/// Builds a demo at a stage.
pub fn demo(data: &Path, stage: &str, more: &[&str]) {
    let built = kipp()
        .args(["demo", "--data"])
        .arg(data)
        .args(["--stage", stage])
        .args(more)
        .output()
        .expect("kipp runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
}
