//! From an account to entities, spelt as Microsoft's clients spell them.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use native_auth_wire::AccountId;

use super::app::{App, account_of};
use super::document::{Document, Section};
use super::entity::{Entity, Form, Members};
use super::names::ASKED;
use super::notes::Notes;
use super::reader::{RefreshToken, is_plain};
use crate::store::{Others, Save};
use crate::{AccessTokenRecord, AccountRecord, ScopeSet};

/// Adds an account that is not there yet.
pub(super) fn add(
    document: &mut Document<'_>,
    account: &AccountRecord,
    tokens: &[Arc<AccessTokenRecord>],
) {
    let app = App::new(&account.key.partition());
    let writer = Writer::new(&app, account);
    writer.put_account(document, None);
    writer.put_refresh_token(document, None);
    writer.put_rest(document, tokens);
}

/// Puts an account and its tokens in the place of what is there of them.
pub(super) fn put(document: &mut Document<'_>, app: &App, save: &Save<'_>) {
    let writer = Writer::new(app, save.account);
    let found = document.take(Section::Account, |entity| writer.is_the_account(entity));
    writer.put_account(document, found);
    let found = writer.take_refresh_token(document);
    writer.put_refresh_token(document, found);
    document.remove(Section::IdToken, |entity| writer.is_of_this_realm(entity));
    document.remove(Section::AccessToken, |entity| {
        writer.is_of_this_realm(entity) && goes(entity, save)
    });
    writer.put_rest(document, save.put);
    Notes::sweep(document);
}

struct Writer<'s> {
    app: &'s App,
    account: &'s AccountRecord,
    id: AccountId,
    home: String,
    realm: String,
}

impl<'s> Writer<'s> {
    fn new(app: &'s App, account: &'s AccountRecord) -> Self {
        let id = account.key.account();
        Self {
            app,
            account,
            home: id.to_string(),
            realm: account.key.tenant_id(),
            id,
        }
    }

    /// What is known of the account beside stays.
    fn put_account(&self, document: &mut Document<'_>, found: Option<(String, Entity<'_>)>) {
        let username = self.account.username.as_deref();
        let found = found.as_ref();
        let members = found.and_then(|(key, entity)| Some((key, entity.members()?)));
        let (key, entity) = match &members {
            Some((key, members)) => {
                let form = Form::of(members);
                let form = match username {
                    Some(username) => form.text("username", username),
                    None => form,
                };
                ((*key).clone(), form.written())
            }
            None => {
                let form = Form::default()
                    .text("home_account_id", self.home.as_str())
                    .text("environment", self.app.host.as_str())
                    .text("realm", self.realm.as_str())
                    .text("local_account_id", self.id.object_id())
                    // Never `null`: their clients compare it.
                    .text("username", username.unwrap_or_default())
                    .text("authority_type", "MSSTS")
                    .text("client_info", client_info(&self.id));
                (self.app.account_entity(&self.account.key), form.written())
            }
        };
        document.put(Section::Account, key, entity);
    }

    fn put_refresh_token(&self, document: &mut Document<'_>, found: Option<(String, Entity<'_>)>) {
        let Some(secret) = &self.account.refresh_token else {
            return;
        };
        let found = found.as_ref();
        let members = found.and_then(|(key, entity)| Some((key, entity.members()?)));
        let (key, form) = match &members {
            Some((key, members)) => ((*key).clone(), Form::of(members)),
            None => {
                let kind = Section::RefreshToken.name();
                // It is good in every realm, and for every scope.
                let key = self.app.credential(&self.id, kind, "", "");
                (key, self.credential(kind).text("target", ""))
            }
        };
        let form = form
            .secret("secret", secret)
            .time("last_modification_time", self.account.updated_at);
        document.put(Section::RefreshToken, key, form.written());
    }

    fn put_rest(&self, document: &mut Document<'_>, tokens: &[Arc<AccessTokenRecord>]) {
        if let Some(secret) = &self.account.id_token {
            let kind = Section::IdToken.name();
            let form = self
                .credential(kind)
                .text("realm", self.realm.as_str())
                .secret("secret", secret);
            let key = self.app.credential(&self.id, kind, &self.realm, "");
            document.put(Section::IdToken, key, form.written());
        }
        for token in tokens {
            let (key, entity) = self.access_token(token);
            document.put(Section::AccessToken, key, entity);
        }
        let key = self.app.metadata();
        if !document.contains(Section::AppMetadata, &key) {
            let form = Form::default()
                .text("client_id", self.app.client_id.as_str())
                .text("environment", self.app.host.as_str());
            document.put(Section::AppMetadata, key, form.written());
        }
        Notes::put(document, self.app, self.account);
    }

    fn access_token<'a>(&self, token: &AccessTokenRecord) -> (String, Entity<'a>) {
        let kind = Section::AccessToken.name();
        let mut scopes: Vec<&str> = token.scopes.iter().map(String::as_str).collect();
        scopes.sort_unstable();
        let target = scopes.join(" ");
        let end = token.extended_expires_at.unwrap_or(token.expires_at);
        let form = self
            .credential(kind)
            .text("realm", self.realm.as_str())
            .text("target", target.as_str())
            .text("token_type", "Bearer")
            .secret("secret", &token.token)
            .time("cached_at", token.obtained_at)
            .time("expires_on", token.expires_at)
            .time("extended_expires_on", end)
            .time("refresh_on", token.refresh_at)
            .texts(ASKED, token.asked.iter().map(ScopeSet::as_str).collect());
        let key = self.app.credential(&self.id, kind, &self.realm, &target);
        (key, form.written())
    }

    fn credential<'v>(&'v self, kind: &'v str) -> Form<'v> {
        Form::default()
            .text("credential_type", kind)
            .text("home_account_id", self.home.as_str())
            .text("environment", self.app.host.as_str())
            .text("client_id", self.app.client_id.as_str())
    }

    /// Takes all refresh tokens of the account out. Gives the one that counted, in whose place the new one goes.
    fn take_refresh_token<'a>(&self, document: &mut Document<'a>) -> Option<(String, Entity<'a>)> {
        let mut newest: Option<(Option<std::time::SystemTime>, (String, Entity<'a>))> = None;
        while let Some((key, entity)) =
            document.take(Section::RefreshToken, |entity| self.is_of_the_app(entity))
        {
            let read = entity
                .members()
                .and_then(|members| RefreshToken::read(&members));
            let modified_at = read.and_then(|token| token.modified_at);
            if newest
                .as_ref()
                .is_none_or(|(before, _)| *before <= modified_at)
            {
                newest = Some((modified_at, (key, entity)));
            }
        }
        newest.map(|(_, found)| found)
    }

    fn is_the_account(&self, entity: &Entity<'_>) -> bool {
        entity.members().is_some_and(|members| {
            self.app.is_here(&members) && self.is_theirs(&members) && self.is_realm(&members)
        })
    }

    fn is_of_the_app(&self, entity: &Entity<'_>) -> bool {
        entity
            .members()
            .is_some_and(|members| self.app.owns(&members) && self.is_theirs(&members))
    }

    fn is_of_this_realm(&self, entity: &Entity<'_>) -> bool {
        self.is_of_the_app(entity)
            && entity
                .members()
                .is_some_and(|members| self.is_realm(&members))
    }

    fn is_theirs(&self, members: &Members<'_>) -> bool {
        account_of(members).is_some_and(|account| account == self.id)
    }

    fn is_realm(&self, members: &Members<'_>) -> bool {
        members
            .text("realm")
            .is_some_and(|realm| realm.eq_ignore_ascii_case(&self.realm))
    }
}

/// Whether this access token of the account goes. One that is bound to a key is none of ours.
fn goes(entity: &Entity<'_>, save: &Save<'_>) -> bool {
    let Some(members) = entity.members().filter(is_plain) else {
        return false;
    };
    let granted = ScopeSet::parse(&members.text("target").unwrap_or_default());
    match save.others {
        Others::Drop => true,
        Others::Keep { but } => {
            but.contains(&granted) || save.put.iter().any(|token| token.granted == granted)
        }
    }
}

/// What the server calls the account, in the form it says it in.
fn client_info(id: &AccountId) -> String {
    let info = serde_json::json!({ "uid": id.object_id(), "utid": id.tenant_id() });
    URL_SAFE_NO_PAD.encode(info.to_string())
}
