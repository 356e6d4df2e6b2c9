//! Many callers at once for one token that has ended.

use anyhow::Result;

use crate::Size;
use crate::table::Row;

pub(crate) fn rows(_: Size) -> Result<Vec<Row>> {
    Ok(Vec::new())
}
