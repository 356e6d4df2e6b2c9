//! The languages of the messages.

/// A language that the message texts exist in.
///
/// For others, give [`Error::message_key`](crate::Error::message_key) to texts of your own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English, the language of `Display`.
    #[default]
    English,
    /// German.
    German,
}

/// A text of the catalogue as a sentence that stands alone: with a capital letter and a full stop.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let capital = letters.next().into_iter().flat_map(char::to_uppercase);
    capital.chain(letters).chain(['.']).collect()
}
