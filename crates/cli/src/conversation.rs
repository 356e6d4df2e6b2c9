//! Asking and answering until somebody is signed in or the flow ends.

use native_auth::{
    Account, Action, BrowserRequired, Client, Completed, Error, FlowKind, Recovery, SignIn, SignUp,
    Step,
};
use tokio::task::block_in_place;

use crate::answers::{Answers, CodeAnswer, Opening};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::Report;

/// One flow with whoever is in front of this program.
#[derive(Debug)]
pub(crate) struct Conversation {
    client: Client,
    report: Report,
    answers: Answers,
}

/// How a flow ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    SignedIn(Account),
    Completed(Completed),
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
        let mut refused = None;
        let step = loop {
            let opening = self.open(FlowKind::SignUp, refused.take())?;
            let request = SignUp {
                username: opening.username,
                password: opening.password,
                attributes: opening.attributes,
                sign_in,
                scopes: scopes.to_vec(),
                ..SignUp::default()
            };
            match self.client.sign_up(request).await {
                Ok(step) => break step,
                Err(error) => refused = Some(self.take_refusal(error)?),
            }
        };
        self.go_on(step).await
    }

    /// Signs in, in the same way.
    pub(crate) async fn sign_in(mut self, scopes: &[String]) -> Result<Outcome, Failure> {
        let mut refused = None;
        let step = loop {
            let opening = self.open(FlowKind::SignIn, refused.take())?;
            let request = SignIn {
                username: opening.username,
                password: opening.password,
                scopes: scopes.to_vec(),
                ..SignIn::default()
            };
            match self.client.sign_in(request).await {
                Ok(step) => break step,
                Err(error) => refused = Some(self.take_refusal(error)?),
            }
        };
        self.go_on(step).await
    }

    fn open(&mut self, flow: FlowKind, refused: Option<Error>) -> Result<Opening, Failure> {
        self.report.username_required(flow)?;
        block_in_place(|| self.answers.opening(flow)).map_err(|failure| failure.after(refused))
    }

    async fn go_on(mut self, mut step: Step) -> Result<Outcome, Failure> {
        loop {
            step = match step {
                Step::CodeRequired { state } => {
                    self.ask(|this, _| {
                        this.report.code_required(&state)?;
                        Ok(match this.answers.code()? {
                            CodeAnswer::Code(code) => state.submit_code(code.expose()),
                            CodeAnswer::Resend => state.resend_code(),
                        })
                    })
                    .await?
                }
                Step::PasswordRequired { state } => {
                    self.ask(|this, _| {
                        this.report.password_required(&state)?;
                        Ok(state.submit_password(this.answers.password(state.purpose())?))
                    })
                    .await?
                }
                Step::AttributesRequired { state } => {
                    self.ask(|this, refused| {
                        let invalid = refused
                            .and_then(Error::server)
                            .map_or(&[][..], |problem| problem.invalid_attributes());
                        this.report.attributes_required(&state, invalid)?;
                        let values = this.answers.attributes(state.attributes())?;
                        Ok(state.submit_attributes(values))
                    })
                    .await?
                }
                Step::SignedIn { account } => return Ok(Outcome::SignedIn(account)),
                Step::Completed { state } => return Ok(Outcome::Completed(state)),
                Step::BrowserRequired { state } => return Ok(Outcome::BrowserRequired(state)),
            };
        }
    }

    /// Asks for one thing until the server takes it. `question` gets what was refused last.
    async fn ask(
        &mut self,
        mut question: impl FnMut(&mut Self, Option<&Error>) -> Result<Action, Failure>,
    ) -> Result<Step, Failure> {
        let mut refused = None;
        loop {
            // Nothing else runs here while the person thinks.
            let asked = block_in_place(|| question(self, refused.as_ref()));
            let action = asked.map_err(|failure| failure.after(refused.take()))?;
            match self.client.run(action).await {
                Ok(step) => return Ok(step),
                Err(error) => refused = Some(self.take_refusal(error)?),
            }
        }
    }

    /// Tells of an error after which the same can be asked again; any other ends the flow.
    fn take_refusal(&self, error: Error) -> Result<Error, Failure> {
        if error.recovery() != Recovery::AskAgain {
            return Err(error.into());
        }
        let failure = Failure::from(error.clone());
        self.report.failure(&failure)?;
        Ok(error)
    }
}

impl Outcome {
    /// The account, or how the program ends without one, once that is told.
    pub(crate) fn signed_in(self, report: &Report) -> Result<Result<Account, Exit>, Failure> {
        match self {
            Self::SignedIn(account) => Ok(Ok(account)),
            Self::Completed(state) => {
                report.completed(&state)?;
                Ok(Err(match state.sign_in_error() {
                    Some(error) => error.recovery().into(),
                    None => Exit::Done,
                }))
            }
            Self::BrowserRequired(state) => {
                report.browser_required(&state)?;
                Ok(Err(Exit::OpenBrowser))
            }
        }
    }
}
