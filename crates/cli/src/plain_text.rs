//! Text of a server, made fit for a terminal.

/// The same text without what a terminal would obey instead of show.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn escape_sequences_lose_their_escape() {
        assert_eq!(
            plain("a\u{1b}[31mb\r\nc"),
            "a\u{fffd}[31mb\u{fffd}\u{fffd}c"
        );
        assert_eq!(plain("Zoë, 東京"), "Zoë, 東京");
    }
}
