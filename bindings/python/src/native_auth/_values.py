"""Values that the library gives: plain facts, none of them secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Union

from ._words import AttributeFaultKind, StorageLoss


class AccountId(NamedTuple):
    """Who: tenant and object id, which stay the same for as long as the account exists. Never an e-mail address."""

    tenant_id: str
    """The tenant's id, a GUID in lower case."""
    object_id: str
    """The person's id in the tenant, a GUID in lower case."""


@dataclass(frozen=True)
class RequiredAttribute:
    """An attribute that the tenant wants."""

    name: str
    """Its name, as the tenant spells it: ``givenName``, ``extension_…_loyaltyTier``."""
    data_type: str | None
    """The server's word for the type of the value, such as ``string``, when it gave one."""
    required: bool
    """Whether the account cannot be created without it."""
    regex: str | None
    """The pattern that a value must match, when there is one, as the tenant wrote it."""
    choices: tuple[str, ...]
    """The values that the tenant offers, if it lists any."""


@dataclass(frozen=True)
class AttributeFault:
    """Why the server would refuse the value of an attribute, as far as that can be told without it."""

    kind: AttributeFaultKind
    """What is wrong."""
    longest: int | None = None
    """How many characters the service keeps, if the value is too long."""


@dataclass(frozen=True)
class AccountSignedIn:
    """Somebody has signed in, or has stepped up."""

    account_id: AccountId
    """Who."""


@dataclass(frozen=True)
class AccountRefreshed:
    """The account has new tokens."""

    account_id: AccountId
    """Whose."""


@dataclass(frozen=True)
class AccountSignedOut:
    """The account is gone."""

    account_id: AccountId
    """Whose."""


@dataclass(frozen=True)
class StorageLost:
    """Stored tokens are lost, or can for now not be kept. Told once; if nobody listens, to the first who does."""

    loss: StorageLoss
    """Why."""


AccountEvent = Union[AccountSignedIn, AccountRefreshed, AccountSignedOut, StorageLost]
"""What happens to the accounts of a client, in this process or in another one with the same storage."""


def account_id(generated: Any) -> AccountId:
    """The id that a generated one is."""
    return AccountId(generated.tenant_id, generated.object_id)


def required_attribute(generated: Any) -> RequiredAttribute:
    """The attribute that a generated one is."""
    return RequiredAttribute(
        name=generated.name,
        data_type=generated.data_type,
        required=generated.required,
        regex=generated.regex,
        choices=tuple(generated.choices),
    )


def attribute_fault(generated: Any) -> AttributeFault:
    """The fault that a generated one is."""
    kind = AttributeFaultKind[type(generated).__name__.rpartition(".")[2]]
    return AttributeFault(kind, getattr(generated, "longest", None))
