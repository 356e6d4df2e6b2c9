//! At a terminal a method is chosen by its number, and the suggested address by Enter.

use native_auth_emulator::{CONTOSO_APP_MFA, CONTOSO_NAME, Config, Emulator, NewUser};

use crate::terminal::Terminal;

const USERNAME: &str = "ada@example.com";
const PASSWORD: &str = "Quiet-River-41";

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_not_there_is_asked_for_again() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let user = NewUser::new(CONTOSO_NAME, USERNAME, Some(PASSWORD));
    emulator.add_user(&user).unwrap();

    let mut terminal = Terminal::start(&[
        "sign-in",
        "--allow-http-loopback",
        "--authority",
        &emulator.authority(),
        "--storage=memory",
        "--client-id",
        CONTOSO_APP_MFA,
    ]);
    terminal.read_until("E-mail address: ");
    terminal.write(USERNAME);
    terminal.read_until("Password: ");
    terminal.wait_until_echo_is_off();
    terminal.write(PASSWORD);
    terminal.read_until("1. email");
    terminal.read_until("2. sms");
    for number in ["0", "3", "one"] {
        terminal.read_until("Which one (its number): ");
        terminal.write(number);
        terminal.read_until("There is no such number.");
    }
    terminal.read_until("Which one (its number): ");
    terminal.write("1");
    terminal.read_until(&format!("E-mail address [{USERNAME}]: "));
    terminal.write("");
    terminal.read_until("or the word another for another method: ");
    terminal.wait_until_echo_is_off();
    let code = emulator.last_code(USERNAME).unwrap();
    terminal.write(&code);
    terminal.read_until("Signed in: ");
    let (exit, seen) = terminal.end();
    assert_eq!(exit, Some(0), "{seen}");
    assert!(!seen.contains(&code), "{seen}");
    assert_eq!(emulator.users()[0].methods[0]["target"], USERNAME);
}
