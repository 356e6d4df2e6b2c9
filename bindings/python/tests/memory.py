"""A storage of the app's own, for tests."""

import collections
import contextlib
import threading

import native_auth


class Memory(native_auth.Storage):
    """A storage that keeps what it is given, and does as it is told."""

    def __init__(self):
        self.kept = {}
        self.raises = None
        self._goes_on = threading.Event()
        self._goes_on.set()
        self._locks = collections.defaultdict(threading.Lock)

    @contextlib.contextmanager
    def blocked(self):
        """Whoever asks for something meanwhile waits for the end of this."""
        self._goes_on.clear()
        try:
            yield
        finally:
            self._goes_on.set()

    @property
    def is_locked(self):
        """Whether somebody holds a lock."""
        return any(lock.locked() for lock in self._locks.values())

    def load(self, key):
        self._perhaps()
        return self.kept.get(key)

    def save(self, key, data):
        self._perhaps()
        self.kept[key] = data

    def delete(self, key):
        self._perhaps()
        self.kept.pop(key, None)

    def keys(self, prefix):
        self._perhaps()
        return [key for key in self.kept if key.startswith(prefix)]

    def lock(self, name, patience):
        self._perhaps()
        lock = self._locks[name]
        return lock if lock.acquire(timeout=patience.total_seconds()) else None

    def _perhaps(self):
        self._goes_on.wait()
        if self.raises is not None:
            raise self.raises
