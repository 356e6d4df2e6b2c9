//! Words as the traces spell them.

use std::fmt::Debug;

/// `InvalidCode` as `invalid_code`: the name of a variant, without what is in it.
pub(crate) fn word(value: impl Debug) -> String {
    let name = format!("{value:?}");
    let mut word = String::new();
    for c in name.chars().take_while(char::is_ascii_alphanumeric) {
        if c.is_ascii_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.push(c.to_ascii_lowercase());
    }
    word
}
