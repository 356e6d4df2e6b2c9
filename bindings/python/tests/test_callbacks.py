"""The app's own code: a transport, a storage, headers, an observer, a log. Whatever it does, nothing hangs or dies."""

import asyncio
import gc
import logging
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import weakref

import pytest

import native_auth
import native_auth.sync
from memory import Memory
from native_auth import _transport
from stage import API_SCOPE, PASSWORD, Flavour, done


def fetched(request):
    """Sends a request as the rules for transports say, with the standard library."""
    wanted = urllib.request.Request(
        request.url, data=request.body or None, headers=request.headers, method=request.method
    )
    try:
        with urllib.request.urlopen(wanted) as answer:
            return native_auth.HttpResponse(answer.status, dict(answer.headers), answer.read())
    except urllib.error.HTTPError as refusal:
        with refusal:
            return native_auth.HttpResponse(refusal.code, dict(refusal.headers), refusal.read())


def transport(flavour, send):
    """A transport of this flavour whose answers are those of a function."""
    if flavour.is_asyncio:

        class Asynchronous(native_auth.Transport):
            async def send(self, request):
                return await asyncio.to_thread(send, request)

        return Asynchronous()

    class Blocking(native_auth.sync.Transport):
        def send(self, request):
            return send(request)

    return Blocking()


async def off_loop(flavour, call):
    """Waits for a call of either flavour while the loop goes on."""
    return await (call() if flavour.is_asyncio else asyncio.to_thread(call))


async def test_a_transport_of_the_apps_own_sends_everything(stage, flavour):
    seen = []

    def send(request):
        seen.append((request.method, request.url, repr(request)))
        return fetched(request)

    username = stage.person()
    client = stage.client(flavour, transport=transport(flavour, send))
    account = (await off_loop(flavour, lambda: client.sign_in(username, PASSWORD))).account
    await off_loop(flavour, lambda: account.access_token(force_refresh=True))
    assert account.claims["preferred_username"] == username
    assert {method for method, _, _ in seen} == {"GET", "POST"}
    assert all(username not in shown and PASSWORD not in shown for _, _, shown in seen)


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (native_auth.TransportError(native_auth.TransportFailure.UNREACHABLE), "network"),
        (native_auth.TransportError(native_auth.TransportFailure.TIMED_OUT), "timeout"),
        (native_auth.TransportError(native_auth.TransportFailure.CERTIFICATE), "certificate"),
        (OSError("a secret text"), "network"),
        (KeyError("a secret text"), "network"),
        (SystemExit(3), "network"),
        (asyncio.CancelledError(), "network"),
    ],
    ids=repr,
)
async def test_a_transport_that_raises(stage, flavour, failure, kind, caplog):
    if isinstance(failure, SystemExit) and flavour.is_asyncio:
        # It would end the loop, as in any task.
        failure = TypeError("a secret text")

    def send(request):
        raise failure

    client = stage.client(flavour, transport=transport(flavour, send))
    with pytest.raises(native_auth.NativeAuthError) as raised:
        await off_loop(flavour, lambda: client.sign_in("a@example.com"))
    assert raised.value.kind == kind
    assert "a secret text" not in caplog.text


@pytest.mark.parametrize("answer", [None, "text", (200, {}, b""), native_auth.HttpResponse], ids=repr)
async def test_a_transport_that_gives_something_else(stage, flavour, answer):
    client = stage.client(flavour, transport=transport(flavour, lambda request: answer))
    with pytest.raises(native_auth.TryLaterError):
        await off_loop(flavour, lambda: client.sign_in("a@example.com"))


async def test_a_transport_that_is_given_up_is_cancelled(stage):
    began, cancelled = asyncio.Event(), asyncio.Event()

    class Endless(native_auth.Transport):
        async def send(self, request):
            began.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                cancelled.set()
                raise

    client = stage.client(Flavour(native_auth), transport=Endless())
    call = asyncio.ensure_future(client.sign_in("a@example.com"))
    await began.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await cancelled.wait()


async def test_a_transport_that_is_given_up_as_it_begins_is_cancelled():
    class Exchange:
        """Is given up between the look at it and the beginning."""

        def __init__(self):
            self._given_up = iter([False, True])
            self.failure = None

        def is_given_up(self):
            return next(self._given_up)

        def number(self):
            return 1

        def fail(self, failure):
            self.failure = failure

    class Endless(native_auth.Transport):
        async def send(self, request):
            await asyncio.Event().wait()

    exchange, before = Exchange(), asyncio.all_tasks()
    _transport.LoopTransport(Endless())._start(asyncio.get_running_loop(), exchange)
    (sending,) = asyncio.all_tasks() - before
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert sending.cancelled()


async def test_a_transport_that_blocks_does_not_hang_who_gives_up(stage):
    began, goes_on = threading.Event(), threading.Event()

    def send(request):
        began.set()
        goes_on.wait()
        return fetched(request)

    client = stage.client(Flavour(native_auth.sync), transport=transport(Flavour(native_auth.sync), send))
    call = asyncio.ensure_future(asyncio.to_thread(client.sign_in, "a@example.com"))
    await asyncio.to_thread(began.wait)
    client.close()
    with pytest.raises(native_auth.FixError) as raised:
        await call
    assert raised.value.code == "client_closed"
    goes_on.set()


def test_a_transport_whose_loop_is_closed(stage):
    client = stage.client(Flavour(native_auth), transport=transport(Flavour(native_auth), fetched))
    username = stage.person()
    step = asyncio.run(client.sign_in(username))
    # In another loop than before.
    assert isinstance(asyncio.run(step.submit_password(PASSWORD)), native_auth.SignedIn)


async def test_a_storage_of_the_apps_own_keeps_accounts(stage, flavour):
    memory, username = Memory(), stage.person()
    storage = flavour.TokenStorage.custom(memory)
    first = stage.client(flavour, storage=storage)
    account = (await done(first.sign_in(username, PASSWORD))).account
    await done(account.access_token(force_refresh=True))
    first.close()
    assert memory.kept
    second = stage.client(flavour, storage=flavour.TokenStorage.custom(memory))
    (known,) = await done(second.accounts())
    assert known.id == account.id
    assert known.username == username
    await done(known.load())
    assert known.claims["preferred_username"] == username
    await done(known.sign_out())
    assert not [key for key in memory.kept if account.id.object_id in key]


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (native_auth.StorageError(native_auth.StorageFailure.LOCKED), "storage_unavailable"),
        (native_auth.StorageError(native_auth.StorageFailure.READ_ONLY), "storage"),
        (OSError("a secret text"), None),
        (SystemExit(3), None),
    ],
    ids=repr,
)
async def test_a_storage_that_raises(stage, flavour, failure, kind, caplog):
    memory = Memory()
    memory.raises = failure
    client = stage.client(flavour, storage=flavour.TokenStorage.custom(memory))
    with pytest.raises(native_auth.NativeAuthError) as raised:
        await done(client.accounts())
    assert raised.value.kind in ({kind} if kind else {"storage", "storage_unavailable"})
    assert "a secret text" not in caplog.text


@pytest.mark.parametrize("loaded", ["text", 7, object()], ids=repr)
async def test_a_storage_that_gives_something_else(stage, flavour, loaded):
    memory = Memory()
    memory.load = lambda key: loaded
    memory.keys = lambda prefix: loaded
    client = stage.client(flavour, storage=flavour.TokenStorage.custom(memory))
    with pytest.raises(native_auth.NativeAuthError):
        await done(client.accounts())


async def test_headers_of_the_apps_own_reach_the_server(stage, flavour):
    asked = []

    def headers(url):
        asked.append(url)
        return {"x-signal": "yes"}

    await done(stage.client(flavour, request_headers=headers).sign_in(stage.person()))
    assert asked


@pytest.mark.parametrize("given", [None, 7, {"x-signal": 7}, OSError("a secret text")], ids=repr)
async def test_headers_that_fail_are_left_out(stage, flavour, given, caplog):
    def headers(url):
        if isinstance(given, Exception):
            raise given
        return given

    step = await done(stage.client(flavour, request_headers=headers).sign_in(stage.person()))
    assert isinstance(step, flavour.PasswordRequired)
    assert "a secret text" not in caplog.text


async def test_events_are_told_in_order(stage, flavour):
    client = stage.client(flavour)
    told = asyncio.Queue()
    if flavour.is_asyncio:
        events = client.account_events()
    else:
        loop = asyncio.get_running_loop()
        subscription = client.account_events(lambda event: loop.call_soon_threadsafe(told.put_nowait, event))
        events = None
    account = (await done(client.sign_in(stage.person(), PASSWORD))).account
    await done(account.access_token(force_refresh=True))
    await done(account.sign_out())
    seen = [await (anext(events) if events else told.get()) for _ in range(3)]
    assert [type(event).__name__ for event in seen] == ["AccountSignedIn", "AccountRefreshed", "AccountSignedOut"]
    assert {event.account_id for event in seen} == {account.id}
    match seen[0]:
        case native_auth.AccountSignedIn(account_id):
            assert account_id == account.id
    if not flavour.is_asyncio:
        subscription.close()


async def test_events_end_with_the_client(stage):
    client = stage.client(Flavour(native_auth))
    events = client.account_events()
    waiting = asyncio.ensure_future(anext(events, "none"))
    await asyncio.sleep(0)
    client.close()
    assert await waiting == "none"
    with client_events_of_another(stage) as other:
        other.close()
        assert [event async for event in other] == []


def client_events_of_another(stage):
    return stage.client(Flavour(native_auth)).account_events()


async def test_one_task_at_a_time_waits_for_events(stage):
    client = stage.client(Flavour(native_auth))
    events = client.account_events()
    first = asyncio.ensure_future(anext(events, "none"))
    await asyncio.sleep(0)
    with pytest.raises(RuntimeError, match="another task"):
        await anext(events)
    events.close()
    assert await first == "none"
    assert await anext(events, "none") == "none"


async def test_events_of_a_client_that_is_closed_meanwhile_end(stage, monkeypatch):
    client = stage.client(Flavour(native_auth))
    observing = native_auth.AccountEvents._observing

    def closing(generated):
        made = observing(generated)
        client.close()
        return made

    monkeypatch.setattr(native_auth.AccountEvents, "_observing", closing)
    waiting = asyncio.ensure_future(anext(client.account_events(), "none"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert waiting.done()
    assert await waiting == "none"


async def test_an_observer_may_use_the_library(stage):
    client, told, over = stage.client(Flavour(native_auth.sync)), [], threading.Event()

    def observer(event):
        told.append(event)
        if isinstance(event, native_auth.AccountSignedIn):
            client.account(event.account_id).sign_out()
        else:
            subscription.close()
            client.close()
            over.set()

    subscription = client.account_events(observer)
    client.sign_in(stage.person(), PASSWORD)
    await asyncio.to_thread(over.wait)
    assert [type(event).__name__ for event in told] == ["AccountSignedIn", "AccountSignedOut"]


def test_without_a_log_a_failure_of_the_app_is_still_told(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        "from native_auth import sync\n"
        "class Broken(sync.Transport):\n"
        "    def send(self, request):\n"
        "        raise OSError('a secret text')\n"
        "options = {'storage': sync.TokenStorage.in_memory(), 'transport': Broken()}\n"
        "try:\n"
        "    sync.Client('contoso', '9f8002af-97cd-4991-9108-7fe4a40bb9f4', **options).sign_in('a@example.com')\n"
        "except sync.TryLaterError as error:\n"
        "    print(error.kind)\n"
    )
    run = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=True)
    assert run.stdout == "network\n"
    assert set(run.stderr.splitlines()) == {f"the app's transport failed with OSError at {program}:4"}


async def test_an_observer_that_raises_is_told_the_next_event(stage, caplog):
    told = []
    both = threading.Event()

    def observer(event):
        told.append(event)
        if len(told) == 2:
            both.set()
        raise SystemExit("a secret text")

    client = stage.client(Flavour(native_auth.sync))
    with client.account_events(observer):
        client.sign_in(stage.person(), PASSWORD).account.sign_out()
        await asyncio.to_thread(both.wait)
    assert len(told) == 2
    assert "a secret text" not in caplog.text


def test_an_observer_must_be_callable(stage):
    with pytest.raises(TypeError, match="callable"):
        stage.client(Flavour(native_auth.sync)).account_events(7)


async def test_callbacks_that_the_app_lets_go_early_still_work(stage, flavour):
    memory = Memory()
    client = stage.client(flavour, storage=flavour.TokenStorage.custom(memory), request_headers=lambda url: {})
    alive = weakref.ref(memory)
    del memory
    gc.collect()
    assert isinstance(await done(client.sign_in(stage.person(), PASSWORD)), flavour.SignedIn)
    assert alive() is not None


async def test_a_closed_client_lets_the_apps_objects_go_though_it_is_held(stage, flavour):
    memory, sends = Memory(), transport(flavour, fetched)
    client = stage.client(flavour, storage=flavour.TokenStorage.custom(memory), transport=sends)
    account = (await off_loop(flavour, lambda: client.sign_in(stage.person(), PASSWORD))).account
    held = [weakref.ref(memory), weakref.ref(sends)]
    del memory, sends
    client.close()
    while any(each() is not None for each in held):
        await asyncio.sleep(0)
        gc.collect()
    with pytest.raises(native_auth.FixError):
        account.peek_token()


async def test_the_log_goes_to_the_logger_and_holds_no_secret(stage, flavour, caplog):
    username = stage.person()
    with caplog.at_level(logging.DEBUG, "native_auth"):
        client = stage.client(flavour)
        step = await done(client.sign_in(username))
        with pytest.raises(native_auth.AskAgainError):
            await done(step.submit_password("Wrong-Password-1"))
        account = (
            await done(
                step.submit_password(
                    PASSWORD,
                )
            )
        ).account
        token = await done(account.access_token([API_SCOPE], force_refresh=True))
        while not any("refresh" in record.message for record in caplog.records):
            await asyncio.sleep(0.005)
    assert {record.name for record in caplog.records if record.name.startswith("native_auth")} == {"native_auth"}
    for secret in (username, PASSWORD, "Wrong-Password-1", token.expose()):
        assert secret not in caplog.text


async def test_nobody_logs_below_the_level_of_the_logger(stage, flavour, caplog):
    with caplog.at_level(logging.CRITICAL, "native_auth"):
        before = threading.active_count()
        await done(stage.client(flavour).sign_in(stage.person()))
        assert threading.active_count() == before
    assert not caplog.records


@pytest.mark.parametrize("failure", [OSError("a secret text"), SystemExit("a secret text")], ids=repr)
async def test_a_log_handler_that_raises(stage, flavour, failure):
    raised = []

    class Broken(logging.Handler):
        def emit(self, record):
            raised.append(record)
            raise failure

    logger, broken = logging.getLogger("native_auth"), Broken()
    logger.addHandler(broken)
    logger.setLevel(logging.DEBUG)
    try:
        step = await done(stage.client(flavour).sign_in(stage.person()))
        assert isinstance(step, flavour.PasswordRequired)
        while len(raised) < 2:
            await asyncio.sleep(0.005)
    finally:
        logger.removeHandler(broken)
        logger.setLevel(logging.NOTSET)
