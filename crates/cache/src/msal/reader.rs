//! From entities to accounts. The keys of the entities are not looked at, as Microsoft's clients do not.

mod access_token;
mod refresh_token;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use indexmap::IndexMap;
use native_auth_wire::{AccountId, Secret};

use super::app::{App, account_of};
use super::document::{Document, Section};
use super::entity::{Entity, Members};
use super::fingerprint::Fingerprint;
use super::notes::Notes;
use crate::store::StoredAccount;
use crate::{AccessTokenRecord, AccountKey, AccountRecord, Partition};

pub(super) use access_token::is_plain;
pub(super) use refresh_token::RefreshToken;

/// An account as it was found.
pub(super) struct Found {
    /// Without its ID token.
    pub(super) stored: StoredAccount,
    /// Nobody here has verified it.
    pub(super) id_token: Option<Secret>,
}

/// What was left out, in entities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Skipped {
    /// Those of another app or another host, and access tokens that are bound to a key or to a request of their own.
    pub others: usize,
    /// Those that lack something, or have it in a form that nobody can read.
    pub malformed: usize,
    /// Tokens whose account is not there, as after a sign-out that was cut off.
    pub without_account: usize,
}

/// Reads the accounts that `partition` sees; with `only`, that one alone.
pub(super) fn read(
    document: &Document<'_>,
    partition: &Partition,
    only: Option<&AccountKey>,
) -> (Vec<Found>, Skipped) {
    let mut reader = Reader {
        app: App::new(partition),
        partition,
        only,
        only_account: only.map(AccountKey::account),
        drafts: IndexMap::new(),
        refresh_tokens: HashMap::new(),
        skipped: Skipped::default(),
    };
    reader.each(document, Section::Account, Reader::account);
    reader.each(document, Section::RefreshToken, Reader::refresh_token);
    reader.each(document, Section::AccessToken, Reader::access_token);
    reader.each(document, Section::IdToken, Reader::id_token);
    // Not counted: they are ours, and worth nothing without an account.
    let counted = reader.skipped;
    reader.each(document, Section::Notes, Reader::notes);
    reader.skipped = counted;
    reader.finish()
}

struct Reader<'p> {
    app: App,
    partition: &'p Partition,
    only: Option<&'p AccountKey>,
    only_account: Option<AccountId>,
    drafts: IndexMap<AccountKey, Draft>,
    /// A refresh token is good in every realm.
    refresh_tokens: HashMap<AccountId, Vec<RefreshToken>>,
    skipped: Skipped,
}

#[derive(Default)]
struct Draft {
    username: Option<String>,
    tokens: Vec<Arc<AccessTokenRecord>>,
    id_token: Option<Secret>,
    notes: Option<Notes>,
}

/// Why an entity is left out.
enum Why {
    Other,
    Malformed,
    NoAccount,
    /// It is not asked for.
    Unwanted,
}

impl Reader<'_> {
    fn each(
        &mut self,
        document: &Document<'_>,
        section: Section,
        take: impl Fn(&mut Self, &Members<'_>) -> Result<(), Why>,
    ) {
        for entity in document.entities(section) {
            let taken = match Entity::members(entity) {
                Some(members) => take(self, &members),
                None => Err(Why::Malformed),
            };
            match taken {
                Err(Why::Other) => self.skipped.others += 1,
                Err(Why::Malformed) => self.skipped.malformed += 1,
                Err(Why::NoAccount) => self.skipped.without_account += 1,
                Ok(()) | Err(Why::Unwanted) => {}
            }
        }
    }

    fn account(&mut self, members: &Members<'_>) -> Result<(), Why> {
        let kind = members.text("authority_type");
        if !self.app.is_here(members) || kind.is_some_and(|kind| kind != "MSSTS") {
            return Err(Why::Other);
        }
        let key = self.key(members, &self.wanted_account(members)?)?;
        if self.only.is_some_and(|only| *only != key) {
            return Err(Why::Unwanted);
        }
        let draft = self.drafts.entry(key).or_default();
        draft.username = members.text("username").map(|name| name.into_owned());
        Ok(())
    }

    fn refresh_token(&mut self, members: &Members<'_>) -> Result<(), Why> {
        let account = self.owner(members)?;
        let token = RefreshToken::read(members).ok_or(Why::Malformed)?;
        self.refresh_tokens.entry(account).or_default().push(token);
        Ok(())
    }

    fn access_token(&mut self, members: &Members<'_>) -> Result<(), Why> {
        let account = self.owner(members)?;
        if !is_plain(members) {
            return Err(Why::Other);
        }
        let token = access_token::read(members).ok_or(Why::Malformed)?;
        let draft = self.draft(members, &account)?;
        let same = draft
            .tokens
            .iter_mut()
            .find(|other| other.granted == token.granted);
        match same {
            // Microsoft's clients keep one for each way to spell the scopes.
            Some(other) if other.expires_at < token.expires_at => *other = Arc::new(token),
            Some(_) => {}
            None => draft.tokens.push(Arc::new(token)),
        }
        Ok(())
    }

    fn id_token(&mut self, members: &Members<'_>) -> Result<(), Why> {
        let account = self.owner(members)?;
        let token = members.secret("secret").ok_or(Why::Malformed)?;
        self.draft(members, &account)?.id_token = Some(token);
        Ok(())
    }

    fn notes(&mut self, members: &Members<'_>) -> Result<(), Why> {
        let account = self.owner(members)?;
        let read = Notes::read(members).ok_or(Why::Malformed)?;
        self.draft(members, &account)?.notes = Some(read);
        Ok(())
    }

    /// Whose credential of this app it is.
    fn owner(&self, members: &Members<'_>) -> Result<AccountId, Why> {
        if !self.app.owns(members) {
            return Err(Why::Other);
        }
        self.wanted_account(members)
    }

    fn wanted_account(&self, members: &Members<'_>) -> Result<AccountId, Why> {
        let account = account_of(members).ok_or(Why::Malformed)?;
        match &self.only_account {
            Some(only) if *only != account => Err(Why::Unwanted),
            _ => Ok(account),
        }
    }

    fn key(&self, members: &Members<'_>, account: &AccountId) -> Result<AccountKey, Why> {
        let realm = members.text("realm").ok_or(Why::Malformed)?;
        Ok(AccountKey::new(self.partition, &realm, account))
    }

    fn draft(&mut self, members: &Members<'_>, account: &AccountId) -> Result<&mut Draft, Why> {
        let key = self.key(members, account)?;
        self.drafts.get_mut(&key).ok_or(Why::NoAccount)
    }

    fn finish(mut self) -> (Vec<Found>, Skipped) {
        let mut found = Vec::with_capacity(self.drafts.len());
        for (key, draft) in std::mem::take(&mut self.drafts) {
            // In every realm it is the same one.
            let refresh_tokens = self.refresh_tokens.get(&key.account());
            let refresh_tokens = refresh_tokens.map_or(&[][..], Vec::as_slice);
            let newest = RefreshToken::newest(refresh_tokens, draft.notes.as_ref());
            if newest.is_none() && draft.tokens.is_empty() {
                // The entity of an account is for all apps; this one has nothing of it.
                self.skipped.others += 1;
                continue;
            }
            found.push(draft.into_found(key, newest));
        }
        for found in &found {
            self.refresh_tokens
                .remove(&found.stored.account.key.account());
        }
        let left = self.refresh_tokens.values();
        self.skipped.without_account += left.map(Vec::len).sum::<usize>();
        (found, self.skipped)
    }
}

impl Draft {
    fn into_found(self, key: AccountKey, refresh_token: Option<&RefreshToken>) -> Found {
        let notes = self.notes.as_ref();
        let secret = refresh_token.map(|token| &token.secret);
        let fingerprint = Fingerprint::of(secret);
        let newest = self.tokens.iter().max_by_key(|token| token.obtained_at);
        let asked = match notes {
            Some(notes) => notes.asked.clone(),
            None => refresh_token
                .map(|token| token.target.clone())
                .filter(|target| !target.is_empty())
                .or_else(|| newest.map(|token| token.scopes.clone()))
                .unwrap_or_default(),
        };
        let updated_at = notes
            .and_then(|notes| notes.updated_at(&fingerprint))
            .or_else(|| refresh_token.and_then(|token| token.modified_at))
            .or_else(|| newest.map(|token| token.obtained_at))
            .unwrap_or(SystemTime::UNIX_EPOCH);
        let account = AccountRecord {
            key,
            sign_in: notes.map_or(0, |notes| notes.sign_in),
            generation: Notes::generation(notes, &fingerprint),
            username: self.username,
            asked,
            refresh_token: secret.cloned(),
            id_token: None,
            updated_at,
        };
        Found {
            stored: StoredAccount {
                account,
                tokens: self.tokens,
            },
            id_token: self.id_token,
        }
    }
}
