"""Why something did not happen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from . import _native
from ._opaque import Opaque, Unpicklable
from ._values import RequiredAttribute, required_attribute
from ._words import ErrorKind, Language, Recovery, Retry, StorageFailure, TransportFailure


class NativeAuthError(Unpicklable, Exception):
    """Why something did not happen: the base of every error of a call.

    Its text is one sentence that says what to do, without a secret and without anything about the person. `recovery`
    tells what to do, and there is a subclass for each one; `kind` tells what happened, `code` which case of it, with
    the same words in every language.

    Only the library makes these. They cannot be pickled.
    """

    __slots__ = ("_native",)

    _native: Any

    def __init__(self, *args: object) -> None:
        raise TypeError(f"{type(self).__name__} cannot be made; calls of the library raise it")

    @property
    def kind(self) -> ErrorKind:
        """What happened. Each kind has exactly one recovery."""
        return ErrorKind.of(self._native.kind())

    @property
    def code(self) -> str:
        """Which case of it: a stable word, the same in every language."""
        return str(self._native.code())

    @property
    def recovery(self) -> Recovery:
        """What to do about it."""
        return Recovery.of(self._native.recovery())

    @property
    def retryable(self) -> bool:
        """Whether the same call, with nothing changed, can help: at once, after `retry_delay`, or once the call under
        way has ended."""
        return self.retry in (Retry.NOW, Retry.AFTER, Retry.WHEN_FREE)

    @property
    def retry(self) -> Retry:
        """Whether running the same action of the same state again can help, and when. The library never sends a
        request twice by itself."""
        return _retry(self._native.retry())[0]

    @property
    def retry_delay(self) -> timedelta | None:
        """How long to wait before trying again, if `retry` is `Retry.AFTER`: what the server asked for, or else what is
        usual for this error."""
        return _retry(self._native.retry())[1]

    @property
    def retry_after(self) -> timedelta | None:
        """How long the server asked to wait, if it did."""
        return self._native.retry_after()

    @property
    def correlation_id(self) -> str | None:
        """The correlation id of the flow, to quote to support."""
        return self._native.correlation_id()

    @property
    def trace_id(self) -> str | None:
        """The server's own id of the request, to quote to support."""
        return self._native.trace_id()

    @property
    def status(self) -> int | None:
        """The HTTP status of the answer, if there was one."""
        return self._native.status()

    @property
    def detail(self) -> str | None:
        """Our own words on this case, in English and for developers, such as the field that is wrong."""
        return self._native.detail()

    @property
    def claims(self) -> str | None:
        """The claims request (a JSON object as text) that the next sign-in has to make, if a policy wants more than the
        last one proved."""
        return self._native.claims()

    @property
    def server(self) -> ServerProblem | None:
        """The server's own words, if it refused. They may name the person."""
        problem = self._native.server()
        return None if problem is None else ServerProblem._of(problem)

    @property
    def message_key(self) -> str:
        """The stable name of its text, for apps that bring texts of their own."""
        return str(self._native.message_key())

    def message(self, language: Language = Language.ENGLISH) -> str:
        """Its text as a sentence that stands alone, to show to whoever can act on it: the person who uses the app or,
        where the recovery is `Recovery.FIX`, the developer."""
        if not isinstance(language, Language):
            raise TypeError(f"language must be a Language, not {type(language).__name__}")
        return str(self._native.localized_message(_native.Language[language.name]))

    def __repr__(self) -> str:
        facts = [f"kind={self.kind.value!r}", f"code={self.code!r}"]
        for name in ("status", "correlation_id"):
            value = getattr(self, name)
            if value is not None:
                facts.append(f"{name}={value!r}")
        return f"{type(self).__name__}({', '.join(facts)})"


class AskAgainError(NativeAuthError):
    """Show the same state again and let the person correct the input (`Recovery.ASK_AGAIN`)."""

    __slots__ = ()


class ChooseAnotherError(NativeAuthError):
    """Offer other input or another method (`Recovery.CHOOSE_ANOTHER`)."""

    __slots__ = ()


class StartOverError(NativeAuthError):
    """Begin the flow again (`Recovery.START_OVER`)."""

    __slots__ = ()


class OpenBrowserError(NativeAuthError):
    """Leave the native flow for the browser (`Recovery.OPEN_BROWSER`)."""

    __slots__ = ()


class TryLaterError(NativeAuthError):
    """Try again later (`Recovery.TRY_LATER`): `retry_delay` says when."""

    __slots__ = ()


class WaitError(NativeAuthError):
    """Let the call that is under way finish (`Recovery.WAIT`)."""

    __slots__ = ()


class SignInAgainError(NativeAuthError):
    """Treat the account as signed out and sign in again (`Recovery.SIGN_IN_AGAIN`)."""

    __slots__ = ()


class FixError(NativeAuthError):
    """Read the message as a developer: something has to be changed (`Recovery.FIX`)."""

    __slots__ = ()


class GiveUpError(NativeAuthError):
    """Say so kindly; nothing can be done here (`Recovery.GIVE_UP`)."""

    __slots__ = ()


CLASSES: dict[Recovery, type[NativeAuthError]] = {
    Recovery.ASK_AGAIN: AskAgainError,
    Recovery.CHOOSE_ANOTHER: ChooseAnotherError,
    Recovery.START_OVER: StartOverError,
    Recovery.OPEN_BROWSER: OpenBrowserError,
    Recovery.TRY_LATER: TryLaterError,
    Recovery.WAIT: WaitError,
    Recovery.SIGN_IN_AGAIN: SignInAgainError,
    Recovery.FIX: FixError,
    Recovery.GIVE_UP: GiveUpError,
}


class ServerProblem(Opaque):
    """What the server said, in its own words: for a developer's eyes. It does not show its description, which may name
    the person."""

    __slots__ = ()

    @property
    def error(self) -> str:
        """The server's word for what happened (``error``)."""
        return str(self._native.error())

    @property
    def suberror(self) -> str | None:
        """Which case of it (``suberror``)."""
        return self._native.suberror()

    @property
    def description(self) -> str | None:
        """The server's sentence, in English."""
        return self._native.description()

    @property
    def codes(self) -> list[int]:
        """The numbers behind ``AADSTS``."""
        return list(self._native.codes())

    @property
    def timestamp(self) -> str | None:
        """When, by the server's clock and in its form."""
        return self._native.timestamp()

    @property
    def error_uri(self) -> str | None:
        """Where the service explains the case."""
        return self._native.error_uri()

    @property
    def invalid_attributes(self) -> list[str]:
        """The names of the attributes whose values it refused."""
        return list(self._native.invalid_attributes())

    @property
    def required_attributes(self) -> list[RequiredAttribute]:
        """The attributes that it still wants, where the refusal says so."""
        return [required_attribute(each) for each in self._native.required_attributes()]

    @property
    def unverified_attributes(self) -> list[str]:
        """The names of what has to be verified first."""
        return list(self._native.unverified_attributes())

    @property
    def inner_problems(self) -> list[InnerProblem]:
        """Refusals within the refusal."""
        return [InnerProblem._of(each) for each in self._native.inner_problems()]

    def _shown(self) -> dict[str, object]:
        return {"error": self.error, "suberror": self.suberror, "codes": self.codes}


class InnerProblem(Opaque):
    """A refusal within a refusal of the server's. It does not show its description, which may name the person."""

    __slots__ = ()

    @property
    def error(self) -> str | None:
        """The server's word for what happened (``error``)."""
        return self._native.error()

    @property
    def description(self) -> str | None:
        """The server's sentence, in English."""
        return self._native.description()

    def _shown(self) -> dict[str, object]:
        return {"error": self.error}


class TransportError(Exception):
    """What a `Transport` of the app raises when there is no complete answer."""

    def __init__(self, failure: TransportFailure) -> None:
        if not isinstance(failure, TransportFailure):
            raise TypeError(f"failure must be a TransportFailure, not {type(failure).__name__}")
        super().__init__(failure)
        self.failure = failure


class StorageError(Exception):
    """What a `Storage` of the app raises when it cannot do what it is asked for."""

    def __init__(self, failure: StorageFailure) -> None:
        if not isinstance(failure, StorageFailure):
            raise TypeError(f"failure must be a StorageFailure, not {type(failure).__name__}")
        super().__init__(failure)
        self.failure = failure


def error_of(native: Any) -> NativeAuthError:
    """The error to raise for a generated one."""
    kind = CLASSES[Recovery.of(native.recovery())]
    # Not by the constructor, which is for nobody.
    error = kind.__new__(kind, str(native))
    error._native = native
    return error


def defect(text: str = "") -> NativeAuthError:
    """The error for a panic of the library. The text of the panic may hold anything, so it is dropped."""
    error = FixError.__new__(FixError, _Defect.TEXT)
    error._native = _Defect()
    return error


class _Named:
    def __init__(self, name: str) -> None:
        self.name = name


class _Defect:
    """A panic, as a generated error would tell it."""

    TEXT = "a defect of this library ended the call; please report it"
    GERMAN = "Ein Fehler in dieser Bibliothek hat den Aufruf beendet; bitte melden Sie ihn."

    def kind(self) -> _Named:
        return _Named("INTERNAL")

    def recovery(self) -> _Named:
        return _Named("FIX")

    def code(self) -> str:
        return "internal_error"

    def message_key(self) -> str:
        return "native_auth.error.internal_error"

    def localized_message(self, language: Any) -> str:
        if language.name == "GERMAN":
            return self.GERMAN
        return f"{self.TEXT[0].upper()}{self.TEXT[1:]}."

    def retry(self) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        return lambda: None


def _retry(generated: Any) -> tuple[Retry, timedelta | None]:
    if generated is None:
        return Retry.NEVER, None
    word = Retry[type(generated).__name__.rpartition(".")[2]]
    return word, generated[0] if word is Retry.AFTER else None
