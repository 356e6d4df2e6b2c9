"""The generated module, and what this package does otherwise than it does.

- Waiting: a call waits in the running loop, or blocks the thread that made it. ``asyncio`` is imported by the first
  call that waits in a loop.
- Errors: what fails raises this package's `NativeAuthError` at once, so that no other exception is chained to it.
- Copies: a generated object cannot be copied or pickled, since two would free one thing of the library.
- Freeing: a finalizer of the app's can meet an object in a cycle whose own finalizer has run already. It says so then,
  and the library is not asked.
- Forks: what another thread held at a fork is nobody's in the child.
"""

from __future__ import annotations

import _thread
import itertools
import os
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, NoReturn, TypeVar

from . import _fast as _fast
from . import _native
from ._errors import NativeAuthError, defect, error_of

__all__ = ["blocking", "native", "settle", "without_frames"]

native: Any = _native

_T = TypeVar("_T")

_READY = 0
_WAKE = 1

# Windows does not interrupt a wait for a lock. Elsewhere looking up now and then costs nothing, and ends a wait whose
# wake-up was lost to a Ctrl-C in the very callback.
_LOOK_UP = 0.1 if sys.platform == "win32" else 2.0

# Who waits, by number: what is called when it can go on, until that has been done. Without a lock: each operation on it
# is atomic.
_waiting: dict[int, Callable[[int], None]] = {}
_numbers = itertools.count(1)
_ended = False


class _Mode(threading.local):
    blocks = False


_mode = _Mode()


def blocking(call: Coroutine[Any, Any, _T]) -> _T:
    """Runs a call of the generated module in this thread, until it has ended or is interrupted."""
    _mode.blocks = True
    try:
        call.send(None)
    except StopIteration as ended:
        result: _T = ended.value
        return result
    except NativeAuthError as error:
        raise error.with_traceback(None)  # noqa: B904, for it is the same error
    finally:
        _mode.blocks = False
    raise RuntimeError("a call that blocks has nothing to hand over")


async def without_frames(call: Coroutine[Any, Any, _T]) -> _T:
    """Awaits a call of the generated module. Its errors do not keep the frames that hold what was passed."""
    try:
        return await call
    except NativeAuthError as error:
        raise error.with_traceback(None)  # noqa: B904, for it is the same error


def settle(patience: timedelta) -> None:
    """Waits until nobody waits for the library any more, but no longer than this. What is let go of later is not given
    back to it: the process ends."""
    global _ended
    _ended = True
    last = time.monotonic() + patience.total_seconds()
    while _waiting and time.monotonic() < last:
        time.sleep(0.001)
    for generated in vars(_native).values():
        if hasattr(generated, "_uniffi_make_instance"):
            generated.__del__ = _keep


async def _rust_call_async(future: int, poll: Any, complete: Any, free: Any, lift: Any, error_converter: Any) -> Any:
    """Takes the place of the generated function: drives a future of the library to its end, or drops it."""
    process = os.getpid()
    blocks = _mode.blocks
    try:
        while True:
            code = _woken_here(future, poll) if blocks else await _woken_in_loop(future, poll)
            if code == _READY:
                break
        return lift(native._uniffi_rust_call_with_error(error_converter, complete, future))
    finally:
        # The thread that the future's work needs to end does not exist in a child.
        if os.getpid() == process:
            free(future)


def _woken_here(future: int, poll: Any) -> int:
    woken = _thread.allocate_lock()
    woken.acquire()
    codes: list[int] = []

    def wake(code: int) -> None:
        codes.append(code)
        woken.release()

    number = _poll(future, poll, wake)
    while not woken.acquire(True, _LOOK_UP):
        if number not in _waiting:
            break
    return codes[0] if codes else _WAKE


def _woken_in_loop(future: int, poll: Any) -> Any:
    import asyncio

    loop = asyncio.get_running_loop()
    woken: asyncio.Future[int] = loop.create_future()

    def resolve(code: int) -> None:
        if not woken.done():
            woken.set_result(code)

    def wake(code: int) -> None:
        try:
            loop.call_soon_threadsafe(resolve, code)
        except RuntimeError:
            pass  # The loop is closed, so nobody waits in it.

    _poll(future, poll, wake)
    return woken


def _poll(future: int, poll: Any, wake: Callable[[int], None]) -> int:
    number = next(_numbers)
    _waiting[number] = wake
    # Looked at after it was written down, so that who ends the interpreter sees this call, or this call sees the end.
    if _ended:
        del _waiting[number]
        raise SystemExit("the interpreter ends")
    poll(future, _on_wake, number)
    return number


@native._UNIFFI_RUST_FUTURE_CONTINUATION_CALLBACK  # type: ignore[untyped-decorator]
def _on_wake(number: int, code: int) -> None:
    try:
        _waiting[number](code)
    finally:
        # Last of all: the end of the interpreter waits for it.
        del _waiting[number]


def _lift_error(buffer: Any) -> NativeAuthError:
    return error_of(_lift_generated_error(buffer))


def _refuse_copies(self: Any, protocol: object) -> NoReturn:
    raise TypeError(f"cannot pickle {type(self).__name__!r} object")


class _Freed:
    """Stands in the class for the handle that an object has lost."""

    def __get__(self, instance: object, owner: object) -> NoReturn:
        raise ReferenceError("this object of native_auth was freed already")


def _freeing(generated: Callable[[Any], None]) -> Callable[[Any], None]:
    """A finalizer that does what the generated one does, and takes the handle away."""

    def free(self: Any) -> None:
        if "_handle" in vars(self):
            generated(self)
            del self._handle

    return free


def _keep(self: Any) -> None:
    pass


def _in_child() -> None:
    """A lock that another thread held at the fork would be held for ever."""
    _waiting.clear()
    for converter in vars(_native).values():
        handles = getattr(converter, "_handle_map", None)
        if handles is not None:
            handles._lock = threading.Lock()


_errors_of_calls = native._UniffiFfiConverterTypeNativeAuthError__as_error
_lift_generated_error = _errors_of_calls.lift
_errors_of_calls.lift = staticmethod(_lift_error)
for _generated in vars(_native).values():
    if hasattr(_generated, "_uniffi_make_instance"):
        _generated.__reduce_ex__ = _refuse_copies
        _generated.__del__ = _freeing(_generated.__del__)
        _generated._handle = _Freed()
native._uniffi_rust_call_async = _rust_call_async
native.InternalError = defect

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
