"""Native authentication with Microsoft Entra External ID, for ``asyncio``: sign-up, sign-in and password reset on the
app's own screens, and tokens that renew themselves.

A flow is a chain of steps. A step that waits for the person is a state: an object with the facts to show and methods for
exactly what is allowed next, each of which leads to the next step. An app has one ``match`` over them::

    async with Client("contoso", client_id, storage=TokenStorage.key_store("com.example.app", "main")) as client:
        step = await client.sign_in(username)
        while True:
            match step:
                case CodeRequired():
                    step = await step.submit_code(await ask("The code", step.target))
                case PasswordRequired():
                    step = await step.submit_password(await ask("Your password"))
                case SignedIn(account):
                    return account
                case _:
                    ...

`native_auth.sync` has the same names with methods that block, for programs without an event loop.

What fails raises `NativeAuthError`, or the subclass that says what to do. Besides, a wrong type is a `TypeError` and a
value that cannot be taken, such as a negative duration, a `ValueError`; neither shows the value. Nothing of this library
shows a secret or an e-mail address when it is printed, and nothing that holds one can be pickled.
"""

from ._account import Account
from ._client import Client
from ._client_facts import MsalImport
from ._errors import (
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
from ._events import AccountEvents
from ._facts import BrowserRequired
from ._functions import check_new_password, custom_attribute_name, generate_sealing_key
from ._http import HttpRequest, HttpResponse
from ._objects import AccessToken, AuthenticationMethod, IdTokenClaims, StepUpRequest
from ._publish import publish
from ._request_headers import RequestHeaders
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
from ._storage import Storage, StorageLock, TokenStorage
from ._transport import Transport
from ._values import (
    AccountEvent,
    AccountId,
    AccountRefreshed,
    AccountSignedIn,
    AccountSignedOut,
    AttributeFault,
    RequiredAttribute,
    StorageLost,
)
from ._words import (
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

__all__ = [
    "AccessToken",
    "Account",
    "AccountEvent",
    "AccountEvents",
    "AccountId",
    "AccountRefreshed",
    "AccountSignedIn",
    "AccountSignedOut",
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
