//! Which of the accounts that are signed in a command is about.

use native_auth::Account;

use crate::failure::Failure;

/// The one with this id; without one, the only one there is. `None` if nobody is signed in.
pub(super) fn of(accounts: Vec<Account>, id: Option<&str>) -> Result<Option<Account>, Failure> {
    let several = accounts.len() > 1;
    let mut accounts = accounts.into_iter();
    match id {
        Some(id) => match accounts.find(|account| account.id().to_string() == id) {
            Some(account) => Ok(Some(account)),
            None => Err(Failure::usage(
                "account_unknown",
                "no account with the id given with --account is signed in; the command accounts lists them",
            )),
        },
        None if several => Err(Failure::usage(
            "account_ambiguous",
            "several accounts are signed in; choose one with --account and its id, which the command accounts tells",
        )),
        None => Ok(accounts.next()),
    }
}
