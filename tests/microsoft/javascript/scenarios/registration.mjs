// A method is registered within a sign-in, because the app demands a second factor and the person has none.

import assert from "node:assert/strict";

import { reached, refused, signedIn } from "../outcome.mjs";
import { NEW_PASSWORD, PASSWORD } from "../passwords.mjs";

export const scenarios = {
  "registration of an e-mail address, which is the second factor from then on": async (stage) => {
    const { client, username, required } = await signInWithoutMethod(stage);
    const target = stage.newAddress();
    const code = reached(
      await required.challengeAuthMethod(details(required, "email", target)),
      "isVerificationRequired",
    );
    assert.equal(code.getCodeLength(), 8);
    assert.equal(code.getChannel(), "email");
    assert.equal(code.getSentTo(), target);
    refused(await code.submitChallenge("1"), "isIncorrectChallenge");
    refused(await code.submitChallenge(await stage.wrongCode(target)), "isIncorrectChallenge", {
      subError: "invalid_oob_value",
    });
    const account = signedIn(await code.submitChallenge(await stage.newestCode(target)));
    await account.signOut();

    const awaiting = reached(await client.signIn({ username, password: PASSWORD }), "isMfaRequired");
    const again = reached(await awaiting.requestChallenge(awaiting.getAuthMethods()[0].id), "isVerificationRequired");
    signedIn(await again.submitChallenge(await stage.newestCode(target)));
  },

  "registration of a phone": async (stage) => {
    const { required } = await signInWithoutMethod(stage);
    const target = stage.newNumber();
    const code = reached(
      await required.challengeAuthMethod(details(required, "sms", target)),
      "isVerificationRequired",
    );
    assert.equal(code.getChannel(), "sms");
    signedIn(await code.submitChallenge(await stage.newestCode(target)));
  },

  "registration, another code and then another contact": async (stage) => {
    const { required } = await signInWithoutMethod(stage);
    const address = stage.newAddress();
    let code = reached(
      await required.challengeAuthMethod(details(required, "email", address)),
      "isVerificationRequired",
    );
    const first = await stage.newestCode(address);
    code = reached(await code.challengeAuthMethod(details(required, "email", address)), "isVerificationRequired");
    refused(await code.submitChallenge(first), "isIncorrectChallenge");
    const number = stage.newNumber();
    code = reached(await code.challengeAuthMethod(details(required, "sms", number)), "isVerificationRequired");
    refused(await code.submitChallenge(await stage.newestCode(address)), "isIncorrectChallenge");
    signedIn(await code.submitChallenge(await stage.newestCode(number)));
  },

  "registration of what is no contact": async (stage) => {
    const { required } = await signInWithoutMethod(stage);
    for (const [channel, target] of [
      ["email", "no address"],
      ["sms", "90012345"],
      ["sms", "+47"],
      ["sms", "telephone"],
    ]) {
      refused(await required.challengeAuthMethod(details(required, channel, target)), "isInvalidInput", {
        errorCodes: [901001],
      });
    }
    const target = stage.newAddress();
    const code = reached(
      await required.challengeAuthMethod(details(required, "email", target)),
      "isVerificationRequired",
    );
    refused(await code.challengeAuthMethod(details(required, "email", "no address")), "isInvalidInput");
    signedIn(await code.submitChallenge(await stage.newestCode(target)));
  },

  "registration of blocked contacts": async (stage) => {
    const { required } = await signInWithoutMethod(stage);
    const register = (channel, target) => required.challengeAuthMethod(details(required, channel, target));
    refused(await register("sms", stage.newNumber("+882")), "isVerificationContactBlocked", {
      subError: "provider_blocked_by_rep",
    });
    refused(await register("email", "refused@example.com"), "isVerificationContactBlocked");
    refused(await register("sms", stage.newNumber("+881")), null, {
      error: "access_denied",
      subError: "provider_blocked_by_admin",
    });
    const target = stage.newNumber();
    const code = reached(await register("sms", target), "isVerificationRequired");
    signedIn(await code.submitChallenge(await stage.newestCode(target)));
  },

  "registration of a number that takes a puzzle": async (stage) => {
    const { required } = await signInWithoutMethod(stage);
    refused(
      await required.challengeAuthMethod(details(required, "sms", stage.newNumber("+979"))),
      "isRedirectRequired",
    );
  },

  "registration after sign-up of the address that was just verified": async (stage) => {
    const client = await stage.client("mfa");
    const username = stage.newAddress();
    const code = reached(await client.signUp({ username, password: PASSWORD }), "isCodeRequired");
    const completed = reached(await code.submitCode(await stage.newestCode(username)), "isCompleted");
    const required = reached(await completed.signIn(), "isAuthMethodRegistrationRequired");
    const account = signedIn(await required.challengeAuthMethod(details(required, "email", username)));
    assert.equal(account.getAccount().username, username);
  },

  "registration after sign-up of another address": async (stage) => {
    const client = await stage.client("mfa");
    const username = stage.newAddress();
    const code = reached(await client.signUp({ username, password: PASSWORD }), "isCodeRequired");
    const completed = reached(await code.submitCode(await stage.newestCode(username)), "isCompleted");
    const required = reached(await completed.signIn(), "isAuthMethodRegistrationRequired");
    const target = stage.newAddress();
    const proof = reached(
      await required.challengeAuthMethod(details(required, "email", target)),
      "isVerificationRequired",
    );
    signedIn(await proof.submitChallenge(await stage.newestCode(target)));
  },

  "registration after a reset": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("mfa");
    const reset = reached(await client.resetPassword({ username }), "isCodeRequired");
    const password = reached(await reset.submitCode(await stage.newestCode(username)), "isPasswordRequired");
    const completed = reached(await password.submitNewPassword(NEW_PASSWORD), "isCompleted");
    const required = reached(await completed.signIn(), "isAuthMethodRegistrationRequired");
    const target = stage.newNumber();
    const code = reached(
      await required.challengeAuthMethod(details(required, "sms", target)),
      "isVerificationRequired",
    );
    signedIn(await code.submitChallenge(await stage.newestCode(target)));
  },

  "registration after a password on a page of its own": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("mfa");
    const password = reached(await client.signIn({ username }), "isPasswordRequired");
    const required = reached(await password.submitPassword(PASSWORD), "isAuthMethodRegistrationRequired");
    const target = stage.newNumber();
    const code = reached(
      await required.challengeAuthMethod(details(required, "sms", target)),
      "isVerificationRequired",
    );
    signedIn(await code.submitChallenge(await stage.newestCode(target)));
  },

  "registration by an app that allows none, or of a client that cannot ask for it": async (stage) => {
    const username = await stage.newUser();
    const without = await stage.client("mfa-without-registration");
    refused(await without.signIn({ username, password: PASSWORD }), "isRedirectRequired");
    const unable = await stage.client("mfa", { capabilities: ["mfa_required"] });
    const refusal = refused(await unable.signIn({ username, password: PASSWORD }), "isRedirectRequired");
    assert.match(refusal.redirectReason, /registration_required/);
  },

  "a registration that took too long": async (stage) => {
    const { required } = await signInWithoutMethod(stage);
    const target = stage.newNumber();
    const code = reached(
      await required.challengeAuthMethod(details(required, "sms", target)),
      "isVerificationRequired",
    );
    await stage.advanceClock(601);
    refused(await code.submitChallenge(await stage.newestCode(target)), "isTokenExpired");
    refused(await code.challengeAuthMethod(details(required, "sms", target)), "isTokenExpired");
  },
};

/** Somebody without a method has given their password to an app that demands a second factor. */
async function signInWithoutMethod(stage) {
  const username = await stage.newUser();
  const client = await stage.client("mfa");
  const result = await client.signIn({ username, password: PASSWORD, scopes: ["api://contoso-api/Read"] });
  const required = reached(result, "isAuthMethodRegistrationRequired");
  return { client, username, required };
}

function details(required, channel, verificationContact) {
  const authMethodType = required.getAuthMethods().find((method) => method.challenge_channel === channel);
  return { authMethodType, verificationContact };
}
