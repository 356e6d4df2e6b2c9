"""Makes and lets go of everything of the package many times, and says how much memory that left behind.

usage: cycles.py asyncio|sync CYCLES [keep]
"""

import asyncio
import gc
import json
import os
import sys

import native_auth
import native_auth.sync
from native_auth import _bridge, _native

TENANT, APP = "contoso", "9f8002af-97cd-4991-9108-7fe4a40bb9f4"


class Storage(native_auth.Storage):
    """A storage with nothing in it."""

    def load(self, key):
        return None

    def save(self, key, data):
        pass

    def delete(self, key):
        pass

    def keys(self, prefix):
        return []

    def lock(self, name, patience):
        return None


def answer(request):
    """What a tenant answers to whoever has a wrong password."""
    match request.url.rpartition("/")[2]:
        case "initiate":
            status, body = 200, {"continuation_token": "token"}
        case "challenge":
            status, body = 200, {"continuation_token": "token", "challenge_type": "password"}
        case _:
            status, body = 400, {"error": "invalid_grant", "error_codes": [50126], "error_description": "wrong"}
    return native_auth.HttpResponse(status, {"content-type": "application/json"}, json.dumps(body).encode())


class Transport(native_auth.Transport):
    """A tenant, for asyncio."""

    async def send(self, request):
        return answer(request)


class BlockingTransport(native_auth.sync.Transport):
    """A tenant, for programs without a loop."""

    def send(self, request):
        return answer(request)


def set_up(flavour, transport):
    """A client that reaches nobody."""
    storage = native_auth.TokenStorage.custom(Storage())
    return flavour.Client(TENANT, APP, storage=storage, transport=transport, request_headers=lambda url: {}), storage


def taken_up_again(client, step):
    """The step, sealed and made anew."""
    key = native_auth.generate_sealing_key()
    return client.resume(client.suspend(step, key), key)


def cycle():
    """One of everything that can be had without a server. Gives the objects."""
    client, storage = set_up(native_auth.sync, BlockingTransport())
    subscription = client.account_events(print)
    request = native_auth.StepUpRequest.from_claims("{}")
    step = taken_up_again(client, client.sign_in("a@example.com"))
    problem = None
    try:
        step.submit_password("wrong")
    except native_auth.AskAgainError as error:
        problem = error.server
    assert client.accounts() == []
    subscription.close()
    client.close()
    return client, storage, subscription, request, step, problem


async def cycle_of_asyncio():
    """The same in a loop."""
    client, storage = set_up(native_auth, Transport())
    with client.account_events() as events:
        request = native_auth.StepUpRequest.from_claims("{}")
        step = taken_up_again(client, await client.sign_in("a@example.com"))
        problem = None
        try:
            await step.submit_password("wrong")
        except native_auth.AskAgainError as error:
            problem = error.server
        assert await client.accounts() == []
    client.close()
    return client, storage, events, request, step, problem


def resident():
    """The memory of this process, in bytes."""
    gc.collect()
    with open("/proc/self/statm") as numbers:
        return int(numbers.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def handles():
    """How many objects of the library there are on either side of the border."""
    gc.collect()
    ours = sum(hasattr(type(each), "_uniffi_make_instance") and hasattr(each, "_handle") for each in gc.get_objects())
    maps = (getattr(each, "_handle_map", None) for each in vars(_native).values())
    theirs = sum(len(each) for each in maps if each is not None)
    return ours + theirs + len(_bridge._waiting)


def threads():
    """How many threads this process has."""
    return len(os.listdir("/proc/self/task"))


async def at_rest():
    """How many objects there are once nothing changes any more: threads of the library let go of theirs by themselves."""
    seen = []
    while len(seen) < 10 or len(set(seen[-10:])) > 1:
        await asyncio.sleep(0.01)
        seen.append(handles())
    return seen[-1]


async def main(flavour, cycles, keeps):
    """Prints what the cycles left behind."""
    kept = []

    async def run(times):
        for _ in range(times):
            made = cycle() if flavour == "sync" else await cycle_of_asyncio()
            if keeps:
                kept.append(made[0])

    await run(cycles // 10)
    kept.clear()
    before = {"handles": await at_rest(), "bytes": resident(), "threads": threads(), "tasks": len(asyncio.all_tasks())}
    await run(cycles)
    after = {"handles": await at_rest(), "bytes": resident(), "threads": threads(), "tasks": len(asyncio.all_tasks())}
    print(json.dumps({what: after[what] - before[what] for what in before}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3:] == ["keep"]))
