"""The two sides of a shared cache file: an app on the SDK, and a script on MSAL Python."""

import json
import os
import subprocess
import tempfile
import time
from unittest import mock

import msal
import msal_extensions
import requests

import browser
from emulator import client_id_of


class App:
    """An app on the SDK, in a process of its own."""

    def __init__(self, emulator, tenant, app, path):
        program = os.environ.get("NATIVE_AUTH_SHARED_FILE")
        if not program:
            raise RuntimeError("NATIVE_AUTH_SHARED_FILE must name the program; run `cargo xtask test`")
        self._diagnostics = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._diagnostics,
        )
        self._say(
            authority=tenant["authority"],
            client_id=client_id_of(tenant, app),
            ca_certificate=emulator.ready["ca_certificate"],
            path=path,
        )

    def stop(self):
        """Ends the process."""
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
        self._diagnostics.close()

    def sign_in(self, username, password, scopes):
        """Signs in. Gives the account's id, `{object id}.{tenant id}`."""
        return self._ask("sign_in", username=username, password=password, scopes=scopes)["account"]

    def accounts(self):
        """The ids of the accounts that are signed in."""
        return self._ask("accounts")["accounts"]

    def token(self, username, scopes, ahead=0):
        """An access token, at a time so many seconds ahead."""
        answer = self._ask("token", username=username, scopes=scopes, ahead_seconds=ahead)
        return answer["token"]

    def sign_out(self, username):
        """Signs out."""
        self._ask("sign_out", username=username)

    def _ask(self, what, **fields):
        self._say(do=what, **fields)
        line = self._process.stdout.readline()
        if not line:
            self._diagnostics.seek(0)
            raise AssertionError(self._diagnostics.read().decode(errors="replace"))
        answer = json.loads(line)
        if "error" in answer:
            raise AssertionError(f"{what}: {answer['error']}")
        return answer

    def _say(self, **fields):
        self._process.stdin.write(json.dumps(fields).encode() + b"\n")
        self._process.stdin.flush()


class Script:
    """A script on MSAL Python and its extensions, as if it had just started."""

    def __init__(self, emulator, tenant, app, path):
        self.token_requests = 0
        session = requests.Session()
        session.verify = emulator.ready["ca_certificate"]
        session.trust_env = False
        session.hooks["response"].append(self._count)
        self._emulator = emulator
        self.application = msal.PublicClientApplication(
            client_id_of(tenant, app),
            authority=f"{emulator.ready['origin']}/{tenant['tenant_id']}",
            instance_discovery=False,
            http_client=session,
            token_cache=msal_extensions.PersistedTokenCache(msal_extensions.FilePersistence(path)),
        )

    def sign_in(self, username, password, scopes, redirect_uri):
        """Signs in through the browser. Gives the token answer."""
        flow = self.application.initiate_auth_code_flow(scopes, redirect_uri=redirect_uri)
        answer = browser.sign_in(self._emulator, flow["auth_uri"], username, password)
        result = self.application.acquire_token_by_auth_code_flow(flow, answer)
        assert "access_token" in result, (result.get("error"), result.get("error_codes"))
        return result

    def account(self, username):
        """The only account with this user name; `None` if there is none."""
        accounts = self.application.get_accounts(username)
        assert len(accounts) <= 1, len(accounts)
        return accounts[0] if accounts else None

    def token(self, username, scopes, ahead=0):
        """An access token, without the person, at a time so many seconds ahead; `None` if the person is needed."""
        real = time.time
        with mock.patch("time.time", lambda: real() + ahead):
            result = self.application.acquire_token_silent(scopes, self.account(username))
        return result and result.get("access_token")

    def sign_out(self, username):
        """Signs out."""
        self.application.remove_account(self.account(username))

    def _count(self, response, **_):
        self.token_requests += response.request.url.endswith("/token")
