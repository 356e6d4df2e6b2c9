//! A client at work against the emulator, whose every answer is written down with what it led to.

use std::sync::Arc;

use native_auth::{
    Account, Action, Client, ClientBuilder, Error, ResetPassword, Result, SignIn, SignUp, Step,
};
use native_auth_emulator::CONTOSO_API_SCOPE;
use native_auth_tests::{PASSWORD, Stage};

use crate::heard;
use crate::recorder::{Heard, Recorder};

/// One answer, and the step or the code of the error that the action it belonged to came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) endpoint: String,
    pub(crate) answer: String,
    pub(crate) led_to: String,
}

/// A client and what it saw.
pub(crate) struct Actor {
    pub(crate) stage: Arc<Stage>,
    pub(crate) recorder: Recorder,
    client: Client,
    seen: Vec<Seen>,
    /// What the last action heard.
    last: Vec<Heard>,
}

impl Actor {
    /// A client of this app.
    pub(crate) fn of(stage: &Arc<Stage>, client_id: &str) -> Self {
        Self::with(stage, client_id, |builder| builder)
    }

    /// The same, set up otherwise.
    pub(crate) fn with(
        stage: &Arc<Stage>,
        client_id: &str,
        set_up: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Self {
        let recorder = Recorder::to(&stage.emulator.authority());
        let builder = stage.builder(client_id).transport(recorder.clone());
        Self {
            stage: Arc::clone(stage),
            recorder,
            client: set_up(builder).build().unwrap(),
            seen: Vec::new(),
            last: Vec::new(),
        }
    }

    /// What was seen.
    pub(crate) fn seen(self) -> Vec<Seen> {
        self.seen
    }

    /// The last action heard this, among other things.
    #[track_caller]
    pub(crate) fn heard(&self, endpoint: &str, answer: &str) {
        let heard = |(at, said): &Heard| at == endpoint && said == answer;
        let last = &self.last;
        assert!(last.iter().any(heard), "{endpoint} {answer}: {last:?}");
    }

    /// The last action led somewhere by this answer.
    pub(crate) async fn run(&mut self, action: Action) -> Result<Step> {
        let outcome = self.client.run(action).await;
        self.written_down(outcome)
    }

    /// Begins a sign-up with the user name alone.
    pub(crate) async fn sign_up(&mut self, username: &str) -> Result<Step> {
        self.sign_up_with(username, |_| {}).await
    }

    /// Begins a sign-up with more than that.
    pub(crate) async fn sign_up_with(
        &mut self,
        username: &str,
        add: impl FnOnce(&mut SignUp),
    ) -> Result<Step> {
        let mut request = SignUp {
            username: username.to_owned(),
            ..SignUp::default()
        };
        add(&mut request);
        let outcome = self.client.sign_up(request).await;
        self.written_down(outcome)
    }

    /// Begins a sign-in with the user name alone.
    pub(crate) async fn sign_in(&mut self, username: &str) -> Result<Step> {
        self.sign_in_with(username, None, &[]).await
    }

    /// Signs in with [`PASSWORD`] in one call.
    pub(crate) async fn first_factor(&mut self, username: &str) -> Result<Step> {
        self.sign_in_with(username, Some(PASSWORD), &[]).await
    }

    /// Signs in with this password, for these scopes.
    pub(crate) async fn sign_in_with(
        &mut self,
        username: &str,
        password: Option<&str>,
        scopes: &[&str],
    ) -> Result<Step> {
        let request = SignIn {
            username: username.to_owned(),
            password: password.map(Into::into),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            ..SignIn::default()
        };
        let outcome = self.client.sign_in(request).await;
        self.written_down(outcome)
    }

    /// Begins a reset.
    pub(crate) async fn reset_password(&mut self, username: &str) -> Result<Step> {
        let request = ResetPassword {
            username: username.to_owned(),
            ..ResetPassword::default()
        };
        let outcome = self.client.reset_password(request).await;
        self.written_down(outcome)
    }

    /// Gets a token for the API, which takes a refresh.
    pub(crate) async fn refresh(&mut self, account: &Account) -> Result<()> {
        self.refresh_for(account, CONTOSO_API_SCOPE).await
    }

    /// Gets a token for a scope that there is none for yet.
    pub(crate) async fn refresh_for(&mut self, account: &Account, scope: &str) -> Result<()> {
        let outcome = account.access_token(&[scope]).await;
        let led_to = match &outcome {
            Ok(_) => "signed_in".to_owned(),
            Err(error) => heard::failure(error.code()),
        };
        self.write_down(&led_to);
        outcome.map(drop)
    }

    fn written_down(&mut self, outcome: Result<Step>) -> Result<Step> {
        let led_to = match &outcome {
            Ok(step) => heard::place(step),
            Err(error) => heard::failure(Error::code(error)),
        };
        self.write_down(&led_to);
        outcome
    }

    fn write_down(&mut self, led_to: &str) {
        self.last = self.recorder.take();
        self.seen
            .extend(self.last.iter().map(|(endpoint, answer)| Seen {
                endpoint: endpoint.clone(),
                answer: answer.clone(),
                led_to: led_to.to_owned(),
            }));
    }
}

/// Takes the state out of the variant that has to come.
macro_rules! state_of {
    ($variant:ident, $step:expr) => {
        match $step.unwrap() {
            native_auth::Step::$variant { state } => state,
            other => panic!("expected {}, got {}", stringify!($variant), other.name()),
        }
    };
}
pub(crate) use state_of;

/// Somebody is signed in.
#[track_caller]
pub(crate) fn signed_in(step: Result<Step>) -> Account {
    match step.unwrap() {
        Step::SignedIn { account } => account,
        other => panic!("expected SignedIn, got {}", other.name()),
    }
}
