"""What an error tells, and how it tells it."""

from datetime import timedelta

import pytest

import native_auth
from native_auth import _errors, _native
from stage import PASSWORD, done


async def refused(stage, flavour, fault=None, password="Wrong-Password-1"):
    username = stage.person()
    client = stage.client(flavour)
    step = await done(client.sign_in(username))
    if fault is not None:
        stage.fault("oauth2/v2.0/token", username, **fault)
    with pytest.raises(native_auth.NativeAuthError) as raised:
        await done(step.submit_password(password))
    return raised.value, username


async def test_a_refusal_tells_its_facts(stage, flavour):
    error, username = await refused(stage, flavour)
    assert type(error) is native_auth.AskAgainError
    assert error.kind is native_auth.ErrorKind.INVALID_CREDENTIALS
    assert error.kind == "invalid_credentials"
    assert f"{error.kind}" == "invalid_credentials"
    assert error.code == "credentials_invalid"
    assert error.recovery is native_auth.Recovery.ASK_AGAIN
    assert error.retry is native_auth.Retry.AFTER_CHANGE
    assert not error.retryable
    assert error.retry_after is None
    assert error.retry_delay is None
    assert error.status == 400
    assert len(error.correlation_id) == len(error.trace_id) == 36
    assert error.claims is None
    assert error.server.error == "invalid_grant"
    assert error.server.codes == [50126]
    assert str(error) == "the user name or the password is wrong; enter it again"
    assert error.message() == "The user name or the password is wrong; enter it again."
    assert error.message(native_auth.Language.GERMAN) != error.message()
    assert error.message_key == "native_auth.error.credentials_invalid"
    assert username not in repr(error)


async def test_a_throttled_call_says_how_long_to_wait(stage, flavour):
    error, _ = await refused(stage, flavour, {"status": 429, "retry_after": 7}, PASSWORD)
    assert isinstance(error, native_auth.TryLaterError)
    assert error.retryable
    assert error.retry is native_auth.Retry.AFTER
    assert error.retry_after == error.retry_delay == timedelta(seconds=7)


async def test_nobody_else_is_chained_to_an_error(stage, flavour):
    error, _ = await refused(stage, flavour)
    assert error.__cause__ is None
    assert error.__context__ is None


async def test_what_the_app_was_handling_is_told_with_an_error(stage, flavour):
    client = stage.client(flavour)
    with pytest.raises(native_auth.NativeAuthError) as raised:
        try:
            raise LookupError
        except LookupError:
            await done(client.sign_in(stage.address()))
    assert isinstance(raised.value.__context__, LookupError)
    assert not raised.value.__suppress_context__


async def test_a_state_is_good_after_a_refusal_that_asks_again(stage, flavour):
    username = stage.person()
    step = await done(stage.client(flavour).sign_in(username))
    with pytest.raises(native_auth.AskAgainError):
        await done(step.submit_password("Wrong-Password-1"))
    assert isinstance(await done(step.submit_password(PASSWORD)), flavour.SignedIn)
    with pytest.raises(native_auth.FixError) as stale:
        await done(step.submit_password(PASSWORD))
    assert stale.value.code == "state_stale"


def test_every_recovery_has_a_class():
    assert set(_errors.CLASSES) == set(native_auth.Recovery)
    assert len(set(_errors.CLASSES.values())) == len(native_auth.Recovery)


@pytest.mark.parametrize(
    "word",
    [
        native_auth.ErrorKind,
        native_auth.Recovery,
        native_auth.Language,
        native_auth.FlowKind,
        native_auth.CodePurpose,
        native_auth.PasswordPurpose,
        native_auth.ChallengeType,
        native_auth.Capability,
        native_auth.BrowserReason,
        native_auth.PasswordFault,
        native_auth.StorageLoss,
        native_auth.TransportFailure,
    ],
)
def test_the_words_are_those_of_the_library(word):
    generated = getattr(_native, word.__name__)
    assert [member.name for member in word] == [member.name for member in generated]
    assert all(member.value == member.name.lower() for member in word)


@pytest.mark.parametrize(
    ("word", "generated"),
    [
        (native_auth.Retry, _native.Retry),
        (native_auth.AttributeFaultKind, _native.AttributeFault),
    ],
)
def test_the_words_with_facts_are_those_of_the_library(word, generated):
    variants = [name for name in vars(generated) if name.isupper() and isinstance(vars(generated)[name], type)]
    assert [member.name for member in word] == variants


def test_the_failures_of_a_storage_are_those_of_the_library():
    variants = {name for name, each in vars(_native.StorageFailure).items() if isinstance(each, type)}
    assert {name.lower() for name in variants} == {
        member.value.replace("_", "") for member in native_auth.StorageFailure
    }


def test_a_panic_is_an_error_with_a_constant_text():
    error = _errors.defect("a secret that was typed")
    assert error.kind is native_auth.ErrorKind.INTERNAL
    assert error.recovery is native_auth.Recovery.FIX
    assert error.code == "internal_error"
    assert error.correlation_id is error.server is error.retry_after is error.retry_delay is None
    assert error.retry is native_auth.Retry.NEVER
    assert "secret" not in f"{error} {error!r} {error.message()}"
    assert error.message() == f"{str(error).capitalize()}."
    assert error.message(native_auth.Language.GERMAN).startswith("Ein Fehler")


def test_errors_are_made_by_the_library_alone():
    with pytest.raises(TypeError):
        native_auth.NativeAuthError("no")
