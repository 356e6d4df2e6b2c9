"""What the tests have in common: a tenant, and both flavours of the package."""

import asyncio
import inspect

import pytest

import native_auth
import native_auth.sync
from stage import Flavour, Stage


def pytest_pyfunc_call(pyfuncitem):
    """Runs a test that is a coroutine function in a loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    asyncio.run(pyfuncitem.obj(**arguments))
    return True


@pytest.fixture(scope="session")
def stage():
    """One tenant for all tests; each makes people of its own."""
    with Stage() as stage:
        yield stage


@pytest.fixture(params=[native_auth, native_auth.sync], ids=["asyncio", "sync"])
def flavour(request):
    """Each flavour in turn."""
    return Flavour(request.param)
