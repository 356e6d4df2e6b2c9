//! From options to a client.

use std::fs;
use std::path::Path;

use native_auth::{Client, TokenStorage, default_directory};
use tokio::task::block_in_place;

use crate::answers::Answers;
use crate::args::{AppArgs, StorageKind};
use crate::failure::Failure;
use crate::report::Report;

/// What this program is called in the key store and in the user's data directory.
const APP: &str = "native-auth.cli";

/// The client that the options describe. A passphrase, if one is wanted, is the first thing that is asked for.
pub(crate) fn client(
    app: &AppArgs,
    answers: &mut Answers,
    report: &Report,
) -> Result<Client, Failure> {
    let mut builder = Client::builder(&app.authority, &app.client_id)
        .sku("native-auth.cli")
        .storage(storage(app, answers, report)?);
    if let Some(file) = &app.ca_certificate {
        builder = builder.add_root_certificate(read_certificate(file)?);
    }
    if app.allow_http_loopback {
        builder = builder.allow_http_loopback();
    }
    Ok(builder.build()?)
}

fn storage(app: &AppArgs, answers: &mut Answers, report: &Report) -> Result<TokenStorage, Failure> {
    let args = &app.storage;
    let profile = args
        .profile
        .clone()
        .unwrap_or_else(|| app.client_id.to_ascii_lowercase());
    Ok(match (args.storage, &args.storage_directory) {
        (StorageKind::KeyStore, Some(directory)) => {
            TokenStorage::key_store_in(directory, APP, profile)
        }
        (StorageKind::KeyStore, None) => TokenStorage::key_store(APP, profile),
        (StorageKind::Passphrase, directory) => {
            let directory = match directory {
                Some(directory) => directory.clone(),
                None => default_directory(APP).map_err(|error| {
                    Failure::configuration("storage_directory_missing", error.to_string())
                })?,
            };
            report.passphrase_required()?;
            let passphrase = block_in_place(|| answers.passphrase())?;
            TokenStorage::passphrase(directory, profile, passphrase)
        }
        (StorageKind::MsalFile, _) => {
            TokenStorage::msal_file(args.msal_cache.clone().unwrap_or_default())
        }
        (StorageKind::Memory, _) => TokenStorage::in_memory(),
    })
}

/// The file's content; whether it is a certificate is for the SDK to say.
pub(crate) fn read_certificate(file: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|error| {
        Failure::usage(
            "ca_certificate_unreadable",
            format!("the file given with --ca-certificate cannot be read: {error}"),
        )
    })
}
