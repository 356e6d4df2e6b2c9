"""MSAL Python beside which a store is opened: it writes a cache of its own, and opens it.

    open_cache.py write CACHE  keeps the people of the standard input, one a line, in JSON
    open_cache.py open CACHE   finds the one person there, and prints the seconds and the bytes of memory it took

Nothing goes over the network: what MSAL asks its transport for while it is set up is answered from memory, and
whatever it asks for after that ends the program.
"""

import base64
import gc
import json
import sys
import time

import msal


class Metadata:
    """The transport: knows the description of one authority."""

    def __init__(self, authority):
        self._authority = authority
        self.closed = False

    def get(self, url, **_):
        if self.closed or not url.endswith("/.well-known/openid-configuration"):
            sys.exit("MSAL wanted the network")
        return Answer(
            json.dumps(
                {
                    "issuer": self._authority + "/v2.0",
                    "authorization_endpoint": self._authority + "/oauth2/v2.0/authorize",
                    "token_endpoint": self._authority + "/oauth2/v2.0/token",
                }
            )
        )

    def post(self, url, **_):
        sys.exit("MSAL wanted the network")

    def close(self):
        pass


class Answer:
    """What that transport answers."""

    status_code = 200
    headers = {}

    def __init__(self, text):
        self.text = text

    def raise_for_status(self):
        pass


def write(path):
    cache = msal.SerializableTokenCache()
    for line in sys.stdin:
        cache.add(sign_in(json.loads(line)))
    with open(path, "w", encoding="utf-8") as file:
        file.write(cache.serialize())


def sign_in(person):
    """What MSAL's own flows hand to its cache."""
    client_info = {"uid": person["object_id"], "utid": person["tenant_id"]}
    encoded = base64.urlsafe_b64encode(json.dumps(client_info).encode()).decode()
    return {
        "client_id": person["client_id"],
        "scope": [person["scope"]],
        "token_endpoint": person["authority"] + "/oauth2/v2.0/token",
        "response": {
            "token_type": "Bearer",
            "scope": person["scope"],
            "expires_in": 24 * 3600,
            "access_token": person["access_token"],
            "refresh_token": person["refresh_token"],
            "id_token": person["id_token"],
            "id_token_claims": {
                "sub": person["object_id"],
                "oid": person["object_id"],
                "tid": person["tenant_id"],
                "preferred_username": person["username"],
            },
            "client_info": encoded.rstrip("="),
        },
    }


def open_(path):
    person = json.load(sys.stdin)
    transport = Metadata(person["authority"])
    cache = msal.SerializableTokenCache()
    app = msal.PublicClientApplication(
        person["client_id"],
        authority=person["authority"],
        token_cache=cache,
        http_client=transport,
        instance_discovery=False,
    )
    # MSAL describes the authority to itself when it is first needed; that is no part of opening a cache.
    app.get_accounts()
    transport.closed = True
    gc.collect()
    memory = resident()
    start = time.perf_counter()
    with open(path, encoding="utf-8") as file:
        cache.deserialize(file.read())
    [account] = app.get_accounts(username=person["username"])
    token = app.acquire_token_silent([person["scope"]], account)["access_token"]
    seconds = time.perf_counter() - start
    added = resident() - memory
    if token != person["access_token"]:
        sys.exit("MSAL gave another token")
    print(json.dumps({"seconds": seconds, "added": added}))


def resident():
    """Bytes of this process in memory."""
    with open("/proc/self/status", encoding="utf-8") as file:
        for line in file:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    sys.exit("this system does not tell how much memory is used")


if __name__ == "__main__":
    {"write": write, "open": open_}[sys.argv[1]](sys.argv[2])
