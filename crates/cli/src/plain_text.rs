//! Text of a server, made fit for a terminal.

/// The same text without what a terminal would obey instead of show: control characters, and those that turn the
/// direction of what follows (Unicode Standard Annex 9, section 2).
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
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
        assert_eq!(plain("moc.\u{202e}a"), "moc.\u{fffd}a");
        assert_eq!(plain("Zoë, 東京"), "Zoë, 東京");
    }
}
