//! Passwords: the rules for a new one, and how one is kept.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

use crate::randomness::Randomness;

/// Fewer characters are refused.
const SHORTEST: usize = 8;
/// More characters are refused.
const LONGEST: usize = 256;
/// The symbols a password may hold besides letters, digits and the space.
const SYMBOLS: &str = "@#$%^&*-_!+=[]{}|\\:',.?/`~\"();<>";
/// Words nobody may build a password on, in the folded form of [`folded`].
const BANNED: [&str; 12] = [
    "password", "passwort", "qwerty", "letmein", "welcome", "iloveyou", "sunshine", "princess",
    "football", "monkey", "dragon", "abcdef",
];

/// Checks a new password; the error is the `suberror` of the refusal. The order of the checks is
/// not published: what is wrong with the characters comes before what they spell.
///
/// `words` are the tenant's own banned words; `earlier` are the user's earlier passwords.
pub(crate) fn check(
    password: &str,
    words: &[String],
    earlier: &[PasswordHash],
) -> Result<(), &'static str> {
    if !password.chars().all(is_allowed) {
        return Err("password_is_invalid");
    }
    // From here on one character is one byte.
    if password.len() < SHORTEST {
        return Err("password_too_short");
    }
    if password.len() > LONGEST {
        return Err("password_too_long");
    }
    if kinds(password) < 3 {
        return Err("password_too_weak");
    }
    if is_banned(password, words) {
        return Err("password_banned");
    }
    if earlier.iter().any(|hash| hash.matches(password)) {
        return Err("password_recently_used");
    }
    Ok(())
}

/// A salted hash, which is all that is kept of a password.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordHash {
    #[serde(with = "crate::encoded")]
    salt: [u8; 16],
    #[serde(with = "crate::encoded")]
    hash: [u8; 32],
}

impl PasswordHash {
    /// `None` only if the hash function has no memory to work with.
    pub(crate) fn of(password: &str, randomness: &Randomness) -> Option<Self> {
        let salt = randomness.bytes();
        let hash = hash(password, &salt)?;
        Some(Self { salt, hash })
    }

    pub(crate) fn matches(&self, password: &str) -> bool {
        hash(password, &self.salt) == Some(self.hash)
    }
}

/// Argon2id at the least cost it knows. That is far too little for real passwords and right for
/// a development tool, whose tests sign in thousands of times.
fn hash(password: &str, salt: &[u8; 16]) -> Option<[u8; 32]> {
    let params = Params::new(Params::MIN_M_COST, 1, 1, Some(32)).ok()?;
    let mut hash = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, &mut hash)
        .ok()?;
    Some(hash)
}

fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == ' ' || SYMBOLS.contains(c)
}

/// How many of lower case, upper case, digit and symbol occur. A space is a symbol here.
fn kinds(password: &str) -> usize {
    [
        password.contains(|c: char| c.is_ascii_lowercase()),
        password.contains(|c: char| c.is_ascii_uppercase()),
        password.contains(|c: char| c.is_ascii_digit()),
        password.contains(|c: char| !c.is_ascii_alphanumeric()),
    ]
    .into_iter()
    .filter(|&present| present)
    .count()
}

/// Microsoft's published scoring: every banned word found counts one point, every other character
/// one, and fewer than five points are too few.
fn is_banned(password: &str, words: &[String]) -> bool {
    let mut rest = folded(password);
    let mut points = 0;
    let own = words.iter().map(|word| folded(word));
    for word in BANNED.iter().map(|word| (*word).to_owned()).chain(own) {
        if word.len() >= 4 && rest.contains(&word) {
            points += rest.matches(&word).count();
            rest = rest.replace(&word, "");
        }
    }
    points > 0 && points + rest.chars().count() < 5
}

/// Lower case, and the usual substitutions undone.
fn folded(text: &str) -> String {
    text.chars()
        .map(|c| match c.to_ascii_lowercase() {
            '0' => 'o',
            '1' | '|' => 'l',
            '3' => 'e',
            '5' | '$' => 's',
            '@' => 'a',
            '!' => 'i',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_and_their_order() {
        let earlier =
            PasswordHash::of("Old-Garden-12", &Randomness::new(Some(1)).unwrap()).unwrap();
        let words = vec!["contoso".to_owned()];
        let long = format!("Aa1{}", "x".repeat(254));
        let longest = format!("Aa1{}", "x".repeat(253));
        for (password, verdict) in [
            ("Quiet-River-41", Ok(())),
            (longest.as_str(), Ok(())),
            ("lower UPPER", Ok(())),
            ("Ab1-Ab1-", Ok(())),
            ("Größe-12345", Err("password_is_invalid")),
            ("Tab\there-12", Err("password_is_invalid")),
            // Invalid characters are complained of before shortness.
            ("é", Err("password_is_invalid")),
            ("Ab1-Ab1", Err("password_too_short")),
            ("", Err("password_too_short")),
            (long.as_str(), Err("password_too_long")),
            ("onlylowercase1", Err("password_too_weak")),
            ("ONLYUPPERCASE1", Err("password_too_weak")),
            ("1234567890", Err("password_too_weak")),
            // Weakness before the banned words.
            ("password1", Err("password_too_weak")),
            ("P@ssw0rd12", Err("password_banned")),
            ("C0ntoso-12", Err("password_banned")),
            ("C0ntoso-1234", Ok(())),
            ("Old-Garden-12", Err("password_recently_used")),
        ] {
            let shown = &password[..password.len().min(20)];
            assert_eq!(
                check(password, &words, std::slice::from_ref(&earlier)),
                verdict,
                "{shown}"
            );
        }
    }

    #[test]
    fn every_documented_symbol_is_allowed() {
        for c in SYMBOLS.chars() {
            assert_eq!(check(&format!("Aa1Aa1Aa{c}"), &[], &[]), Ok(()), "{c}");
        }
    }

    #[test]
    fn a_hash_is_salted_and_knows_its_password() {
        let randomness = Randomness::new(Some(1)).unwrap();
        let one = PasswordHash::of("Quiet-River-41", &randomness).unwrap();
        let two = PasswordHash::of("Quiet-River-41", &randomness).unwrap();
        assert_ne!(one.hash, two.hash);
        assert!(one.matches("Quiet-River-41") && two.matches("Quiet-River-41"));
        assert!(!one.matches("quiet-river-41"));
    }
}
