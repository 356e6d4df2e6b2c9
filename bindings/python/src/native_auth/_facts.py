"""What the states show, whichever way their calls wait, and the calls that their actions make."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from . import _checks
from ._bridge import native
from ._core import Core
from ._errors import NativeAuthError, error_of
from ._objects import AuthenticationMethod, channel
from ._opaque import Opaque
from ._values import AttributeFault, RequiredAttribute, attribute_fault, required_attribute
from ._words import (
    BrowserReason,
    Capability,
    ChallengeChannel,
    ChallengeType,
    CodePurpose,
    FlowKind,
    PasswordPurpose,
)


class State(Opaque):
    """Where a flow stands."""

    __slots__ = ("_core",)

    _core: Core
    _variant: ClassVar[Any]

    @classmethod
    def _bound(cls, step: Any, core: Core) -> Any:
        """The state of a generated step."""
        made = cls._of(step.state)
        made._core = core
        return made

    def _step(self) -> Any:
        """The generated step that this is the state of."""
        return self._variant(state=self._native)

    @property
    def flow(self) -> FlowKind:
        """Which flow this is."""
        return FlowKind.of(self._native.flow())

    @property
    def correlation_id(self) -> str:
        """The flow's correlation id, to quote to support."""
        return str(self._native.correlation_id())

    def _shown(self) -> dict[str, object]:
        return {"flow": self.flow.value, "correlation_id": self.correlation_id}


class CodeFacts(State):
    """Facts and calls of ``CodeRequired``."""

    __slots__ = ()

    _variant = native.Step.CODE_REQUIRED

    @property
    def purpose(self) -> CodePurpose:
        """What the code proves."""
        return CodePurpose.of(self._native.purpose())

    @property
    def channel(self) -> ChallengeChannel | str:
        """How it was sent: a `ChallengeChannel`, or the server's own word for one that this version does not know."""
        return channel(self._native.channel())

    @property
    def target(self) -> str | None:
        """Where it was sent, masked by the server, to show to the person. Its form varies: never compare it."""
        return self._native.target()

    @property
    def code_length(self) -> int | None:
        """How many characters the code has, if the server says. Do not assume a length, nor that it is all digits."""
        return self._native.code_length()

    @property
    def resend_after(self) -> timedelta | None:
        """How long to wait before offering to send the code again, if the server says."""
        return self._native.resend_after()

    @property
    def can_choose_another_method(self) -> bool:
        """Whether there was a choice of methods to go back to."""
        return bool(self._native.can_choose_another_method())

    def _shown(self) -> dict[str, object]:
        shown = {"purpose": self.purpose.value, "channel": str(self.channel), "code_length": self.code_length}
        return shown | super()._shown()

    def _submit_code(self, code: str) -> Any:
        return self._native.submit_code(_checks.text("code", code))


class PasswordFacts(State):
    """Facts and calls of ``PasswordRequired``."""

    __slots__ = ()

    _variant = native.Step.PASSWORD_REQUIRED

    @property
    def purpose(self) -> PasswordPurpose:
        """Whether it is the account's password or a new one."""
        return PasswordPurpose.of(self._native.purpose())

    @property
    def expires_in(self) -> timedelta | None:
        """How long the person has to enter it, counted from when this state came, if the server says. Later the flow
        has expired."""
        return self._native.expires_in()

    def _shown(self) -> dict[str, object]:
        return {"purpose": self.purpose.value} | super()._shown()

    def _submit_password(self, password: str) -> Any:
        return self._native.submit_password(_checks.text("password", password))


class AttributesFacts(State):
    """Facts and calls of ``AttributesRequired``."""

    __slots__ = ()

    _variant = native.Step.ATTRIBUTES_REQUIRED

    @property
    def attributes(self) -> list[RequiredAttribute]:
        """What is wanted; never empty."""
        return [required_attribute(each) for each in self._native.attributes()]

    def validate(self, values: Mapping[str, str | int | bool]) -> dict[str, AttributeFault]:
        """What the server would refuse of these values, by name, as far as that can be told without it. It is a
        courtesy: ``submit_attributes`` sends what it is given."""
        faults = self._native.validate(_attributes(values))
        return {name: attribute_fault(fault) for name, fault in faults.items()}

    def _shown(self) -> dict[str, object]:
        return {"attributes": [each.name for each in self.attributes]} | super()._shown()

    def _submit_attributes(self, values: Mapping[str, str | int | bool]) -> Any:
        return self._native.submit_attributes(_attributes(values))


class _MethodsFacts(State):
    __slots__ = ()

    @property
    def methods(self) -> list[AuthenticationMethod]:
        """What there is to choose from, in the server's order; never empty."""
        return [AuthenticationMethod._of(each) for each in self._native.methods()]

    def _shown(self) -> dict[str, object]:
        return {"methods": self.methods} | super()._shown()


class MethodFacts(_MethodsFacts):
    """Facts and calls of ``MethodRequired``."""

    __slots__ = ()

    _variant = native.Step.METHOD_REQUIRED

    def _choose_method(self, method: AuthenticationMethod | str) -> Any:
        return self._native.choose_method(_method_id(method))


class RegistrationFacts(_MethodsFacts):
    """Facts and calls of ``RegistrationRequired``."""

    __slots__ = ()

    _variant = native.Step.REGISTRATION_REQUIRED

    def _register(self, method: AuthenticationMethod | str, contact: str) -> Any:
        return self._native.register(_method_id(method), _checks.text("contact", contact))


class BrowserRequired(State):
    """The tenant wants the person in a browser: the native flow is over, and there is no way on in it."""

    __slots__ = ()

    _variant = native.Step.BROWSER_REQUIRED

    @property
    def account_exists(self) -> bool:
        """Whether the person has an account, so that the browser is for signing in."""
        return bool(self._native.account_exists())

    @property
    def reason(self) -> BrowserReason:
        """Why."""
        return BrowserReason.of(self._native.reason())

    @property
    def server_text(self) -> str | None:
        """The server's own words, for a developer's eyes, if it asked for it."""
        return self._native.server_text()

    @property
    def challenge_types(self) -> list[ChallengeType]:
        """The challenge types that were declared."""
        return [ChallengeType.of(each) for each in self._native.challenge_types()]

    @property
    def capabilities(self) -> list[Capability]:
        """The capabilities that were declared."""
        return [Capability.of(each) for each in self._native.capabilities()]

    @property
    def advice(self) -> str | None:
        """What a developer can change so that this flow goes on natively, in one sentence; ``None`` if only a browser
        can help."""
        return self._native.advice()

    def _shown(self) -> dict[str, object]:
        return {"reason": self.reason.value} | super()._shown()


class CompletedFacts(State):
    """Facts and calls of ``Completed``."""

    __slots__ = ()

    _variant = native.Step.COMPLETED

    @property
    def sign_in_error(self) -> NativeAuthError | None:
        """Why signing in failed; ``None`` if it was not asked for."""
        error = self._native.sign_in_error()
        return None if error is None else error_of(error)

    @property
    def can_sign_in(self) -> bool:
        """Whether ``sign_in`` goes on where the server left a way."""
        return bool(self._native.can_sign_in())

    def _shown(self) -> dict[str, object]:
        return {"can_sign_in": self.can_sign_in} | super()._shown()


def _attributes(values: Mapping[str, str | int | bool]) -> Any:
    return _checks.attributes("values", values, native.AttributeValue)


def _method_id(method: AuthenticationMethod | str) -> str:
    if isinstance(method, AuthenticationMethod):
        return method.id
    if isinstance(method, str):
        return _checks.text("method", method)
    raise TypeError(f"method must be AuthenticationMethod or its id, not {type(method).__name__}")
