//! E-mail addresses, phone numbers and aliases: which are well-formed, and how they are shown.

/// Whether this can be an e-mail address: one `@`, a local part, and a domain of two labels or
/// more. Nothing is trimmed.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let local_fits = (1..=64).contains(&local.chars().count())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local
            .chars()
            .all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
    let label_fits = |label: &str| {
        (1..=63).contains(&label.chars().count())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    local_fits && text.len() <= 254 && domain.contains('.') && domain.split('.').all(label_fits)
}

/// Whether this can be an alias: letters, digits, `.`, `_` and `-`, 64 characters at most.
pub(crate) fn is_alias(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

/// Whether this is a phone number in the form `+4790012345` (E.164).
pub(crate) fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

/// The label that stands for an e-mail address: enough for its owner to know it, and never the
/// whole of it.
pub(crate) fn masked_email(address: &str) -> String {
    let (local, domain) = address.split_once('@').unwrap_or((address, ""));
    let (host, top) = domain.rsplit_once('.').unwrap_or((domain, ""));
    format!("{}@{}.{top}", masked(local), masked(host))
}

/// The label that stands for a phone number: how it begins and how it ends.
pub(crate) fn masked_phone(number: &str) -> String {
    let chars: Vec<char> = number.chars().collect();
    match chars.as_slice() {
        [plus, a, b, .., y, z] if chars.len() > 7 => format!("{plus}{a}{b}*****{y}{z}"),
        _ => "***".to_owned(),
    }
}

/// Two characters, stars, one character; of a short text only the first character.
fn masked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    match chars.as_slice() {
        [] => "***".to_owned(),
        [first, second, .., last] if chars.len() > 4 => format!("{first}{second}***{last}"),
        [first, ..] if chars.len() > 1 => format!("{first}***"),
        _ => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in [
            "ada@example.com",
            "a.b+c@mail.example.co.uk",
            "ü@exämple.org",
        ] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "ada@example",
            "ada@example.",
            "ada@.com",
            "a da@example.com",
            "ada@exa mple.com",
            "ada@@example.com",
            "ada@example.com ",
            ".ada@example.com",
            "a..b@example.com",
            "ada@-example.com",
            "ada\u{0}@example.com",
            "<ada@example.com>",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
        assert!(!is_email(&format!("{}@example.com", "a".repeat(65))));
    }

    #[test]
    fn phones_and_aliases() {
        assert!(is_phone("+4790012345"));
        for bad in ["4790012345", "+47 90012345", "+0790012345", "+47", "+47x"] {
            assert!(!is_phone(bad), "{bad}");
        }
        assert!(is_alias("ada.l-42") && !is_alias("ada l") && !is_alias("ada@x"));
    }

    #[test]
    fn a_label_is_never_the_whole_of_it() {
        for (address, label) in [
            ("augusta@example.com", "au***a@ex***e.com"),
            ("ada@ex.org", "a***@e***.org"),
            ("a@b.org", "***@***.org"),
            ("x@mail.example.com", "***@ma***e.com"),
        ] {
            assert_eq!(masked_email(address), label);
            assert_ne!(masked_email(address), address);
        }
        assert_eq!(masked_phone("+4790012345"), "+47*****45");
        assert_eq!(masked_phone("+47900"), "***");
    }
}
