"""Signs somebody in on the terminal, whatever the tenant asks for: one ``match`` over the steps.

usage: python sign_in.py AUTHORITY CLIENT_ID
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from getpass import getpass

from native_auth import (
    Account,
    AttributesRequired,
    AuthenticationMethod,
    BrowserRequired,
    Client,
    CodeRequired,
    Completed,
    ErrorKind,
    MethodRequired,
    NativeAuthError,
    PasswordRequired,
    Recovery,
    RegistrationRequired,
    SignedIn,
    Step,
    TokenStorage,
)


async def main(authority: str, client_id: str) -> None:
    """Signs somebody in, gets a token, and signs them out."""
    # Plain http to this machine is for a tenant emulator. It is permitted to nowhere else.
    async with Client(authority, client_id, storage=TokenStorage.in_memory(), allow_http_loopback=True) as client:
        account = await sign_in(client)
        if account is None:
            return
        name = account.claims.name if account.claims else None
        print(f"Hello, {name or 'whoever you are'}!")
        # From memory; after some time the same call would renew it first.
        token = await account.access_token()
        print(f"There is a token for: {' '.join(token.scopes)}")
        await account.sign_out()


async def sign_in(client: Client) -> Account | None:
    """Asks for what each step wants until somebody is signed in, or cannot be in here."""
    step: Step = await client.sign_in(ask("E-mail address"))
    while True:
        try:
            match step:
                case CodeRequired():
                    code = ask(f"Code sent to {step.target or 'you'} (empty for a new one)")
                    step = await (step.submit_code(code) if code else step.resend_code())
                case PasswordRequired():
                    step = await step.submit_password(secret("Password"))
                case AttributesRequired():
                    values = {each.name: ask(each.name) for each in step.attributes}
                    step = await step.submit_attributes(values)
                case MethodRequired():
                    step = await step.choose_method(choose("A second factor is wanted, by", step.methods))
                case RegistrationRequired():
                    method = choose("A second factor has to be registered", step.methods)
                    step = await step.register(method, ask("E-mail address, or number with +"))
                case SignedIn(account):
                    return account
                case BrowserRequired():
                    print("The tenant wants you to go on in a browser.")
                    return None
                case Completed():
                    print("Done, without anybody being signed in.")
                    return None
        except NativeAuthError as error:
            # The state is still good: show the same screen again, if only to choose another method.
            if error.recovery is not Recovery.ASK_AGAIN and error.kind is not ErrorKind.METHOD_BLOCKED:
                raise
            print(error.message())


def choose(question: str, methods: Sequence[AuthenticationMethod]) -> AuthenticationMethod:
    """Asks for one of the methods by its number."""
    print(f"{question}:")
    for number, method in enumerate(methods, 1):
        print(f"  {number}. {method.channel} {method.hint or ''}")
    while True:
        number_typed = ask("Number")
        if number_typed.isdecimal() and 1 <= int(number_typed) <= len(methods):
            return methods[int(number_typed) - 1]


def ask(what: str) -> str:
    """Asks for something that may be seen while it is typed."""
    return input(f"{what}: ").strip()


def secret(what: str) -> str:
    """Asks for something that may not, unless it comes from a file or another program."""
    return getpass(f"{what}: ") if sys.stdin.isatty() else ask(what)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        asyncio.run(main(sys.argv[1], sys.argv[2]))
    except NativeAuthError as error:
        sys.exit(error.message())
