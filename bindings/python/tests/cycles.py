"""Makes and lets go of everything of the package many times, and says how much memory that left behind.

usage: cycles.py CYCLES [keep]
"""

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


class Transport(native_auth.sync.Transport):
    """A transport that reaches nobody."""

    def send(self, request):
        raise native_auth.TransportError(native_auth.TransportFailure.UNREACHABLE)


def cycle():
    """One of everything that can be had without a server. Gives one of the objects."""
    storage = native_auth.TokenStorage.custom(Storage())
    client = native_auth.sync.Client(
        TENANT, APP, storage=storage, transport=Transport(), request_headers=lambda url: {}
    )
    subscription = client.account_events(print)
    request = native_auth.StepUpRequest.from_claims("{}")
    error = None
    try:
        client.sign_in("a@example.com")
    except native_auth.TryLaterError as unreachable:
        error = unreachable
    assert client.accounts() == []
    subscription.close()
    client.close()
    return client, storage, subscription, request, error


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


def main():
    cycles, keeps = int(sys.argv[1]), sys.argv[2:] == ["keep"]
    kept = []
    for _ in range(cycles // 10):
        cycle()
    memory, objects = resident(), handles()
    for _ in range(cycles):
        made = cycle()
        if keeps:
            kept.append(made[0])
    del made
    print(json.dumps({"bytes": resident() - memory, "handles": handles() - objects}))


if __name__ == "__main__":
    main()
