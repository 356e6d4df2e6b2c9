"""An exception that `ctypes` drops on its way out of the app's code: what it broke off must not look done."""

import logging

import pytest

import native_auth.sync
from native_auth import StorageLoss, StorageLost
from stage import PASSWORD

# What is dropped is told to `sys.unraisablehook`.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


class Leaves(logging.Handler):
    """Ends the thread, or tries to: nothing of this package expects that of a log."""

    def emit(self, record):
        raise SystemExit


@pytest.fixture
def leaving_log():
    handler, logger = Leaves(logging.WARNING), logging.getLogger("native_auth")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)


class Refuses(native_auth.Storage):
    """Keeps nothing, for a reason that goes to the log."""

    def load(self, key):
        return None

    def save(self, key, data):
        raise OSError("the disk is gone")

    def delete(self, key):
        raise OSError("the disk is gone")

    def keys(self, prefix):
        return []

    def lock(self, name, patience):
        return None


def test_tokens_are_not_taken_for_kept(stage, leaving_log):
    told = []
    client = stage.client(native_auth.sync, storage=native_auth.TokenStorage.custom(Refuses()))
    with client, client.account_events(told.append):
        account = client.sign_in(stage.person(), PASSWORD).account
        with pytest.raises(native_auth.NativeAuthError) as refused:
            account.sign_out()
        assert refused.value.kind is native_auth.ErrorKind.STORAGE_UNAVAILABLE
        while not told:
            pass
    assert told[0] == StorageLost(StorageLoss.NOT_WRITTEN)


class Breaks(native_auth.sync.Transport):
    """Fails, for a reason that goes to the log."""

    def send(self, request):
        raise OSError("the network is gone")


def test_a_request_is_not_taken_for_sent(stage, leaving_log):
    client = stage.client(native_auth.sync, transport=Breaks())
    with client, pytest.raises(native_auth.NativeAuthError) as lost:
        client.sign_in(stage.person())
    assert lost.value.code == "connection_lost"
