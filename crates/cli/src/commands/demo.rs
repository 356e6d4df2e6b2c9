//! `native-auth demo`.

use std::time::Instant;

use native_auth_emulator::{
    CONTOSO_APP_MFA, CONTOSO_APP_OTP, CONTOSO_APP_PASSWORD, Config, Emulator, EmulatorHandle,
};

use crate::args::DemoArgs;
use crate::connection;
use crate::demo::{self, Narrator, Stage, StageSettings};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::Report;

/// Plays the story, against an emulator of its own unless another one is named.
pub(crate) async fn run(args: DemoArgs, report: &Report) -> Result<Exit, Failure> {
    let begun = Instant::now();
    let narrator = Narrator::new(report.clone());
    // Held until the end: dropping it stops the emulator.
    let (authority, own_emulator) = match &args.authority {
        Some(authority) => (authority.clone(), None),
        None => {
            let emulator = start_emulator(&narrator).await?;
            (emulator.authority(), Some(emulator))
        }
    };
    let certificate = args.ca_certificate.as_deref();
    let settings = StageSettings {
        authority,
        password_client_id: or_default(args.client_id, CONTOSO_APP_PASSWORD),
        code_client_id: or_default(args.otp_client_id, CONTOSO_APP_OTP),
        mfa_client_id: or_default(args.mfa_client_id, CONTOSO_APP_MFA),
        scope: args.scope,
        certificate: certificate.map(connection::read_certificate).transpose()?,
    };
    let stage = Stage::set(settings, narrator.clone(), args.step_by_step).await?;
    demo::play(&stage).await?;
    narrator.summary(begun.elapsed())?;
    if let Some(emulator) = own_emulator {
        emulator.shutdown().await;
    }
    Ok(Exit::Done)
}

async fn start_emulator(narrator: &Narrator) -> Result<EmulatorHandle, Failure> {
    narrator.preface("Starting a tenant emulator in this process.")?;
    let emulator = Emulator::start(Config::default())
        .await
        .map_err(super::emulator::not_started)?;
    narrator.preface(&format!(
        "It answers at {}. It is a development tool and not an identity provider.",
        emulator.origin()
    ))?;
    Ok(emulator)
}

fn or_default(given: Option<String>, default: &str) -> String {
    given.unwrap_or_else(|| default.to_owned())
}
