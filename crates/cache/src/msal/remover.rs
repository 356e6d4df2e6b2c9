//! Signing out.

use native_auth_wire::AccountId;

use super::app::{App, account_of};
use super::document::{Document, Section};
use super::entity::Members;
use super::notes::Notes;

/// Removes what this app has of the account, in whatever realm: without the refresh token, which is the same in all,
/// the rest would only be left over. Gives whether there was anything.
///
/// The entity of the account goes too unless another app has tokens of it: it stands for all of them.
pub(super) fn remove(document: &mut Document<'_>, app: &App, account: &AccountId) -> bool {
    let mut removed = false;
    let is_theirs = |members: &Members<'_>| account_of(members).is_some_and(|id| id == *account);
    const CREDENTIALS: [Section; 3] = [
        Section::RefreshToken,
        Section::AccessToken,
        Section::IdToken,
    ];
    for section in CREDENTIALS {
        removed |= document.remove(section, |entity| {
            entity
                .members()
                .is_some_and(|members| app.owns(&members) && is_theirs(&members))
        });
    }
    let is_anothers = CREDENTIALS.into_iter().any(|section| {
        document.entities(section).any(|entity| {
            entity
                .members()
                .is_some_and(|members| app.is_here(&members) && is_theirs(&members))
        })
    });
    if !is_anothers {
        removed |= document.remove(Section::Account, |entity| {
            entity
                .members()
                .is_some_and(|members| app.is_here(&members) && is_theirs(&members))
        });
    }
    removed |= document.remove(Section::Notes, |entity| {
        entity
            .members()
            .is_some_and(|members| app.owns(&members) && is_theirs(&members))
    });
    Notes::sweep(document);
    removed
}
