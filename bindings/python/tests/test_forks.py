"""A child of the process: what was made before the fork says so, and what is made after it works."""

import asyncio
import os
import threading

import pytest

import native_auth
import native_auth.sync
from native_auth import _bridge
from stage import PASSWORD, Flavour

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def in_child(work):
    """Runs this in a forked child. Gives what it answers."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            answer = str(work())
        except BaseException as error:
            answer = f"{type(error).__name__}: {error}"
        os.write(writing, answer.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        answer = pipe.read()
    assert os.waitpid(child, 0)[1] == 0
    return answer


def code_of(call):
    try:
        call()
    except native_auth.NativeAuthError as error:
        return error.code
    return "nothing"


async def next_of(events):
    return await anext(events)


def test_what_was_made_before_a_fork_says_so(stage):
    client = stage.client(native_auth.sync)
    account = client.sign_in(stage.person(), PASSWORD).account
    step = client.sign_in(stage.person())
    token = account.access_token()
    of_asyncio = stage.client(Flavour(native_auth))
    events = of_asyncio.account_events()
    calls = [
        lambda: client.sign_in("a@example.com"),
        lambda: client.accounts(),
        lambda: client.peek_account("a@example.com"),
        lambda: account.peek_token(),
        lambda: account.claims,
        lambda: account.access_token(),
        lambda: account.sign_out(),
        lambda: step.submit_password(PASSWORD),
        lambda: client.suspend(step, bytes(32)),
        lambda: client.account_events(print),
        lambda: asyncio.run(next_of(events)),
    ]
    for call in calls:
        assert in_child(lambda call=call: code_of(call)) == "process_forked"
    # What needs no client still answers.
    assert in_child(lambda: f"{step!r} {token.scopes} {account.id}") == f"{step!r} {token.scopes} {account.id}"
    assert in_child(lambda: client.close()) == "None"
    # The parent goes on.
    assert account.peek_token() == account.access_token().expose()


def test_a_client_that_is_made_after_a_fork_works(stage):
    client = stage.client(native_auth.sync)
    account = client.sign_in(stage.person(), PASSWORD).account
    username = stage.person()

    def work():
        own = stage.client(native_auth.sync)
        return own.sign_in(username, PASSWORD).account.claims["preferred_username"]

    assert in_child(work) == username
    assert account.peek_token()


def test_a_loop_of_the_child_works(stage):
    username = stage.person()
    stage.client(native_auth.sync).sign_in(username)

    async def sign_in():
        client = stage.client(Flavour(native_auth))
        return type(await client.sign_in(username, PASSWORD)).__name__

    assert in_child(lambda: asyncio.run(sign_in())) == "SignedIn"


def test_a_fork_in_the_middle_of_a_call(stage):
    username = stage.person()
    client = stage.client(native_auth.sync)
    step = client.sign_in(username)
    stage.fault("oauth2/v2.0/token", username, delay_ms=500)
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.append(step.submit_password(PASSWORD)))
    thread.start()
    while not _bridge._waiting:
        pass
    answer = in_child(lambda: (code_of(lambda: step.submit_password(PASSWORD)), len(_bridge._waiting)))
    assert answer == "('process_forked', 0)"
    thread.join()
    assert isinstance(outcomes[0], native_auth.sync.SignedIn)


def test_objects_of_the_parent_are_let_go_in_the_child(stage):
    client = stage.client(native_auth.sync)
    held = [client.sign_in(stage.person()), client.sign_in(stage.person(), PASSWORD), client]
    del client

    def work():
        held.clear()
        return stage.client(native_auth.sync).accounts()

    assert in_child(work) == "[]"
    assert len(held) == 3
