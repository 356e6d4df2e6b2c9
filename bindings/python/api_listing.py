"""Writes the public API down, one line for each name, or checks what is written.

usage: api_listing.py FILE [--check]

It lists the package that is installed.
"""

from __future__ import annotations

import difflib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import native_auth
import native_auth.sync


def listing() -> str:
    """Every public name of both flavours."""
    parts = [
        "# The public API of the Python package, made by bindings/python/api_listing.py. What both flavours share is",
        "# listed once.",
    ]
    for module in (native_auth, native_auth.sync):
        parts += ["", f"module {module.__name__}"]
        for name in sorted(module.__all__):
            thing = getattr(module, name)
            if module is native_auth or thing is not getattr(native_auth, name, None):
                parts += lines_of(name, thing)
    return "\n".join(parts) + "\n"


def lines_of(name: str, thing: Any) -> Iterator[str]:
    """A name, and what is in it."""
    if inspect.isclass(thing):
        bases = [base.__name__ for base in thing.__bases__ if base is not object and is_shown(base)]
        yield f"  class {name}({', '.join(bases)})" if bases else f"  class {name}"
        yield from members_of(thing)
    elif inspect.isfunction(thing):
        yield f"  def {name}{signature(thing)}"
    else:
        yield f"  {name} = {str(thing).replace('typing.', '')}"


def members_of(cls: type) -> Iterator[str]:
    """The members of a class that are its own, or of a class that is not public."""
    members: dict[str, Any] = {}
    for each in reversed(cls.__mro__):
        # What a public base class has is listed there.
        if each is cls or each.__module__.startswith("native_auth._"):
            members |= vars(each)
    if hasattr(cls, "__members__"):
        yield from (f"    {member.name} = {member.value!r}" for member in cls)  # type: ignore[attr-defined]
        return
    if "__match_args__" in members:
        yield f"    __match_args__ = {members['__match_args__']}"
    wanted = {"__init__", "__aenter__", "__enter__", "__anext__", "__getitem__"}
    for name in sorted(members):
        if not name.startswith("_") or (name in wanted and can_be_made(cls, name)):
            yield f"    {line_of(name, members[name])}"


def line_of(name: str, member: Any) -> str:
    """One member."""
    if isinstance(member, property):
        return f"property {name}{signature(member.fget).removeprefix('(self)')}"
    if isinstance(member, classmethod):
        return f"classmethod {name}{signature(member.__func__)}"
    if inspect.isfunction(member):
        waits = "async " if inspect.iscoroutinefunction(member) else ""
        return f"{waits}def {name}{signature(member)}"
    return f"{name}"


def signature(function: Any) -> str:
    """The parameters and the result, as they are written."""
    shown = re.sub(r"<(\w+\.\w+): '\w+'>", r"\1", str(inspect.signature(function)))
    return shown.replace("'", "")


def can_be_made(cls: type, name: str) -> bool:
    """Whether a constructor is there for the app: what only the library gives has one without parameters."""
    return name != "__init__" or (len(inspect.signature(cls).parameters) > 0 and cls is not native_auth.NativeAuthError)


def is_shown(base: type) -> bool:
    """Whether a base class says something to the app."""
    return base.__module__ in {"native_auth", "builtins", "abc", "collections.abc"}


def main() -> None:
    """Writes the file, or says how it differs."""
    path, checks = Path(sys.argv[1]), sys.argv[2:] == ["--check"]
    if not checks:
        path.write_text(listing(), encoding="utf-8")
        return
    written = path.read_text(encoding="utf-8")
    if written != listing():
        diff = difflib.unified_diff(written.splitlines(), listing().splitlines(), "written", "now", lineterm="")
        sys.exit("\n".join(diff) + f"\n{path} is not what the package has; run api_listing.py {path}")


if __name__ == "__main__":
    main()
