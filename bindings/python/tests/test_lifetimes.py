"""What is let go of is gone, on either side of the border."""

import asyncio
import gc
import json
import pathlib
import subprocess
import sys

import pytest

import native_auth
import native_auth.sync
from stage import PASSWORD, Flavour

LIMIT = 2 * 2**20
CYCLES = 10_000
# Those on which the library lets work block come and go.
THREADS = 16


def left_behind(*arguments):
    """What that many cycles leave behind, in a process of their own."""
    script = pathlib.Path(__file__).with_name("cycles.py")
    run = subprocess.run([sys.executable, str(script), *arguments], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    return json.loads(run.stdout)


@pytest.mark.parametrize("flavour", ["asyncio", "sync"])
def test_ten_thousand_cycles_leave_nothing_behind(flavour):
    left = left_behind(flavour, str(CYCLES))
    assert left["handles"] == left["tasks"] == 0
    assert left["threads"] <= THREADS
    assert left["bytes"] < LIMIT


def test_one_handle_kept_in_each_cycle_is_found():
    left = left_behind("sync", str(CYCLES), "keep")
    assert left["handles"] == CYCLES
    assert left["bytes"] > LIMIT


async def test_events_end_with_a_client_that_nobody_holds(stage):
    client = stage.client(Flavour(native_auth))
    events = client.account_events()
    await client.sign_in(stage.person(), PASSWORD)
    assert isinstance(await anext(events), native_auth.AccountSignedIn)
    waiting = asyncio.ensure_future(anext(events, None))
    del client
    gc.collect()
    assert await waiting is None


def test_what_was_freed_within_a_cycle_says_so(stage):
    """Finalizers of a cycle run in any order, so one of the app's can meet what the library has freed already."""
    told = []

    class Session:
        def __init__(self, client):
            self.client = client
            self.cycle = self

        def __del__(self):
            for call in (self.client.peek_account, self.client.sign_in):
                try:
                    call("a@example.com")
                except ReferenceError as error:
                    told.append(str(error))

    Session(stage.client(native_auth.sync))
    gc.collect()
    assert told == ["this object of native_auth was freed already"] * 2
