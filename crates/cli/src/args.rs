//! The command line.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use native_auth_emulator::ClockMode;

/// Native authentication for Microsoft Entra External ID, by hand.
#[derive(Debug, Parser)]
#[command(
    name = "native-auth",
    version,
    about = "Native authentication for Microsoft Entra External ID, by hand",
    long_about = "Native authentication for Microsoft Entra External ID, by hand: watch a demonstration, start a tenant \
                  emulator, sign up and sign in.\n\nNames, passwords and codes are never arguments. They are asked for \
                  on the terminal, or read from stdin: one a line, or as JSON with --json.",
    after_help = EXIT_CODES,
    max_term_width = 100
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
   0  done
   2  the command line, or an answer on stdin, cannot be used
  10  the person should correct what was entered
  11  other input or another method is needed
  12  the flow has to begin again
  13  only a browser can go on
  14  later: the network, the service or a limit is in the way
  15  the account has to sign in again
  16  something has to be changed: the app, the tenant, the options
  17  the tenant refuses for good
  70  a fault of this program, or its output is no longer read
 130  Ctrl-C; ended by another signal, 128 and its number";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(DemoArgs),
    Emulator(EmulatorArgs),
    SignUp(SignUpArgs),
    SignIn(SignInArgs),
    ResetPassword(ResetPasswordArgs),
    Attributes(AttributesArgs),
    Token(TokenArgs),
    Accounts(AccountsArgs),
    SignOut(SignOutArgs),
}

/// Watch the whole story: sign up, sign in, tokens, over real HTTP
///
/// Prints each step: what the app asked, which request went out, what came back, and how long it took. Somebody signs up
/// with e-mail and password, makes the usual mistakes, gets tokens from memory and by refresh, signs out and in again,
/// and forgets the password; somebody else does it with one-time codes; others register a second factor and sign in with
/// it, by e-mail and by text message. Exits 0 only if everything went as it should.
///
/// Without --authority it starts an emulator in the same process. It needs the emulator's inbox, so it plays against
/// emulators only.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// The authority of an emulator that runs already, as its ready line tells it
    #[arg(long, value_name = "URL")]
    pub(crate) authority: Option<String>,
    /// The app that signs up with e-mail and password [default: that of the tenant contoso]
    #[arg(long, value_name = "GUID", requires = "authority")]
    pub(crate) client_id: Option<String>,
    /// The app that signs up with one-time codes [default: that of the tenant contoso]
    #[arg(long, value_name = "GUID", requires = "authority")]
    pub(crate) otp_client_id: Option<String>,
    /// The app that demands a second factor [default: that of the tenant contoso]
    #[arg(long, value_name = "GUID", requires = "authority")]
    pub(crate) mfa_client_id: Option<String>,
    /// The API scope that is asked for later, by refresh
    #[arg(long, value_name = "SCOPE", default_value = native_auth_emulator::CONTOSO_API_SCOPE)]
    pub(crate) scope: String,
    /// A root certificate (PEM) to trust besides those of the system
    #[arg(long, value_name = "FILE", requires = "authority")]
    pub(crate) ca_certificate: Option<PathBuf>,
    /// Accepted as with the other commands, and implied: the story is for emulators only
    #[arg(long)]
    pub(crate) allow_http_loopback: bool,
    /// Wait for a line on stdin before each chapter
    #[arg(long)]
    pub(crate) step_by_step: bool,
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
    /// How much of the log goes to stderr
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = LogLevel::Warn)]
    pub(crate) log: LogLevel,
}

/// Run a tenant emulator, for development and tests
///
/// It runs until Ctrl-C. It is no identity provider: anybody who reaches it can read every code it sends.
///
/// Without --config it serves the tenant contoso with the apps password, otp, mfa and disabled.
#[derive(Debug, Args)]
pub(crate) struct EmulatorArgs {
    /// Tenants, apps, user flows and limits, as TOML
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) config: Option<PathBuf>,
    /// Take over a tenant as GET /_emulator/export or --export-on-exit wrote it; what it says of tenants takes the
    /// place of --config
    #[arg(long, value_name = "FILE.json")]
    pub(crate) import: Option<PathBuf>,
    /// Write the tenant to this file at the end: users, tokens, flows and private keys, readable by you alone
    #[arg(long, value_name = "FILE.json")]
    pub(crate) export_on_exit: Option<PathBuf>,
    /// Draw every code, token, id and signing key from this number, the same at each run; the keys of --tls are new
    /// each time
    #[arg(long, value_name = "NUMBER")]
    pub(crate) seed: Option<u64>,
    /// A time such as 2030-01-31T12:00:00Z at which the clock stands, moved only by POST /_emulator/clock. With --seed
    /// the same requests then get the same answers, byte for byte
    #[arg(long, value_name = "TIME", default_value = "system")]
    pub(crate) clock: ClockMode,
    /// The address to listen on; anything but this machine needs --i-know-this-is-insecure
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,
    /// The port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,
    /// Serve HTTPS with a certificate of its own making; the file of its authority is named when it is ready, and is
    /// gone when it ends
    #[arg(long)]
    pub(crate) tls: bool,
    /// Let pages of this origin call the tenants from a browser (CORS), such as http://localhost:3000, or * for all;
    /// may be given several times, and takes the place of the list in --config
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) cors: Vec<String>,
    /// Send codes by e-mail to this mail server too, such as smtp://127.0.0.1:2525; plain text goes to this machine
    /// only
    #[arg(long, value_name = "URL")]
    pub(crate) smtp: Option<String>,
    /// Print one JSON line on stdout once requests are answered, and nothing else there
    #[arg(long)]
    pub(crate) ready_json: bool,
    /// Allow an address that other machines can reach; the pages under /_emulator then demand a token
    #[arg(long)]
    pub(crate) i_know_this_is_insecure: bool,
    #[command(flatten)]
    pub(crate) log: LogArgs,
}

/// Create an account, in the steps that the tenant asks for, and sign in
///
/// Exits 0 once it is done, and otherwise with what to do about it: see native-auth --help.
#[derive(Debug, Args)]
pub(crate) struct SignUpArgs {
    #[command(flatten)]
    pub(crate) app: AppArgs,
    /// A scope of the API the access token shall be for; several may be given
    #[arg(long = "scope", value_name = "SCOPE")]
    pub(crate) scopes: Vec<String>,
    /// Leave it at the account: do not sign in
    #[arg(long)]
    pub(crate) no_sign_in: bool,
}

/// Sign in, in the steps that the tenant asks for
///
/// The tokens are kept for the commands token, accounts and sign-out; --storage says where.
#[derive(Debug, Args)]
pub(crate) struct SignInArgs {
    #[command(flatten)]
    pub(crate) app: AppArgs,
    /// A scope of the API the access token shall be for; several may be given
    #[arg(long = "scope", value_name = "SCOPE")]
    pub(crate) scopes: Vec<String>,
}

/// Choose a new password after a code by e-mail, and sign in
///
/// The server may take some time to put the password in force; the program waits for it, five minutes at the most.
#[derive(Debug, Args)]
pub(crate) struct ResetPasswordArgs {
    #[command(flatten)]
    pub(crate) app: AppArgs,
    /// A scope of the API the access token shall be for; several may be given
    #[arg(long = "scope", value_name = "SCOPE")]
    pub(crate) scopes: Vec<String>,
    /// Leave it at the new password: do not sign in
    #[arg(long)]
    pub(crate) no_sign_in: bool,
}

/// Tell which attributes the app's user flow requires of somebody who signs up
///
/// The tenant tells it only to somebody who is about to sign up, once they have proved that an e-mail address is
/// theirs. So this begins a sign-up: give an address that has no account here and whose mail you can read, and then the
/// code that it gets. If a password is wanted on the way, one is invented that nobody knows.
///
/// As soon as the tenant has named its attributes the sign-up is left alone, and no account comes of it. A user flow
/// that requires no attributes cannot be told apart before its last step: then the account does exist afterwards, the
/// command says so, and you may want to delete it.
///
/// Optional attributes are never told: the tenant's portal lists them.
#[derive(Debug, Args)]
pub(crate) struct AttributesArgs {
    #[command(flatten)]
    pub(crate) app: AppArgs,
}

/// Print an access token of whoever is signed in
///
/// It stands alone on stdout, or with --json in {"access_token":…,"expires_in_seconds":…,"scopes":[…]}. It is a secret:
/// whoever has it can call the API in the person's name until it expires.
///
/// While the token that is stored lives, nothing is sent; after that it is renewed. If nobody is signed in, it signs in
/// first.
#[derive(Debug, Args)]
pub(crate) struct TokenArgs {
    #[command(flatten)]
    pub(crate) app: AppArgs,
    /// A scope of the API the token shall be for; several may be given
    #[arg(long = "scope", value_name = "SCOPE")]
    pub(crate) scopes: Vec<String>,
    #[command(flatten)]
    pub(crate) account: AccountArgs,
    /// Fetch a new one although the one that is stored lives
    #[arg(long)]
    pub(crate) force_refresh: bool,
}

/// List the accounts that are signed in
///
/// Each with id, name and user name. Nothing is sent.
#[derive(Debug, Args)]
pub(crate) struct AccountsArgs {
    #[command(flatten)]
    pub(crate) app: AppArgs,
}

/// Forget the tokens of an account on this machine
///
/// Nothing is sent, and other accounts stay. If nobody is signed in there is nothing to do.
#[derive(Debug, Args)]
pub(crate) struct SignOutArgs {
    #[command(flatten)]
    pub(crate) app: AppArgs,
    #[command(flatten)]
    pub(crate) account: AccountArgs,
    /// All accounts of this app
    #[arg(long, conflicts_with = "account")]
    pub(crate) all: bool,
}

/// Which of the accounts that are signed in.
#[derive(Debug, Args)]
pub(crate) struct AccountArgs {
    /// The account's id, as the command accounts tells it; needed only where several are signed in
    #[arg(long, value_name = "ID")]
    pub(crate) account: Option<String>,
}

/// Which app in which tenant, and how it talks.
#[derive(Debug, Args)]
pub(crate) struct AppArgs {
    /// The tenant: its subdomain, its host or its full authority address
    #[arg(long, value_name = "URL")]
    pub(crate) authority: String,
    /// The app's id from its registration
    #[arg(long, value_name = "GUID")]
    pub(crate) client_id: String,
    /// A root certificate (PEM) to trust besides those of the system
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_certificate: Option<PathBuf>,
    /// Allow plain http to this machine, for a tenant emulator
    #[arg(long)]
    pub(crate) allow_http_loopback: bool,
    /// Talk JSON: one object a line on stdout, answers one object a line on stdin
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) storage: StorageArgs,
    #[command(flatten)]
    pub(crate) log: LogArgs,
}

/// Where accounts and tokens are kept between runs.
#[derive(Debug, Args)]
pub(crate) struct StorageArgs {
    /// Where accounts and tokens are kept between runs
    #[arg(long, value_enum, value_name = "WHERE", default_value_t = StorageKind::KeyStore)]
    pub(crate) storage: StorageKind,
    /// The directory of the sealed file [default: in the user's data directory]
    #[arg(long, value_name = "DIRECTORY")]
    pub(crate) storage_directory: Option<PathBuf>,
    /// A sealed file with a key of its own: letters, digits, - _ and . [default: the app's id]
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The cache file of Microsoft's clients, for --storage msal-file; it is not encrypted
    #[arg(long, value_name = "FILE", required_if_eq("storage", "msal-file"))]
    pub(crate) msal_cache: Option<PathBuf>,
}

/// Where accounts and tokens are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StorageKind {
    /// A sealed file, with its key in the key store of the operating system
    KeyStore,
    /// A sealed file, with a passphrase that is asked for each time
    Passphrase,
    /// A cache file that is shared with Microsoft's clients; not encrypted
    MsalFile,
    /// Nowhere: they end with this run
    Memory,
}

#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// How much of the log goes to stderr; it never holds a secret
    #[arg(long = "log", value_enum, value_name = "LEVEL", default_value_t = LogLevel::Info)]
    pub(crate) level: LogLevel,
}

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogLevel {
    Off,
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}
