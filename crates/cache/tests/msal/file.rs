//! The shared file as a store.

use std::fs;
use std::path::PathBuf;

use native_auth_cache::storage::Commit;
use native_auth_cache::store::{ChangedAccounts, Others, Save, TokenStore as _};
use native_auth_cache::{MsalFile, Partition, ScopeSet};
use native_auth_wire::Secret;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::samples::{
    APP, OTHER_APP, SOMEBODY_ELSE, account, key, key_of, partition, sign_in, stored, token,
};

pub(crate) const MSAL_PYTHON: &str = include_str!("written_by_msal_python.json");

pub(crate) struct Place {
    pub(crate) directory: TempDir,
    pub(crate) path: PathBuf,
}

impl Place {
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("cache.json");
        Self { directory, path }
    }

    pub(crate) fn holding(text: &str) -> Self {
        let place = Self::new();
        fs::write(&place.path, text).unwrap();
        place
    }

    pub(crate) fn store(&self) -> MsalFile {
        MsalFile::new(&self.path)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(&self.path).unwrap()).unwrap()
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.directory.path()).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort_unstable();
        names
    }
}

#[test]
fn what_is_saved_is_there_for_the_next_process() {
    let place = Place::new();
    assert!(place.store().accounts(&partition()).unwrap().is_empty());
    assert!(place.store().load(&key()).unwrap().is_none());
    sign_in(&place.store(), &stored());

    let store = place.store();
    let [heading] = &store.accounts(&partition()).unwrap()[..] else {
        panic!("one account");
    };
    assert_eq!(heading.key, key());
    assert_eq!(heading.username.as_deref(), Some("mila.roth@example.com"));
    let loaded = store.load(&key()).unwrap().unwrap();
    assert_eq!(loaded.account.generation, 3);
    assert_eq!(loaded.account.sign_in, u64::MAX - 1);
    assert_eq!(exposed(loaded.account.refresh_token), "refresh-3");
    assert_eq!(exposed(loaded.account.id_token), "head.claims.signature");
    assert_eq!(loaded.tokens.len(), 2);
    assert!(!store.has_verified_id_tokens());
    assert_eq!(
        place.names(),
        ["cache.json"],
        "no lock and no new file is left"
    );
}

#[cfg(unix)]
#[test]
fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let store = MsalFile::new(place.directory.path().join("a/b/cache.json"));
    sign_in(&store, &stored());
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(store.path().to_owned()), 0o600);
    assert_eq!(mode(place.directory.path().join("a/b")), 0o700);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_stays_one() {
    let place = Place::holding("{}");
    let link = place.directory.path().join("link.json");
    std::os::unix::fs::symlink(&place.path, &link).unwrap();
    sign_in(&MsalFile::new(&link), &stored());
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(place.store().load(&key()).unwrap().is_some());
}

#[test]
fn tokens_take_the_place_of_those_for_the_same_scopes_however_they_are_spelt() {
    let place = Place::holding(MSAL_PYTHON);
    let store = place.store();
    let loaded = store.load(&key()).unwrap().unwrap();
    let put = [token("new", &["profile", "API://contoso-api/read"])];
    let mut account = loaded.account;
    let expected = Some(account.generation);
    account.generation += 1;
    let save = |expected, put, others| {
        let save = Save {
            account: &account,
            expected,
            put,
            others,
        };
        assert_eq!(store.save(&save).unwrap(), Commit::Done);
        tokens(&place)
    };
    let all = Others::Keep { but: &[] };
    assert_eq!(save(expected, &put, all), ["new"]);
    let more = [token("more", &["api://contoso-api/Write"])];
    assert_eq!(save(None, &more, all), ["more", "new"]);
    let but = [ScopeSet::new(&["api://contoso-api/Read"])];
    assert_eq!(save(None, &[], Others::Keep { but: &but }), ["more"]);
    assert_eq!(save(None, &put, Others::Drop), ["new"]);
}

#[test]
fn what_is_not_ours_or_not_understood_stays() {
    let mut cache: Value = serde_json::from_str(MSAL_PYTHON).unwrap();
    // Another app's tokens of the same person, a token bound to a key, a section and members of a later day, a number
    // that no float holds.
    let anothers = MSAL_PYTHON.replace(APP, OTHER_APP);
    let anothers: Value = serde_json::from_str(&anothers).unwrap();
    for section in ["AccessToken", "RefreshToken", "IdToken", "AppMetadata"] {
        let more = anothers[section].as_object().unwrap().clone();
        cache[section].as_object_mut().unwrap().extend(more);
    }
    let mut bound = anothers["AccessToken"]
        .as_object()
        .unwrap()
        .values()
        .next()
        .unwrap()
        .clone();
    bound["client_id"] = json!(APP);
    bound["key_id"] = json!("a-key");
    cache["AccessToken"]["bound"] = bound.clone();
    cache["Later"] = json!({ "a": [1, null] });
    cache["AccessToken"]["odd"] = json!(7);
    let text = cache.to_string();
    let text = text.replacen(
        "{",
        r#"{"Exact":{"number":12345678901234567890.12345678901234567890},"#,
        1,
    );
    let text = text.replace(r#""account_source""#, r#""exact":1e-1000,"account_source""#);
    let place = Place::holding(&text);

    let store = place.store();
    sign_in(&store, &stored());
    let after = fs::read_to_string(&place.path).unwrap();
    for exact in [
        "12345678901234567890.12345678901234567890",
        "1e-1000",
        r#""odd":7"#,
    ] {
        assert!(after.contains(exact), "{exact}");
    }
    store.remove(&key()).unwrap();
    let after = fs::read_to_string(&place.path).unwrap();
    assert!(
        after.contains("1e-1000"),
        "another app still has the account"
    );
    assert!(
        !after.contains("native_auth") && !after.contains("refresh-3"),
        "{after}"
    );

    let after = place.json();
    assert_eq!(after["Later"], cache["Later"]);
    for section in ["AccessToken", "RefreshToken", "IdToken", "AppMetadata"] {
        for (key, entity) in anothers[section].as_object().unwrap() {
            assert_eq!(after[section][key], *entity, "{section}");
        }
    }
    assert!(
        after["AccessToken"].get("bound").is_none(),
        "a sign-out spares nothing of this app's"
    );
    assert!(
        store.load(&key()).unwrap().is_none(),
        "the other app's tokens are no sign-in here"
    );
}

#[test]
fn a_sign_out_takes_everything_of_the_account_and_nothing_of_others() {
    let place = Place::holding(MSAL_PYTHON);
    let store = place.store();
    let mut other = stored();
    other.account = account(key_of(SOMEBODY_ELSE), 1);
    sign_in(&store, &other);
    store.remove(&key()).unwrap();
    let text = fs::read_to_string(&place.path).unwrap();
    assert!(!text.contains(&key().account().to_string()), "{text}");
    assert!(!text.contains("-of-python"), "{text}");
    assert!(store.load(&other.account.key).unwrap().is_some());

    let before = fs::read(&place.path).unwrap();
    store.remove(&key()).unwrap();
    assert_eq!(
        fs::read(&place.path).unwrap(),
        before,
        "nothing is written for nothing"
    );
}

#[test]
fn another_host_and_another_app_see_nothing_of_it() {
    let place = Place::holding(MSAL_PYTHON);
    for (authority, client_id) in [
        (
            "https://fabrikam.ciamlogin.com/fabrikam.onmicrosoft.com",
            APP,
        ),
        (
            "https://contoso.ciamlogin.com/contoso.onmicrosoft.com",
            OTHER_APP,
        ),
    ] {
        let other = Partition::new(authority, client_id);
        assert!(place.store().accounts(&other).unwrap().is_empty());
    }
}

#[test]
fn changes_of_others_are_told_and_ones_own_are_not() {
    let place = Place::new();
    let (ours, theirs) = (place.store(), place.store());
    let nothing = ChangedAccounts::These(Vec::new());
    assert_eq!(
        ours.changed().unwrap(),
        ChangedAccounts::All,
        "nobody has looked yet"
    );
    assert_eq!(ours.changed().unwrap(), nothing);
    sign_in(&theirs, &stored());
    assert_eq!(ours.changed().unwrap(), ChangedAccounts::All);
    assert_eq!(ours.changed().unwrap(), nothing);
    sign_in(&ours, &stored());
    assert_eq!(ours.changed().unwrap(), nothing);
    let mut other = stored();
    other.account = account(key_of(SOMEBODY_ELSE), 1);
    sign_in(&theirs, &other);
    sign_in(&ours, &stored());
    assert_eq!(
        ours.changed().unwrap(),
        ChangedAccounts::All,
        "theirs came before"
    );
    fs::remove_file(&place.path).unwrap();
    assert_eq!(ours.changed().unwrap(), ChangedAccounts::All);
}

#[test]
fn a_change_is_seen_by_what_is_in_the_file_and_by_nothing_else() {
    let place = Place::holding(MSAL_PYTHON);
    let store = place.store();
    let nothing = ChangedAccounts::These(Vec::new());
    assert_eq!(store.changed().unwrap(), ChangedAccounts::All);
    let written = fs::metadata(&place.path).unwrap().modified().unwrap();
    // In place, as long as before and of the same time.
    let rotated = MSAL_PYTHON.replace("refresh-of-python", "rotated-by-python");
    fs::write(&place.path, &rotated).unwrap();
    let file = fs::File::options().write(true).open(&place.path).unwrap();
    file.set_modified(written).unwrap();
    assert_eq!(store.changed().unwrap(), ChangedAccounts::All);
    // Another file, of another time, that holds the same.
    fs::remove_file(&place.path).unwrap();
    fs::write(&place.path, &rotated).unwrap();
    assert_eq!(store.changed().unwrap(), nothing);
}

#[test]
fn nothing_of_it_shows() {
    let store = MsalFile::new("/home/mila.roth@example.com/cache.json");
    assert_eq!(format!("{store:?}"), "MsalFile { .. }");
}

fn tokens(place: &Place) -> Vec<String> {
    let loaded = place.store().load(&key()).unwrap().unwrap();
    let tokens = loaded.tokens.iter();
    let mut tokens: Vec<_> = tokens
        .map(|token| token.token.expose().to_owned())
        .collect();
    tokens.sort_unstable();
    tokens
}

fn exposed(secret: Option<Secret>) -> String {
    secret.map_or(String::new(), |secret| secret.expose().to_owned())
}
