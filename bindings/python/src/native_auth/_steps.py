"""The steps of every flow, for ``asyncio``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Union

from . import _account
from ._account import Account
from ._bridge import native
from ._discreet import discreet
from ._facts import (
    AttributesFacts,
    BrowserRequired,
    CodeFacts,
    CompletedFacts,
    MethodFacts,
    PasswordFacts,
    RegistrationFacts,
)
from ._objects import AuthenticationMethod
from ._signed_in import SignedInFacts


class CodeRequired(CodeFacts):
    """A one-time code was sent; the person is to type it. `purpose` tells what it proves."""

    __slots__ = ()

    @discreet
    async def submit_code(self, code: str) -> Step:
        """Submits the code as typed; white space around it does not matter.

        Raises `NativeAuthError` of the kinds ``invalid_code`` and ``code_expired``, after which this state can be used
        again, and of those that any request can meet.
        """
        return await self._core.next(self._submit_code(code))

    async def resend_code(self) -> Step:
        """Sends a new code, which makes the one before worthless, and leads to a new state for it.

        Raises `NativeAuthError` of the kind ``too_many_codes`` when it is asked for too often, and of those that any
        request can meet.
        """
        return await self._core.next(self._native.resend_code())

    async def choose_another_method(self) -> Step | None:
        """Goes back to the choice of a method, or of the method to register; nothing is sent. ``None`` where there was
        no choice.

        Raises `NativeAuthError` of the kinds ``in_progress`` and ``misuse`` if the state is not free.
        """
        return await self._core.next(self._native.choose_another_method())


class PasswordRequired(PasswordFacts):
    """A password is wanted, the account's or a new one: `purpose` tells which."""

    __slots__ = ()

    @discreet
    async def submit_password(self, password: str) -> Step:
        """Submits the password exactly as typed.

        Raises `NativeAuthError` of the kind ``invalid_credentials`` for a wrong one and ``password_rejected`` for a new
        one that breaks the rules, after which this state can be used again, and of those that any request can meet.
        """
        return await self._core.next(self._submit_password(password))


class AttributesRequired(AttributesFacts):
    """The tenant wants to know something before the account can exist."""

    __slots__ = ()

    @discreet
    async def submit_attributes(self, values: Mapping[str, str | int | bool]) -> Step:
        """Submits values, all wanted ones at once. Optional attributes of the tenant may be among them: it is their last
        chance. If some are still missing, it leads to a new state that names them.

        Raises `NativeAuthError` of the kind ``invalid_attributes`` if the server refuses a value, after which this state
        can be used again, and of those that any request can meet.
        """
        return await self._core.next(self._submit_attributes(values))


class MethodRequired(MethodFacts):
    """A second factor is wanted: the person chooses by which of their methods they get a code."""

    __slots__ = ()

    async def choose_method(self, method: AuthenticationMethod | str) -> Step:
        """Sends a code by this method, or by the one with this id.

        Raises `NativeAuthError` of the kind ``method_blocked`` if it cannot be used now, after which this state can be
        used again for another one, ``misuse`` if no method has this id, and of those that any request can meet.
        """
        return await self._core.next(self._choose_method(method))


class RegistrationRequired(RegistrationFacts):
    """A strong authentication method has to be registered: the person chooses a kind and says where it reaches them."""

    __slots__ = ()

    @discreet
    async def register(self, method: AuthenticationMethod | str, contact: str) -> Step:
        """Registers this method, or the one with this id: `contact` is the e-mail address, or the phone number with
        ``+`` and country code. It leads to `CodeRequired`, or straight on if the address was verified in this flow
        already.

        Raises `NativeAuthError` of the kinds ``invalid_contact`` and ``method_blocked``, after which this state can be
        used again, and of those that any request can meet.
        """
        return await self._core.next(self._register(method, contact))


class SignedIn(SignedInFacts[Account]):
    """Signed in. The tokens are kept already."""

    __slots__ = ()


class Completed(CompletedFacts):
    """The account exists, or its password is new, and nobody is signed in: it was not asked for, or it failed."""

    __slots__ = ()

    async def sign_in(self) -> Step | None:
        """Signs in without asking the person for what they have given already. ``None`` where the server left no way;
        sign in as usual then.

        Raises `NativeAuthError` of every kind that a sign-in can meet.
        """
        return await self._core.next(self._native.sign_in())


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
