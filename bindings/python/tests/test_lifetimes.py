"""What is let go of is gone, on either side of the border."""

import json
import pathlib
import subprocess
import sys

import pytest

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
