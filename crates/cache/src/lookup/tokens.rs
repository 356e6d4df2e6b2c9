//! The access tokens of one account.

use std::collections::HashMap;
use std::sync::Arc;

use super::Ambiguous;
use crate::{AccessTokenRecord, ScopeSet};

/// How many answers are remembered; one that is forgotten is worked out again.
const REMEMBERED: usize = 256;

/// So many tokens are looked through more quickly than a map is asked.
const FEW: usize = 4;

/// The access tokens of one account, with what finds them.
#[derive(Debug)]
pub(super) struct Tokens {
    /// The oldest first.
    all: Vec<Arc<AccessTokenRecord>>,
    /// By what was granted or asked for, just so.
    exact: HashMap<ScopeSet, usize>,
    /// What was worked out before: the tokens that cover a set and are not just it.
    covering: HashMap<ScopeSet, Box<[usize]>>,
}

impl Tokens {
    pub(super) fn new(mut all: Vec<Arc<AccessTokenRecord>>) -> Self {
        all.sort_by_key(|token| token.obtained_at);
        let mut exact = HashMap::new();
        for (index, token) in all.iter().enumerate() {
            for asked in token.asked.iter().filter(|asked| stands_for(asked, token)) {
                exact.insert(asked.clone(), index);
            }
        }
        // What was granted says more than what was asked for.
        for (index, token) in all.iter().enumerate() {
            exact.insert(token.granted.clone(), index);
        }
        Self {
            all,
            exact,
            covering: HashMap::new(),
        }
    }

    pub(super) fn all(&self) -> &[Arc<AccessTokenRecord>] {
        &self.all
    }

    pub(super) fn find(
        &mut self,
        wanted: &ScopeSet,
        usable: impl Fn(&AccessTokenRecord) -> bool,
    ) -> Result<Option<&Arc<AccessTokenRecord>>, Ambiguous> {
        if let Some(index) = self.exact(wanted.as_str(), &usable) {
            return Ok(self.all.get(index));
        }
        // Wanting no API at all is not served by a token for one.
        if wanted.is_empty() {
            return Ok(None);
        }
        self.work_out(wanted);
        let all = &self.all;
        let covering = self.covering.get(wanted).map_or(&[][..], |found| found);
        let usable: Vec<_> = covering
            .iter()
            .filter_map(|index| all.get(*index))
            .filter(|token| usable(token))
            .collect();
        let smallest = |one: &&&Arc<AccessTokenRecord>| {
            usable
                .iter()
                .all(|other| other.granted.is_superset(&one.granted))
        };
        match usable.iter().find(smallest) {
            Some(token) => Ok(Some(token)),
            None if usable.is_empty() => Ok(None),
            None => Err(Ambiguous),
        }
    }

    /// Where the token is that was granted, or asked for, just so, if it is usable. `wanted` is the text of a set.
    pub(super) fn exact(
        &self,
        wanted: &str,
        usable: impl Fn(&AccessTokenRecord) -> bool,
    ) -> Option<usize> {
        let granted = |token: &Arc<AccessTokenRecord>| token.granted.as_str() == wanted;
        let few = self.all.len() <= FEW;
        let among_few = || self.all.iter().rposition(granted);
        let index = few.then(among_few).flatten();
        let index = index.or_else(|| self.exact.get(wanted).copied())?;
        let token = self.all.get(index);
        token.is_some_and(|token| usable(token)).then_some(index)
    }

    fn work_out(&mut self, wanted: &ScopeSet) {
        if self.covering.contains_key(wanted) {
            return;
        }
        if self.covering.len() >= REMEMBERED {
            self.covering.clear();
        }
        let covers = |token: &Arc<AccessTokenRecord>| {
            token.granted.is_superset(wanted) && token.granted != *wanted
        };
        let all = self.all.iter().enumerate();
        let found = all
            .filter(|(_, token)| covers(token))
            .map(|(index, _)| index);
        let found = found.collect();
        self.covering.insert(wanted.clone(), found);
    }
}

/// Whether a token answers for what was asked when it came: the server may grant under other names (`…/.default`), and
/// would do so again. Where it granted less, the token does not: a subset never serves.
fn stands_for(asked: &ScopeSet, token: &AccessTokenRecord) -> bool {
    *asked == token.granted || !asked.is_superset(&token.granted)
}
