//! From options to a client.

use std::fs;
use std::path::Path;

use native_auth::Client;

use crate::args::AppArgs;
use crate::failure::Failure;

/// The client that the options describe.
pub(crate) fn client(app: &AppArgs) -> Result<Client, Failure> {
    let mut builder = Client::builder(&app.authority, &app.client_id)
        .storage(native_auth::TokenStorage::in_memory())
        .sku("native-auth.cli");
    if let Some(file) = &app.ca_certificate {
        builder = builder.add_root_certificate(read_certificate(file)?);
    }
    if app.allow_http_loopback {
        builder = builder.allow_http_loopback();
    }
    Ok(builder.build()?)
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
