"""The CPU of sixteen password sign-ins at once: of the package, and of a script with aiohttp that asks the same."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "python"))

from emulator import Emulator, client_id_of  # noqa: E402

PEOPLE = 16
PASSWORD = "Quiet-River-42"
TIMES = 20


def cpu_of_sign_ins() -> tuple[float, float]:
    """Seconds of CPU that one sign-in takes with each, in a process of its own."""
    emulator = Emulator()
    try:
        tenant = emulator.ready["tenants"][0]
        names = [f"person-{number}@example.com" for number in range(PEOPLE)]
        for name in names:
            emulator.add_user(tenant, name, PASSWORD)
        authority, client_id = tenant["authority"], client_id_of(tenant, "password")
        return tuple(cpu_of(kind, authority, client_id, names) for kind in ("ours", "aiohttp"))  # type: ignore[return-value]
    finally:
        emulator.stop()


def cpu_of(kind: str, authority: str, client_id: str, names: list[str]) -> float:
    """What one of the two says of itself."""
    command = [sys.executable, __file__, kind, authority, client_id, *names]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


async def ours(authority: str, client_id: str, names: list[str]) -> float:
    """Sign-ins with the package."""
    from native_auth import Client, SignedIn, TokenStorage

    client = Client(authority, client_id, storage=TokenStorage.in_memory(), allow_http_loopback=True)

    async def all_at_once() -> None:
        for step in await asyncio.gather(*(client.sign_in(name, PASSWORD) for name in names)):
            assert isinstance(step, SignedIn)

    return await measured(all_at_once) / len(names)


async def with_aiohttp(authority: str, client_id: str, names: list[str]) -> float:
    """Sign-ins as somebody would write them by hand: they verify nothing."""
    import aiohttp

    async with aiohttp.ClientSession() as session:

        async def post(path: str, **fields: str) -> dict[str, str]:
            data = {"client_id": client_id, **fields}
            async with session.post(f"{authority}{path}", data=data) as answer:
                body: dict[str, str] = await answer.json()
                assert answer.status == 200, body
                return body

        async def sign_in(name: str) -> None:
            kinds = "oob password redirect"
            begun = await post("/oauth2/v2.0/initiate", username=name, challenge_type=kinds)
            token = begun["continuation_token"]
            challenge = await post("/oauth2/v2.0/challenge", continuation_token=token, challenge_type=kinds)
            done = await post(
                "/oauth2/v2.0/token",
                continuation_token=challenge["continuation_token"],
                grant_type="password",
                password=PASSWORD,
                scope="openid profile offline_access",
            )
            assert done["access_token"]

        async def all_at_once() -> None:
            await asyncio.gather(*(sign_in(name) for name in names))

        return await measured(all_at_once) / len(names)


async def measured(work: Callable[[], Awaitable[None]]) -> float:
    """The CPU that this takes once, when everything is loaded and connected."""
    await work()
    before = resource.getrusage(resource.RUSAGE_SELF)
    for _ in range(TIMES):
        await work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / TIMES


if __name__ == "__main__":
    os.environ["no_proxy"] = "127.0.0.1"
    script = {"ours": ours, "aiohttp": with_aiohttp}[sys.argv[1]]
    print(asyncio.run(script(sys.argv[2], sys.argv[3], sys.argv[4:])))
