// The second factor: which methods there are, a code to one of them, another method instead.

import assert from "node:assert/strict";

import { reached, refused, signedIn } from "../outcome.mjs";
import { NEW_PASSWORD, PASSWORD } from "../passwords.mjs";

export const scenarios = {
  "second factor by e-mail": async (stage) => {
    const target = stage.newAddress();
    const username = await stage.newUser({ methods: [{ channel: "email", target }] });
    const client = await stage.client("mfa");
    const awaiting = reached(await client.signIn({ username, password: PASSWORD }), "isMfaRequired");
    const code = await challenged(awaiting, "email");
    assert.equal(code.getCodeLength(), 8);
    assert.notEqual(code.getSentTo(), target, "the target is masked");
    refused(await code.submitChallenge("12"), "isIncorrectChallenge");
    refused(await code.submitChallenge(await stage.wrongCode(target)), "isIncorrectChallenge", {
      subError: "invalid_oob_value",
    });
    const account = signedIn(await code.submitChallenge(await stage.newestCode(target)));
    assert.equal(account.getAccount().username, username);
  },

  "second factor by text message, the password on a page of its own": async (stage) => {
    const target = stage.newNumber();
    const username = await stage.newUser({ methods: [{ channel: "sms", target }] });
    const client = await stage.client("mfa");
    const password = reached(await client.signIn({ username }), "isPasswordRequired");
    refused(await password.submitPassword(NEW_PASSWORD), "isInvalidPassword");
    const awaiting = reached(await password.submitPassword(PASSWORD), "isMfaRequired");
    const code = await challenged(awaiting, "sms");
    signedIn(await code.submitChallenge(await stage.newestCode(target)));
  },

  "second factor after a code as the first": async (stage) => {
    const target = stage.newNumber();
    const username = await stage.newUser({ password: undefined, methods: [{ channel: "sms", target }] });
    const client = await stage.client("mfa-otp");
    const first = reached(await client.signIn({ username }), "isCodeRequired");
    const awaiting = reached(await first.submitCode(await stage.newestCode(username)), "isMfaRequired");
    const code = await challenged(awaiting, "sms");
    signedIn(await code.submitChallenge(await stage.newestCode(target)));
  },

  "second factor, another code and then another method": async (stage) => {
    const address = stage.newAddress();
    const number = stage.newNumber();
    const methods = [
      { channel: "email", target: address },
      { channel: "sms", target: number },
    ];
    const username = await stage.newUser({ methods });
    const client = await stage.client("mfa");
    const awaiting = reached(await client.signIn({ username, password: PASSWORD }), "isMfaRequired");
    const offered = awaiting.getAuthMethods();
    assert.deepEqual(offered.map((method) => method.challenge_channel).sort(), ["email", "sms"]);
    assert.ok(offered.every((method) => method.id && method.login_hint && method.challenge_type === "oob"));
    const idOf = (channel) => offered.find((method) => method.challenge_channel === channel).id;

    let code = reached(await awaiting.requestChallenge(idOf("email")), "isVerificationRequired");
    const first = await stage.newestCode(address);
    code = reached(await code.requestChallenge(idOf("email")), "isVerificationRequired");
    refused(await code.submitChallenge(first), "isIncorrectChallenge");
    code = reached(await code.requestChallenge(idOf("sms")), "isVerificationRequired");
    assert.equal(code.getChannel(), "sms");
    refused(await code.submitChallenge(await stage.newestCode(address)), "isIncorrectChallenge");
    signedIn(await code.submitChallenge(await stage.newestCode(number)));
  },

  "second factor by a method that is not there": async (stage) => {
    const target = stage.newAddress();
    const username = await stage.newUser({ methods: [{ channel: "email", target }] });
    const client = await stage.client("mfa");
    const awaiting = reached(await client.signIn({ username, password: PASSWORD }), "isMfaRequired");
    refused(await awaiting.requestChallenge("d0186931-4f7e-4925-b01a-c572918aed14"), null, {
      error: "invalid_request",
    });
    const code = await challenged(awaiting, "email");
    signedIn(await code.submitChallenge(await stage.newestCode(target)));
  },

  "second factor by a blocked number, then by e-mail": async (stage) => {
    for (const [prefix, question] of [
      ["+882", "isVerificationContactBlocked"],
      ["+881", null],
    ]) {
      const address = stage.newAddress();
      const methods = [
        { channel: "sms", target: stage.newNumber(prefix) },
        { channel: "email", target: address },
      ];
      const username = await stage.newUser({ methods });
      const client = await stage.client("mfa");
      const awaiting = reached(await client.signIn({ username, password: PASSWORD }), "isMfaRequired");
      refused(await awaiting.requestChallenge(methodOn(awaiting, "sms").id), question, { error: "access_denied" });
      const code = await challenged(awaiting, "email");
      signedIn(await code.submitChallenge(await stage.newestCode(address)));
    }
  },

  "second factor by a number that takes a puzzle": async (stage) => {
    const username = await stage.newUser({ methods: [{ channel: "sms", target: stage.newNumber("+979") }] });
    const client = await stage.client("mfa");
    const awaiting = reached(await client.signIn({ username, password: PASSWORD }), "isMfaRequired");
    refused(await awaiting.requestChallenge(methodOn(awaiting, "sms").id), "isRedirectRequired");
  },

  "second factor after a reset": async (stage) => {
    const target = stage.newNumber();
    const username = await stage.newUser({ methods: [{ channel: "sms", target }] });
    const client = await stage.client("mfa");
    const reset = reached(await client.resetPassword({ username }), "isCodeRequired");
    const password = reached(await reset.submitCode(await stage.newestCode(username)), "isPasswordRequired");
    const completed = reached(await password.submitNewPassword(NEW_PASSWORD), "isCompleted");
    const awaiting = reached(await completed.signIn(), "isMfaRequired");
    const code = await challenged(awaiting, "sms");
    signedIn(await code.submitChallenge(await stage.newestCode(target)));
  },

  "second factor of a client that cannot ask for one": async (stage) => {
    const username = await stage.newUser({ methods: [{ channel: "sms", target: stage.newNumber() }] });
    for (const capabilities of [undefined, ["registration_required"]]) {
      const client = await stage.client("mfa", { capabilities });
      const refusal = refused(await client.signIn({ username, password: PASSWORD }), "isRedirectRequired");
      assert.match(refusal.redirectReason, /mfa_required/);
    }
  },

  "a second factor that took too long": async (stage) => {
    const target = stage.newNumber();
    const username = await stage.newUser({ methods: [{ channel: "sms", target }] });
    const client = await stage.client("mfa");
    const awaiting = reached(await client.signIn({ username, password: PASSWORD }), "isMfaRequired");
    const code = await challenged(awaiting, "sms");
    await stage.advanceClock(601);
    refused(await code.submitChallenge(await stage.newestCode(target)), "isTokenExpired");
  },
};

function methodOn(awaiting, channel) {
  return awaiting.getAuthMethods().find((method) => method.challenge_channel === channel);
}

/** A code is on its way by the user's method on this channel. */
async function challenged(awaiting, channel) {
  const code = reached(await awaiting.requestChallenge(methodOn(awaiting, channel).id), "isVerificationRequired");
  assert.equal(code.getChannel(), channel);
  return code;
}
