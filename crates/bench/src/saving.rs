//! Keeping one answer of the token endpoint, beside a plain append to a file.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::time::Instant;

use anyhow::Result;

use crate::Size;
use crate::people::{self, Granted, Person};
use crate::sample::{Pairs, in_words};
use crate::sealed::Filled;
use crate::table::Row;

/// How much dearer than the append it may be.
const BAR: f64 = 2.0;

const APPENDED: [u8; 4096] = [b'x'; 4096];

pub(crate) fn rows(size: Size, filled: &Filled) -> Result<Vec<Row>> {
    let plain = filled.directory().join("plain");
    let mut plain = OpenOptions::new().create(true).append(true).open(plain)?;
    let mut append = || -> Result<f64> {
        let start = Instant::now();
        plain.write_all(&APPENDED)?;
        plain.sync_data()?;
        Ok(start.elapsed().as_secs_f64())
    };
    let keep = |number: usize, expected: Option<u64>| -> Result<f64> {
        let person = Person::number(number);
        let start = Instant::now();
        people::keep(&filled.store, &person, Granted::Asked, expected)?;
        Ok(start.elapsed().as_secs_f64())
    };

    let mut refreshed = Pairs::default();
    let mut signed_in = Pairs::default();
    for round in 0..size.disk_rounds {
        // People who are there, once each, far from each other; and people who are not there yet.
        let known = round * (size.accounts / size.disk_rounds).max(1);
        if round % 2 == 0 {
            refreshed.push(keep(known, Some(1))?, append()?);
            let before = append()?;
            signed_in.push(keep(size.accounts + round, None)?, before);
        } else {
            let before = append()?;
            refreshed.push(keep(known, Some(1))?, before);
            signed_in.push(keep(size.accounts + round, None)?, append()?);
        }
    }
    let row = |what: &str, pairs: &Pairs| {
        let name = format!(
            "keeping {what}, {} accounts, to an append of 4 KiB",
            size.accounts
        );
        let (ours, theirs) = (in_words(pairs.ours()), in_words(pairs.theirs()));
        Row::at_most(&name, ours, theirs, pairs.ratio(), BAR)
    };
    Ok(vec![
        row("a refresh", &refreshed),
        row("a sign-in", &signed_in),
    ])
}
