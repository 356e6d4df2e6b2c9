"""The words of the library: every enumeration.

A word is text, the same in every language that the library speaks: ``ErrorKind.INVALID_CODE == "invalid_code"``.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeVar

_W = TypeVar("_W", bound="Word")


class Word(str, Enum):
    """An enumeration whose members are text, and print themselves as that text."""

    __str__ = str.__str__
    __format__ = str.__format__  # type: ignore[assignment]

    @classmethod
    def of(cls: type[_W], generated: Any) -> _W:
        """The word for a member of the generated enumeration."""
        return cls[generated.name]


class ErrorKind(Word):
    """What happened. Each kind has exactly one recovery."""

    INVALID_CODE = "invalid_code"
    """The code is wrong."""
    CODE_EXPIRED = "code_expired"
    """The code is no longer good; a new one can be sent."""
    INVALID_CREDENTIALS = "invalid_credentials"
    """The user name or the password is wrong."""
    PASSWORD_REJECTED = "password_rejected"
    """A new password breaks the tenant's rules."""
    INVALID_ATTRIBUTES = "invalid_attributes"
    """The server refused the value of an attribute."""
    INVALID_USERNAME = "invalid_username"
    """The user name cannot be one."""
    INVALID_CONTACT = "invalid_contact"
    """The e-mail address or phone number cannot be registered."""
    USER_NOT_FOUND = "user_not_found"
    """Nobody has an account under this user name."""
    USER_EXISTS = "user_exists"
    """Somebody has an account under this user name already."""
    NO_PASSWORD = "no_password"
    """The account has no password."""
    METHOD_BLOCKED = "method_blocked"
    """The authentication method cannot be used."""
    RESET_REQUIRED = "reset_required"
    """The password has to be reset before signing in."""
    SIGN_UP_DISABLED = "sign_up_disabled"
    """The tenant takes no new accounts."""
    FLOW_EXPIRED = "flow_expired"
    """The flow took too long, or its token is not valid here."""
    BROWSER_REQUIRED = "browser_required"
    """Only a browser can go on."""
    NETWORK = "network"
    """The server cannot be reached."""
    TIMEOUT = "timeout"
    """The server did not answer in time."""
    THROTTLED = "throttled"
    """Too many requests."""
    TOO_MANY_CODES = "too_many_codes"
    """Too many codes were asked for."""
    ACCOUNT_LOCKED = "account_locked"
    """The account is locked for a while."""
    SERVER_UNAVAILABLE = "server_unavailable"
    """The service is down or failing."""
    STORAGE_UNAVAILABLE = "storage_unavailable"
    """The token storage cannot be used now."""
    IN_PROGRESS = "in_progress"
    """An action of the same state is under way."""
    CANCELLED = "cancelled"
    """The app gave the call up."""
    SIGN_IN_REQUIRED = "sign_in_required"
    """The account's tokens are of no more use."""
    ACCOUNT_DISABLED = "account_disabled"
    """The account is disabled."""
    ACCESS_DENIED = "access_denied"
    """A policy forbids it."""
    CONFIGURATION = "configuration"
    """The client or the app's registration is not set up right."""
    CONSENT_MISSING = "consent_missing"
    """An administrator has not consented to a scope."""
    CERTIFICATE = "certificate"
    """The server's certificate is not trusted."""
    MISUSE = "misuse"
    """The caller did something that cannot work."""
    UNEXPECTED_REPLY = "unexpected_reply"
    """The server answered something that the protocol does not know."""
    STORAGE = "storage"
    """The token storage is broken."""
    INTERNAL = "internal"
    """A defect of this library."""


class Recovery(Word):
    """What the caller should do."""

    ASK_AGAIN = "ask_again"
    """Show the same state again and let the person correct the input."""
    CHOOSE_ANOTHER = "choose_another"
    """Offer other input or another method."""
    START_OVER = "start_over"
    """Begin the flow again."""
    OPEN_BROWSER = "open_browser"
    """Leave the native flow for the browser."""
    TRY_LATER = "try_later"
    """Try again later: the error's retry says when."""
    WAIT = "wait"
    """Let the call that is under way finish."""
    SIGN_IN_AGAIN = "sign_in_again"
    """Treat the account as signed out and sign in again."""
    FIX = "fix"
    """Read the message as a developer: something has to be changed."""
    GIVE_UP = "give_up"
    """Say so kindly; nothing can be done here."""


class Retry(Word):
    """Whether running the same action of the same state again can help, and when."""

    NEVER = "never"
    """It cannot help: the answer would be the same."""
    AFTER_CHANGE = "after_change"
    """Once something else was entered or chosen; the same input would be refused again."""
    WHEN_FREE = "when_free"
    """Once the action under way has ended, which frees the state."""
    NOW = "now"
    """At once, or as soon as what the message names is mended, such as the connection."""
    AFTER = "after"
    """After this long: what the server asked for in its answer, or else what is usual for this error."""


class FlowKind(Word):
    """What kind of flow a state belongs to."""

    SIGN_IN = "sign_in"
    """Somebody with an account signs in."""
    SIGN_UP = "sign_up"
    """Somebody new creates an account."""
    RESET_PASSWORD = "reset_password"
    """Somebody who forgot their password chooses a new one."""


class CodePurpose(Word):
    """What a one-time code proves."""

    FIRST_FACTOR = "first_factor"
    """Who signs in: the code is the first factor."""
    SIGN_UP = "sign_up"
    """That the e-mail address of a new account is theirs."""
    RESET_PASSWORD = "reset_password"
    """Who wants a new password."""
    SECOND_FACTOR = "second_factor"
    """Who signs in, after the first factor."""
    REGISTRATION = "registration"
    """That an authentication method to be registered is theirs."""


class PasswordPurpose(Word):
    """Which password is asked for."""

    EXISTING = "existing"
    """The one the account has."""
    NEW = "new"
    """The one the account shall have from now on."""


class ChallengeType(Word):
    """A way of proving who somebody is, as the client declares what it can do."""

    OOB = "oob"
    """A one-time code sent by e-mail or SMS ("out of band")."""
    PASSWORD = "password"
    """A password."""
    REDIRECT = "redirect"
    """The browser takes over."""


class ChallengeChannel(Word):
    """How a code reaches the person, where this version knows it; else there is the server's own word, a
    plain ``str``."""

    EMAIL = "email"
    """By e-mail."""
    SMS = "sms"
    """By text message."""


class Capability(Word):
    """What the client declares it can do beyond challenges."""

    MFA_REQUIRED = "mfa_required"
    """It can run the second-factor steps."""
    REGISTRATION_REQUIRED = "registration_required"
    """It can run the steps that register a strong authentication method."""


class BrowserReason(Word):
    """Why a browser is wanted."""

    REQUESTED = "requested"
    """The server asked for it: what the person needs is not among the challenge types and capabilities
    that the client declared, or the native API cannot do it."""
    SECOND_FACTOR = "second_factor"
    """A second factor is wanted, which the client did not declare it can handle."""
    REGISTRATION = "registration"
    """A strong authentication method has to be registered, which the client did not declare it can handle."""


class PasswordFault(Word):
    """Why a new password would be refused whatever the tenant's own lists say."""

    DISALLOWED_CHARACTER = "disallowed_character"
    """It holds a character that is not allowed: letters and digits of ASCII, the space and the usual
    symbols are."""
    TOO_SHORT = "too_short"
    """It has fewer than 8 characters."""
    TOO_LONG = "too_long"
    """It has more than 256 characters."""
    TOO_WEAK = "too_weak"
    """It has fewer than three of lower case, upper case, digits and symbols."""


class AttributeFaultKind(Word):
    """Why the server would refuse the value of an attribute, as far as that can be told without it."""

    MISSING = "missing"
    """The attribute is required, and there is no value for it."""
    EMPTY = "empty"
    """The attribute is required, and its value is empty or blank."""
    TOO_LONG = "too_long"
    """The value has more characters than the service keeps."""
    NOT_A_BOOLEAN = "not_a_boolean"
    """The attribute is a yes or no; ``True`` and ``False`` are taken."""
    NOT_A_NUMBER = "not_a_number"
    """The attribute is a whole number."""
    DOES_NOT_MATCH = "does_not_match"
    """The value does not match the pattern that the tenant set."""
    NOT_A_CHOICE = "not_a_choice"
    """The value is none of those that the tenant offers."""


class StorageLoss(Word):
    """That stored tokens are lost, or can for now not be kept, and why."""

    DAMAGED = "damaged"
    """The file was cut short or changed. It is kept aside, and what could be read of it goes on being
    used."""
    FOREIGN = "foreign"
    """The file is none of this library, or of another profile. It is kept aside."""
    FUTURE_VERSION = "future_version"
    """A later version of this library wrote the file. It is kept aside."""
    KEY_LOST = "key_lost"
    """The key store no longer has the key that the file is sealed with. The file is kept aside."""
    NOT_WRITTEN = "not_written"
    """The tokens could not be written; they are in memory, and the next save tries again."""


class TransportFailure(Word):
    """Why there is no complete answer."""

    UNREACHABLE = "unreachable"
    """No connection could be made: nothing was sent."""
    CONNECT_TIMED_OUT = "connect_timed_out"
    """No connection could be made in time: nothing was sent."""
    PROXY = "proxy"
    """The proxy could not be reached or refused: nothing was sent."""
    CERTIFICATE = "certificate"
    """The server's certificate is not trusted: nothing was sent."""
    TLS = "tls"
    """No secure connection could be agreed on: nothing was sent."""
    CONNECTION_LOST = "connection_lost"
    """The connection broke before the answer began. The server may have taken the request."""
    TIMED_OUT = "timed_out"
    """The answer took too long. The server may have taken the request."""
    TRUNCATED = "truncated"
    """The answer broke off."""
    TOO_LARGE = "too_large"
    """The answer is larger than is ever read."""


class Language(Word):
    """A language that the message texts exist in."""

    ENGLISH = "english"
    """English."""
    GERMAN = "german"
    """German."""


class StorageFailure(Word):
    """Why the app's place for tokens cannot be used: what a `StorageError` says."""

    LOCKED = "locked"
    """It is locked; the person has to unlock it."""
    FULL = "full"
    """There is no room left."""
    READ_ONLY = "read_only"
    """It may be read and not written."""
    UNREACHABLE = "unreachable"
    """It cannot be reached."""
    FAILED = "failed"
    """Anything else. Whatever else is raised counts as this."""
