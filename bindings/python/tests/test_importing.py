"""What an import brings along."""

import subprocess
import sys

import native_auth
from native_auth import _native


def imported(code):
    """Whether `asyncio` is there after this, in an interpreter of its own."""
    check = f"import sys\n{code}\nprint('asyncio' in sys.modules)"
    run = subprocess.run([sys.executable, "-S", "-c", PATH + check], capture_output=True, text=True, check=True)
    return run.stdout == "True\n"


# Without `site`, which may import anything.
PATH = f"import sys\nsys.path[:0] = {sys.path!r}\n"


def test_neither_flavour_imports_asyncio():
    assert not imported("import native_auth, native_auth.sync")


def test_a_call_that_blocks_does_not_import_asyncio():
    client = 'sync.Client("contoso", "9f8002af-97cd-4991-9108-7fe4a40bb9f4", storage=sync.TokenStorage.in_memory())'
    assert not imported(f"from native_auth import sync\nclient = {client}\nassert client.accounts() == []")


def test_the_check_finds_asyncio():
    assert imported("import asyncio")


def test_nothing_generated_is_public():
    for name in native_auth.__all__:
        assert getattr(native_auth, name) is not getattr(_native, name, None), name
