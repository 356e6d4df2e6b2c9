//! What was made, as a table for the person who watches.

/// A line of it.
pub(super) struct Row {
    /// The name of the artefact.
    pub(super) name: String,
    /// Its length in bytes.
    pub(super) bytes: u64,
    /// What was done with it, from nothing but itself.
    pub(super) tried: String,
}

/// The table, with a heading; as wide as its widest names.
pub(super) fn of(rows: &[Row]) -> String {
    let width = |cells: &mut dyn Iterator<Item = usize>| cells.max().unwrap_or(0);
    let names = width(&mut rows.iter().map(|row| row.name.chars().count())).max("artefact".len());
    let mut text = format!("{:<names$}  {:>9}  tried", "artefact", "size");
    for row in rows {
        let size = megabytes(row.bytes);
        text.push_str(&format!("\n{:<names$}  {size:>9}  {}", row.name, row.tried));
    }
    text
}

/// `1.93 MB`: millions of bytes, as the bars count them.
pub(super) fn megabytes(bytes: u64) -> String {
    let hundredths = bytes.div_ceil(10_000);
    format!("{}.{:02} MB", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::{Row, megabytes, of};

    #[test]
    fn columns_stand_below_each_other() {
        let row = |name: &str, bytes, tried: &str| Row {
            name: name.to_owned(),
            bytes,
            tried: tried.to_owned(),
        };
        let rows = [
            row("a-long-name.whl", 1_925_000, "installed"),
            row("b.jar", 12_000_000, "run"),
        ];
        assert_eq!(
            of(&rows),
            "artefact              size  tried\n\
             a-long-name.whl    1.93 MB  installed\n\
             b.jar             12.00 MB  run"
        );
        assert_eq!(of(&[]), "artefact       size  tried");
    }

    #[test]
    fn sizes_are_rounded_up() {
        assert_eq!(megabytes(0), "0.00 MB");
        assert_eq!(megabytes(1), "0.01 MB");
        assert_eq!(megabytes(5_300_000), "5.30 MB");
    }
}
