"""The listing of the API says what the package has."""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).parents[3]


def checked(listing):
    script = ROOT / "bindings" / "python" / "api_listing.py"
    return subprocess.run(
        [sys.executable, str(script), str(listing), "--check"], capture_output=True, text=True, check=False
    )


def test_the_listing_is_up_to_date():
    run = checked(ROOT / "docs" / "api" / "python.txt")
    assert run.returncode == 0, run.stderr


def test_a_change_is_found(tmp_path):
    listing = (ROOT / "docs" / "api" / "python.txt").read_text()
    changed = tmp_path / "python.txt"
    changed.write_text(listing.replace("async def sign_in(", "async def log_in("))
    run = checked(changed)
    assert run.returncode == 1
    assert "+    async def sign_in(" in run.stderr
