"""What users write passes ``mypy --strict`` and pyright, and their mistakes do not."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

import native_auth

HERE = pathlib.Path(__file__).parent
PACKAGE = pathlib.Path(native_auth.__file__).parent
EXAMPLE = HERE.parents[2] / "examples" / "python" / "sign_in.py"
REFUSED = HERE / "typing" / "refused.py"
MARK = "  # refused"


def mypy(path, tmp_path):
    """The lines of a file in which mypy finds an error, with what it says."""
    arguments = ["--strict", "--python-version=3.10", "--config-file=", "--no-error-summary", "--output=json"]
    environment = {**os.environ, "MYPYPATH": "" if "site-packages" in PACKAGE.parts else str(PACKAGE.parent)}
    run = subprocess.run(
        [sys.executable, "-m", "mypy", *arguments, f"--cache-dir={tmp_path}", str(path)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert run.returncode in (0, 1), run.stdout + run.stderr
    found = [json.loads(line) for line in run.stdout.splitlines()]
    return {each["line"]: each["message"] for each in found if each["severity"] == "error"}


def pyright(path, tmp_path):
    """The lines of a file in which pyright finds an error, with what it says."""
    settings = {
        "include": [path.name],
        "extraPaths": [str(PACKAGE.parent)],
        "pythonVersion": "3.10",
        "typeCheckingMode": "strict",
    }
    (tmp_path / path.name).write_text(path.read_text())
    project = tmp_path / "pyrightconfig.json"
    project.write_text(json.dumps(settings))
    run = subprocess.run(
        [sys.executable, "-m", "pyright", f"--project={project}", "--outputjson"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in (0, 1), run.stdout + run.stderr
    found = json.loads(run.stdout)
    assert found["summary"]["filesAnalyzed"] == 1
    errors = [each for each in found["generalDiagnostics"] if each["severity"] == "error"]
    return {each["range"]["start"]["line"] + 1: each["message"] for each in errors}


@pytest.mark.parametrize("checker", [mypy, pyright])
@pytest.mark.parametrize("path", [HERE / "typing" / "accepted.py", EXAMPLE], ids=lambda path: path.stem)
def test_what_users_write_is_accepted(checker, path, tmp_path):
    assert checker(path, tmp_path) == {}


@pytest.mark.parametrize("checker", [mypy, pyright])
def test_their_mistakes_are_refused(checker, tmp_path):
    lines = REFUSED.read_text().splitlines()
    wanted = {number for number, line in enumerate(lines, 1) if line.endswith(MARK)}
    assert set(checker(REFUSED, tmp_path)) == wanted


def test_the_package_says_that_it_is_typed():
    assert (PACKAGE / "py.typed").exists()
