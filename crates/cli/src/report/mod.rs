//! Showing where a flow stands and how it ended: to a person, or to a program.

pub(crate) mod error_json;
pub(crate) mod json;
pub(crate) mod text;

use native_auth::{
    AccessToken, Account, AttributesRequired, BrowserRequired, CodeRequired, Completed, FlowKind,
    MethodRequired, PasswordRequired, RegistrationRequired, RequiredAttribute,
};
use serde::Serialize;

use crate::failure::Failure;
use crate::output::{self, Output};
use error_json::{ErrorBody, Line};
use json::{AccountBody, AttributesLine, StepLine};

/// Shows everything in one of two ways: results on stdout and the rest on stderr for a person, or one JSON object a
/// line on stdout for a program.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    output: Output,
    json: bool,
}

impl Report {
    pub(crate) fn new(json: bool) -> Self {
        let output = match json {
            true => Output::for_a_program(),
            false => Output::for_a_person(),
        };
        Self { output, json }
    }

    pub(crate) fn output(&self) -> &Output {
        &self.output
    }

    /// Whether a program reads along.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Writes one JSON object as a line.
    pub(crate) fn json_line(&self, line: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string(line).map_err(|_| {
            Failure::unexpected("output_not_json", "a result cannot be written as JSON")
        })?;
        self.output.line(&text)
    }

    pub(crate) fn username_required(&self, flow: FlowKind) -> Result<(), Failure> {
        match self.json {
            true => self.json_line(&StepLine::username_required(flow)),
            false => Ok(()),
        }
    }

    pub(crate) fn code_required(&self, state: &CodeRequired) -> Result<(), Failure> {
        self.step(&StepLine::code_required(state), &text::code_required(state))
    }

    pub(crate) fn password_required(&self, state: &PasswordRequired) -> Result<(), Failure> {
        match self.json {
            true => self.json_line(&StepLine::password_required(state)),
            // The prompt says it all.
            false => Ok(()),
        }
    }

    /// `invalid` names those the server refused last.
    pub(crate) fn attributes_required(
        &self,
        state: &AttributesRequired,
        invalid: &[String],
    ) -> Result<(), Failure> {
        self.step(
            &StepLine::attributes_required(state, invalid),
            &text::attributes_required(state, invalid),
        )
    }

    pub(crate) fn method_required(&self, state: &MethodRequired) -> Result<(), Failure> {
        let sentence = text::method_required(state);
        self.step(&StepLine::method_required(state), &sentence)
    }

    pub(crate) fn registration_required(
        &self,
        state: &RegistrationRequired,
    ) -> Result<(), Failure> {
        let sentence = text::registration_required(state);
        self.step(&StepLine::registration_required(state), &sentence)
    }

    pub(crate) fn browser_required(&self, state: &BrowserRequired) -> Result<(), Failure> {
        self.step(
            &StepLine::browser_required(state),
            &text::browser_required(state),
        )
    }

    pub(crate) fn completed(&self, state: &Completed) -> Result<(), Failure> {
        self.result(&StepLine::completed(state), &text::completed(state))
    }

    pub(crate) fn signed_in(&self, account: &Account) -> Result<(), Failure> {
        match self.json {
            true => self.signed_in_on_the_way(account),
            false => self.output.line(&text::signed_in(account)),
        }
    }

    /// The same where it is not what was asked for: a person's stdout is left to that.
    pub(crate) fn signed_in_on_the_way(&self, account: &Account) -> Result<(), Failure> {
        match self.json {
            true => self.json_line(&StepLine::SignedIn {
                account: AccountBody::without_address(account),
            }),
            false => Ok(()),
        }
    }

    /// The only place that prints a token, because the person asked for it.
    pub(crate) fn token(&self, token: &AccessToken) -> Result<(), Failure> {
        match self.json {
            true => self.json_line(&json::TokenLine::new(token)),
            false => self.output.line(token.expose()),
        }
    }

    pub(crate) fn accounts(&self, accounts: &[Account]) -> Result<(), Failure> {
        if self.json {
            return self.json_line(&json::AccountsLine::new(accounts));
        }
        for account in accounts {
            self.output.line(&text::account(account))?;
        }
        Ok(())
    }

    /// Who was signed in and is no more.
    pub(crate) fn signed_out(&self, accounts: &[Account]) -> Result<(), Failure> {
        if self.json {
            return self.json_line(&json::SignedOutLine::new(accounts));
        }
        if accounts.is_empty() {
            return self.output.line("Nobody is signed in.");
        }
        for account in accounts {
            self.output.line(&text::signed_out(account))?;
        }
        Ok(())
    }

    /// The stored tokens are sealed with a passphrase; at a terminal the prompt says so.
    pub(crate) fn passphrase_required(&self) -> Result<(), Failure> {
        match self.json {
            true => self.json_line(&StepLine::PassphraseRequired),
            false => Ok(()),
        }
    }

    /// What a user flow requires, and whether there was no other way to learn it than to create an account.
    pub(crate) fn attributes(
        &self,
        attributes: &[RequiredAttribute],
        account_created: bool,
    ) -> Result<(), Failure> {
        if self.json {
            return self.json_line(&AttributesLine::new(attributes, account_created));
        }
        for attribute in attributes {
            self.output.line(&text::attribute(attribute))?;
        }
        if account_created {
            output::tell(
                "The user flow requires no attributes, so the account exists now; delete it if it is of no use.",
            );
        }
        Ok(())
    }

    /// Says on stderr what went wrong, and on stdout as well where a program reads along.
    pub(crate) fn failure(&self, failure: &Failure) -> Result<(), Failure> {
        // `… | head` is no mistake that has to be explained.
        if matches!(failure, Failure::OutputClosed) {
            return Ok(());
        }
        output::complain(&text::failure(failure));
        match self.json {
            true => self.json_line(&Line {
                error: ErrorBody::of_failure(failure),
            }),
            false => Ok(()),
        }
    }

    fn step(&self, line: &StepLine<'_>, sentence: &str) -> Result<(), Failure> {
        if self.json {
            return self.json_line(line);
        }
        output::tell(sentence);
        Ok(())
    }

    fn result(&self, line: &StepLine<'_>, sentence: &str) -> Result<(), Failure> {
        match self.json {
            true => self.json_line(line),
            false => self.output.line(sentence),
        }
    }
}
