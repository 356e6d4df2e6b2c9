"""Does what a scenario says, one command a line, and answers with what the package showed: see
``tests/scenarios/README.md``. It imports the package alone."""

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path

import answers
import native_auth
from native_auth import Capability, ChallengeType, Client, NativeAuthError, SignedIn, StepUpRequest, TokenStorage


class Player:
    """What is kept from command to command."""

    def __init__(self):
        self.client = self.step = self.account = self.events = None

    async def obey(self, call, given):
        """Does what the command says, and gives the answer."""
        command = getattr(self, f"do_{call}", None)
        if command is None:
            raise SystemExit(f"no command {call}")
        try:
            came = await command(given)
        except NativeAuthError as error:
            return {"error": answers.error(error)}
        if came is None:
            return answers.NOTHING
        return came if isinstance(came, dict) else self.went_on(came)

    def went_on(self, step):
        """Keeps the newest step, and whom it signed in."""
        if isinstance(step, SignedIn):
            self.account = step.account
        self.step = step
        return answers.step(step)

    def found(self, account):
        """Keeps an account that was looked for."""
        if account is None:
            return None
        self.account = account
        return {"account": answers.account(account.id)}

    async def of_state(self, method, *arguments):
        """An action of the state, if it has one of this name."""
        action = getattr(self.step, method, None)
        return answers.MISPLACED if action is None else await action(*arguments)

    def method_id(self, given):
        """The id of a method, which may be told by its place."""
        return given["id"] if "id" in given else self.step.methods[given["index"]].id

    async def do_client(self, given):
        optional = {"tenant_id": given.get("tenant_id"), "allow_http_loopback": given.get("allow_http_loopback", False)}
        if "challenge_types" in given:
            optional["challenge_types"] = [ChallengeType(word) for word in given["challenge_types"]]
        if "capabilities" in given:
            optional["capabilities"] = [Capability(word) for word in given["capabilities"]]
        if "exchange_timeout" in given:
            optional["exchange_timeout"] = timedelta(seconds=given["exchange_timeout"])
        self.client = Client(given["tenant"], given["client_id"], storage=storage(given["storage"]), **optional)
        return answers.DONE

    async def do_sign_in(self, given):
        return await self.client.sign_in(**only(given, "username", "password", "scopes", "claims"))

    async def do_sign_up(self, given):
        return await self.client.sign_up(**only(given, "username", "password", "attributes", "sign_in", "scopes"))

    async def do_reset_password(self, given):
        return await self.client.reset_password(**only(given, "username", "sign_in", "scopes"))

    async def do_submit_code(self, given):
        return await self.of_state("submit_code", given["code"])

    async def do_resend_code(self, given):
        return await self.of_state("resend_code")

    async def do_choose_another_method(self, given):
        return await self.of_state("choose_another_method")

    async def do_submit_password(self, given):
        return await self.of_state("submit_password", given["password"])

    async def do_submit_attributes(self, given):
        return await self.of_state("submit_attributes", given["values"])

    async def do_validate(self, given):
        if not hasattr(self.step, "validate"):
            return answers.MISPLACED
        faults = self.step.validate(given["values"])
        return {"faults": {name: answers.fault(fault) for name, fault in faults.items()}}

    async def do_choose_method(self, given):
        if not hasattr(self.step, "choose_method"):
            return answers.MISPLACED
        return await self.step.choose_method(self.method_id(given))

    async def do_register(self, given):
        if not hasattr(self.step, "register"):
            return answers.MISPLACED
        return await self.step.register(self.method_id(given), given["contact"])

    async def do_sign_in_after(self, given):
        return await self.of_state("sign_in")

    async def do_suspend(self, given):
        key = native_auth.generate_sealing_key()
        sealed = self.client.suspend(self.step, key)
        Path(given["file"]).write_bytes(sealed)
        Path(given["file"] + ".key").write_bytes(key)
        return answers.DONE

    async def do_resume(self, given):
        key = Path(given["file"] + ".key").read_bytes()
        return self.client.resume(Path(given["file"]).read_bytes(), key)

    async def do_access_token(self, given):
        options = only(given, "scopes", "force_refresh", "claims", "stale_in_outage")
        if "minimum_ttl" in given:
            options["minimum_ttl"] = timedelta(seconds=given["minimum_ttl"])
        token = await self.account.access_token(**options)
        return {"token": {"scopes": token.scopes, "stale": token.is_stale}}

    async def do_peek_token(self, given):
        return self.account.peek_token(given["scopes"].split()) and {"peeked": True}

    async def do_claims(self, given):
        claims = self.account.claims
        return claims and {
            "claims": {
                "name": claims.name,
                "preferred_username": claims.preferred_username,
                "email": claims.email,
            }
        }

    async def do_step_up(self, given):
        scopes, tries = given.get("scopes", []), given.get("try_refresh", True)
        request = StepUpRequest.from_claims(given["claims"], scopes, try_refresh=tries)
        return await self.account.step_up(request, given.get("password"))

    async def do_sign_out(self, given):
        await self.account.sign_out()
        return answers.DONE

    async def do_accounts(self, given):
        return {"accounts": answers.accounts(await self.client.accounts())}

    async def do_account(self, given):
        return self.found(await self.client.account(account_id(given)))

    async def do_account_by_username(self, given):
        return self.found(await self.client.account_by_username(given["username"]))

    async def do_remove_account(self, given):
        await self.client.remove_account(account_id(given))
        return answers.DONE

    async def do_observe(self, given):
        self.events = self.client.account_events()
        return answers.DONE

    async def do_events(self, given):
        return {"events": [answers.event(await anext(self.events)) for _ in range(given["count"])]}

    async def do_export_msal_cache(self, given):
        Path(given["file"]).write_text(await self.client.export_msal_cache(), encoding="utf-8")
        return answers.DONE

    async def do_import_msal_cache(self, given):
        imported = await self.client.import_msal_cache(Path(given["file"]).read_text(encoding="utf-8"))
        return {
            "accounts": answers.accounts(imported.accounts),
            "skipped": imported.skipped,
            "malformed": imported.malformed,
        }

    async def do_check_new_password(self, given):
        fault = native_auth.check_new_password(given["password"])
        return fault and {"fault": fault}

    async def do_close(self, given):
        self.client.close()
        return answers.DONE


def storage(given):
    """Where the scenario wants tokens to be kept."""
    match given:
        case {"kind": "in_memory"}:
            return TokenStorage.in_memory()
        case {"kind": "passphrase", "directory": directory, "profile": profile, "passphrase": passphrase}:
            return TokenStorage.passphrase(directory, profile, passphrase)
        case {"kind": "msal_file", "path": path}:
            return TokenStorage.msal_file(path)
    raise SystemExit("no such storage")


def account_id(given):
    """Who is meant."""
    return native_auth.AccountId(given["tenant_id"], given["object_id"])


def only(given, *names):
    """The arguments of these names that were given."""
    return {name: given[name] for name in names if given.get(name) is not None}


async def main():
    """Reads until stdin ends."""
    player = Player()
    for line in sys.stdin:
        command = json.loads(line)
        answer = await player.obey(command["call"], command["with"] or {})
        print(json.dumps(answer, sort_keys=True, separators=(",", ":"), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    asyncio.run(main())
