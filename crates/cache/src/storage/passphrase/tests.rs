use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use native_auth_wire::Secret;
use tempfile::TempDir;

use super::derive::Cost;
use super::wrapped::{self, LENGTH};
use super::{NEW, Passphrase};
use crate::storage::{
    Change, Commit, DataKey, Expected, KeySource as _, Record, RecordStore as _, SealedFile,
    StorageErrorKind, StorageLoss,
};

/// The least that Argon2 takes: these tests are not about guessing.
const CHEAP: Cost = Cost {
    memory: 8,
    passes: 1,
    lanes: 1,
};

fn cheap(directory: &Path, passphrase: &str) -> Passphrase {
    Passphrase {
        directory: directory.to_owned(),
        passphrase: Mutex::new(Secret::from(passphrase)),
        cost: CHEAP,
    }
}

fn assert_has(keys: &Passphrase, profile: &str, key: &DataKey) {
    let got = keys.get(profile).unwrap().unwrap();
    assert_eq!(got.expose(), key.expose());
}

fn assert_wrong(keys: &Passphrase, profile: &str) {
    let kind = keys.get(profile).unwrap_err().kind();
    assert_eq!(kind, StorageErrorKind::PassphraseWrong);
}

/// The whole of it, at the cost that apps pay.
#[test]
fn a_key_is_had_again_with_the_passphrase_and_with_no_other() {
    let directory = TempDir::new().unwrap();
    let keys = |text: &str| Passphrase::new(directory.path(), Secret::from(text)).unwrap();
    assert!(keys("Quiet-Harbour 9").get("default").unwrap().is_none());

    let key = DataKey::generate();
    keys("Quiet-Harbour 9").put("default", &key).unwrap();
    assert_has(&keys("Quiet-Harbour 9"), "Default", &key);

    let file = directory.path().join("default/data.key");
    let before = fs::read(&file).unwrap();
    assert_eq!(before.len(), LENGTH);
    // 64 MiB, 3 passes, 4 lanes.
    let cost = [0, 0, 1, 0, 3, 0, 0, 0, 4, 0, 0, 0];
    assert_eq!(before[16..28], cost);
    assert_wrong(&keys("quiet-harbour 9"), "default");
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn an_empty_passphrase_is_refused() {
    let directory = TempDir::new().unwrap();
    let refused = Passphrase::new(directory.path(), Secret::from("")).unwrap_err();
    assert_eq!(refused.kind(), StorageErrorKind::PassphraseEmpty);

    let keys = cheap(directory.path(), "old");
    let refused = keys.change("default", Secret::from("")).unwrap_err();
    assert_eq!(refused.kind(), StorageErrorKind::PassphraseEmpty);
}

#[test]
fn no_name_leads_out_of_the_directory() {
    let directory = TempDir::new().unwrap();
    let keys = cheap(directory.path(), "old");
    let key = DataKey::generate();
    for profile in ["", "..", "../other", "a/b", "/tmp"] {
        for refused in [
            keys.get(profile).map(|_| ()),
            keys.put(profile, &key),
            keys.change(profile, Secret::from("new")),
        ] {
            let kind = refused.unwrap_err().kind();
            assert_eq!(kind, StorageErrorKind::ProfileInvalid, "{profile}");
        }
    }
}

#[test]
fn the_passphrase_changes_and_the_key_stays() {
    let directory = TempDir::new().unwrap();
    let keys = cheap(directory.path(), "old");
    let key = DataKey::generate();
    keys.put("default", &key).unwrap();

    let other = cheap(directory.path(), "a guess");
    let kind = other.change("default", Secret::from("new")).unwrap_err();
    assert_eq!(kind.kind(), StorageErrorKind::PassphraseWrong);
    assert_has(&keys, "default", &key);

    keys.change("default", Secret::from("new")).unwrap();
    assert_has(&keys, "default", &key);
    assert_has(&cheap(directory.path(), "new"), "default", &key);
    assert_wrong(&cheap(directory.path(), "old"), "default");
}

#[test]
fn a_passphrase_may_change_before_there_is_a_key() {
    let directory = TempDir::new().unwrap();
    let keys = cheap(directory.path(), "old");
    keys.change("default", Secret::from("new")).unwrap();
    let key = DataKey::generate();
    keys.put("default", &key).unwrap();
    assert_has(&cheap(directory.path(), "new"), "default", &key);
}

/// Whatever happens to a file, it is told from a wrong passphrase, moved away and replaced.
#[test]
fn a_damaged_file_is_kept_aside_and_its_key_is_lost() {
    let directory = TempDir::new().unwrap();
    let keys = cheap(directory.path(), "old");
    let file = directory.path().join("default/data.key");
    let key = DataKey::generate();
    keys.put("default", &key).unwrap();
    let good = fs::read(&file).unwrap();

    let mut damaged: Vec<Vec<u8>> = (0..LENGTH).map(|length| good[..length].to_vec()).collect();
    damaged.extend((0..LENGTH * 8).map(|bit| {
        let mut flipped = good.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        flipped
    }));
    damaged.push([&good[..], b"!"].concat());
    damaged.push(vec![0xff; 1 << 20]);
    for bytes in &damaged {
        fs::write(&file, bytes).unwrap();
        assert!(keys.get("default").unwrap().is_none());
        assert!(!file.exists());
    }
    let aside = |number: usize| directory.path().join(format!("default/damaged-{number}"));
    let kept = (1..=4).filter(|number| aside(*number).exists());
    assert_eq!(kept.count(), 3);
    assert_eq!(fs::read(aside(3)).unwrap(), *damaged.last().unwrap());

    keys.put("default", &key).unwrap();
    assert_has(&keys, "default", &key);
}

/// A checksum can be made by anybody, so what is behind it is bounded too.
#[test]
fn a_file_that_asks_for_too_much_is_no_key_file() {
    let secret = Secret::from("old");
    let greedy = Cost {
        memory: 8,
        passes: 11,
        lanes: 1,
    };
    let bytes = wrapped::wrap(&DataKey::generate(), "default", &secret, greedy).unwrap();
    let unwrapped = wrapped::unwrap(&bytes, "default", &secret).unwrap();
    assert!(matches!(unwrapped, wrapped::Unwrapped::NoKeyFile));
}

#[test]
fn the_file_of_one_profile_does_not_open_another() {
    let directory = TempDir::new().unwrap();
    let keys = cheap(directory.path(), "old");
    keys.put("one", &DataKey::generate()).unwrap();
    keys.put("two", &DataKey::generate()).unwrap();
    let file = |profile: &str| directory.path().join(profile).join("data.key");
    fs::copy(file("one"), file("two")).unwrap();
    assert!(keys.get("two").unwrap().is_none());
}

/// What an app sees of all this.
#[test]
fn tokens_open_with_the_passphrase_and_are_lost_with_the_key_only_once() {
    let directory = TempDir::new().unwrap();
    let open = |text: &str| {
        let keys = cheap(directory.path(), text);
        SealedFile::open(directory.path(), "default", Arc::new(keys))
    };
    let record = Record {
        generation: 1,
        bytes: b"a token".to_vec().into(),
    };
    let put = [Change::Put {
        key: "a/key".to_owned(),
        label: None,
        record,
    }];
    let saved = open("old").unwrap().commit(&Expected::Anything, &put);
    assert_eq!(saved.unwrap(), Commit::Done);

    let kind = open("a guess").unwrap_err().kind();
    assert_eq!(kind, StorageErrorKind::PassphraseWrong);
    let keys = cheap(directory.path(), "old");
    keys.change("default", Secret::from("new")).unwrap();
    let file = open("new").unwrap();
    assert!(file.load("a/key").unwrap().is_some());
    assert_eq!(file.losses(), []);
    drop(file);

    fs::write(directory.path().join("default/data.key"), b"").unwrap();
    let file = open("new").unwrap();
    assert!(file.load("a/key").unwrap().is_none());
    assert_eq!(file.losses(), [StorageLoss::KeyLost]);
    let saved = file.commit(&Expected::Anything, &put);
    assert_eq!(saved.unwrap(), Commit::Done);
    drop(file);

    let file = open("new").unwrap();
    assert!(file.load("a/key").unwrap().is_some());
    assert_eq!(file.losses(), []);
}

#[test]
fn what_a_crash_left_behind_is_written_over() {
    let directory = TempDir::new().unwrap();
    let keys = cheap(directory.path(), "old");
    fs::create_dir(directory.path().join("default")).unwrap();
    let left = directory.path().join("default").join(NEW);
    fs::write(&left, b"half").unwrap();
    let key = DataKey::generate();
    keys.put("default", &key).unwrap();
    assert_has(&keys, "default", &key);
    assert!(!left.exists());
}

#[test]
#[cfg(unix)]
fn only_this_user_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;

    let directory = TempDir::new().unwrap();
    let keys = cheap(directory.path(), "old");
    keys.put("default", &DataKey::generate()).unwrap();
    let mode = |path: &str| {
        let metadata = fs::metadata(directory.path().join(path)).unwrap();
        metadata.permissions().mode() & 0o777
    };
    assert_eq!(mode("default"), 0o700);
    assert_eq!(mode("default/data.key"), 0o600);
}

/// What is written today has to open tomorrow.
#[test]
fn the_format_is_what_it_was() {
    let bytes: Vec<u8> = OF_VERSION_1
        .split_whitespace()
        .flat_map(|line| {
            (0..line.len() / 2)
                .map(move |at| u8::from_str_radix(&line[at * 2..at * 2 + 2], 16).unwrap())
        })
        .collect();
    let unwrapped = wrapped::unwrap(&bytes, "default", &Secret::from("Quiet-Harbour 9")).unwrap();
    let wrapped::Unwrapped::Key(key) = unwrapped else {
        panic!("{unwrapped:?}");
    };
    assert_eq!(key.expose(), &[7; 32]);
}

/// Made with libsodium, which shares no code with this.
const OF_VERSION_1: &str = "
    6e61746976652d61757468206b65790108000000010000000100000000010203
    0405060708090a0b0c0d0e0f6465666768696a6b6c6d6e6f7071727374757677
    78797a7b88146fd39d7923c36d4cb4da12aa7905c21e00f5a024950cba7dffbd
    713688a23e776be0d8b8fd0d1a2d9ab895b6246709ab01cabf9b65da43c4138a
    e1e64258e4058f1cdfc84bda80292473fbd8dd90
";

#[test]
fn the_passphrase_does_not_show() {
    let keys = cheap(Path::new("/nowhere"), "Quiet-Harbour 9");
    assert_eq!(format!("{keys:?}"), "Passphrase { .. }");
}
