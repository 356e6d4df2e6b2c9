"""What is answered, in the form of ``tests/scenarios/README.md``."""

import re

import native_auth

DONE = {"done": True}
NOTHING = {"nothing": True}
MISPLACED = {"misplaced": True}


def name_of(kind):
    """`CodeRequired` is ``code_required``."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", kind.__name__).lower()


def account(id):
    """Who."""
    return {"object_id": id.object_id, "tenant_id": id.tenant_id}


def accounts(known):
    """Several, in the order of their object ids."""
    return [account(each) for each in sorted((one.id for one in known), key=lambda id: id.object_id)]


def error(error):
    """Why something did not happen."""
    server = error.server
    return {
        "kind": error.kind,
        "code": error.code,
        "recovery": error.recovery,
        "retry": {"when": error.retry, "seconds": seconds(error.retry_delay)},
        "status": error.status,
        "detail": error.detail,
        "claims": error.claims,
        "message": error.message(),
        "message_key": error.message_key,
        "text": str(error),
        "server": server
        and {
            "error": server.error,
            "suberror": server.suberror,
            "codes": server.codes,
            "invalid_attributes": server.invalid_attributes,
        },
    }


def fault(fault):
    """What is wrong with the value of an attribute."""
    return {"kind": fault.kind} if fault.longest is None else {"kind": fault.kind, "longest": fault.longest}


def step(step):
    """A step and its facts."""
    answer = {"step": name_of(type(step)), **_facts(step)}
    if not isinstance(step, native_auth.SignedIn):
        answer["flow"] = step.flow
    return answer


def event(event):
    """What happened to an account."""
    match event:
        case native_auth.AccountSignedIn(id):
            return {"kind": "signed_in", "account": account(id)}
        case native_auth.AccountRefreshed(id):
            return {"kind": "refreshed", "account": account(id)}
        case native_auth.AccountSignedOut(id):
            return {"kind": "signed_out", "account": account(id)}
        case native_auth.StorageLost(loss):
            return {"kind": "storage_lost", "loss": loss}


def seconds(duration):
    """Whole seconds, or null."""
    return None if duration is None else int(duration.total_seconds())


def _facts(step):
    match step:
        case native_auth.CodeRequired():
            return {
                "purpose": step.purpose,
                "channel": step.channel,
                "target": step.target,
                "code_length": step.code_length,
                "resend_after": None if step.resend_after is None else True,
                "can_choose_another_method": step.can_choose_another_method,
            }
        case native_auth.PasswordRequired():
            return {"purpose": step.purpose, "expires_in": None if step.expires_in is None else True}
        case native_auth.AttributesRequired():
            return {"attributes": [_attribute(each) for each in step.attributes]}
        case native_auth.MethodRequired() | native_auth.RegistrationRequired():
            return {"methods": [{"id": each.id, "channel": each.channel, "hint": each.hint} for each in step.methods]}
        case native_auth.BrowserRequired():
            return {
                "reason": step.reason,
                "account_exists": step.account_exists,
                "server_text": step.server_text,
                "advice": step.advice,
                "challenge_types": step.challenge_types,
                "capabilities": step.capabilities,
            }
        case native_auth.SignedIn(known):
            return {"account": account(known.id)}
        case native_auth.Completed():
            refused = step.sign_in_error
            return {"can_sign_in": step.can_sign_in, "sign_in_error": refused and error(refused)}


def _attribute(attribute):
    return {
        "name": attribute.name,
        "data_type": attribute.data_type,
        "required": attribute.required,
        "regex": attribute.regex,
        "choices": attribute.choices,
    }
