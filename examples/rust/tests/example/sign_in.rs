//! Its password is read from a terminal, so this goes by code.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::process::{Command, Stdio};

use native_auth_emulator::{CONTOSO_APP_OTP, CONTOSO_NAME, Config, Emulator, NewUser};

#[tokio::test(flavor = "multi_thread")]
async fn somebody_signs_in_with_a_code_after_a_wrong_one() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let username = "grace@example.com";
    let user = NewUser::new(CONTOSO_NAME, username, None);
    emulator.add_user(&user).unwrap();

    let mut example = Command::new(env!("CARGO_BIN_EXE_native-auth-example"))
        .args([&emulator.authority(), CONTOSO_APP_OTP])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdin, mut stdout) = (
        example.stdin.take().unwrap(),
        BufReader::new(example.stdout.take().unwrap()),
    );
    writeln!(stdin, "{username}\n00").unwrap();
    let mut text = read_until(&mut stdout, "the code could not be validated");
    let code = emulator.last_code(username).unwrap();
    writeln!(stdin, "{code}").unwrap();
    drop(stdin);

    stdout.read_to_string(&mut text).unwrap();
    assert!(example.wait().unwrap().success(), "{text}");
    assert!(text.contains("Hello, "), "{text}");
    assert!(
        text.ends_with("There is a token for: openid profile\n"),
        "{text}"
    );
    assert!(!text.contains(username), "{text}");
}

#[test]
fn without_arguments_it_says_what_it_wants() {
    let output = Command::new(env!("CARGO_BIN_EXE_native-auth-example"))
        .output()
        .unwrap();
    assert!(!output.status.success());
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("AUTHORITY CLIENT_ID"), "{text}");
}

/// Reads no further than to these words.
pub(crate) fn read_until(stream: &mut impl BufRead, words: &str) -> String {
    let mut read = Vec::new();
    for byte in stream.bytes() {
        read.push(byte.unwrap());
        if read.ends_with(words.as_bytes()) {
            return String::from_utf8(read).unwrap();
        }
    }
    panic!("ended before: {words}");
}
