//! How much memory this process has.

use anyhow::{Context as _, Result};

/// Bytes of this process that are in memory.
pub(crate) fn bytes() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")
        .context("this system does not tell how much memory is used")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next());
    let kilobytes: u64 = kilobytes.context("a status without its memory")?.parse()?;
    Ok(kilobytes * 1024)
}
