"""What somebody writes with the wheel: signs up, signs in again, and says who that is.

usage: python wheel_user.py ORIGIN AUTHORITY CLIENT_ID
"""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import sys
import urllib.request
from collections.abc import Mapping

from native_auth import (
    Account,
    AttributesRequired,
    Client,
    CodeRequired,
    PasswordRequired,
    SignedIn,
    Step,
    TokenStorage,
    sync,
)

USERNAME = "grace@example.com"
PASSWORD = "Loud-Ocean-43"


async def sign_up(origin: str, authority: str, client_id: str) -> None:
    """Signs up with what is asked for, and out again."""
    async with Client(authority, client_id, storage=TokenStorage.in_memory(), allow_http_loopback=True) as client:
        account = await follow(origin, await client.sign_up(USERNAME))
        token = await account.access_token()
        assert token.expose(), "no token"
        await account.sign_out()


async def follow(origin: str, step: Step) -> Account:
    while True:
        match step:
            case CodeRequired():
                step = await step.submit_code(newest_code(origin))
            case PasswordRequired():
                step = await step.submit_password(PASSWORD)
            case AttributesRequired():
                values: Mapping[str, str] = {each.name: "Grace" for each in step.attributes}
                step = await step.submit_attributes(values)
            case SignedIn(account):
                return account
            case _:
                raise SystemExit(f"nobody expected {step}")


def sign_in(authority: str, client_id: str) -> str | None:
    """Signs in with the methods that block. Gives the name."""
    storage = sync.TokenStorage.in_memory()
    with sync.Client(authority, client_id, storage=storage, allow_http_loopback=True) as client:
        step = client.sign_in(USERNAME, PASSWORD)
        assert isinstance(step, sync.SignedIn), step
        claims = step.account.claims
        return claims.name if claims else None


def newest_code(origin: str) -> str:
    with urllib.request.urlopen(f"{origin}/_emulator/messages?recipient={USERNAME}") as answer:
        return str(json.load(answer)[-1]["code"])


if __name__ == "__main__":
    needed = importlib.metadata.requires("native-auth")
    assert not needed, f"the wheel needs {needed}"
    origin, authority, client_id = sys.argv[1:]
    asyncio.run(sign_up(origin, authority, client_id))
    print(f"Hello, {sign_in(authority, client_id)}!")
