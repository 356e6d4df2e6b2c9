"""The steps of every flow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Union

from .. import _steps
from .._bridge import native
from .._discreet import discreet
from .._facts import (
    AttributesFacts,
    BrowserRequired,
    CodeFacts,
    CompletedFacts,
    MethodFacts,
    PasswordFacts,
    RegistrationFacts,
)
from .._objects import AuthenticationMethod
from .._signed_in import SignedInFacts
from . import _account
from ._account import Account
from ._documented import documented_as


@documented_as(_steps.CodeRequired)
class CodeRequired(CodeFacts):
    __slots__ = ()

    @discreet
    def submit_code(self, code: str) -> Step:
        return self._core.next_here(self._submit_code(code))

    def resend_code(self) -> Step:
        return self._core.next_here(self._native.resend_code())

    def choose_another_method(self) -> Step | None:
        return self._core.next_here(self._native.choose_another_method())


@documented_as(_steps.PasswordRequired)
class PasswordRequired(PasswordFacts):
    __slots__ = ()

    @discreet
    def submit_password(self, password: str) -> Step:
        return self._core.next_here(self._submit_password(password))


@documented_as(_steps.AttributesRequired)
class AttributesRequired(AttributesFacts):
    __slots__ = ()

    @discreet
    def submit_attributes(self, values: Mapping[str, str | int | bool]) -> Step:
        return self._core.next_here(self._submit_attributes(values))


@documented_as(_steps.MethodRequired)
class MethodRequired(MethodFacts):
    __slots__ = ()

    def choose_method(self, method: AuthenticationMethod | str) -> Step:
        return self._core.next_here(self._choose_method(method))


@documented_as(_steps.RegistrationRequired)
class RegistrationRequired(RegistrationFacts):
    __slots__ = ()

    @discreet
    def register(self, method: AuthenticationMethod | str, contact: str) -> Step:
        return self._core.next_here(self._register(method, contact))


@documented_as(_steps.SignedIn)
class SignedIn(SignedInFacts[Account]):
    __slots__ = ()


@documented_as(_steps.Completed)
class Completed(CompletedFacts):
    __slots__ = ()

    def sign_in(self) -> Step | None:
        return self._core.next_here(self._native.sign_in())


Step = Union[
    CodeRequired,
    PasswordRequired,
    AttributesRequired,
    MethodRequired,
    RegistrationRequired,
    BrowserRequired,
    SignedIn,
    Completed,
]
"""Where a flow stands: what the person is asked for, or how it ended.

A policy of the tenant may add, repeat or reorder steps, so an app has one ``match`` over this and goes wherever it leads.
"""

# For who reads the annotations of `Account.step_up` at run time: that module cannot import this one.
vars(_account)["Step"] = Step

# Which class shows what the library gives.
CLASSES: dict[Any, Any] = {
    CodeRequired._variant: CodeRequired._bound,
    PasswordRequired._variant: PasswordRequired._bound,
    AttributesRequired._variant: AttributesRequired._bound,
    MethodRequired._variant: MethodRequired._bound,
    RegistrationRequired._variant: RegistrationRequired._bound,
    BrowserRequired._variant: BrowserRequired._bound,
    Completed._variant: Completed._bound,
    native.Step.SIGNED_IN: SignedIn._bound,
    native.Account: Account._bound,
}
