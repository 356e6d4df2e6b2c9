"""The example signs people in, whatever the tenant asks for."""

import os
import pathlib
import subprocess
import sys

from stage import PASSWORD

EXAMPLE = pathlib.Path(__file__).parents[3] / "examples" / "python" / "sign_in.py"


class Running:
    """The example as a process that is talked to."""

    def __init__(self, stage, app):
        self._process = subprocess.Popen(
            [sys.executable, str(EXAMPLE), stage.authority, stage.client_id(app)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ,
        )

    def asks(self, what):
        """Reads up to this question."""
        seen = b""
        while not seen.endswith(what.encode()):
            character = self._process.stdout.read(1)
            assert character, seen + self._process.stderr.read()
            seen += character
        return seen.decode()

    def answer(self, question, text):
        self.asks(f"{question}: ")
        self._process.stdin.write(f"{text}\n".encode())
        self._process.stdin.flush()

    def ends(self):
        shown, complaint = self._process.communicate()
        return self._process.returncode, shown.decode(), complaint.decode()


def test_a_password_and_a_code_as_second_factor(stage):
    contact = stage.address()
    username = stage.person(methods=[{"channel": "email", "target": contact}])
    example = Running(stage, "mfa")
    example.answer("E-mail address", username)
    example.answer("Password", "Wrong-Password-1")
    example.asks("The user name or the password is wrong; enter it again.\n")
    example.answer("Password", PASSWORD)
    example.answer("Number", "7")
    example.answer("Number", "1")
    example.asks("(empty for a new one): ")
    example._process.stdin.write(f"{stage.code(contact)}\n".encode())
    example._process.stdin.flush()
    code, shown, complaint = example.ends()
    assert (code, complaint) == (0, "")
    assert "Hello, " in shown
    assert "There is a token for: openid" in shown


def test_a_method_is_registered(stage):
    username, contact = stage.person(), stage.address()
    example = Running(stage, "mfa")
    example.answer("E-mail address", username)
    example.answer("Password", PASSWORD)
    example.answer("Number", "1")
    example.answer("E-mail address, or number with +", contact)
    example.asks("(empty for a new one): ")
    example._process.stdin.write(f"{stage.code(contact)}\n".encode())
    example._process.stdin.flush()
    assert example.ends()[0] == 0


def test_nobody_has_the_account(stage):
    example = Running(stage, "password")
    example.answer("E-mail address", stage.address())
    code, _, complaint = example.ends()
    assert code == 1
    assert "Traceback" not in complaint


def test_it_is_short_and_has_one_match():
    lines = EXAMPLE.read_text().splitlines()
    assert len(lines) < 120
    assert sum(line.strip().startswith("match ") for line in lines) == 1
