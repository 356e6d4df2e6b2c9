//! `native-auth emulator`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use native_auth_emulator::{Config, Emulator, EmulatorHandle, SmtpConfig, StartError, WARNING};
use tempfile::TempDir;

use super::tenant_file::{self, Export};
use crate::args::EmulatorArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::report::Report;

/// Runs an emulator until a signal ends it.
pub(crate) async fn run(args: EmulatorArgs, report: &Report) -> Result<Exit, Failure> {
    output::tell(WARNING);
    // Heard from the start: whatever happens first, files are removed.
    let mut interruption = Interruption::listen().map_err(no_signals)?;
    let export = args.export_on_exit.as_deref().map(Export::prepare);
    let export = export.transpose()?;
    let mut emulator = Emulator::start(config(&args)?).await.map_err(not_started)?;
    if let Some(file) = &args.import {
        tenant_file::import(&emulator, file)?;
    }
    let files = Files::of(&emulator)?;
    if let Some(token) = &files.management_token {
        output::tell(&format!(
            "The pages under /_emulator demand a bearer token, which is in {}.",
            token.display()
        ));
    }
    let certificate = files.ca_certificate.as_deref();
    if args.ready_json {
        report.output().line(&emulator.ready_json(certificate))?;
    } else {
        report
            .output()
            .line(&announcement(&emulator, certificate))?;
    }
    let exit = tokio::select! {
        () = interruption.comes() => Exit::Done,
        () = emulator.serving() => Exit::Internal,
    };
    let exported = export.map(|export| export.write(&emulator));
    emulator.shutdown().await;
    exported.transpose()?;
    Ok(exit)
}

fn config(args: &EmulatorArgs) -> Result<Config, Failure> {
    let config = match &args.config {
        None => Config::default(),
        Some(file) => {
            let text = fs::read_to_string(file).map_err(|error| {
                Failure::usage(
                    "config_unreadable",
                    format!("the file given with --config cannot be read: {error}"),
                )
            })?;
            Config::from_toml_str(&text)
                .map_err(|error| Failure::configuration("config_invalid", error.to_string()))?
        }
    };
    let cors_origins = match args.cors.as_slice() {
        [] => config.cors_origins,
        origins => origins.to_vec(),
    };
    // Whom the messages are from stays as the file has it.
    let smtp = match (&args.smtp, config.smtp) {
        (None, smtp) => smtp,
        (Some(url), None) => Some(SmtpConfig::new(url)),
        (Some(url), Some(smtp)) => Some(SmtpConfig {
            url: url.clone(),
            ..smtp
        }),
    };
    Ok(Config {
        cors_origins,
        smtp,
        host: args.host,
        port: args.port,
        tls: args.tls,
        i_know_this_is_insecure: args.i_know_this_is_insecure,
        clock: args.clock,
        seed: args.seed,
        ..config
    })
}

/// What others need as files, in a directory that only this user can open and that is gone with this value.
struct Files {
    ca_certificate: Option<PathBuf>,
    management_token: Option<PathBuf>,
    _directory: Option<TempDir>,
}

impl Files {
    fn of(emulator: &EmulatorHandle) -> Result<Self, Failure> {
        Self::write(emulator.ca_certificate_pem(), emulator.management_token()).map_err(|error| {
            Failure::configuration(
                "files_unwritable",
                format!("no file can be written for others to read: {error}"),
            )
        })
    }

    fn write(certificate: Option<&str>, token: Option<&str>) -> io::Result<Self> {
        if certificate.is_none() && token.is_none() {
            return Ok(Self {
                ca_certificate: None,
                management_token: None,
                _directory: None,
            });
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix("native-auth-emulator-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let directory = builder.tempdir()?;
        let put = |name: &str, text: Option<&str>| match text {
            Some(text) => {
                let path = directory.path().join(name);
                fs::write(&path, text).map(|()| Some(path))
            }
            None => Ok(None),
        };
        Ok(Self {
            ca_certificate: put("ca.pem", certificate)?,
            management_token: put("management-token", token)?,
            _directory: Some(directory),
        })
    }
}

fn announcement(emulator: &EmulatorHandle, certificate: Option<&Path>) -> String {
    let mut text = format!(
        "The emulator answers at {}; Ctrl-C ends it.",
        emulator.origin()
    );
    if let Some(path) = certificate {
        text += &format!("\nIts certificate authority: {}", path.display());
    }
    for tenant in emulator.tenants() {
        text += &format!(
            "\n\nTenant {}\n  authority  {}",
            tenant.name, tenant.authority
        );
        for scope in &tenant.scopes {
            text += &format!("\n  scope      {scope}");
        }
        for app in &tenant.apps {
            text += &format!("\n  app        {} (client id {})", app.name, app.client_id);
        }
    }
    text
}

pub(super) fn not_started(error: StartError) -> Failure {
    let code = match &error {
        StartError::Config(_) => "config_invalid",
        StartError::Listen(_) => "address_unusable",
        _ => "emulator_failed",
    };
    Failure::configuration(code, error.to_string())
}

fn no_signals(error: io::Error) -> Failure {
    Failure::configuration(
        "signals_unavailable",
        format!("signals cannot be heard: {error}"),
    )
}

/// Ctrl-C, and where there are such things the polite request to end and the terminal that closes.
struct Interruption {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    hangup: tokio::signal::unix::Signal,
}

impl Interruption {
    #[cfg(unix)]
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    #[cfg(not(unix))]
    fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    async fn comes(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hangup.recv() => {}
        }
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_err() {
            // Without signals it serves until it is killed.
            std::future::pending::<()>().await;
        }
    }
}
