"""A call that is given up ends at once, and leaves nothing behind."""

import asyncio
import inspect
import os
import pathlib
import signal
import threading
import time

import pytest

import native_auth
import native_auth.sync
from memory import Memory
from native_auth import _bridge
from stage import NEW_PASSWORD, PASSWORD, Flavour

# Longer than any test: an answer that comes would be a failure.
DELAY = 600_000


async def sign_in(stage, client):
    username = stage.person()
    return username, "initiate", lambda: client.sign_in(username)


async def sign_up(stage, client):
    username = stage.address()
    return username, "start", lambda: client.sign_up(username)


async def reset_password(stage, client):
    username = stage.person()
    return username, "start", lambda: client.reset_password(username)


async def submit_password(stage, client):
    username = stage.person()
    step = await client.sign_in(username)
    return username, "token", lambda: step.submit_password(PASSWORD)


async def submit_code(stage, client):
    username = stage.person()
    step = await client.reset_password(username)
    code = stage.code(username)
    return username, "continue", lambda: step.submit_code(code)


async def resend_code(stage, client):
    username = stage.person()
    step = await client.reset_password(username)
    return username, "challenge", lambda: step.resend_code()


async def submit_new_password(stage, client):
    username = stage.person()
    step = await client.reset_password(username)
    step = await step.submit_code(stage.code(username))
    return username, "submit", lambda: step.submit_password(NEW_PASSWORD)


async def submit_attributes(stage, client):
    username = stage.address()
    step = await client.sign_up(username, PASSWORD)
    step = await step.submit_code(stage.code(username))
    return username, "continue", lambda: step.submit_attributes({"displayName": "Ada", "city": "Oslo"})


async def sign_in_after(stage, client):
    username = stage.address()
    attributes = {"displayName": "Ada", "city": "Oslo"}
    step = await client.sign_up(username, PASSWORD, attributes=attributes, sign_in=False)
    step = await step.submit_code(stage.code(username))
    return username, "token", lambda: step.sign_in()


async def choose_method(stage, client):
    username = stage.person(methods=[{"channel": "email", "target": stage.address()}])
    client = stage.client(Flavour(native_auth), "mfa")
    step = await client.sign_in(username, PASSWORD)
    return username, "challenge", lambda: step.choose_method(step.methods[0])


async def register(stage, client):
    username, contact = stage.person(), stage.address()
    client = stage.client(Flavour(native_auth), "mfa")
    step = await client.sign_in(username, PASSWORD)
    email = next(method for method in step.methods if method.channel == "email")
    return username, "challenge", lambda: step.register(email, contact)


async def access_token(stage, client):
    username = stage.person()
    account = (await client.sign_in(username, PASSWORD)).account
    return username, "token", lambda: account.access_token(force_refresh=True)


async def step_up(stage, client):
    username = stage.person()
    account = (await client.sign_in(username, PASSWORD)).account
    request = native_auth.StepUpRequest.from_claims('{"access_token":{}}')
    return username, "token", lambda: account.step_up(request)


async def accounts(storage, client, account):
    return client.accounts


async def account(storage, client, account):
    return lambda: client.account(account.id)


async def account_by_username(storage, client, account):
    return lambda: client.account_by_username("a@example.com")


async def remove_account(storage, client, account):
    return lambda: client.remove_account(account.id)


async def export_msal_cache(storage, client, account):
    return client.export_msal_cache


async def import_msal_cache(storage, client, account):
    exported = await client.export_msal_cache()
    await account.sign_out()
    return lambda: client.import_msal_cache(exported)


async def load(storage, client, account):
    (listed,) = await client.accounts()
    return listed.load


async def sign_out(storage, client, account):
    return account.sign_out


CALLS = [
    sign_in,
    sign_up,
    reset_password,
    submit_password,
    submit_code,
    resend_code,
    submit_new_password,
    submit_attributes,
    sign_in_after,
    choose_method,
    register,
    access_token,
    step_up,
]
STORAGE_CALLS = [
    accounts,
    account,
    account_by_username,
    remove_account,
    export_msal_cache,
    import_msal_cache,
    load,
    sign_out,
]
# Nothing is sent or stored, so it is over at once.
AT_ONCE = {"choose_another_method"}
FOLDERS = {"initiate": "oauth2/v2.0", "token": "oauth2/v2.0", "submit": "resetpassword/v1.0"}


async def until(condition):
    """Waits for something that is on its way."""
    while not condition():
        await asyncio.sleep(0.005)


def delayed(stage, username, endpoint):
    """The next answers to this person are late, whichever flow's endpoint it is."""
    folders = ["signup/v1.0", "resetpassword/v1.0", "oauth2/v2.0", "register/v1.0"]
    paths = (
        [f"{FOLDERS[endpoint]}/{endpoint}"]
        if endpoint in FOLDERS
        else [
            f"{folder}/{endpoint}"
            for folder in folders
            if (folder, endpoint)
            not in {("oauth2/v2.0", "start"), ("register/v1.0", "start"), ("oauth2/v2.0", "continue")}
        ]
    )
    for path in paths:
        stage.fault(path, username, delay_ms=DELAY)


def sockets():
    """How many sockets this process has open."""
    open_files = pathlib.Path("/proc/self/fd").iterdir()
    return sum(name.startswith("socket:") for name in map(target, open_files))


def target(link):
    try:
        return os.readlink(link)
    except FileNotFoundError:
        return ""  # The one that the list was read with.


@pytest.mark.parametrize("prepare", CALLS, ids=lambda call: call.__name__)
async def test_a_timeout_leaves_nothing_behind(stage, prepare):
    client = stage.client(Flavour(native_auth))
    username, endpoint, call = await prepare(stage, client)
    tasks = asyncio.all_tasks()
    before = sockets()
    delayed(stage, username, endpoint)
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(call(), 0.05)
    # The state is free at once: the same action can be begun again.
    with pytest.raises(asyncio.TimeoutError):
        delayed(stage, username, endpoint)
        await asyncio.wait_for(call(), 0.05)
    assert asyncio.all_tasks() == tasks
    assert not _bridge._waiting
    await until(lambda: sockets() <= before)


@pytest.mark.parametrize("prepare", STORAGE_CALLS, ids=lambda call: call.__name__)
async def test_a_timeout_of_the_storage_leaves_nothing_behind(stage, prepare):
    storage = Memory()
    first = stage.client(Flavour(native_auth), storage=native_auth.TokenStorage.custom(storage))
    signed_in = (await first.sign_in(stage.person(), PASSWORD)).account
    # One that has read nothing yet.
    client = stage.client(Flavour(native_auth), storage=native_auth.TokenStorage.custom(storage))
    call = await prepare(storage, client, signed_in)
    tasks = asyncio.all_tasks()
    with storage.blocked():
        for _ in range(2):
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(call(), 0.05)
            assert asyncio.all_tasks() == tasks
            assert not _bridge._waiting
    await call()
    await until(lambda: not storage.is_locked)


def test_every_call_that_waits_is_given_up_in_these_tests():
    tested = {prepare.__name__ for prepare in CALLS + STORAGE_CALLS} | AT_ONCE
    other_names = {"submit_new_password": "submit_password", "sign_in_after": "sign_in"}
    waiting = set()
    for name in native_auth.__all__:
        if name != "Transport":
            members = inspect.getmembers(getattr(native_auth, name), inspect.iscoroutinefunction)
            waiting |= {member for member, _ in members if member[0] != "_"}
    assert waiting == {other_names.get(name, name) for name in tested}


async def test_closing_ends_the_calls_under_way(stage, flavour):
    username = stage.person()
    client = stage.client(flavour)
    step = await (client.sign_in(username) if flavour.is_asyncio else asyncio.to_thread(client.sign_in, username))
    stage.fault("oauth2/v2.0/token", username, delay_ms=DELAY)
    if flavour.is_asyncio:
        call = asyncio.ensure_future(step.submit_password(PASSWORD))
    else:
        call = asyncio.ensure_future(asyncio.to_thread(step.submit_password, PASSWORD))
    await until(lambda: _bridge._waiting)
    client.close()
    with pytest.raises(native_auth.FixError) as raised:
        await call
    assert raised.value.code == "client_closed"


async def test_callers_share_a_refresh_that_outlives_who_began_it(stage):
    username = stage.person()
    account = (await stage.client(Flavour(native_auth)).sign_in(username, PASSWORD)).account
    stage.fault("oauth2/v2.0/token", username, delay_ms=300)
    first = asyncio.ensure_future(account.access_token(force_refresh=True))
    await until(lambda: _bridge._waiting)
    second = asyncio.ensure_future(account.access_token(force_refresh=True))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert (await second).expose() == account.peek_token()


def test_ctrl_c_ends_a_call_that_blocks(stage):
    username = stage.person()
    step = stage.client(native_auth.sync).sign_in(username)
    stage.fault("oauth2/v2.0/token", username, delay_ms=DELAY)

    def interrupt():
        while not stage.is_met(username):
            time.sleep(0.005)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        step.submit_password(PASSWORD)
    thread.join()
    assert not _bridge._waiting
    assert isinstance(step.submit_password(PASSWORD), native_auth.sync.SignedIn)


def test_a_loop_that_is_closed_in_the_middle_of_a_call(stage):
    username = stage.person()
    client = stage.client(Flavour(native_auth))
    loop = asyncio.new_event_loop()
    step = loop.run_until_complete(client.sign_in(username))
    stage.fault("oauth2/v2.0/token", username, delay_ms=DELAY)
    call = step.submit_password(PASSWORD)
    # Driven by hand, so that no loop cancels it.
    loop.run_until_complete(begun(call))
    while not stage.is_met(username):
        time.sleep(0.005)
    assert _bridge._waiting
    loop.close()
    call.close()
    assert not _bridge._waiting
    assert isinstance(asyncio.run(step.submit_password(PASSWORD)), native_auth.SignedIn)


async def begun(call):
    """Runs a call until it waits."""
    call.send(None)
