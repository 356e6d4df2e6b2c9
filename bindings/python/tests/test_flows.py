"""Every flow, in both flavours, through every step."""

import pytest

import native_auth
from stage import API_SCOPE, NEW_PASSWORD, PASSWORD, done


async def test_a_password_signs_in(stage, flavour):
    username = stage.person()
    client = stage.client(flavour)
    step = await done(client.sign_in(username))
    assert isinstance(step, flavour.PasswordRequired)
    assert step.purpose is native_auth.PasswordPurpose.EXISTING
    assert step.flow is native_auth.FlowKind.SIGN_IN
    match await done(step.submit_password(PASSWORD)):
        case flavour.module.SignedIn(account):
            assert account.claims["preferred_username"] == username
        case other:
            pytest.fail(repr(other))


async def test_a_password_known_before_is_one_call(stage, flavour):
    step = await done(stage.client(flavour).sign_in(stage.person(), PASSWORD))
    assert isinstance(step, flavour.SignedIn)


async def test_a_wrong_code_and_then_the_right_one(stage, flavour):
    username = stage.person(password=None)
    step = await done(stage.client(flavour, "otp").sign_in(username))
    assert isinstance(step, flavour.CodeRequired)
    assert (step.purpose, step.channel) == ("first_factor", "email")
    assert step.code_length == len(stage.code(username))
    with pytest.raises(native_auth.AskAgainError) as refused:
        await done(step.submit_code("0" * step.code_length))
    assert refused.value.kind == "invalid_code"
    again = await done(step.resend_code())
    assert isinstance(await done(again.submit_code(stage.code(username))), flavour.SignedIn)


async def test_signing_up_with_a_password_and_attributes(stage, flavour):
    username = stage.address()
    step = await done(stage.client(flavour).sign_up(username))
    seen = []
    while not isinstance(step, flavour.SignedIn):
        seen.append(type(step).__name__)
        match step:
            case flavour.module.CodeRequired():
                step = await done(step.submit_code(stage.code(username)))
            case flavour.module.PasswordRequired():
                assert step.purpose is native_auth.PasswordPurpose.NEW
                step = await done(step.submit_password(PASSWORD))
            case flavour.module.AttributesRequired():
                assert [each.name for each in step.attributes] == ["displayName", "city"]
                faults = step.validate({"displayName": "Ada", "city": "7"})
                assert {name: fault.kind for name, fault in faults.items()} == {"city": "does_not_match"}
                with pytest.raises(native_auth.AskAgainError) as refused:
                    await done(step.submit_attributes({"displayName": "Ada", "city": "7"}))
                assert refused.value.server.invalid_attributes == ["city"]
                step = await done(step.submit_attributes({"displayName": "Ada", "city": "Oslo"}))
            case other:
                pytest.fail(repr(other))
    assert seen == ["CodeRequired", "PasswordRequired", "AttributesRequired"]
    assert step.account.claims.name == "Ada"


async def test_what_is_known_before_saves_steps_of_a_sign_up(stage, flavour):
    username = stage.address()
    attributes = {"displayName": "Ada", "city": "Oslo"}
    step = await done(stage.client(flavour).sign_up(username, PASSWORD, attributes=attributes, sign_in=False))
    step = await done(step.submit_code(stage.code(username)))
    assert isinstance(step, flavour.Completed)
    assert step.sign_in_error is None
    assert step.can_sign_in
    assert isinstance(await done(step.sign_in()), flavour.SignedIn)


async def test_a_forgotten_password_is_reset(stage, flavour):
    username = stage.person()
    step = await done(stage.client(flavour).reset_password(username))
    assert step.purpose is native_auth.CodePurpose.RESET_PASSWORD
    step = await done(step.submit_code(stage.code(username)))
    with pytest.raises(native_auth.AskAgainError) as refused:
        await done(step.submit_password("short"))
    assert refused.value.kind is native_auth.ErrorKind.PASSWORD_REJECTED
    assert isinstance(await done(step.submit_password(NEW_PASSWORD)), flavour.SignedIn)


async def test_a_second_factor_by_the_method_that_is_chosen(stage, flavour):
    phone = "+4790012345"
    username = stage.person(
        methods=[{"channel": "email", "target": "second@example.com"}, {"channel": "sms", "target": phone}]
    )
    step = await done(stage.client(flavour, "mfa").sign_in(username, PASSWORD))
    assert isinstance(step, flavour.MethodRequired)
    by_channel = {method.channel: method for method in step.methods}
    assert set(by_channel) == {"email", "sms"}
    step = await done(step.choose_method(by_channel["email"]))
    assert step.purpose is native_auth.CodePurpose.SECOND_FACTOR
    assert step.can_choose_another_method
    step = await done(step.choose_another_method())
    step = await done(step.choose_method(by_channel["sms"].id))
    assert isinstance(await done(step.submit_code(stage.code(phone))), flavour.SignedIn)


async def test_a_method_is_registered(stage, flavour):
    username, contact = stage.person(), stage.address()
    step = await done(stage.client(flavour, "mfa").sign_in(username, PASSWORD))
    assert isinstance(step, flavour.RegistrationRequired)
    email = next(method for method in step.methods if method.channel == "email")
    step = await done(step.register(email, contact))
    assert step.purpose is native_auth.CodePurpose.REGISTRATION
    assert isinstance(await done(step.submit_code(stage.code(contact))), flavour.SignedIn)


async def test_a_browser_is_wanted(stage, flavour):
    client = stage.client(flavour, challenge_types=[flavour.ChallengeType.OOB, flavour.ChallengeType.REDIRECT])
    step = await done(client.sign_in(stage.person()))
    assert isinstance(step, flavour.BrowserRequired)
    assert step.reason is native_auth.BrowserReason.REQUESTED
    assert step.challenge_types == ["oob", "redirect"]
    assert step.advice


async def test_a_step_outlives_the_client(stage, flavour):
    username = stage.person()
    key = flavour.generate_sealing_key()
    first = stage.client(flavour)
    sealed = first.suspend(await done(first.sign_in(username)), key)
    first.close()
    step = stage.client(flavour).resume(sealed, key)
    assert isinstance(step, flavour.PasswordRequired)
    assert isinstance(await done(step.submit_password(PASSWORD)), flavour.SignedIn)


async def test_tokens_accounts_and_signing_out(stage, flavour):
    username = stage.person()
    client = stage.client(flavour)
    step = await done(client.sign_in(username, PASSWORD, scopes=[API_SCOPE]))
    account = step.account
    token = await done(account.access_token([API_SCOPE]))
    assert account.peek_token([API_SCOPE]) == token.expose()
    assert API_SCOPE in token.scopes
    fresh = await done(account.access_token([API_SCOPE], force_refresh=True))
    assert fresh.expose() != token.expose()
    assert [each.id for each in await done(client.accounts())] == [account.id]
    assert (await done(client.account(account.id))).id == account.id
    assert (await done(client.account_by_username(username.upper()))).id == account.id
    assert client.peek_account(username).id == account.id
    await done(account.sign_out())
    assert account.claims is None
    assert account.expose_id_token() is None
    assert account.peek_token() is None
    assert await done(client.accounts()) == []
    with pytest.raises(native_auth.SignInAgainError):
        await done(account.access_token())


async def test_accounts_are_removed_exported_and_imported(stage, flavour):
    first, second = stage.client(flavour), stage.client(flavour)
    account = (await done(first.sign_in(stage.person(), PASSWORD))).account
    exported = await done(first.export_msal_cache())
    imported = await done(second.import_msal_cache(exported))
    assert [each.id for each in imported.accounts] == [account.id]
    assert imported.malformed == 0
    await done(second.remove_account(account.id))
    assert await done(second.account(account.id)) is None
    assert await done(first.account(account.id)) is not None


async def test_more_is_proved(stage, flavour):
    username = stage.person(methods=[{"channel": "email", "target": stage.address()}])
    account = (await done(stage.client(flavour).sign_in(username, PASSWORD))).account
    claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
    request = flavour.StepUpRequest.from_claims(claims, [API_SCOPE])
    step = await done(account.step_up(request, PASSWORD))
    assert isinstance(step, flavour.MethodRequired)


async def test_more_is_proved_by_whom_the_app_names(stage, flavour):
    account = (await done(stage.client(flavour).sign_in(stage.person(), PASSWORD))).account
    header = 'Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="'
    request = flavour.StepUpRequest.from_challenge(header, username="nobody@example.com", try_refresh=False)
    with pytest.raises(native_auth.NativeAuthError) as refused:
        await done(account.step_up(request))
    assert refused.value.kind is native_auth.ErrorKind.USER_NOT_FOUND


async def test_the_service_is_told_the_language(stage, flavour):
    username = stage.person()
    await done(stage.client(flavour).sign_in(username))
    assert stage.requests()[-1]["client_sku"] == "native-auth.python"


def test_a_new_password_is_checked_without_the_server(flavour):
    assert flavour.check_new_password("short") is native_auth.PasswordFault.TOO_SHORT
    assert flavour.check_new_password(PASSWORD) is None


def test_a_custom_attribute_has_a_name_on_the_wire(flavour):
    name = flavour.custom_attribute_name("7122c8c9-385e-4a99-9003-fe073e326955", "loyaltyTier")
    assert name == "extension_7122c8c9385e4a999003fe073e326955_loyaltyTier"
    assert flavour.custom_attribute_name("none", "loyaltyTier") is None
