//! What this library notes of an account beside what the schema has.

use std::collections::HashSet;
use std::time::SystemTime;

use native_auth_wire::AccountId;

use super::app::{App, account_of};
use super::document::{Document, Section};
use super::entity::{Form, Members};
use super::fingerprint::Fingerprint;
use crate::AccountRecord;

/// What is noted of an account. It holds for one refresh token: if another is there, somebody else has written since.
pub(super) struct Notes {
    pub(super) sign_in: u64,
    generation: u64,
    pub(super) asked: Vec<String>,
    updated_at: SystemTime,
    refresh_token_hash: String,
}

impl Notes {
    pub(super) fn read(members: &Members<'_>) -> Option<Self> {
        Some(Self {
            sign_in: members.number("sign_in")?,
            generation: members.number("generation")?,
            asked: members.texts("asked"),
            updated_at: members.precise_time("updated_at_milliseconds")?,
            refresh_token_hash: members
                .text("refresh_token_hash")
                .unwrap_or_default()
                .into_owned(),
        })
    }

    pub(super) fn put(document: &mut Document<'_>, app: &App, account: &AccountRecord) {
        let id = account.key.account();
        let realm = account.key.tenant_id();
        let asked = account.asked.iter().map(String::as_str).collect();
        let fingerprint = Fingerprint::of(account.refresh_token.as_ref()).text();
        let form = Form::default()
            .text("home_account_id", id.to_string())
            .text("environment", app.host.as_str())
            .text("client_id", app.client_id.as_str())
            .text("realm", realm.as_str())
            .number("sign_in", account.sign_in)
            .number("generation", account.generation)
            .texts("asked", asked)
            .precise_time("updated_at_milliseconds", account.updated_at)
            .text("refresh_token_hash", fingerprint);
        let key = app.credential(&id, Section::Notes.name(), &realm, "");
        document.put(Section::Notes, key, form.written());
    }

    /// Forgets the notes of accounts that are gone: Microsoft's clients sign out without knowing of them.
    pub(super) fn sweep(document: &mut Document<'_>) {
        let known: HashSet<AccountId> = document
            .entities(Section::Account)
            .filter_map(|entity| account_of(&entity.members()?))
            .collect();
        document.remove(Section::Notes, |entity| {
            let account = entity.members().and_then(|members| account_of(&members));
            account.is_none_or(|account| !known.contains(&account))
        });
    }

    /// The generation of an account with this refresh token.
    ///
    /// One that somebody else has put since counts as a later write, and as another one for each token: whoever expects
    /// the generation before finds that it has been overtaken.
    pub(super) fn generation(notes: Option<&Self>, current: &Fingerprint) -> u64 {
        let noted = notes.map_or(0, |notes| notes.generation);
        match notes {
            Some(notes) if notes.holds(current) => noted,
            _ => noted.saturating_add(1 + u64::from(current.number())),
        }
    }

    /// When the tokens were updated, if it was by this library.
    pub(super) fn updated_at(&self, current: &Fingerprint) -> Option<SystemTime> {
        self.holds(current).then_some(self.updated_at)
    }

    /// Whether this refresh token is the one that was there when the notes were made.
    pub(super) fn holds(&self, current: &Fingerprint) -> bool {
        self.refresh_token_hash == current.text()
    }
}
