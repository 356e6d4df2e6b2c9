use crate::stage::{PASSWORD, PAT, Stage, account, begin, sign_in, token};

#[tokio::test]
async fn no_object_prints_what_is_secret_or_whose_it_is() {
    let stage = Stage::new().await;
    let client = stage.client();
    let step = begin(&client).await.unwrap();
    let account = account(sign_in(&client).await.unwrap());
    let token = token(&account).await.unwrap();
    let claims = account.claims().unwrap().unwrap();
    let id_token = account.expose_id_token().unwrap().unwrap();
    let error = client
        .sign_in(
            PAT.to_owned(),
            Some("Wrong-River-41".to_owned()),
            Vec::new(),
            None,
            None,
            None,
        )
        .await
        .unwrap_err();
    let printed = format!(
        "{client:?} {step:?} {account:?} {token:?} {claims:?} {error:?} {error} {:?}",
        error.server()
    );
    let secrets = [PAT, PASSWORD, "Wrong-River-41", &token.expose(), &id_token];
    for secret in secrets {
        assert!(!printed.contains(secret), "{printed}");
    }
    assert_eq!(claims.preferred_username().as_deref(), Some(PAT));
}
