//! Futures dropped at every await of a reset, a second factor and a registration, as in `drops`.

use native_auth::{Action, ChallengeChannel, Client, Result, Step};
use native_auth_emulator::{Config, PasswordResetConfig};
use native_auth_tests::{NEW_PASSWORD, PASSWORD, Stage};

use crate::drops::{Drop, Interrupted, PLENTY, interrupt};
use crate::openings::{first_factor, person, reset_password};

/// Somebody whose second factor is a phone.
struct Somebody {
    username: String,
    phone: String,
}

impl Somebody {
    fn number(number: usize) -> Self {
        Self {
            username: person(number),
            phone: format!("+47900{number:05}"),
        }
    }
}

/// How a flow went whose every action was dropped once.
#[derive(Debug, Default, PartialEq)]
struct Walk {
    /// How many drops it went on after.
    went_on: usize,
    /// Whether the server had gone ahead at last, so that it had to begin again.
    lost: bool,
}

/// Takes a flow from this step to its end, with each action dropped at this pause and run again.
async fn walk(
    stage: &Stage,
    client: &Client,
    somebody: &Somebody,
    step: Step,
    pause: usize,
    when: Drop,
) -> Result<Walk> {
    let again =
        async |action: &dyn Fn() -> Action| interrupt(stage, client, action, pause, when).await;
    let mut walk = Walk::default();
    let mut step = step;
    loop {
        let came = match step {
            Step::CodeRequired { state } => {
                let sent_to = match state.channel() {
                    ChallengeChannel::Sms => &somebody.phone,
                    _ => &somebody.username,
                };
                let code = stage.code(sent_to);
                again(&|| state.submit_code(&code)).await?
            }
            Step::PasswordRequired { state } => {
                again(&|| state.submit_password(NEW_PASSWORD)).await?
            }
            Step::MethodRequired { state } => {
                let id = state.methods()[0].id();
                again(&|| state.choose_method(id)).await?
            }
            Step::RegistrationRequired { state } => {
                again(&|| state.register("sms", &somebody.phone)).await?
            }
            Step::SignedIn { .. } => return Ok(walk),
            other => panic!("{}", other.name()),
        };
        match came {
            Interrupted::WentOn(next, was_dropped) => {
                walk.went_on += usize::from(was_dropped);
                step = next;
            }
            Interrupted::Lost => {
                walk.lost = true;
                return Ok(walk);
            }
        }
    }
}

/// Plays a flow with its actions dropped at each pause in turn, until there is no pause left. `begin` makes somebody
/// and takes the flow to its first step; `mails` is how many messages it may send without a drop.
async fn at_every_await(
    stage: &Stage,
    client: &Client,
    mails: usize,
    begin: impl AsyncFn(&Somebody) -> Result<Step>,
) -> Result<()> {
    for when in [Drop::AtOnce, Drop::AfterTheServer] {
        let (mut went_on, mut lost) = (0, 0);
        let mut ended = false;
        for pause in 0..PLENTY {
            let somebody = Somebody::number(pause + if when == Drop::AtOnce { 0 } else { PLENTY });
            let step = begin(&somebody).await?;
            let walked = walk(stage, client, &somebody, step, pause, when).await?;
            let sent = stage.mails(&somebody.username) + stage.mails(&somebody.phone);
            // One more where the person asked twice for the code that the drop had lost.
            assert!(sent <= mails + walked.went_on + 1, "{sent} messages");
            went_on += walked.went_on;
            lost += usize::from(walked.lost);
            if walked == Walk::default() {
                assert_eq!(sent, mails, "no message by itself");
                ended = true;
                break;
            }
        }
        assert!(ended, "it never ended");
        match when {
            Drop::AtOnce => assert!(went_on > 0, "some drop was gone on after"),
            Drop::AfterTheServer => assert!(lost > 0, "the server went ahead at least once"),
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_reset() -> Result<()> {
    let mut config = Config::default();
    config.tenants[0].password_reset = PasswordResetConfig {
        not_started_polls: 1,
        in_progress_polls: 1,
        ..PasswordResetConfig::default()
    };
    let stage = Stage::with(config).await;
    let client = stage.password_client();
    at_every_await(&stage, &client, 1, async |somebody| {
        stage.add_user(&somebody.username, Some(PASSWORD));
        let state = reset_password(&client, &somebody.username).await?;
        Ok(Step::CodeRequired { state })
    })
    .await
}

#[tokio::test]
async fn a_second_factor() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.mfa_client();
    at_every_await(&stage, &client, 1, async |somebody| {
        stage.add_user_with_methods(&somebody.username, &[("sms", &somebody.phone)]);
        first_factor(&client, &somebody.username).await
    })
    .await
}

#[tokio::test]
async fn a_second_factor_after_a_reset() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.mfa_client();
    at_every_await(&stage, &client, 2, async |somebody| {
        stage.add_user_with_methods(&somebody.username, &[("sms", &somebody.phone)]);
        let state = reset_password(&client, &somebody.username).await?;
        Ok(Step::CodeRequired { state })
    })
    .await
}

#[tokio::test]
async fn a_registration() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.mfa_client();
    at_every_await(&stage, &client, 1, async |somebody| {
        stage.add_user(&somebody.username, Some(PASSWORD));
        first_factor(&client, &somebody.username).await
    })
    .await
}

#[tokio::test]
async fn a_dropped_reset_is_polled_for_and_not_submitted_again() -> Result<()> {
    let mut config = Config::default();
    config.tenants[0].password_reset.in_progress_polls = 3;
    let stage = Stage::with(config).await;
    let client = stage.password_client();
    let mut polled = 0;
    for pause in 0..PLENTY {
        let somebody = Somebody::number(pause);
        stage.add_user(&somebody.username, Some(PASSWORD));
        let state = reset_password(&client, &somebody.username).await?;
        let action = state.submit_code(&stage.code(&somebody.username));
        let Step::PasswordRequired { state } = client.run(action).await? else {
            panic!("a password is wanted")
        };
        let before = stage.emulator.requests().len();
        let action = || state.submit_password(NEW_PASSWORD);
        let came = interrupt(&stage, &client, action, pause, Drop::AtOnce).await?;
        let requests = stage.emulator.requests();
        let to = |path: &str| {
            let sent = requests.iter().skip(before);
            sent.filter(|request| request.path.ends_with(path)).count()
        };
        match came {
            Interrupted::WentOn(_, false) => {
                assert!(polled > 0, "some drop fell while it was polling");
                return Ok(());
            }
            Interrupted::WentOn(step, true) => {
                assert!(matches!(step, Step::SignedIn { .. }), "{}", step.name());
                polled += usize::from(to("/submit") == 1 && to("/poll_completion") >= 4);
            }
            Interrupted::Lost => {}
        }
        assert!(
            to("/submit") <= 2,
            "once more only if the first was not heard of"
        );
    }
    panic!("it never ended");
}
