"""What an app writes, as the type checkers have to take it."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import native_auth
from native_auth import (
    Account,
    AccountEvent,
    AccountRefreshed,
    AccountSignedIn,
    AccountSignedOut,
    AttributesRequired,
    BrowserRequired,
    Client,
    CodeRequired,
    Completed,
    ErrorKind,
    HttpRequest,
    HttpResponse,
    Language,
    MethodRequired,
    NativeAuthError,
    PasswordRequired,
    RegistrationRequired,
    SignedIn,
    SignInAgainError,
    Step,
    StepUpRequest,
    Storage,
    StorageError,
    StorageFailure,
    StorageLock,
    StorageLost,
    TokenStorage,
    Transport,
    sync,
)


def name_of(step: Step) -> str:
    """Every step has its case, so that no other is left over."""
    match step:
        case CodeRequired():
            return f"{step.purpose.value} {step.target} {step.code_length}"
        case PasswordRequired():
            return step.purpose
        case AttributesRequired():
            return ", ".join(attribute.name for attribute in step.attributes)
        case MethodRequired() | RegistrationRequired():
            return ", ".join(f"{method.channel} {method.hint}" for method in step.methods)
        case BrowserRequired():
            return step.reason
        case SignedIn(account):
            return account.id.object_id
        case Completed():
            return str(step.sign_in_error)


async def flow(client: Client) -> Account | None:
    step = await client.sign_in("a@example.com", scopes=["openid"])
    if isinstance(step, CodeRequired):
        step = await step.submit_code("123")
    if isinstance(step, MethodRequired):
        step = await step.choose_method(step.methods[0])
    if isinstance(step, AttributesRequired):
        faults = step.validate({"city": "Oslo", "age": 3, "terms": True})
        kinds: list[native_auth.AttributeFaultKind] = [fault.kind for fault in faults.values()]
        assert kinds
        step = await step.submit_attributes({"city": "Oslo"})
    again: Step | None = await step.choose_another_method() if isinstance(step, CodeRequired) else None
    assert again
    sealed: bytes = client.suspend(step, native_auth.generate_sealing_key())
    resumed: Step = client.resume(sealed, b"")
    task: asyncio.Task[Step] = asyncio.create_task(client.reset_password("a@example.com"))
    await asyncio.wait_for(task, 1)
    return resumed.account if isinstance(resumed, SignedIn) else None


async def tokens(account: Account) -> str:
    token = await account.access_token(("openid",), minimum_ttl=timedelta(minutes=1), force_refresh=True)
    ends: datetime = token.expires_at
    peeked: str | None = account.peek_token()
    claims = account.claims
    name: str | None = claims.name if claims else None
    await account.step_up(StepUpRequest.from_claims("{}"), "password")
    await account.sign_out()
    return f"{ends} {peeked} {name} {token.expose()}"


def errors(error: NativeAuthError) -> str:
    after: timedelta | None = error.retry_after
    codes: list[int] = error.server.codes if error.server else []
    known: bool = error.kind is ErrorKind.INVALID_CODE
    same: bool = error.kind == "invalid_code"
    text: str = error.message(Language.GERMAN)
    return f"{after} {codes} {known} {same} {text} {error.retryable} {error.status}"


async def caught(account: Account) -> None:
    try:
        await account.access_token()
    except SignInAgainError as error:
        errors(error)


async def events(client: Client) -> None:
    async for event in client.account_events():
        print(who(event))


def who(event: AccountEvent) -> str:
    match event:
        case AccountSignedIn(account_id) | AccountRefreshed(account_id) | AccountSignedOut(account_id):
            return account_id.tenant_id
        case StorageLost(loss):
            return loss


class OwnTransport(Transport):
    async def send(self, request: HttpRequest) -> HttpResponse:
        headers: Mapping[str, str] = request.headers
        return HttpResponse(200, headers, request.body)


class OwnStorage(Storage):
    def load(self, key: str) -> bytes | None:
        raise StorageError(StorageFailure.LOCKED)

    def save(self, key: str, data: bytes) -> None:
        pass

    def delete(self, key: str) -> None:
        pass

    def keys(self, prefix: str) -> Iterable[str]:
        return [prefix]

    def lock(self, name: str, patience: timedelta) -> StorageLock | None:
        import threading

        lock = threading.Lock()
        return lock if lock.acquire(timeout=patience.total_seconds()) else None


async def set_up() -> None:
    async with Client(
        "contoso",
        "client id",
        storage=TokenStorage.custom(OwnStorage()),
        transport=OwnTransport(),
        request_headers=lambda url: {"x-url": url},
        exchange_timeout=timedelta(seconds=10),
    ) as client:
        await flow(client)


def blocking() -> None:
    with sync.Client("contoso", "client id", storage=sync.TokenStorage.in_memory()) as client:
        step: sync.Step = client.sign_in("a@example.com")
        match step:
            case sync.PasswordRequired():
                step = step.submit_password("password")
            case sync.SignedIn(account):
                text: str = account.access_token().expose()
                assert text
            case _:
                pass
        with client.account_events(print) as subscription:
            assert subscription
        known: list[sync.Account] = client.accounts()
        assert known
