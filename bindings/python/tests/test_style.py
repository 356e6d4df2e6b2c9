"""All Python of the repository is written the same way, and what the package does fits its own types."""

import pathlib
import subprocess
import sys

PACKAGE = pathlib.Path(__file__).parents[1]
# With the settings of this directory, since the others have none.
EVERYTHING = [".", "../../examples/python", "../../tests/python"]


def complaints(*command):
    """What a tool finds."""
    run = subprocess.run([sys.executable, "-m", *command], cwd=PACKAGE, capture_output=True, text=True, check=False)
    return None if run.returncode == 0 else run.stdout + run.stderr


def test_ruff_finds_nothing():
    assert complaints("ruff", "check", "--no-cache", *EVERYTHING) is None


def test_ruff_would_write_it_the_same_way():
    assert complaints("ruff", "format", "--no-cache", "--diff", *EVERYTHING) is None


def test_ruff_finds_what_there_is(tmp_path):
    (tmp_path / "unused.py").write_text("import os\n")
    assert "F401" in complaints("ruff", "check", "--no-cache", str(tmp_path))


def test_the_package_fits_its_own_types(tmp_path):
    assert complaints("mypy", f"--cache-dir={tmp_path}", "src") is None
