"""The same names as `native_auth`, with methods that block: for programs without an event loop.

Everything may be used from many threads at once. A call waits in the thread that makes it; Ctrl-C gives it up, which frees
its state. In a program with an event loop, take `native_auth`.
"""

from .._client_facts import MsalImport
from .._errors import (
    AskAgainError,
    ChooseAnotherError,
    FixError,
    GiveUpError,
    InnerProblem,
    NativeAuthError,
    OpenBrowserError,
    ServerProblem,
    SignInAgainError,
    StartOverError,
    StorageError,
    TransportError,
    TryLaterError,
    WaitError,
)
from .._facts import BrowserRequired
from .._functions import check_new_password, custom_attribute_name, generate_sealing_key
from .._http import HttpRequest, HttpResponse
from .._objects import AccessToken, AuthenticationMethod, IdTokenClaims, StepUpRequest
from .._publish import publish
from .._request_headers import RequestHeaders
from .._storage import Storage, StorageLock, TokenStorage
from .._values import (
    AccountEvent,
    AccountId,
    AccountRefreshed,
    AccountSignedIn,
    AccountSignedOut,
    AttributeFault,
    RequiredAttribute,
    StorageLost,
)
from .._words import (
    AttributeFaultKind,
    BrowserReason,
    Capability,
    ChallengeChannel,
    ChallengeType,
    CodePurpose,
    ErrorKind,
    FlowKind,
    Language,
    PasswordFault,
    PasswordPurpose,
    Recovery,
    Retry,
    StorageFailure,
    StorageLoss,
    TransportFailure,
)
from ._account import Account
from ._client import Client
from ._events import AccountSubscription
from ._steps import (
    AttributesRequired,
    CodeRequired,
    Completed,
    MethodRequired,
    PasswordRequired,
    RegistrationRequired,
    SignedIn,
    Step,
)
from ._transport import Transport

__all__ = [
    "AccessToken",
    "Account",
    "AccountEvent",
    "AccountId",
    "AccountRefreshed",
    "AccountSignedIn",
    "AccountSignedOut",
    "AccountSubscription",
    "AskAgainError",
    "AttributeFault",
    "AttributeFaultKind",
    "AttributesRequired",
    "AuthenticationMethod",
    "BrowserReason",
    "BrowserRequired",
    "Capability",
    "ChallengeChannel",
    "ChallengeType",
    "ChooseAnotherError",
    "Client",
    "CodePurpose",
    "CodeRequired",
    "Completed",
    "ErrorKind",
    "FixError",
    "FlowKind",
    "GiveUpError",
    "HttpRequest",
    "HttpResponse",
    "IdTokenClaims",
    "InnerProblem",
    "Language",
    "MethodRequired",
    "MsalImport",
    "NativeAuthError",
    "OpenBrowserError",
    "PasswordFault",
    "PasswordPurpose",
    "PasswordRequired",
    "Recovery",
    "RegistrationRequired",
    "RequestHeaders",
    "RequiredAttribute",
    "Retry",
    "ServerProblem",
    "SignInAgainError",
    "SignedIn",
    "StartOverError",
    "Step",
    "StepUpRequest",
    "Storage",
    "StorageError",
    "StorageFailure",
    "StorageLock",
    "StorageLoss",
    "StorageLost",
    "TokenStorage",
    "Transport",
    "TransportError",
    "TransportFailure",
    "TryLaterError",
    "WaitError",
    "check_new_password",
    "custom_attribute_name",
    "generate_sealing_key",
]

publish(globals(), __all__)
