//! The rules for a new password that can be checked before it is sent.

/// Why a new password would be refused whatever the tenant's own lists say.
///
/// The server decides, and knows more: banned words, and the passwords used before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PasswordFault {
    /// It holds a character that is not allowed: letters and digits of ASCII, the space and the usual symbols are.
    #[error("the password holds a character that is not allowed")]
    DisallowedCharacter,
    /// It has fewer than 8 characters.
    #[error("the password has fewer than 8 characters")]
    TooShort,
    /// It has more than 256 characters.
    #[error("the password has more than 256 characters")]
    TooLong,
    /// It has fewer than three of lower case, upper case, digits and symbols.
    #[error("the password has fewer than three of lower case, upper case, digits and symbols")]
    TooWeak,
}

impl PasswordFault {
    /// The `code()` of the error that the server's refusal would become.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::DisallowedCharacter => "password_invalid",
            Self::TooShort => "password_too_short",
            Self::TooLong => "password_too_long",
            Self::TooWeak => "password_too_weak",
        }
    }
}

/// Checks a new password as far as that is possible without the server, for instance while the person types.
///
/// It is a courtesy: a password that passes may still be refused, one that fails surely is.
///
/// # Errors
///
/// The first [`PasswordFault`], in the order of the enum.
pub fn check_new_password(password: &str) -> Result<(), PasswordFault> {
    const SYMBOLS: &str = "@#$%^&*-_!+=[]{}|\\:',.?/`~\"();<> ";
    let is_symbol = |c: char| SYMBOLS.contains(c);
    if !password
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || is_symbol(c))
    {
        return Err(PasswordFault::DisallowedCharacter);
    }
    // Whatever is left is ASCII: a byte is a character.
    if password.len() < 8 {
        return Err(PasswordFault::TooShort);
    }
    if password.len() > 256 {
        return Err(PasswordFault::TooLong);
    }
    let kinds = [
        password.contains(|c: char| c.is_ascii_lowercase()),
        password.contains(|c: char| c.is_ascii_uppercase()),
        password.contains(|c: char| c.is_ascii_digit()),
        password.contains(is_symbol),
    ];
    if kinds.iter().filter(|present| **present).count() < 3 {
        return Err(PasswordFault::TooWeak);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::PasswordFault::{DisallowedCharacter, TooLong, TooShort, TooWeak};
    use super::*;

    #[test]
    fn the_first_fault_is_told() {
        let long = format!("Aa1{}", "x".repeat(254));
        for (password, outcome) in [
            ("", Err(TooShort)),
            ("Ab1", Err(TooShort)),
            ("\u{e5}", Err(DisallowedCharacter)),
            ("Ab1\u{0}abcd", Err(DisallowedCharacter)),
            ("alllowercase", Err(TooWeak)),
            ("UPPER-CASE", Err(TooWeak)),
            ("lower 123", Ok(())),
            ("Quiet-River", Ok(())),
            (&long[..256], Ok(())),
            (&long, Err(TooLong)),
        ] {
            assert_eq!(check_new_password(password), outcome, "{password:?}");
        }
    }
}
