"""However a program ends, it ends with its own exit code and prints nothing."""

import os
import pathlib
import subprocess
import sys
import textwrap

import pytest

BEGIN = """
    import asyncio, logging, sys, threading, time
    from stage import PASSWORD, Flavour, Stage
    import native_auth
    from native_auth import _bridge, sync

    authority, client_id, username = sys.argv[1:]
    options = {"storage": sync.TokenStorage.in_memory(), "allow_http_loopback": True}
"""

ENDINGS = {
    "a client that nobody closes": """
        client = sync.Client(authority, client_id, **options)
        account = client.sign_in(username, PASSWORD).account
    """,
    "a log": """
        logging.basicConfig(level=logging.DEBUG, stream=open("/dev/null", "w"))
        client = sync.Client(authority, client_id, **options)
        account = client.sign_in(username, PASSWORD).account
    """,
    "an observer": """
        client = sync.Client(authority, client_id, **options)
        subscription = client.account_events(lambda event: None)
        account = client.sign_in(username, PASSWORD).account
        account.sign_out()
    """,
    "events of asyncio": """
        async def main():
            global client, events
            client = native_auth.Client(authority, client_id, **options)
            events = client.account_events()
            await client.sign_in(username, PASSWORD)
        asyncio.run(main())
    """,
    "a call under way in a daemon thread": """
        client = sync.Client(authority, client_id, **options)
        step = client.sign_in(username)
        sys.stdout.write("delay\\n"); sys.stdout.flush(); sys.stdin.readline()
        threading.Thread(target=step.submit_password, args=[PASSWORD], daemon=True).start()
        while not _bridge._waiting:
            time.sleep(0.001)
        # What it raises as the client ends is the thread's own to print.
        threading.excepthook = lambda arguments: None
    """,
    "a task that is left alone": """
        async def main():
            global client
            client = native_auth.Client(authority, client_id, **options)
            step = await client.sign_in(username)
            sys.stdout.write("delay\\n"); sys.stdout.flush(); sys.stdin.readline()
            asyncio.ensure_future(step.submit_password(PASSWORD))
            await asyncio.sleep(0.05)
        asyncio.run(main())
    """,
    "a transport that is waited for": """
        class Slow(sync.Transport):
            def send(self, request):
                time.sleep(0.2)
                raise native_auth.TransportError(native_auth.TransportFailure.UNREACHABLE)
        client = sync.Client(authority, client_id, transport=Slow(), **options)
        threading.excepthook = lambda arguments: None
        threading.Thread(target=client.sign_in, args=[username], daemon=True).start()
        while not _bridge._waiting:
            time.sleep(0.001)
    """,
    "an exit code of its own": """
        client = sync.Client(authority, client_id, **options)
        subscription = client.account_events(lambda event: None)
        account = client.sign_in(username, PASSWORD).account
        sys.exit(7)
    """,
    "a cycle of references": """
        class Holder: pass
        holder = Holder()
        holder.client = sync.Client(authority, client_id, **options)
        holder.subscription = holder.client.account_events(lambda event: holder)
        holder.self = holder
    """,
}
CODES = {"an exit code of its own": 7}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_program_ends_quietly(stage, ending, tmp_path):
    username = stage.person()
    program = tmp_path / "program.py"
    program.write_text(textwrap.dedent(BEGIN) + textwrap.dedent(ENDINGS[ending]))
    tests = str(pathlib.Path(__file__).parent)
    running = subprocess.Popen(
        [sys.executable, str(program), stage.authority, stage.client_id(), username],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([tests, os.environ.get("PYTHONPATH", "")])},
    )
    if "delay" in ENDINGS[ending]:
        assert running.stdout.readline() == "delay\n"
        stage.fault("oauth2/v2.0/token", username, delay_ms=600_000)
    shown = running.communicate("go on\n")
    assert (running.returncode, *shown) == (CODES.get(ending, 0), "", "")
