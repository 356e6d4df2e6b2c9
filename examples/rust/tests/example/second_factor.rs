//! Every step of a second factor is one of the same `match`. Nobody has a password here, for the same reason.

use std::io::{BufReader, Read as _, Write as _};
use std::process::{Command, Stdio};

use native_auth_emulator::{CONTOSO_APP_MFA, CONTOSO_NAME, Config, Emulator, NewUser};

use crate::sign_in::read_until;

#[tokio::test(flavor = "multi_thread")]
async fn somebody_registers_a_phone_and_then_signs_in_with_it() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let (username, phone) = ("grace@example.com", "+4790012345");
    let user = NewUser::new(CONTOSO_NAME, username, None);
    emulator.add_user(&user).unwrap();

    for again in [false, true] {
        let mut example = Command::new(env!("CARGO_BIN_EXE_native-auth-example"))
            .args([&emulator.authority(), CONTOSO_APP_MFA])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = example.stdin.take().unwrap();
        let mut stdout = BufReader::new(example.stdout.take().unwrap());
        writeln!(stdin, "{username}").unwrap();
        read_until(&mut stdout, "a new one): ");
        let code = emulator.last_code(username).unwrap();
        writeln!(stdin, "{code}").unwrap();
        // A code by mail was the first factor, so only the phone is left. There is no number 7.
        let asked = read_until(&mut stdout, "Number: ");
        assert_eq!(asked.contains("has to be registered"), !again, "{asked}");
        writeln!(stdin, "7\n1").unwrap();
        if !again {
            writeln!(stdin, "90 01 23 45\n1\n+47 90 01 23 45").unwrap();
        }
        let asked = read_until(&mut stdout, "a new one): ");
        assert_eq!(
            asked.contains("not in international form"),
            !again,
            "{asked}"
        );
        let code = emulator.last_code(phone).unwrap();
        writeln!(stdin, "{code}").unwrap();
        drop(stdin);
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).unwrap();
        assert!(example.wait().unwrap().success(), "{rest}");
        assert!(rest.contains("Hello, "), "{rest}");
    }
    assert_eq!(emulator.messages_for(phone).len(), 2);
}
