//! Everything the story needs: three apps, an inbox and somebody to tell it.

use std::io;

use native_auth::{Authority, Client, Error, ReqwestTransport, ReqwestTransportConfig, Step};
use tokio::task::block_in_place;

use super::inbox::Inbox;
use super::management::Management;
use super::narrator::Narrator;
use super::recording::Recording;
use crate::failure::Failure;
use crate::output;
use crate::report::text;

/// Where the story is played.
#[derive(Debug)]
pub(crate) struct StageSettings {
    /// The authority of an emulator on this machine.
    pub(crate) authority: String,
    /// The app that signs up with e-mail and password.
    pub(crate) password_client_id: String,
    /// The app that signs up with one-time codes.
    pub(crate) code_client_id: String,
    /// The app that demands a second factor.
    pub(crate) mfa_client_id: String,
    /// A scope that the sign-in does not ask for.
    pub(crate) scope: String,
    /// A root certificate (PEM) to trust.
    pub(crate) certificate: Option<Vec<u8>>,
}

/// The stage, set up.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(super) narrator: Narrator,
    pub(super) inbox: Inbox,
    pub(super) users: Management,
    pub(super) password_app: Client,
    pub(super) code_app: Client,
    /// The same app, started again.
    pub(super) restarted_code_app: Client,
    pub(super) mfa_app: Client,
    pub(super) scope: String,
    pub(super) step_by_step: bool,
}

impl Stage {
    /// Sets up, and makes sure that there is an emulator.
    pub(crate) async fn set(
        settings: StageSettings,
        narrator: Narrator,
        step_by_step: bool,
    ) -> Result<Self, Failure> {
        let client = |client_id: &str| {
            Client::builder(&settings.authority, client_id)
                .storage(native_auth::TokenStorage::in_memory())
                .sku("native-auth.cli")
                .allow_http_loopback()
        };
        let Ok(authority) = Authority::parse(&settings.authority, true) else {
            // The builder says best what is wrong with an authority.
            let refused = client(&settings.password_client_id).build();
            return Err(refused.map_or_else(Failure::from, |_| not_local()));
        };
        if !authority.is_loopback() {
            return Err(not_local());
        }
        let mut config = ReqwestTransportConfig::default();
        if let Some(certificate) = settings.certificate.clone() {
            config = config.add_root_certificate(certificate);
        }
        let transport: ReqwestTransport = config.build(&authority)?;
        let recording = || Recording {
            inner: transport.clone(),
            narrator: narrator.clone(),
        };
        let app = |client_id| client(client_id).transport(recording()).build();
        let password_app = app(&settings.password_client_id)?;
        let code_app = app(&settings.code_client_id)?;
        let restarted_code_app = app(&settings.code_client_id)?;
        let mfa_app = app(&settings.mfa_client_id)?;
        let users = Management::of(transport.clone(), &authority)?;
        let inbox = Inbox::open(users.clone()).await?;
        Ok(Self {
            narrator,
            inbox,
            users,
            password_app,
            code_app,
            restarted_code_app,
            mfa_app,
            scope: settings.scope,
            step_by_step,
        })
    }

    /// Opens a chapter, and with `--step-by-step` waits until somebody wants to read it.
    pub(super) async fn chapter(&self, title: &str) -> Result<(), Failure> {
        self.narrator.chapter(title)?;
        if self.step_by_step {
            output::prompt("   (Enter to go on)");
            let mut line = String::new();
            // At the end of the input nobody wants to wait any more.
            let _ = block_in_place(|| io::stdin().read_line(&mut line));
        }
        Ok(())
    }

    /// Does one thing that leads to a step, and tells of it. An error is a twist of the story, or its end: the caller
    /// knows.
    pub(super) async fn act(
        &self,
        asked: &str,
        happening: impl Future<Output = Result<Step, Error>>,
    ) -> Result<Result<Step, Error>, Failure> {
        self.narrator.watch(asked, happening, step_in_words).await
    }
}

fn not_local() -> Failure {
    Failure::configuration(
        "authority_is_no_emulator",
        "the story is for tenant emulators on this machine, and this authority is elsewhere",
    )
}

fn step_in_words(step: &Step) -> String {
    match step {
        Step::CodeRequired { state } => text::code_required(state),
        Step::PasswordRequired { .. } => "A password is wanted.".to_owned(),
        Step::AttributesRequired { state } => text::attributes_required(state, &[]),
        Step::MethodRequired { state } => one_line(&text::method_required(state)),
        Step::RegistrationRequired { state } => one_line(&text::registration_required(state)),
        Step::BrowserRequired { state } => text::browser_required(state),
        Step::SignedIn { account } => format!("{}.", text::signed_in(account)),
        Step::Completed { state } => text::completed(state),
    }
}

/// A list, as the sentence of the story that it is.
fn one_line(list: &str) -> String {
    let lines: Vec<&str> = list.lines().map(str::trim).collect();
    lines.join(" ")
}
