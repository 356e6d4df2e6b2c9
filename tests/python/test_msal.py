"""An app on the SDK and a script on MSAL Python share one sign-in through one file.

Both are real, and so is the way in which the script signs in. MSAL Python is the reference for what such a file holds.
"""

import itertools
import json
import pathlib
import tempfile
import threading
import unittest

from msal_extensions import cache_lock, filelock

from emulator import Emulator
from shared_file import App, Script

CONFIGURATION = pathlib.Path(__file__).with_name("shared_file.toml")
PASSWORD = "Lantern-Orchid-58"
REDIRECT = "http://localhost:53127"

# No token of the emulator lives for so long.
TWO_HOURS = 7200


class SharedFileTest(unittest.TestCase):
    """For each test an emulator over TLS, which MSAL Python demands, a person and a file."""

    people = itertools.count()

    def setUp(self):
        # One for each test: some move its clock, and an app of another test would find its ID tokens from the future.
        self.emulator = Emulator("--tls", "--config", str(CONFIGURATION))
        self.addCleanup(self.emulator.stop)
        self.tenant = self.emulator.tenant("contoso")
        self.scopes = self.tenant["scopes"]
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.path = str(pathlib.Path(directory.name) / "cache.json")
        self.username = f"person{next(self.people)}@example.com"
        self.object_id = self.emulator.add_user(self.tenant, self.username, PASSWORD)
        self.account = f"{self.object_id}.{self.tenant['tenant_id']}"

    def app(self):
        app = App(self.emulator, self.tenant, "app", self.path)
        self.addCleanup(app.stop)
        return app

    def script(self):
        return Script(self.emulator, self.tenant, "app", self.path)

    def signed_in_app(self):
        app = self.app()
        self.assertEqual(app.sign_in(self.username, PASSWORD, self.scopes), self.account)
        return app

    def signed_in_script(self):
        script = self.script()
        script.sign_in(self.username, PASSWORD, self.scopes, REDIRECT)
        return script

    def cache(self):
        return json.loads(pathlib.Path(self.path).read_text())

    def test_a_script_has_the_account_and_the_token_of_the_app(self):
        app = self.signed_in_app()
        script = self.script()
        account = script.account(self.username)
        self.assertEqual(account["home_account_id"], self.account)
        self.assertEqual(account["local_account_id"], self.object_id)
        self.assertEqual(account["realm"], self.tenant["tenant_id"])
        token = script.token(self.username, self.scopes)
        self.assertEqual(script.token_requests, 0)
        self.assertEqual(token, app.token(self.username, self.scopes))

    def test_a_script_refreshes_what_the_app_has_signed_in_and_the_app_goes_on_with_it(self):
        app = self.signed_in_app()
        first = app.token(self.username, self.scopes)
        self.emulator.advance(TWO_HOURS)
        script = self.script()
        second = script.token(self.username, self.scopes, ahead=TWO_HOURS)
        self.assertIsNotNone(second)
        self.assertEqual(script.token_requests, 1)
        self.assertNotEqual(second, first)
        # The app that ran all the time, and one that has just started.
        started = self.app()
        for each in (app, started):
            self.assertEqual(each.accounts(), [self.account])
            self.assertEqual(each.token(self.username, self.scopes, ahead=TWO_HOURS), second)
        # And once more the other way round: the refresh token went round as well.
        self.emulator.advance(TWO_HOURS)
        third = started.token(self.username, self.scopes, ahead=2 * TWO_HOURS)
        self.assertNotEqual(third, second)
        script = self.script()
        self.assertEqual(script.token(self.username, self.scopes, ahead=2 * TWO_HOURS), third)
        self.assertEqual(script.token_requests, 0)

    def test_the_app_has_the_account_and_the_token_of_a_script_and_refreshes_them(self):
        first = self.signed_in_script().token(self.username, self.scopes)
        app = self.app()
        self.assertEqual(app.accounts(), [self.account])
        self.assertEqual(app.token(self.username, self.scopes), first)
        self.emulator.advance(TWO_HOURS)
        second = app.token(self.username, self.scopes, ahead=TWO_HOURS)
        self.assertNotEqual(second, first)
        script = self.script()
        self.assertEqual(script.token(self.username, self.scopes, ahead=TWO_HOURS), second)
        self.assertEqual(script.token_requests, 0)

    def test_a_sign_out_in_the_app_is_one_in_the_script(self):
        script = self.signed_in_script()
        app = self.app()
        app.sign_out(self.username)
        self.assertEqual(app.accounts(), [])
        for each in (script, self.script()):
            self.assertIsNone(each.account(self.username))
        cache = self.cache()
        for section in ("AccessToken", "RefreshToken", "IdToken", "Account"):
            self.assertEqual(cache[section], {}, section)

    def test_a_sign_out_in_a_script_is_one_in_the_app(self):
        app = self.signed_in_app()
        self.assertEqual(app.accounts(), [self.account])
        self.script().sign_out(self.username)
        for each in (app, self.app()):
            self.assertEqual(each.accounts(), [])

    def test_the_scripts_sign_in_after_its_sign_out_is_one_in_the_app(self):
        app = self.signed_in_app()
        self.script().sign_out(self.username)
        token = self.signed_in_script().token(self.username, self.scopes)
        self.assertEqual(app.accounts(), [self.account])
        self.assertEqual(app.token(self.username, self.scopes), token)

    def test_what_the_app_writes_has_the_keys_that_msal_would_give_it(self):
        self.signed_in_app()
        cache = self.cache()
        makers = self.script().application.token_cache.key_makers
        for section in ("AccessToken", "RefreshToken", "IdToken", "Account", "AppMetadata"):
            self.assertEqual(len(cache[section]), 1, section)
            for key, entity in cache[section].items():
                self.assertEqual(key, makers[section](**entity))
                for name, value in entity.items():
                    if name != "native_auth_asked":
                        self.assertIsInstance(value, str, name)

    def test_what_the_app_writes_has_the_members_that_msal_writes(self):
        self.signed_in_app()
        ours = self.cache()
        pathlib.Path(self.path).unlink()
        self.signed_in_script()
        theirs = self.cache()
        for section, entities in theirs.items():
            (their,) = entities.values()
            (our,) = ours[section].values()
            # How an account was established is MSAL's own business.
            missing = set(their) - set(our) - {"account_source"}
            self.assertEqual(missing, set(), section)
            for name in ("home_account_id", "environment", "realm", "client_id", "username"):
                self.assertEqual(our.get(name), their.get(name), f"{section}: {name}")

    def test_their_locks_and_ours_exclude_each_other(self):
        app = self.app()
        # With `portalocker` and without it.
        for lock in (cache_lock.CrossPlatLock, filelock.CrossPlatLock):
            for _ in range(3):
                self.app_signs_in_while_a_script_writes(app, lock)
        self.assertFalse(pathlib.Path(self.path + ".lockfile").exists())

    def app_signs_in_while_a_script_writes(self, app, lock):
        """The script reads, the app comes to the point where it writes, and the script writes: in place and what it has
        read, as MSAL's extensions do. Without the lock the app's account would be lost."""
        person = f"person{next(self.people)}@example.com"
        account = f"{self.emulator.add_user(self.tenant, person, PASSWORD)}.{self.tenant['tenant_id']}"
        path = pathlib.Path(self.path)
        app_signs_in = threading.Thread(target=app.sign_in, args=(person, PASSWORD, self.scopes))
        with lock(self.path + ".lockfile"):
            before = path.read_text() if path.exists() else '{"AccessToken": {}}'
            tokens = self.token_requests()
            app_signs_in.start()
            while self.token_requests() == tokens:
                self.assertTrue(app_signs_in.is_alive())
            # The app has its tokens. It gets every chance to write them too early.
            for _ in range(50):
                self.token_requests()
            path.write_text(before)
        app_signs_in.join()
        self.assertIn(account, app.accounts())
        self.assertIn(account, "".join(self.cache()["Account"]))

    def token_requests(self):
        requests = self.emulator.get(self.emulator.ready["origin"] + "/_emulator/requests")
        return sum(request["path"].endswith("/token") for request in requests)


if __name__ == "__main__":
    unittest.main()
