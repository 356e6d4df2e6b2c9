//! Signs somebody in on the terminal, whatever the tenant asks for: one `match` over the steps.
#![expect(
    clippy::print_stdout,
    reason = "a program for the terminal talks on it"
)]

use std::error::Error;
use std::io::{self, Write as _};

use native_auth::{
    Account, Attributes, AuthenticationMethod, Client, ErrorKind, Recovery, SignIn, Step,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(authority), Some(client_id)) = (arguments.next(), arguments.next()) else {
        return Err("usage: native-auth-example AUTHORITY CLIENT_ID".into());
    };
    let client = Client::builder(authority, client_id)
        .storage(native_auth::TokenStorage::in_memory())
        // For a tenant emulator on this machine. It permits plain http to nowhere else.
        .allow_http_loopback()
        .build()?;

    let Some(account) = sign_in(&client).await? else {
        return Ok(());
    };
    let claims = account.claims().unwrap_or_default();
    println!("Hello, {}!", claims.name().unwrap_or("whoever you are"));

    // From memory; after some time the same call would renew it first.
    let token = account.access_token(&[]).await?;
    println!("There is a token for: {}", token.scopes().join(" "));
    account.sign_out().await?;
    Ok(())
}

/// Asks for what each step wants until somebody is signed in, or cannot be in here.
async fn sign_in(client: &Client) -> Result<Option<Account>, Box<dyn Error>> {
    let begin = SignIn {
        username: ask("E-mail address")?,
        ..SignIn::default()
    };
    let mut step = client.sign_in(begin).await?;
    loop {
        let action = match &step {
            Step::CodeRequired { state } => {
                let target = state.target().unwrap_or("you");
                match ask(&format!("Code sent to {target} (empty for a new one)"))?.as_str() {
                    "" => state.resend_code(),
                    code => state.submit_code(code),
                }
            }
            Step::PasswordRequired { state } => {
                state.submit_password(rpassword::prompt_password("Password: ")?)
            }
            Step::AttributesRequired { state } => {
                let mut values = Attributes::new();
                for attribute in state.attributes() {
                    values = values.with(attribute.name(), ask(attribute.name())?);
                }
                state.submit_attributes(values)
            }
            Step::MethodRequired { state } => {
                let method = choose("A second factor is wanted, by", state.methods())?;
                state.choose_method(method.id())
            }
            Step::RegistrationRequired { state } => {
                let method = choose("A second factor has to be registered", state.methods())?;
                state.register(method.id(), &ask("E-mail address, or number with +")?)
            }
            Step::SignedIn { account } => return Ok(Some(account.clone())),
            Step::BrowserRequired { .. } => {
                println!("The tenant wants you to go on in a browser.");
                return Ok(None);
            }
            Step::Completed { .. } => {
                println!("Done, without anybody being signed in.");
                return Ok(None);
            }
        };
        match client.run(action).await {
            Ok(next) => step = next,
            // The state is still good: show the same screen again, if only to choose another method.
            Err(error) if error.recovery() == Recovery::AskAgain => println!("{error}"),
            Err(error) if error.kind() == ErrorKind::MethodBlocked => println!("{error}"),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Asks for one of the methods by its number.
fn choose<'m>(
    question: &str,
    methods: &'m [AuthenticationMethod],
) -> io::Result<&'m AuthenticationMethod> {
    println!("{question}:");
    for (number, method) in (1..).zip(methods) {
        let (channel, hint) = (method.channel().as_str(), method.hint());
        println!("  {number}. {channel} {}", hint.unwrap_or_default());
    }
    loop {
        let number = ask("Number")?.parse::<usize>().unwrap_or_default();
        if let Some(chosen) = number.checked_sub(1).and_then(|index| methods.get(index)) {
            return Ok(chosen);
        }
    }
}

/// Asks for something that may be seen while it is typed.
fn ask(what: &str) -> io::Result<String> {
    print!("{what}: ");
    io::stdout().flush()?;
    let mut line = String::new();
    if io::stdin().read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim().to_owned())
}
