"""The emulator as a process, and a native-authentication client of a few lines.

Only the standard library: what these tests learn about the protocol must not come from the SDK.
"""

import json
import os
import ssl
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request

# Every test talks to this machine only, whatever proxy the environment names.
os.environ["no_proxy"] = "127.0.0.1,localhost,::1"


class Emulator:
    """A running `native-auth emulator`. `ready` is the object it printed."""

    def __init__(self, *arguments):
        program = os.environ.get("NATIVE_AUTH_BINARY")
        if not program:
            raise RuntimeError("NATIVE_AUTH_BINARY must name the program; run `cargo xtask test`")
        self._diagnostics = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [program, "emulator", "--ready-json", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._diagnostics,
        )
        # The end of the stream, should it die first, ends the wait as well.
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the emulator did not start:\n{self.stop()}")
        self.ready = json.loads(line)
        certificate = self.ready["ca_certificate"]
        # Trusts the emulator's own authority alone, not the system's.
        self.tls = None if certificate is None else ssl.create_default_context(cafile=certificate)

    def stop(self):
        """Ends the process, needed even when it has ended by itself. Gives what it logged."""
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()
        with self._diagnostics as log:
            log.seek(0)
            return log.read().decode(errors="replace")

    def tenant(self, name):
        """The tenant of this name, as the ready line tells it."""
        return next(tenant for tenant in self.ready["tenants"] if tenant["name"] == name)

    def get(self, url):
        """The JSON at a URL."""
        return self._send(urllib.request.Request(url))

    def add_user(self, tenant, username, password=None):
        """Makes a user, who signs in with a code if there is no password. Gives the object ID."""
        user = {"tenant": tenant["name"], "username": username}
        if password is not None:
            user["password"] = password
        request = urllib.request.Request(
            self.ready["origin"] + "/_emulator/users",
            data=json.dumps(user).encode(),
            headers={"Content-Type": "application/json"},
        )
        return self._send(request)["id"]

    def advance(self, seconds):
        """Moves the emulator's clock forward."""
        request = urllib.request.Request(
            self.ready["origin"] + "/_emulator/clock",
            data=json.dumps({"advance_seconds": seconds}).encode(),
            headers={"Content-Type": "application/json"},
        )
        self._send(request)

    def newest_code(self, recipient):
        """The one-time code that was sent last to this address."""
        query = urllib.parse.urlencode({"recipient": recipient})
        messages = self.get(f"{self.ready['origin']}/_emulator/messages?{query}")
        return messages[-1]["code"]

    def sign_in(self, tenant, app, username, password=None):
        """Signs the user in, with the password or else by code. Gives the token answer."""
        client_id = client_id_of(tenant, app)

        def call(path, **fields):
            return self._post_form(tenant["authority"] + path, client_id=client_id, **fields)

        kinds = "oob password redirect"
        begun = call("/oauth2/v2.0/initiate", username=username, challenge_type=kinds)
        challenge = call(
            "/oauth2/v2.0/challenge",
            continuation_token=begun["continuation_token"],
            challenge_type=kinds,
        )
        if password is None:
            assert challenge["challenge_type"] == "oob", challenge["challenge_type"]
            proof = {"grant_type": "oob", "oob": self.newest_code(username)}
        else:
            assert challenge["challenge_type"] == "password", challenge["challenge_type"]
            proof = {"grant_type": "password", "password": password}
        return call(
            "/oauth2/v2.0/token",
            continuation_token=challenge["continuation_token"],
            scope=all_scopes(tenant),
            **proof,
        )

    def refresh(self, tenant, app, refresh_token):
        """Fetches new tokens. Gives the token answer."""
        return self._post_form(
            tenant["authority"] + "/oauth2/v2.0/token",
            client_id=client_id_of(tenant, app),
            grant_type="refresh_token",
            refresh_token=refresh_token,
            scope=all_scopes(tenant),
        )

    def _post_form(self, url, **fields):
        return self._send(urllib.request.Request(url, data=urllib.parse.urlencode(fields).encode()))

    def _send(self, request):
        handlers = [] if self.tls is None else [urllib.request.HTTPSHandler(context=self.tls)]
        try:
            with urllib.request.build_opener(*handlers).open(request) as response:
                return json.load(response)
        except urllib.error.HTTPError as refusal:
            with refusal:
                problem = json.load(refusal)
            # Without the descriptions and the query: both may hold a name.
            known = {key: problem.get(key) for key in ("error", "suberror", "error_codes")}
            path = urllib.parse.urlsplit(request.full_url).path
            raise AssertionError(f"{path} answered {refusal.code}: {known}") from None


def client_id_of(tenant, app):
    """The client ID of the tenant's app of this name."""
    return next(known["client_id"] for known in tenant["apps"] if known["name"] == app)


def all_scopes(tenant):
    """What makes the server issue every kind of token, and one for the tenant's API."""
    return " ".join(["openid", "profile", "offline_access", *tenant["scopes"]])
