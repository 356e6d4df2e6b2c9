//! What a token is for.

use std::borrow::Borrow;
use std::fmt;

/// A set of scopes. Order, repetition and ASCII case do not matter, and neither do the OpenID Connect scopes that
/// every request has (`openid`, `profile`, `offline_access`): they are left out.
///
/// It is kept as one text, in lower case, sorted, with single spaces between: comparing and hashing are those of a
/// string.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct ScopeSet(Box<str>);

impl ScopeSet {
    /// The set of these scopes. A text with spaces in it counts as several scopes.
    #[must_use]
    pub fn new<S: AsRef<str>>(scopes: &[S]) -> Self {
        let mut lower: Vec<String> = scopes
            .iter()
            .flat_map(|scope| scope.as_ref().split_ascii_whitespace())
            .map(str::to_ascii_lowercase)
            .filter(|scope| !is_common(scope))
            .collect();
        if lower.len() == 1 {
            return Self(lower.pop().unwrap_or_default().into());
        }
        lower.sort_unstable();
        lower.dedup();
        Self(lower.join(" ").into())
    }

    /// What [`as_str`](Self::as_str) of the set of these scopes gives, if it can be told without making the set: it is one
    /// scope, spelt as it is kept.
    pub(crate) fn spelt<S: AsRef<str>>(scopes: &[S]) -> Option<&str> {
        let [scope] = scopes else { return None };
        let scope = scope.as_ref();
        let other = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_whitespace();
        let as_kept = !scope.is_empty() && !scope.bytes().any(other) && !is_common(scope);
        as_kept.then_some(scope)
    }

    /// Reads what [`as_str`](Self::as_str) gave, or any list of scopes with spaces between.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::new(&[text])
    }

    /// The scopes in lower case, sorted, with single spaces between.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether no API is wanted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The scopes, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|scope| !scope.is_empty())
    }

    /// Whether every scope of `other` is in this set.
    #[must_use]
    pub fn is_superset(&self, other: &Self) -> bool {
        // Both are sorted, so one pass over this set is enough.
        let mut ours = self.iter();
        other.iter().all(|wanted| ours.any(|scope| scope == wanted))
    }
}

/// Equal and hashed as its text is.
impl Borrow<str> for ScopeSet {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Whether every request has it, in lower case.
fn is_common(scope: &str) -> bool {
    matches!(scope, "openid" | "profile" | "offline_access")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::ScopeSet;

    #[test]
    fn order_case_repetition_and_the_common_scopes_do_not_matter() {
        let set = ScopeSet::new(&["b", "openid", "A", "a", "Profile"]);
        assert_eq!(set, ScopeSet::new(&["a B offline_access"]));
        assert_eq!(set.as_str(), "a b");
        assert!(ScopeSet::new::<&str>(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn it_is_a_set(a in "[abcAB ]{0,12}", b in "[abcAB ]{0,12}") {
            let set = |text: &str| text.split(' ').filter(|s| !s.is_empty()).map(str::to_ascii_lowercase).collect::<BTreeSet<_>>();
            let (ours, theirs) = (ScopeSet::parse(&a), ScopeSet::parse(&b));
            prop_assert_eq!(ours.is_superset(&theirs), set(&a).is_superset(&set(&b)));
            prop_assert_eq!(ours == theirs, set(&a) == set(&b));
            prop_assert_eq!(ScopeSet::parse(ours.as_str()), ours);
        }

        #[test]
        fn what_is_spelt_as_it_is_kept_is_the_set(scope in "[abAB ]{0,2}|[oO]penid|profile") {
            let set = ScopeSet::new(&[&scope]);
            let told = ScopeSet::spelt(std::slice::from_ref(&scope));
            let plain = !set.is_empty() && set.as_str() == scope;
            prop_assert_eq!(told, plain.then_some(scope.as_str()));
        }
    }
}
