"""Nothing of the library shows a secret or an e-mail address, whichever way it is printed."""

import asyncio
import copy
import gc
import pickle
import traceback

import pytest

import native_auth
from stage import NEW_PASSWORD, PASSWORD, Flavour, done

# Not written where they are used, for a traceback shows the lines of these tests.
NAME, CITY, REFUSED_CITY = "Grace Canary", "Canary Wharf", "Canary-77"
CODE, WEAK, CONTACT = "00000001", "weak-pw", "no contact at all"

PACKAGE = native_auth.__path__[0]


def ways_to_print(thing):
    """Every text that an object is usually shown as."""
    yield repr(thing)
    yield str(thing)
    yield f"{thing}"
    yield f"{thing!r:>10}"
    yield ascii(thing)
    try:
        members = vars(thing)
    except TypeError:
        members = {}
    yield repr(members)
    yield str(members)
    for copier in (pickle.dumps, copy.copy, copy.deepcopy):
        try:
            yield repr(copier(thing))
        except (TypeError, ValueError) as refused:
            yield str(refused)
    if isinstance(thing, BaseException):
        yield "".join(traceback.format_exception(thing))
        yield repr(thing.args)


def locals_of_ours(error):
    """What a report of an error, and of all that led to it, would show of the frames of this package."""
    shown = []
    while error is not None:
        summary = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), capture_locals=True)
        shown += [str(frame.locals) for frame in summary if frame.filename.startswith(PACKAGE)]
        error = error.__cause__ or error.__context__
    return "\n".join(shown)


async def everything(stage, flavour):
    """Every object of a full flow, and the secrets that were planted."""
    username, contact, wrong = stage.address(), stage.address(), "Wrong-Password-1"
    things, secrets, errors = [], [username, contact, PASSWORD, NEW_PASSWORD, wrong], []

    async def refused(call):
        with pytest.raises(native_auth.NativeAuthError) as raised:
            await done(call())
        errors.append(raised.value)
        things.append(raised.value.server)

    client = stage.client(flavour, "mfa")
    things += [client, flavour.TokenStorage.in_memory()]
    step = await done(client.sign_up(username, attributes={"displayName": NAME}))
    secrets.append(NAME)
    while not isinstance(step, flavour.SignedIn):
        things.append(step)
        match step:
            case flavour.module.CodeRequired():
                await refused(lambda step=step: step.submit_code(CODE))
                target = contact if step.purpose is native_auth.CodePurpose.REGISTRATION else username
                code = stage.code(target)
                secrets.append(code)
                step = await done(step.submit_code(code))
            case flavour.module.PasswordRequired():
                await refused(lambda step=step: step.submit_password(WEAK))
                step = await done(step.submit_password(PASSWORD))
            case flavour.module.AttributesRequired():
                await refused(lambda step=step: step.submit_attributes({"displayName": NAME, "city": REFUSED_CITY}))
                things += step.attributes
                step = await done(step.submit_attributes({"displayName": NAME, "city": CITY}))
                secrets.append(CITY)
            case flavour.module.MethodRequired():
                things += step.methods
                step = await done(step.choose_method(step.methods[0]))
            case flavour.module.RegistrationRequired():
                things += step.methods
                email = next(method for method in step.methods if method.channel == "email")
                await refused(lambda step=step, email=email: step.register(email, CONTACT))
                step = await done(step.register(email, contact))
    account = step.account
    token = await done(account.access_token())
    key = flavour.generate_sealing_key()
    sealed = client.suspend(await done(client.sign_in(username)), key)
    await refused(lambda: client.sign_in(username, wrong))
    secrets += [token.expose(), account.expose_id_token(), account.peek_token(), repr(key), key.hex()]
    claims = account.claims
    secrets += [claims["preferred_username"], claims["sub"]]
    request = flavour.StepUpRequest.from_claims('{"access_token":{"canary_claim":null}}', username=username)
    secrets.append("canary_claim")
    things += [step, account, token, claims, request, client.resume(sealed, key), *await done(client.accounts())]
    exported = await done(client.export_msal_cache())
    imported = await done(stage.client(flavour).import_msal_cache(exported))
    things += [imported, client.account_events() if flavour.is_asyncio else client.account_events(print)]
    things += [flavour.HttpResponse(200, {"x-canary": "header-canary"}, b"body-canary")]
    secrets += ["header-canary", "body-canary", REFUSED_CITY, CODE, WEAK, CONTACT]
    return things, secrets, errors


async def test_no_object_of_a_full_flow_shows_a_secret(stage, flavour):
    things, secrets, errors = await everything(stage, flavour)
    assert len(things) > 15
    assert len(errors) >= 5
    for thing in things + errors:
        for text in ways_to_print(thing):
            for secret in secrets:
                assert secret not in text, f"{type(thing).__name__} shows something that it must not"


async def test_no_report_of_an_error_shows_a_secret_of_our_frames(stage, flavour):
    _, secrets, errors = await everything(stage, flavour)
    for error in errors:
        shown = locals_of_ours(error)
        for secret in secrets:
            assert secret not in shown


MISTAKES = {
    "a key of another length": lambda flavour, client, step: client.resume(b"sealed-canary", b"key-canary"),
    "a key that is none": lambda flavour, client, step: client.suspend(step, "key-canary"),
    "a key of another length to seal with": lambda flavour, client, step: client.suspend(step, b"key-canary"),
    "a password that is none": lambda flavour, client, step: client.sign_in("name-canary", b"password-canary"),
    "half of a surrogate pair": lambda flavour, client, step: step.submit_password("password-canary\ud800"),
    "attributes that are none": lambda flavour, client, step: client.sign_up(
        "name-canary", attributes={"a-canary": 1.5}
    ),
    "too much": lambda flavour, client, step: client.sign_in("name-canary", "password-canary", "canary", "canary"),
    "a name that is none": lambda flavour, client, step: client.peek_account("name-canary\ud800"),
    "a cache that is none": lambda flavour, client, step: client.import_msal_cache("cache-canary"),
    "a challenge that is none": lambda flavour, client, step: flavour.StepUpRequest.from_challenge("challenge-canary"),
    "claims that are none": lambda flavour, client, step: flavour.StepUpRequest.from_claims(b"claims-canary"),
    "a client that is set up wrong": lambda flavour, client, step: flavour.Client(
        "contoso", "no id", storage=flavour.TokenStorage.in_memory(), proxy="http://user:canary@proxy.example:8080"
    ),
    "a passphrase that is none": lambda flavour, client, step: flavour.TokenStorage.passphrase("a", "b", b"canary"),
    "a new password that is none": lambda flavour, client, step: flavour.check_new_password(b"password-canary"),
    "an answer that is none": lambda flavour, client, step: flavour.HttpResponse(200, {"x-canary": "canary"}, "canary"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
async def test_no_report_of_a_mistake_shows_what_was_given(stage, flavour, mistake):
    client = stage.client(flavour)
    step = await done(client.sign_in(stage.person()))
    with pytest.raises((native_auth.NativeAuthError, TypeError, ValueError)) as raised:
        await done(MISTAKES[mistake](flavour, client, step))
    assert locals_of_ours(raised.value)
    assert "canary" not in locals_of_ours(raised.value)


async def test_no_report_of_a_timeout_shows_a_secret(stage):
    username = stage.person()
    step = await stage.client(Flavour(native_auth)).sign_in(username)
    stage.fault("oauth2/v2.0/token", username, delay_ms=600_000)
    with pytest.raises(asyncio.TimeoutError) as raised:
        await asyncio.wait_for(step.submit_password(PASSWORD), 0.05)
    assert locals_of_ours(raised.value)
    assert PASSWORD not in locals_of_ours(raised.value)


def test_what_the_app_itself_raises_keeps_its_frames(flavour):
    def scopes():
        of_the_app = "seen"
        yield of_the_app
        raise LookupError

    with pytest.raises(LookupError) as raised:
        flavour.StepUpRequest.from_claims("{}", scopes())
    assert raised.traceback[-1].frame.f_locals == {"of_the_app": "seen"}


async def test_no_object_behind_shows_a_secret(stage, flavour):
    things, secrets, errors = await everything(stage, flavour)
    behind = [getattr(thing, "_native", None) for thing in things + errors]
    # Whatever else of the generated module is alive, such as what a call has not given up yet.
    behind += [each for each in gc.get_objects() if hasattr(type(each), "_uniffi_make_instance")]
    for thing in behind:
        for text in ways_to_print(thing):
            assert not any(secret in text for secret in secrets), type(thing).__name__


@pytest.mark.parametrize("name", ["Client", "Account", "AccessToken", "PasswordRequired", "SignedIn", "IdTokenClaims"])
async def test_what_may_hold_a_secret_cannot_be_pickled(stage, flavour, name):
    client = stage.client(flavour)
    waiting = await done(client.sign_in(stage.person()))
    signed_in = await done(client.sign_in(stage.person(), PASSWORD))
    account = signed_in.account
    things = [client, waiting, signed_in, account, account.claims, await done(account.access_token())]
    thing = next(each for each in things if type(each).__name__ == name)
    with pytest.raises(TypeError, match="cannot pickle"):
        pickle.dumps(thing)


def test_the_ways_to_print_find_a_secret():
    class Leaky:
        def __init__(self):
            self.password = PASSWORD

    assert any(PASSWORD in text for text in ways_to_print(Leaky()))
