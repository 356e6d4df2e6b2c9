"""Tokens that are there already, in MSAL's cache and in ours: the same people in both."""

from __future__ import annotations

import sys
import uuid
from pathlib import Path

import msal

from native_auth import sync

# What MSAL's own flows hand to its cache, and a network that is not there.
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "crates" / "bench" / "python"))

from open_cache import Metadata, sign_in  # noqa: E402

TENANT = "8a4c6d2e-31b7-4f0a-9c55-d07e2b18f6a3"
CLIENT_ID = "e27f94b1-6c08-4d3a-8f12-5ba90c7d4e66"
AUTHORITY = f"https://bench.ciamlogin.com/{TENANT}"
SCOPE = "api://bench/read"
WIDER = f"{SCOPE} api://bench/write api://bench/list"


class Silent:
    """Both with that many accounts, of which one is asked for."""

    def __init__(self, accounts: int, *, wider: bool) -> None:
        people = [person(number, WIDER if wider else SCOPE) for number in range(accounts)]
        chosen = people[accounts // 2]
        self._username = chosen["username"]
        cache = msal.SerializableTokenCache()
        for each in people:
            cache.add(sign_in(each))
        self._app = msal.PublicClientApplication(
            CLIENT_ID,
            authority=AUTHORITY,
            token_cache=cache,
            http_client=Metadata(AUTHORITY),
            instance_discovery=False,
        )
        [self._account] = self._app.get_accounts(username=self._username)
        self._client = sync.Client(AUTHORITY, CLIENT_ID, storage=sync.TokenStorage.in_memory())
        self._client.import_msal_cache(cache.serialize())
        account = self._client.account_by_username(self._username)
        assert account is not None
        self._own = account
        assert self.ours() == self.ours_by_name() == chosen["access_token"]
        assert self.msal() == self.msal_by_name() == chosen["access_token"]

    def ours(self) -> str | None:
        """With the account in hand."""
        return self._own.peek_token([SCOPE])

    def ours_by_name(self) -> str | None:
        """From the user name."""
        account = self._client.peek_account(self._username)
        return account and account.peek_token([SCOPE])

    def msal(self) -> str:
        """With the account in hand."""
        token: str = self._app.acquire_token_silent([SCOPE], self._account)["access_token"]
        return token

    def msal_by_name(self) -> str:
        """From the user name."""
        [account] = self._app.get_accounts(username=self._username)
        token: str = self._app.acquire_token_silent([SCOPE], account)["access_token"]
        return token


def person(number: int, scope: str) -> dict[str, str]:
    """Somebody, with tokens of a likely size."""
    return {
        "tenant_id": TENANT,
        "client_id": CLIENT_ID,
        "authority": AUTHORITY,
        "scope": scope,
        "object_id": str(uuid.UUID(int=number * 2**64 + 1)),
        "username": f"person-{number}@example.com",
        "access_token": f"access-{number}-".ljust(2048, "a"),
        "refresh_token": f"refresh-{number}-".ljust(1536, "r"),
        "id_token": f"id-{number}-".ljust(1228, "i"),
    }
