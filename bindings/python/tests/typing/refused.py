"""What the type checkers have to refuse: an error in each line that says so, and in no other."""

from datetime import timedelta

from native_auth import (
    Account,
    Client,
    CodeRequired,
    HttpRequest,
    HttpResponse,
    NativeAuthError,
    PasswordRequired,
    Step,
    Storage,
    TokenStorage,
    Transport,
    sync,
)


async def steps(client: Client, step: Step) -> None:
    await client.sign_in(7)  # refused
    await client.sign_in("a@example.com", scopes=[7])  # refused
    await client.sign_up("a@example.com", attributes={"city": 1.5})  # refused
    await step.submit_code("123")  # refused
    if isinstance(step, CodeRequired):
        await step.submit_password("password")  # refused
        await step.submit_code(b"123")  # refused
        step.purpose = "first_factor"  # refused
    if isinstance(step, PasswordRequired):
        print(step.target)  # refused
    client.suspend("step", b"")  # refused


async def accounts(account: Account) -> None:
    await account.access_token(minimum_ttl=300)  # refused
    length = len(account.peek_token())  # refused
    print(account.claims.name, length)  # refused


def errors(error: NativeAuthError) -> None:
    print(error.retry_after.total_seconds())  # refused
    print(error.kind())  # refused
    print(error.recovery.ASK_AGAINST)  # refused


def set_up() -> None:
    Client("contoso")  # refused
    Client("contoso", "client id", storage="memory")  # refused
    Client("contoso", "client id", exchange_timeout=10)  # refused
    Client("contoso", "client id", transport=BlockingTransport())  # refused
    sync.Client("contoso", "client id", transport=OwnTransport())  # refused
    TokenStorage.custom(HalfAStorage())  # refused
    TokenStorage.passphrase("directory", "profile")  # refused


class OwnTransport(Transport):
    async def send(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("200", {}, request.body)  # refused


class BlockingTransport(sync.Transport):
    def send(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(200, {}, request.body)


class HalfAStorage(Storage):
    def load(self, key: str) -> bytes | None:
        return None


def blocking(client: sync.Client, limit: timedelta) -> None:
    client.sign_in("a@example.com").submit_code("123")  # refused
    client.account_events()  # refused
    client.close(limit)  # refused
