//! The pages where a second factor is chosen, or where there is none to be had, and their languages.

use native_auth_emulator::{BlockedAnswer, BlockedMethod, Channel, Config};
use regex::Regex;

use crate::bench::*;
use crate::browser::{Page, address, open};
use crate::mail_server::MailServer;

const ADA: &str = "ada@example.com";
const MAIL: &str = "ada.at.work@example.org";

fn blocking(channel: Channel, answer: BlockedAnswer) -> Config {
    let mut config = Config::default();
    config.tenants[0].blocked_methods = vec![BlockedMethod {
        channel,
        prefix: String::new(),
        answer,
    }];
    config
}

/// What follows the password.
async fn proved(bench: &Bench) -> Page {
    let page = open(bench, &address(bench, CONTOSO_APP_MFA, &[])).await;
    let page = page.submit(bench, &[("username", ADA)]).await;
    page.submit(bench, &[("password", PASSWORD)]).await
}

/// The ID that stands before a text on the page.
fn id_of(page: &Page, label: &str) -> String {
    let choice = Regex::new(r#"name="id" value="([^"]*)" required>([^<]*)<"#).unwrap();
    let mut choices = choice.captures_iter(&page.html);
    let found = choices.find(|found| found[2].contains(label));
    found.unwrap_or_else(|| panic!("{}", page.html))[1].to_owned()
}

#[tokio::test]
async fn of_several_methods_the_person_chooses() {
    let bench = Bench::new().await;
    bench.add_with_methods(ADA, Some(PASSWORD), &[MAIL, PHONE]);
    for (label, target) in [("E-mail", MAIL), ("Text message", PHONE)] {
        let page = proved(&bench).await;
        page.asks_for("id");
        assert!(bench.emulator.messages_for(target).is_empty());
        let invented = page.submit(&bench, &[("id", "invented")]).await;
        assert!(invented.asks_for("id").html.contains("AADSTS90100"));
        let page = invented
            .submit(&bench, &[("id", &id_of(&invented, label))])
            .await;
        let done = page.submit(&bench, &[("oob", &bench.code(target))]).await;
        assert!(done.told("code").is_some());
    }
}

#[tokio::test]
async fn another_method_can_be_chosen_where_one_is_blocked() {
    let config = blocking(Channel::Sms, BlockedAnswer::ProviderBlockedByRep);
    let bench = Bench::with(config).await;
    bench.add_with_methods(ADA, Some(PASSWORD), &[MAIL, PHONE]);
    let page = proved(&bench).await;
    let id = id_of(&page, "Text message");
    let page = page.submit(&bench, &[("id", &id)]).await;
    assert!(page.asks_for("id").html.contains("AADSTS550024"));
    let id = id_of(&page, "E-mail");
    let page = page.submit(&bench, &[("id", &id)]).await;
    let done = page.submit(&bench, &[("oob", &bench.code(MAIL))]).await;
    assert!(done.told("code").is_some());
}

#[tokio::test]
async fn what_leads_a_native_flow_to_the_browser_ends_here() {
    let config = blocking(Channel::Sms, BlockedAnswer::Redirect);
    let bench = Bench::with(config).await;
    // One who has the blocked method, and one who would register it.
    for methods in [&[PHONE][..], &[]] {
        let id = bench.add_with_methods(ADA, Some(PASSWORD), methods);
        let mut page = proved(&bench).await;
        if methods.is_empty() {
            page.asks_for("contact");
            page = page.submit(&bench, &[("contact", PHONE)]).await;
        }
        assert_eq!(page.told("error").as_deref(), Some("access_denied"));
        assert!(bench.emulator.messages().is_empty());
        assert!(bench.emulator.delete_user(&id));
    }
}

#[tokio::test]
async fn the_pages_speak_the_user_flows_languages() {
    let (mails, mail_server) = MailServer::start(None).await;
    let url = format!("smtp://localhost:{}", mail_server.port());
    let mut config = Config {
        smtp: Some(native_auth_emulator::SmtpConfig::new(&url)),
        ..Config::default()
    };
    for flow in &mut config.tenants[0].user_flows {
        flow.languages = vec!["de".to_owned(), "en".to_owned(), "nb".to_owned()];
    }
    let bench = Bench::with(config).await;
    bench.add(ADA, None);
    let page = async |changes: &[(&str, &str)], accepted: &str| {
        let url = address(&bench, CONTOSO_APP_OTP, changes);
        let request = bench.http.get(&url).header("accept-language", accepted);
        let response = request.send().await.unwrap();
        response.text().await.unwrap()
    };
    for (wanted, accepted, language, title) in [
        ("", "", "de", "Anmelden"),
        ("", "fr", "de", "Anmelden"),
        ("", "nb-NO, en;q=0.5", "nb", "Logg på"),
        ("en-GB", "nb", "en", "Sign in"),
        ("fr no", "en", "nb", "Logg på"),
        ("fr", "en", "en", "Sign in"),
    ] {
        let html = page(&[("ui_locales", wanted)], accepted).await;
        assert!(
            html.contains(&format!("<html lang=\"{language}\">")),
            "{html}"
        );
        assert!(html.contains(&format!("<h1>{title}</h1>")), "{html}");
    }
    // What is wrong stays in English, and says so; the code is mailed in the page's language.
    let url = address(&bench, CONTOSO_APP_OTP, &[("ui_locales", "nb")]);
    let first = open(&bench, &url).await;
    let wrong = first
        .submit(&bench, &[("username", "eve@example.com")])
        .await;
    assert!(
        wrong
            .html
            .contains("<p role=\"alert\" lang=\"en\">AADSTS50034")
    );
    let sent = wrong.submit(&bench, &[("username", ADA)]).await;
    assert!(
        sent.html.contains("En kode ble sendt til:"),
        "{}",
        sent.html
    );
    let mail = mails.mails().pop().unwrap();
    assert!(mail.text.contains("Engangskoden din er"), "{}", mail.text);
}
