"""Wrong types, closed clients, huge texts and many threads: documented exceptions only."""

import threading
from datetime import timedelta
from unittest import mock

import pytest

import native_auth
import native_auth.sync
from native_auth import _fast
from stage import PASSWORD, done

CLOSED = "client_closed"


async def signed_in(stage, flavour):
    client = stage.client(flavour)
    step = await done(client.sign_in(stage.person(), PASSWORD))
    return client, step.account


async def waiting(stage, flavour):
    client = stage.client(flavour)
    return client, await done(client.sign_in(stage.person()))


WRONG_CALLS = [
    lambda client, account, step: client.sign_in(7),
    lambda client, account, step: client.sign_in("a@example.com", 7),
    lambda client, account, step: client.sign_in("a@example.com", scopes="openid"),
    lambda client, account, step: client.sign_in("a@example.com", scopes=[7]),
    lambda client, account, step: client.sign_in("a@example.com", scopes=7),
    lambda client, account, step: client.sign_in("a@example.com", claims=b"{}"),
    lambda client, account, step: client.sign_in("a@example.com", correlation_id=7),
    lambda client, account, step: client.sign_up("a@example.com", attributes=["city"]),
    lambda client, account, step: client.sign_up("a@example.com", attributes={"city": 1.5}),
    lambda client, account, step: client.sign_up("a@example.com", attributes={7: "Oslo"}),
    lambda client, account, step: client.sign_up("a@example.com", sign_in=1),
    lambda client, account, step: client.reset_password(None),
    lambda client, account, step: client.account("a"),
    lambda client, account, step: client.account(native_auth.AccountId(1, 2)),
    lambda client, account, step: client.account_by_username(b"a"),
    lambda client, account, step: client.remove_account(None),
    lambda client, account, step: client.import_msal_cache({}),
    lambda client, account, step: client.suspend("step", bytes(32)),
    lambda client, account, step: client.suspend(mock.Mock(), bytes(32)),
    lambda client, account, step: client.suspend(account, bytes(32)),
    lambda client, account, step: client.suspend(step, "key"),
    lambda client, account, step: client.resume("sealed", bytes(32)),
    lambda client, account, step: client.peek_account(7),
    lambda client, account, step: account.access_token("openid"),
    lambda client, account, step: account.access_token(minimum_ttl=300),
    lambda client, account, step: account.access_token(force_refresh="yes"),
    lambda client, account, step: account.access_token(claims={}),
    lambda client, account, step: account.peek_token("openid"),
    lambda client, account, step: account.peek_token([7]),
    lambda client, account, step: account.peek_token(None),
    lambda client, account, step: account.peek_token(0),
    lambda client, account, step: account.peek_token(""),
    lambda client, account, step: account.step_up("claims"),
    lambda client, account, step: step.submit_password(7),
    lambda client, account, step: step.submit_password(None),
]


@pytest.mark.parametrize("call", WRONG_CALLS)
async def test_a_wrong_type_is_a_type_error(stage, flavour, call):
    client, account = await signed_in(stage, flavour)
    _, step = await waiting(stage, flavour)
    with pytest.raises(TypeError) as raised:
        await done(call(client, account, step))
    # Ours says which one is wrong, before anything has happened.
    assert "must be" in str(raised.value)


@pytest.mark.parametrize(
    "options",
    [
        {"storage": "memory"},
        {"transport": object()},
        {"tenant_id": 7},
        {"challenge_types": "oob"},
        {"challenge_types": ["oob"]},
        {"capabilities": 7},
        {"request_headers": {}},
        {"proxy": 7},
        {"root_certificate": "pem"},
        {"connect_timeout": 10},
        {"proxy_from_environment": "no"},
    ],
)
def test_a_client_of_wrong_types_is_a_type_error(stage, flavour, options):
    with pytest.raises(TypeError, match="must be"):
        stage.client(flavour, **options)


def test_values_that_cannot_be_taken(stage, flavour):
    with pytest.raises(ValueError, match="exchange_timeout"):
        stage.client(flavour, exchange_timeout=timedelta(seconds=-1))
    with pytest.raises(ValueError, match="password") as raised:
        flavour.check_new_password("secret\ud800")
    assert "secret" not in repr(raised.value)
    assert raised.value.__context__ is None


def test_a_transport_of_the_other_flavour_is_told_from_the_right_one(stage, flavour):
    class Other(native_auth.sync.Transport if flavour.is_asyncio else native_auth.Transport):
        def send(self, request):
            raise NotImplementedError

    with pytest.raises(TypeError) as raised:
        stage.client(flavour, transport=Other())
    assert str(raised.value) == f"transport must be {flavour.module.__name__}.Transport, not Other"


async def test_claims_are_a_mapping_like_any_other(stage, flavour):
    _, account = await signed_in(stage, flavour)
    claims = account.claims
    assert "sub" in claims
    assert set(claims) == set(dict(claims)) == {*claims.keys()}
    for absent in ("none", 7, None, "\ud800"):
        assert absent not in claims
        assert claims.get(absent, "default") == "default"
        with pytest.raises(KeyError):
            claims[absent]


def test_a_client_shows_for_which_app_it_is(stage, flavour):
    client = stage.client(flavour)
    assert repr(client) == f"Client(tenant={stage.authority!r}, client_id={stage.client_id()!r})"


async def test_a_number_that_is_too_large(stage, flavour):
    with pytest.raises(ValueError, match="too large"):
        await done(stage.client(flavour).sign_up("a@example.com", attributes={"n": 2**63}))


def test_a_client_that_is_set_up_wrong_says_which_field(flavour):
    with pytest.raises(native_auth.FixError) as raised:
        flavour.Client("contoso", "no GUID", storage=flavour.TokenStorage.in_memory())
    assert raised.value.kind is native_auth.ErrorKind.CONFIGURATION
    assert "client_id" in f"{raised.value} {raised.value.detail}".replace("client id", "client_id")


async def test_everything_of_a_closed_client_says_so(stage, flavour):
    client, account = await signed_in(stage, flavour)
    step = await done(client.sign_in(stage.person()))
    client.close()
    client.close()
    calls = [
        lambda: client.sign_in("a@example.com"),
        lambda: client.sign_up("a@example.com"),
        lambda: client.reset_password("a@example.com"),
        lambda: client.accounts(),
        lambda: client.account(account.id),
        lambda: client.account_by_username("a@example.com"),
        lambda: client.remove_account(account.id),
        lambda: client.export_msal_cache(),
        lambda: client.import_msal_cache("{}"),
        lambda: client.suspend(step, bytes(32)),
        lambda: client.resume(b"", bytes(32)),
        lambda: client.peek_account("a@example.com"),
        lambda: account.claims,
        lambda: account.username,
        lambda: account.load(),
        lambda: account.expose_id_token(),
        lambda: account.peek_token(),
        lambda: account.access_token(),
        lambda: account.step_up(flavour.StepUpRequest.from_claims("{}")),
        lambda: account.sign_out(),
        lambda: step.submit_password(PASSWORD),
    ]
    for call in calls:
        with pytest.raises(native_auth.NativeAuthError) as raised:
            await done(call())
        assert raised.value.code == CLOSED
    assert account.id.object_id


async def test_leaving_the_block_closes(stage, flavour):
    if flavour.is_asyncio:
        async with stage.client(flavour) as client:
            await client.accounts()
    else:
        with stage.client(flavour) as client:
            client.accounts()
    with pytest.raises(native_auth.FixError) as raised:
        await done(client.accounts())
    assert raised.value.code == CLOSED


async def test_texts_of_a_mebibyte(stage, flavour):
    huge = "x" * 2**20
    client, account = await signed_in(stage, flavour)
    _, step = await waiting(stage, flavour)
    calls = [
        lambda: client.sign_in(huge),
        lambda: client.sign_in("a@example.com", huge),
        lambda: client.sign_in("a@example.com", scopes=[huge]),
        lambda: client.sign_in("a@example.com", claims=huge),
        lambda: client.sign_in("a@example.com", correlation_id=huge),
        lambda: client.sign_up("a@example.com", huge, attributes={huge: huge}),
        lambda: client.account_by_username(huge),
        lambda: client.import_msal_cache(huge),
        lambda: client.resume(huge.encode(), bytes(32)),
        lambda: client.suspend(step, huge.encode()),
        lambda: client.peek_account(huge),
        lambda: account.peek_token([huge]),
        lambda: account.access_token([huge]),
        lambda: step.submit_password(huge),
        lambda: flavour.check_new_password(huge),
        lambda: flavour.custom_attribute_name(huge, huge),
    ]
    outcomes = []
    for call in calls:
        try:
            outcomes.append(await done(call()))
        except native_auth.NativeAuthError as error:
            assert huge not in f"{error}{error!r}"
            outcomes.append(error)
    assert len(outcomes) == len(calls)
    assert isinstance(await done(step.submit_password(PASSWORD)), flavour.SignedIn)


def test_more_than_the_border_can_count_is_refused():
    class Huge(bytes):
        def __len__(self):
            return 2**32 + 1

    with pytest.raises(ValueError, match="2 GiB"):
        _fast._lower_octets(Huge(b"x"))


def test_thirty_two_threads_use_one_client(stage):
    client = stage.client(native_auth.sync)
    people = [stage.person() for _ in range(32)]
    ready = threading.Barrier(32)
    outcomes = [None] * 32

    def use(number):
        ready.wait()
        account = client.sign_in(people[number], PASSWORD).account
        for _ in range(50):
            assert account.peek_token() == account.access_token().expose()
        fresh = account.access_token(force_refresh=True)
        outcomes[number] = fresh.expose() == account.peek_token() and account.claims["preferred_username"]

    threads = [threading.Thread(target=use, args=[number]) for number in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == people
    assert len(client.accounts()) == 32


def test_thirty_two_threads_take_one_step(stage):
    step = stage.client(native_auth.sync).sign_in(stage.person())
    ready = threading.Barrier(32)
    outcomes = []

    def use():
        ready.wait()
        try:
            outcomes.append(step.submit_password(PASSWORD))
        except native_auth.NativeAuthError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=use) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    signed_in = [each for each in outcomes if isinstance(each, native_auth.sync.SignedIn)]
    assert len(signed_in) == 1
    assert {each for each in outcomes if isinstance(each, str)} <= {"action_in_progress", "state_stale"}


@pytest.mark.parametrize(
    "name",
    [
        "Account",
        "AccessToken",
        "ServerProblem",
        "CodeRequired",
        "SignedIn",
        "IdTokenClaims",
        "BrowserRequired",
        "TokenStorage",
        "HttpRequest",
    ],
)
def test_what_the_library_gives_cannot_be_made(flavour, name):
    with pytest.raises(TypeError):
        getattr(flavour, name)()
