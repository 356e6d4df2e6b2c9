"""Every snippet of the guide runs, in order, as one program."""

import ast
import inspect
import pathlib
import re

from stage import NEW_PASSWORD, PASSWORD

GUIDE = pathlib.Path(__file__).parents[3] / "docs" / "python.md"


def snippets():
    """The Python of the guide, with the lines where it stands."""
    text = GUIDE.read_text()
    for found in re.finditer(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield text.count("\n", 0, found.start(1)), found[1]


class Person:
    """Somebody who answers what the app asks."""

    def __init__(self, stage):
        self._stage = stage
        self._username = stage.person()
        self._newcomer = stage.address()
        self._recipient = self._username
        self._password = PASSWORD

    async def ask(self, what, about=None):
        match what:
            case "username":
                self._recipient = self._username
                return self._username
            case "new username":
                self._recipient = self._newcomer
                return self._newcomer
            case "code":
                return self._stage.code(self._recipient)
            case "password" if about == "new" and self._recipient == self._username:
                self._password = NEW_PASSWORD
                return NEW_PASSWORD
            case "password":
                return self._password if self._recipient == self._username else PASSWORD
            case "city":
                return "Oslo"
        raise AssertionError(what)


async def test_the_guide_runs(stage):
    names = {"TENANT": stage.authority, "CLIENT_ID": stage.client_id(), "ask": Person(stage).ask}
    ran = 0
    for line, snippet in snippets():
        tree = compile(snippet, str(GUIDE), "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        ast.increment_lineno(tree, line)
        code = compile(tree, str(GUIDE), "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        outcome = eval(code, names)
        if inspect.isawaitable(outcome):
            await outcome
        ran += 1
    assert ran >= 10
    assert names["new_account"].id != names["account"].id
    assert names["name"].endswith("@example.com")
    assert names["text"]
