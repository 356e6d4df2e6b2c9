"""A tenant with people in it, and one way to call both flavours of the package."""

import inspect
import itertools
import json
import pathlib
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests" / "python"))

from emulator import Emulator  # noqa: E402

PASSWORD = "Quiet-River-42"
NEW_PASSWORD = "Loud-Ocean-43"
API_SCOPE = "api://contoso-api/Read"


class Flavour:
    """`native_auth` or `native_auth.sync`; what it gives is awaited where that is due."""

    def __init__(self, module):
        self.module = module
        self.is_asyncio = not module.__name__.endswith(".sync")

    def __getattr__(self, name):
        return getattr(self.module, name)


async def done(value):
    """The outcome of a call of either flavour."""
    return await value if inspect.isawaitable(value) else value


class Stage:
    """The emulator with its default tenant."""

    def __init__(self, *arguments):
        self.emulator = Emulator("--seed", "5", *arguments)
        self.tenant = self.emulator.ready["tenants"][0]
        self._numbers = itertools.count(1)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.emulator.stop()

    @property
    def authority(self):
        return self.tenant["authority"]

    def client_id(self, app="password"):
        return next(each["client_id"] for each in self.tenant["apps"] if each["name"] == app)

    def client(self, flavour, app="password", **options):
        """A client of this flavour, with tokens in memory unless said otherwise."""
        options.setdefault("storage", flavour.TokenStorage.in_memory())
        return flavour.Client(self.authority, self.client_id(app), allow_http_loopback=True, **options)

    def address(self):
        """An address that nobody has yet."""
        return f"person-{next(self._numbers)}@example.com"

    def person(self, password=PASSWORD, **facts):
        """Makes somebody with an account. Gives the address."""
        username = self.address()
        user = {"tenant": self.tenant["name"], "username": username, **facts}
        if password is not None:
            user["password"] = password
        self.post("/users", user)
        return username

    def code(self, recipient):
        """The newest code that was sent there."""
        return self.emulator.newest_code(recipient)

    def post(self, page, body):
        """Asks the emulator's own page for something."""
        request = urllib.request.Request(
            f"{self.emulator.ready['origin']}/_emulator{page}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def requests(self):
        """The requests to the tenant so far, newest last."""
        return self.emulator.get(f"{self.emulator.ready['origin']}/_emulator/requests")

    def fault(self, endpoint, username, **fault):
        """The next request of this person to this endpoint gets something else than an answer."""
        self.post("/faults", {"endpoint": endpoint, "username": username, **fault})

    def is_met(self, username):
        """Whether a request has met each fault of this person, and waits for its answer or has it."""
        waiting = self.emulator.get(f"{self.emulator.ready['origin']}/_emulator/faults")
        return username not in json.dumps(waiting)
