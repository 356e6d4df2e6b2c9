"""Where tokens are kept."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, Protocol

from . import _checks
from ._bridge import native
from ._callbacks import report
from ._discreet import discreet
from ._errors import StorageError
from ._opaque import Opaque
from ._words import StorageFailure


class TokenStorage(Opaque):
    """Where a client keeps its tokens. The app chooses, and nothing else is ever used in its place."""

    __slots__ = ("_kind",)

    _kind: str

    def __init__(self) -> None:
        raise TypeError("TokenStorage cannot be made; take TokenStorage.key_store(…) or another of its methods")

    @classmethod
    def key_store(cls, app: str, profile: str) -> TokenStorage:
        """In a sealed file of this user's, with its key in the key store of the operating system: the Keychain on
        macOS, the Credential Manager on Windows, the Secret Service elsewhere.

        `app` names the app, once and for all (``com.example.app``). A profile is a file with a key of its own: letters,
        digits, ``-``, ``_`` and ``.``. Several processes may have it open, and share what is in it.
        """
        names = _checks.text("app", app), _checks.text("profile", profile)
        return cls._at("key_store", native.TokenStorage.key_store(*names))

    @classmethod
    def key_store_in(cls, directory: str | os.PathLike[str], app: str, profile: str) -> TokenStorage:
        """As `key_store`, with the file below a directory of the app's choice."""
        names = _checks.path("directory", directory), _checks.text("app", app), _checks.text("profile", profile)
        return cls._at("key_store", native.TokenStorage.key_store_in(*names))

    @classmethod
    @discreet
    def passphrase(cls, directory: str | os.PathLike[str], profile: str, passphrase: str) -> TokenStorage:
        """In a sealed file of this user's below `directory`, with a key that is wrapped with a passphrase (Argon2id).
        The passphrase should come from the person, or from where the platform keeps secrets for a service."""
        names = _checks.path("directory", directory), _checks.text("profile", profile)
        return cls._at("passphrase", native.TokenStorage.passphrase(*names, _checks.text("passphrase", passphrase)))

    @classmethod
    def msal_file(cls, path: str | os.PathLike[str]) -> TokenStorage:
        """In a cache file of Microsoft's clients, such as MSAL Python has with ``msal_extensions.FilePersistence``: they
        and this client share one sign-in. **The file is not encrypted.**"""
        return cls._at("msal_file", native.TokenStorage.msal_file(_checks.path("path", path)))

    @classmethod
    def in_memory(cls) -> TokenStorage:
        """In memory: tokens end with the process."""
        return cls._at("in_memory", native.TokenStorage.in_memory())

    @classmethod
    def custom(cls, storage: Storage) -> TokenStorage:
        """In a place of the app's own. Clients that are given one place share what is in it."""
        own = _ForeignStorage(_checks.instance("storage", storage, Storage))  # type: ignore[type-abstract]
        return cls._at("custom", native.TokenStorage.custom(own))

    @classmethod
    def _at(cls, kind: str, generated: Any) -> TokenStorage:
        made = cls._of(generated)
        made._kind = kind
        return made

    def _shown(self) -> dict[str, object]:
        return {"kind": self._kind}


class StorageLock(Protocol):
    """A lock that is held. A ``threading.Lock`` that was acquired is one."""

    def release(self) -> object:
        """Gives the lock up; called once."""


class Storage(ABC):
    """A place of the app's own for tokens: bytes by key.

    Its methods may block; they are called on threads of the library, from several at once, and are waited for up to a
    minute. The keys hold the authority, the client id, tenant and object ids and scopes. **The bytes are secret**:
    whoever reads them can act in the person's name, so the place has to protect them.

    A method that cannot do what it is asked for raises `StorageError`; whatever else it raises counts as
    `StorageFailure.FAILED`.
    """

    @abstractmethod
    def load(self, key: str) -> bytes | None:
        """What was saved last under the key; ``None`` if nothing was, or it was deleted."""

    @abstractmethod
    def save(self, key: str, data: bytes) -> None:
        """Keeps the bytes in the place of those before. On return they are durable: they survive a crash and a power
        cut. On failure what was there before stays."""

    @abstractmethod
    def delete(self, key: str) -> None:
        """Forgets what is under the key, durably. A key without anything is no error."""

    @abstractmethod
    def keys(self, prefix: str) -> Iterable[str]:
        """Every key that begins with `prefix`, in any order."""

    @abstractmethod
    def lock(self, name: str, patience: timedelta) -> StorageLock | None:
        """Takes the lock of this name, so that one process at a time refreshes an account: waits for it up to
        `patience`, and gives ``None`` if somebody else has it for longer. It ends when it is released, and when its
        holder dies. The names are the library's; a lock of the app's own there has one that begins with ``app|``."""


class _ForeignStorage(native.Storage):  # type: ignore[misc]
    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def load(self, key: str) -> bytes | None:
        def load() -> bytes | None:
            found = self._storage.load(key)
            return None if found is None else _checks.octets("what load gives", found)

        return _guarded(load)

    def save(self, key: str, bytes: bytes) -> bool:
        _guarded(lambda: self._storage.save(key, bytes))
        return True  # An exception that `ctypes` drops gives no such thing.

    def delete(self, key: str) -> bool:
        _guarded(lambda: self._storage.delete(key))
        return True

    def keys(self, prefix: str) -> list[str]:
        return _guarded(lambda: _checks.texts("what keys gives", self._storage.keys(prefix)))

    def lock(self, name: str, patience: timedelta) -> Any:
        held = _guarded(lambda: self._storage.lock(name, patience))
        return None if held is None else _ForeignLock(held)


class _ForeignLock(native.StorageLock):  # type: ignore[misc]
    def __init__(self, held: StorageLock) -> None:
        self._held = held

    def release(self) -> None:
        _guarded(self._held.release)


def _guarded(work: Callable[[], Any]) -> Any:
    """What the app's code gives; what it raises becomes the library's own word for it."""
    try:
        return work()
    except StorageError as error:
        failure = error.failure
    except BaseException as error:
        # This is no thread of the app's: not even an exit may go further.
        report("storage", error)
        failure = StorageFailure.FAILED
    raise _FAILURES[failure]


_FAILURES: dict[StorageFailure, Any] = {
    StorageFailure.LOCKED: native.StorageFailure.Locked,
    StorageFailure.FULL: native.StorageFailure.Full,
    StorageFailure.READ_ONLY: native.StorageFailure.ReadOnly,
    StorageFailure.UNREACHABLE: native.StorageFailure.Unreachable,
    StorageFailure.FAILED: native.StorageFailure.Failed,
}
