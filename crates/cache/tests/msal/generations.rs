//! Who writes on top of what, when Microsoft's clients write too.

use std::fs;

use native_auth_cache::storage::Commit;
use native_auth_cache::store::{Others, Save, TokenStore as _};
use serde_json::{Value, json};

use crate::file::{MSAL_PYTHON, Place};
use crate::samples::{NOW, account, key, sign_in, stored};

#[test]
fn a_write_on_top_of_what_was_expected_happens() {
    let place = Place::new();
    let store = place.store();
    sign_in(&store, &stored());
    assert_eq!(save(&place, 4, Some(3)), Commit::Done);
    assert_eq!(save(&place, 5, Some(4)), Commit::Done);
    assert_eq!(save(&place, 5, Some(4)), Commit::Overtaken);
    assert_eq!(refresh_token(&place), "refresh-5");
}

#[test]
fn nothing_is_written_where_there_is_no_account() {
    let place = Place::new();
    assert_eq!(save(&place, 4, Some(3)), Commit::Overtaken);
    assert!(!place.path.exists());
}

#[test]
fn a_refresh_token_of_theirs_is_a_later_generation() {
    let place = Place::new();
    sign_in(&place.store(), &stored());
    // As `TokenCache.update_rt` of MSAL Python does.
    edit(&place, |cache| {
        let token = only(&mut cache["RefreshToken"]);
        token["secret"] = json!("rotated");
        token["last_modification_time"] = json!((NOW + 5).to_string());
    });
    assert_eq!(save(&place, 4, Some(3)), Commit::Overtaken);
    let theirs = place.store().load(&key()).unwrap().unwrap().account;
    assert_eq!(refresh_token(&place), "rotated");
    assert!(theirs.generation > 3);
    assert_eq!(theirs.sign_in, u64::MAX - 1, "it is the same sign-in");
    let next = theirs.generation + 1;
    assert_eq!(save(&place, next, Some(theirs.generation)), Commit::Done);
    assert_eq!(refresh_token(&place), format!("refresh-{next}"));

    edit(&place, |cache| {
        only(&mut cache["RefreshToken"])["secret"] = json!("again")
    });
    let again = place.store().load(&key()).unwrap().unwrap().account;
    assert!(again.generation > next);
}

#[test]
fn one_beside_ours_came_later_whatever_the_clocks_say() {
    let place = Place::new();
    sign_in(&place.store(), &stored());
    edit(&place, |cache| {
        let mut another = only(&mut cache["RefreshToken"]).clone();
        another["secret"] = json!("theirs");
        another["last_modification_time"] = json!("1");
        cache["RefreshToken"]["another"] = another;
    });
    assert_eq!(refresh_token(&place), "theirs");
    let theirs = place.store().load(&key()).unwrap().unwrap().account;
    assert_eq!(
        save(&place, theirs.generation + 1, Some(theirs.generation)),
        Commit::Done
    );
    let after = place.json();
    assert_eq!(
        after["RefreshToken"].as_object().unwrap().len(),
        1,
        "{after}"
    );
}

#[test]
fn an_access_token_that_they_took_out_overtakes_nobody() {
    let place = Place::new();
    sign_in(&place.store(), &stored());
    edit(&place, |cache| cache["AccessToken"] = json!({}));
    assert_eq!(save(&place, 4, Some(3)), Commit::Done);
}

#[test]
fn a_sign_out_of_theirs_overtakes() {
    let place = Place::new();
    sign_in(&place.store(), &stored());
    edit(&place, |cache| {
        for section in ["AccessToken", "RefreshToken", "IdToken", "Account"] {
            cache[section] = json!({});
        }
    });
    assert!(place.store().load(&key()).unwrap().is_none());
    assert_eq!(save(&place, 4, Some(3)), Commit::Overtaken);
    // The notes of the account go with the next write.
    let mut other = stored();
    other.account = account(crate::samples::key_of(crate::samples::SOMEBODY_ELSE), 1);
    sign_in(&place.store(), &other);
    let text = fs::read_to_string(&place.path).unwrap();
    assert!(!text.contains(crate::samples::PERSON), "{text}");
}

#[test]
fn an_account_of_theirs_has_a_generation_that_stays() {
    let place = Place::holding(MSAL_PYTHON);
    let one = place.store().load(&key()).unwrap().unwrap().account;
    let two = place.store().load(&key()).unwrap().unwrap().account;
    assert_eq!(one.generation, two.generation);
    assert_eq!(
        save(&place, one.generation + 1, Some(one.generation)),
        Commit::Done
    );
    let ours = place.store().load(&key()).unwrap().unwrap().account;
    assert_eq!(ours.generation, one.generation + 1);
    let mut cache = place.json();
    let source = &only(&mut cache["Account"])["account_source"];
    assert_eq!(
        source, "authorization_code",
        "what they know of the account stays"
    );
}

fn save(place: &Place, generation: u64, expected: Option<u64>) -> Commit {
    let account = account(key(), generation);
    let save = Save {
        account: &account,
        expected,
        put: &[],
        others: Others::Keep { but: &[] },
    };
    place.store().save(&save).unwrap()
}

fn refresh_token(place: &Place) -> String {
    let loaded = place.store().load(&key()).unwrap().unwrap();
    loaded.account.refresh_token.unwrap().expose().to_owned()
}

fn edit(place: &Place, change: impl FnOnce(&mut Value)) {
    let mut cache = place.json();
    change(&mut cache);
    fs::write(&place.path, cache.to_string()).unwrap();
}

fn only(section: &mut Value) -> &mut Value {
    let entities = section.as_object_mut().unwrap();
    assert_eq!(entities.len(), 1);
    entities.values_mut().next().unwrap()
}
