//! What can be recognised of an account in bytes that are no cache any more.
//!
//! They may be cut anywhere, and any of them may be another than was written. So nothing is parsed: the braces divide them
//! into pieces, and an entity is a piece with the key before it, whatever became of the rest.

#[cfg(test)]
mod tests;

use std::ops::Range;

use native_auth_wire::AccountId;

use crate::msal::app::App;

/// Where something of this app's account stands that can be recognised as that. What cannot be told from another person's
/// or another app's is left out.
pub(super) fn of(bytes: &[u8], app: &App, account: &AccountId) -> Vec<Range<usize>> {
    let home = account.to_string();
    let mut found = Vec::new();
    let mut in_other_apps = false;
    for piece in pieces(bytes) {
        match piece.whose(app, &home) {
            Whose::Nobodys => {}
            Whose::OtherApps => in_other_apps = true,
            whose => found.push((whose, piece)),
        }
    }
    // The entity of an account stands for all apps.
    found.retain(|(whose, _)| !in_other_apps || *whose == Whose::Credential);
    let mut places = Vec::new();
    for (_, piece) in found {
        places.extend(piece.key.map(|key| key.at));
        places.push(piece.body.at);
    }
    places
}

/// A part of the bytes, and where it is.
struct Part<'b> {
    bytes: &'b [u8],
    at: Range<usize>,
}

/// What stands between two braces.
struct Piece<'b> {
    /// The last text before it, without its quotes, if it is what a brace opened.
    key: Option<Part<'b>>,
    body: Part<'b>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// The account's in this app.
    Credential,
    /// The account's, and no app's.
    Account,
    OtherApps,
    /// Another person's, or it does not say.
    Nobodys,
}

fn pieces(bytes: &[u8]) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut start = 0;
    let mut opened = false;
    for body in bytes.split(|byte| is_brace(*byte)) {
        let end = start + body.len();
        let before = pieces.last().filter(|_| opened);
        pieces.push(Piece {
            key: before.and_then(|before| last_text(&before.body)),
            body: Part {
                bytes: body,
                at: start..end,
            },
        });
        opened = bytes.get(end) == Some(&b'{');
        start = end + 1;
    }
    pieces
}

fn is_brace(byte: u8) -> bool {
    matches!(byte, b'{' | b'}')
}

fn last_text<'b>(part: &Part<'b>) -> Option<Part<'b>> {
    let is_quote = |byte: &u8| *byte == b'"';
    let end = part.bytes.iter().rposition(is_quote)?;
    let before = part.bytes.get(..end)?;
    let start = before.iter().rposition(is_quote)? + 1;
    Some(Part {
        bytes: before.get(start..)?,
        at: part.at.start + start..part.at.start + end,
    })
}

impl Piece<'_> {
    fn whose(&self, app: &App, home: &str) -> Whose {
        let key = self.key.as_ref().map(|key| key.bytes);
        let key = key.filter(|key| contains(key, home));
        let homes = values(self.body.bytes, "home_account_id");
        let is_home = |id: &&[u8]| id.eq_ignore_ascii_case(home.as_bytes());
        let theirs = homes.iter().filter(|id| is_home(id)).count();
        let of_two = 0 < theirs && theirs < homes.len();
        // The key may be what is left of an entity whose end is missing, with the beginning of this one.
        let of_another = theirs == 0 && homes.iter().any(|id| is_home_id(id));
        if of_two || of_another || (theirs == 0 && key.is_none()) {
            return Whose::Nobodys;
        }
        // The key says it too, and either may be damaged.
        let says = |name, ours: &str, is_ours: &dyn Fn(&str) -> bool| {
            let values = values(self.body.bytes, name);
            let mut texts = values.iter().filter_map(|value| str::from_utf8(value).ok());
            if texts.any(is_ours) || key.is_some_and(|key| contains(key, ours)) {
                return Some(true);
            }
            (!values.is_empty()).then_some(false)
        };
        if says("environment", &app.host, &|host| app.is_host(host)) == Some(false) {
            return Whose::OtherApps;
        }
        let has_secret = contains(self.body.bytes, "\"secret\"");
        match says("client_id", &app.client_id, &|id| app.is_client(id)) {
            Some(true) => Whose::Credential,
            Some(false) => Whose::OtherApps,
            None if !has_secret => Whose::Account,
            // A key that can be read names the app of a credential.
            None if key.is_some() => Whose::OtherApps,
            None => Whose::Credential,
        }
    }
}

/// Whether it has the form of a home account id, an object's and a tenant's.
fn is_home_id(text: &[u8]) -> bool {
    const GUID: [usize; 5] = [8, 4, 4, 4, 12];
    let is_guid = |text: &[u8]| {
        let parts = text.split(|byte| *byte == b'-');
        let is_hex = text
            .iter()
            .all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
        is_hex && parts.map(<[u8]>::len).eq(GUID)
    };
    let mut ids = text.split(|byte| *byte == b'.');
    let both = [ids.next(), ids.next()];
    ids.next().is_none() && both.into_iter().all(|id| id.is_some_and(is_guid))
}

/// The texts that stand behind a name, without quotes. One that is cut is none.
fn values<'b>(bytes: &'b [u8], name: &str) -> Vec<&'b [u8]> {
    let name = format!("\"{name}\"");
    let places = bytes.windows(name.len()).enumerate();
    let places = places.filter(|(_, window)| *window == name.as_bytes());
    let values = places.filter_map(|(at, _)| {
        let rest = bytes.get(at + name.len()..)?.trim_ascii_start();
        let rest = rest.strip_prefix(b":")?.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"")?;
        rest.get(..rest.iter().position(|byte| *byte == b'"')?)
    });
    values.collect()
}

fn contains(bytes: &[u8], text: &str) -> bool {
    !text.is_empty()
        && bytes
            .windows(text.len())
            .any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
}
