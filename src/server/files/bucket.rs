//! A bucket that speaks S3: `s3://BUCKET/FOLDER`, with the usual `AWS_…` variables for the rest.

use super::Store;
use anyhow::{Context, bail};
use object_store::{aws::AmazonS3Builder, prefix::PrefixStore};
use std::sync::Arc;

/// Opens the bucket; nothing is asked of the network yet.
pub fn open(address: &str) -> anyhow::Result<Store> {
    let Some(rest) = address.strip_prefix("s3://") else {
        bail!("the address of the files must begin with s3://");
    };
    let (bucket, folder) = rest.split_once('/').unwrap_or((rest, ""));
    // A second start of the same provider is refused and harmless.
    let _already = rustls::crypto::ring::default_provider().install_default();
    let store = AmazonS3Builder::from_env()
        .with_bucket_name(bucket)
        .build()
        .with_context(|| format!("{address} cannot be used; check the AWS_ variables"))?;
    Ok(if folder.is_empty() {
        Arc::new(store)
    } else {
        Arc::new(PrefixStore::new(store, folder.trim_end_matches('/')))
    })
}
