//! The persisted form of a record: JSON, tagged by version. Pure.
//!
//! A reader knows its own version and those before it. What a later version wrote is not understood, and not touched.

use std::time::{Duration, SystemTime};

use native_auth_wire::Secret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{AccessTokenRecord, AccountKey, AccountRecord, ScopeSet};

/// The version of what is written.
pub const VERSION: u32 = 1;

/// Why a record cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A later version wrote it.
    #[error("a later version of this library wrote the record")]
    FutureVersion,
    /// It is no record of any version.
    #[error("the record cannot be read")]
    Malformed,
}

#[derive(Deserialize)]
struct Tag {
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct AccountForm<'a> {
    version: u32,
    sign_in: u64,
    generation: u64,
    #[serde(borrow)]
    username: Option<Text<'a>>,
    asked: Vec<Text<'a>>,
    refresh_token: Option<Text<'a>>,
    id_token: Option<Text<'a>>,
    updated_at_milliseconds: u64,
}

#[derive(Serialize, Deserialize)]
struct AccessTokenForm<'a> {
    version: u32,
    #[serde(borrow)]
    token: Text<'a>,
    scopes: Vec<Text<'a>>,
    asked: Vec<Text<'a>>,
    obtained_at_milliseconds: u64,
    expires_at_milliseconds: u64,
    extended_expires_at_milliseconds: Option<u64>,
    refresh_at_milliseconds: u64,
}

/// Text that is borrowed from what is read where it has no escapes, so that no copy of a token stays behind.
type Text<'a> = std::borrow::Cow<'a, str>;

/// The bytes of an account.
#[must_use]
pub fn write_account(account: &AccountRecord) -> Zeroizing<Vec<u8>> {
    write(&AccountForm {
        version: VERSION,
        sign_in: account.sign_in,
        generation: account.generation,
        username: account.username.as_deref().map(Text::Borrowed),
        asked: borrowed(&account.asked),
        refresh_token: account.refresh_token.as_ref().map(exposed),
        id_token: account.id_token.as_ref().map(exposed),
        updated_at_milliseconds: milliseconds(account.updated_at),
    })
}

/// The account of these bytes, whose key says whose it is.
///
/// # Errors
///
/// [`Unreadable`] if a later version, or nobody, wrote it.
pub fn read_account(key: &AccountKey, bytes: &[u8]) -> Result<AccountRecord, Unreadable> {
    let form: AccountForm<'_> = read(bytes)?;
    Ok(AccountRecord {
        key: key.clone(),
        sign_in: form.sign_in,
        generation: form.generation,
        username: form.username.map(Text::into_owned),
        asked: owned(form.asked),
        refresh_token: form.refresh_token.map(secret),
        id_token: form.id_token.map(secret),
        updated_at: time(form.updated_at_milliseconds),
    })
}

/// The bytes of an access token.
#[must_use]
pub fn write_access_token(token: &AccessTokenRecord) -> Zeroizing<Vec<u8>> {
    write(&AccessTokenForm {
        version: VERSION,
        token: exposed(&token.token),
        scopes: borrowed(&token.scopes),
        asked: token
            .asked
            .iter()
            .map(|set| Text::Borrowed(set.as_str()))
            .collect(),
        obtained_at_milliseconds: milliseconds(token.obtained_at),
        expires_at_milliseconds: milliseconds(token.expires_at),
        extended_expires_at_milliseconds: token.extended_expires_at.map(milliseconds),
        refresh_at_milliseconds: milliseconds(token.refresh_at),
    })
}

/// The access token of these bytes.
///
/// # Errors
///
/// [`Unreadable`] if a later version, or nobody, wrote it.
pub fn read_access_token(bytes: &[u8]) -> Result<AccessTokenRecord, Unreadable> {
    let form: AccessTokenForm<'_> = read(bytes)?;
    let scopes = owned(form.scopes);
    Ok(AccessTokenRecord {
        token: secret(form.token),
        granted: ScopeSet::new(&scopes),
        scopes,
        asked: form.asked.iter().map(|set| ScopeSet::parse(set)).collect(),
        obtained_at: time(form.obtained_at_milliseconds),
        expires_at: time(form.expires_at_milliseconds),
        extended_expires_at: form.extended_expires_at_milliseconds.map(time),
        refresh_at: time(form.refresh_at_milliseconds),
    })
}

fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Unreadable> {
    let tag: Tag = serde_json::from_slice(bytes).map_err(|_| Unreadable::Malformed)?;
    if tag.version > VERSION {
        return Err(Unreadable::FutureVersion);
    }
    serde_json::from_slice(bytes).map_err(|_| Unreadable::Malformed)
}

/// Counts first, so that the buffer never moves and leaves no copy behind.
fn write<T: Serialize>(form: &T) -> Zeroizing<Vec<u8>> {
    let mut length = Length(0);
    let counted = serde_json::to_writer(&mut length, form);
    let mut bytes = Zeroizing::new(Vec::with_capacity(length.0));
    let written = serde_json::to_writer(&mut *bytes, form);
    // Strings and numbers only, written to memory: neither can fail.
    debug_assert!(counted.is_ok() && written.is_ok());
    bytes
}

/// As [`write`], as text.
#[cfg(feature = "msal")]
pub(crate) fn write_text<T: Serialize>(form: &T) -> Zeroizing<String> {
    let bytes = std::mem::take(&mut *write(form));
    let text = String::from_utf8(bytes);
    // JSON is UTF-8.
    debug_assert!(text.is_ok());
    Zeroizing::new(text.unwrap_or_default())
}

struct Length(usize);

impl std::io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn borrowed(texts: &[String]) -> Vec<Text<'_>> {
    texts
        .iter()
        .map(|text| Text::Borrowed(text.as_str()))
        .collect()
}

fn owned(texts: Vec<Text<'_>>) -> Vec<String> {
    texts.into_iter().map(Text::into_owned).collect()
}

fn exposed(secret: &Secret) -> Text<'_> {
    Text::Borrowed(secret.expose())
}

fn secret(text: Text<'_>) -> Secret {
    Secret::new(text.into_owned())
}

/// Since 1970; a time before that is its beginning.
fn milliseconds(time: SystemTime) -> u64 {
    let since = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// A time that this machine cannot tell is the beginning: whatever ends then has ended.
fn time(milliseconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH
        .checked_add(Duration::from_millis(milliseconds))
        .unwrap_or(SystemTime::UNIX_EPOCH)
}
