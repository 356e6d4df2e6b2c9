//! Asking and answering until somebody is signed in or the flow ends.

mod outcome;
mod questions;

use native_auth::{
    BrowserRequired, Client, Error, ErrorKind, FlowKind, Recovery, RequiredAttribute,
    ResetPassword, Secret, SignIn, SignUp, Step,
};
use tokio::task::block_in_place;

use crate::answers::{Answers, Beside, Opening};
use crate::failure::Failure;
use crate::report::Report;
pub(crate) use outcome::Outcome;

/// One flow with whoever is in front of this program.
#[derive(Debug)]
pub(crate) struct Conversation {
    client: Client,
    report: Report,
    answers: Answers,
}

/// What a user flow requires of somebody who signs up.
#[derive(Debug)]
pub(crate) enum Wanted {
    /// Never empty.
    Attributes(Vec<RequiredAttribute>),
    /// Nothing, and so the account exists by now.
    Nothing,
    BrowserRequired(BrowserRequired),
}

impl Conversation {
    pub(crate) fn new(client: Client, report: Report, answers: Answers) -> Self {
        Self {
            client,
            report,
            answers,
        }
    }

    /// Signs up. What the server refuses but the person can correct is asked again, as long as there are answers.
    pub(crate) async fn sign_up(
        mut self,
        scopes: &[String],
        sign_in: bool,
    ) -> Result<Outcome, Failure> {
        let beside = Beside {
            password: true,
            attributes: true,
        };
        let step = self
            .begin(FlowKind::SignUp, beside, async |client, opening| {
                let request = SignUp {
                    username: opening.username,
                    password: opening.password,
                    attributes: opening.attributes,
                    sign_in,
                    scopes: scopes.to_vec(),
                    ..SignUp::default()
                };
                client.sign_up(request).await
            })
            .await?;
        self.go_on(step).await
    }

    /// Signs in, in the same way.
    pub(crate) async fn sign_in(mut self, scopes: &[String]) -> Result<Outcome, Failure> {
        let beside = Beside {
            password: true,
            attributes: false,
        };
        let step = self
            .begin(FlowKind::SignIn, beside, async |client, opening| {
                let request = SignIn {
                    username: opening.username,
                    password: opening.password,
                    scopes: scopes.to_vec(),
                    ..SignIn::default()
                };
                client.sign_in(request).await
            })
            .await?;
        self.go_on(step).await
    }

    /// Resets a password, in the same way.
    pub(crate) async fn reset_password(
        mut self,
        scopes: &[String],
        sign_in: bool,
    ) -> Result<Outcome, Failure> {
        let flow = FlowKind::ResetPassword;
        let step = self
            .begin(flow, Beside::default(), async |client, opening| {
                let request = ResetPassword {
                    username: opening.username,
                    sign_in,
                    scopes: scopes.to_vec(),
                    ..ResetPassword::default()
                };
                client.reset_password(request).await
            })
            .await?;
        self.go_on(step).await
    }

    /// Begins a sign-up and goes no further than to where the attributes are named.
    pub(crate) async fn wanted_attributes(mut self) -> Result<Wanted, Failure> {
        let mut step = self
            .begin(
                FlowKind::SignUp,
                Beside::default(),
                async |client, opening| {
                    let request = SignUp {
                        username: opening.username,
                        sign_in: false,
                        ..SignUp::default()
                    };
                    client.sign_up(request).await
                },
            )
            .await?;
        loop {
            step = match step {
                Step::CodeRequired { state } => self.code(&state).await?,
                Step::PasswordRequired { state } => {
                    let action = state.submit_password(password_nobody_knows());
                    self.client.run(action).await?
                }
                Step::AttributesRequired { state } => {
                    return Ok(Wanted::Attributes(state.attributes().to_vec()));
                }
                Step::Completed { .. } | Step::SignedIn { .. } => return Ok(Wanted::Nothing),
                Step::BrowserRequired { state } => return Ok(Wanted::BrowserRequired(state)),
                Step::MethodRequired { .. } | Step::RegistrationRequired { .. } => {
                    return Err(Failure::unexpected(
                        "sign_in_unasked",
                        "the tenant goes on with signing in, which was not asked for",
                    ));
                }
            };
        }
    }

    /// Begins a flow, and asks again for what it begins with as long as the server wants it corrected.
    async fn begin(
        &mut self,
        flow: FlowKind,
        beside: Beside,
        start: impl AsyncFn(&Client, Opening) -> Result<Step, Error>,
    ) -> Result<Step, Failure> {
        let mut refused = None;
        loop {
            self.report.username_required(flow)?;
            let opening = block_in_place(|| self.answers.opening(beside))
                .map_err(|failure| failure.after(refused.take()))?;
            match start(&self.client, opening).await {
                Ok(step) => return Ok(step),
                Err(error) => refused = Some(self.take_refusal(error, Another::No)?),
            }
        }
    }

    async fn go_on(mut self, mut step: Step) -> Result<Outcome, Failure> {
        loop {
            step = match step {
                Step::CodeRequired { state } => self.code(&state).await?,
                Step::PasswordRequired { state } => self.password(&state).await?,
                Step::AttributesRequired { state } => self.attributes(&state).await?,
                Step::MethodRequired { state } => self.method(&state).await?,
                Step::RegistrationRequired { state } => self.registration(&state).await?,
                Step::SignedIn { account } => return Ok(Outcome::SignedIn(account)),
                Step::Completed { state } => return Ok(Outcome::Completed(state)),
                Step::BrowserRequired { state } => return Ok(Outcome::BrowserRequired(state)),
            };
        }
    }

    /// Tells of an error after which the same can be asked again; any other ends the flow.
    fn take_refusal(&self, error: Error, another: Another) -> Result<Error, Failure> {
        let blocked = another == Another::Method && error.kind() == ErrorKind::MethodBlocked;
        if error.recovery() != Recovery::AskAgain && !blocked {
            return Err(error.into());
        }
        let failure = Failure::from(error.clone());
        self.report.failure(&failure)?;
        Ok(error)
    }
}

/// Whether the person has another method to choose where one is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Another {
    Method,
    No,
}

fn password_nobody_knows() -> Secret {
    let random: u128 = rand::random();
    Secret::new(format!("Nobody-Knows-{random:032x}"))
}
