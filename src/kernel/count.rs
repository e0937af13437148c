//! How many there are of something, as it travels.

/// A count of 32 bits, which is as many as any page shows; more is the most there is.
pub fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
