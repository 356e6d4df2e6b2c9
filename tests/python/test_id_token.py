"""The emulator's tokens, verified by PyJWT from the tenant's discovery document alone.

The issuer, the keys and the algorithms are taken from the document and nowhere else, as a web API
behind the real service takes them. The emulator and the SDK could be wrong about tokens in the same
way; PyJWT shares nothing with either.
"""

import base64
import contextlib
import datetime
import functools
import pathlib
import unittest
from unittest import mock

import jwt

from emulator import Emulator, client_id_of

CONFIGURATION = pathlib.Path(__file__).with_name("two_tenants.toml")
PASSWORD = "Lantern-Orchid-58"


class Issuer:
    """What a verifier learns from one discovery document."""

    def __init__(self, emulator, authority):
        self.document = emulator.get(authority + "/v2.0/.well-known/openid-configuration")
        self.keys = jwt.PyJWKClient(self.document["jwks_uri"], ssl_context=emulator.tls)

    def verify(self, token, audience, key=None):
        """The claims of a token that is good; PyJWT's error for any other."""
        return jwt.decode(
            token,
            key=key or self.keys.get_signing_key_from_jwt(token).key,
            algorithms=self.document["id_token_signing_alg_values_supported"],
            issuer=self.document["issuer"],
            audience=audience,
            options={"require": ["aud", "exp", "iat", "iss", "nbf", "sub"]},
        )


def for_each_token(test):
    """Runs a test once for each token of the signed-in user, with the audience it is meant for."""

    @functools.wraps(test)
    def run(self):
        for name, (token, audience) in self.tokens.items():
            with self.subTest(name):
                test(self, token, audience)

    return run


class TokenTest(unittest.TestCase):
    """One emulator with two tenants, and somebody signed in at the first."""

    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator("--config", str(CONFIGURATION))
        cls.addClassCleanup(cls.emulator.stop)
        cls.contoso = cls.emulator.tenant("contoso")
        cls.fabrikam = cls.emulator.tenant("fabrikam")
        cls.issuer = Issuer(cls.emulator, cls.contoso["authority"])
        cls.client_id = client_id_of(cls.contoso, "password")
        cls.username = "ida.berg@example.com"
        cls.user_id = cls.emulator.add_user(cls.contoso, cls.username, PASSWORD)
        cls.answer = cls.emulator.sign_in(cls.contoso, "password", cls.username, PASSWORD)
        # Each kind of token, and for whom it is meant.
        resource = cls.contoso["scopes"][0].rpartition("/")[0]
        cls.tokens = {
            "id_token": (cls.answer["id_token"], cls.client_id),
            "access_token": (cls.answer["access_token"], resource),
        }

    @for_each_token
    def test_a_good_token_passes(self, token, audience):
        claims = self.issuer.verify(token, audience)
        self.assertEqual(claims["tid"], self.contoso["tenant_id"])
        self.assertEqual(claims["oid"], self.user_id)
        self.assertNotEqual(claims["sub"], self.user_id, "the subject is pairwise")
        self.assertEqual(claims["ver"], "2.0")
        self.assertIs(claims["emulator"], True, "the token says where it comes from")

    def test_each_token_tells_what_it_is_for(self):
        identity = self.issuer.verify(*self.tokens["id_token"])
        self.assertEqual(identity["preferred_username"], self.username)
        access = self.issuer.verify(*self.tokens["access_token"])
        self.assertEqual(access["azp"], self.client_id)
        self.assertEqual(access["scp"].split(), ["Read"])

    def test_the_tokens_of_a_sign_in_by_code_and_of_a_refresh_pass(self):
        client_id = client_id_of(self.contoso, "otp")
        username = "jon.dahl@example.com"
        user_id = self.emulator.add_user(self.contoso, username)
        by_code = self.emulator.sign_in(self.contoso, "otp", username)
        refreshed = self.emulator.refresh(self.contoso, "otp", by_code["refresh_token"])
        for answer in (by_code, refreshed):
            claims = self.issuer.verify(answer["id_token"], client_id)
            self.assertEqual(claims["oid"], user_id)
            self.issuer.verify(answer["access_token"], self.tokens["access_token"][1])

    @for_each_token
    def test_any_flipped_byte_is_refused(self, token, audience):
        # The key is that of the sound token, so that the signature alone has to tell.
        key = self.issuer.keys.get_signing_key_from_jwt(token).key
        self.issuer.verify(token, audience, key)
        for part, name in enumerate(("header", "payload", "signature")):
            changed = 0
            for bad in with_one_byte_flipped(token, part):
                with self.assertRaises(jwt.InvalidTokenError, msg=f"{name} {changed}"):
                    self.issuer.verify(bad, audience, key)
                changed += 1
            self.assertGreater(changed, 20, f"the {name} holds something to change")

    @for_each_token
    def test_a_changed_claim_is_refused_for_its_signature(self, token, audience):
        header, payload, signature = token.split(".")
        claims = decode(payload).replace(self.user_id.encode(), self.client_id.encode())
        self.assertNotEqual(claims, decode(payload))
        with self.assertRaises(jwt.InvalidSignatureError):
            self.issuer.verify(".".join((header, encode(claims), signature)), audience)

    @for_each_token
    def test_another_tenants_keys_are_refused(self, token, audience):
        other = Issuer(self.emulator, self.fabrikam["authority"])
        keys = other.keys.get_signing_keys()
        self.assertTrue(keys)
        with self.assertRaises(jwt.PyJWKClientError, msg="its key ID is not there"):
            other.verify(token, audience)
        for key in keys:
            with self.assertRaises(jwt.InvalidSignatureError):
                self.issuer.verify(token, audience, key.key)

    def test_another_tenants_token_is_refused(self):
        username = "ida.berg@example.com"
        self.emulator.add_user(self.fabrikam, username, PASSWORD)
        answer = self.emulator.sign_in(self.fabrikam, "password", username, PASSWORD)
        other = Issuer(self.emulator, self.fabrikam["authority"])
        audience = client_id_of(self.fabrikam, "password")
        other.verify(answer["id_token"], audience)
        with self.assertRaises(jwt.PyJWKClientError):
            self.issuer.verify(answer["id_token"], audience)
        key = other.keys.get_signing_key_from_jwt(answer["id_token"]).key
        with self.assertRaises(jwt.InvalidIssuerError):
            self.issuer.verify(answer["id_token"], audience, key)

    @for_each_token
    def test_another_audience_is_refused(self, token, _):
        with self.assertRaises(jwt.InvalidAudienceError):
            self.issuer.verify(token, client_id_of(self.contoso, "otp"))

    @for_each_token
    def test_a_token_is_refused_before_and_after_its_time(self, token, audience):
        claims = self.issuer.verify(token, audience)
        key = self.issuer.keys.get_signing_key_from_jwt(token).key
        for moment in (claims["nbf"], claims["exp"] - 1):
            with now_is(moment):
                self.issuer.verify(token, audience, key)
        with now_is(claims["exp"]), self.assertRaises(jwt.ExpiredSignatureError):
            self.issuer.verify(token, audience, key)
        with now_is(claims["nbf"] - 1), self.assertRaises(jwt.ImmatureSignatureError):
            self.issuer.verify(token, audience, key)

    def test_an_id_token_lasts_an_hour_from_its_issue(self):
        claims = self.issuer.verify(*self.tokens["id_token"])
        # The clock of a verifier may lag: `iat` and `nbf` lie five minutes back.
        self.assertEqual(claims["iat"], claims["nbf"])
        self.assertEqual(claims["exp"] - claims["iat"], 3600 + 300)

    @for_each_token
    def test_both_authorities_of_a_tenant_name_the_same_issuer_and_keys(self, token, audience):
        origin = self.emulator.ready["origin"]
        by_id = Issuer(self.emulator, f"{origin}/{self.contoso['tenant_id']}")
        self.assertEqual(by_id.document["issuer"], self.issuer.document["issuer"])
        self.assertTrue(by_id.document["jwks_uri"].startswith(origin + "/"))
        by_id.verify(token, audience)


class TlsTest(unittest.TestCase):
    """The same over TLS, with the emulator's certificate authority as the only trusted one."""

    def test_a_token_passes_over_tls(self):
        emulator = Emulator("--tls", "--config", str(CONFIGURATION))
        self.addCleanup(emulator.stop)
        self.assertTrue(emulator.ready["origin"].startswith("https://"))
        contoso = emulator.tenant("contoso")
        username = "mai.lund@example.com"
        emulator.add_user(contoso, username, PASSWORD)
        answer = emulator.sign_in(contoso, "password", username, PASSWORD)
        issuer = Issuer(emulator, contoso["authority"])
        claims = issuer.verify(answer["id_token"], client_id_of(contoso, "password"))
        self.assertEqual(claims["tid"], contoso["tenant_id"])


def with_one_byte_flipped(token, part):
    """The token once for each byte of one part, with that byte changed."""
    parts = token.split(".")
    sound = decode(parts[part])
    for position in range(len(sound)):
        changed = bytearray(sound)
        changed[position] ^= 0x01
        yield ".".join([*parts[:part], encode(changed), *parts[part + 1 :]])


def decode(text):
    """Base64url without padding (RFC 7515)."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encode(data):
    """Base64url without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@contextlib.contextmanager
def now_is(moment):
    """Sets PyJWT's clock, which it takes no argument for, to this Unix time."""

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(moment, tz)

    with mock.patch("jwt.api_jwt.datetime", Clock):
        yield


if __name__ == "__main__":
    unittest.main()
