//! A build without buckets: says how to get one with them.

use super::Store;
use anyhow::bail;

/// Refuses.
pub fn open(address: &str) -> anyhow::Result<Store> {
    bail!("this kipp was built without buckets; build it with --features s3 to use {address}")
}
