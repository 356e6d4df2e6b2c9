//! There is a Secret Service that was never unlocked and so has no default collection yet.

use native_auth_cache::StorageErrorKind;

use crate::assert_every_call_fails;

#[test]
fn no_default_collection_is_no_key_store() {
    assert_every_call_fails(StorageErrorKind::KeyStoreAbsent);
}
