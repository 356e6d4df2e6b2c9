// Password reset, and the sign-in right after it.

import assert from "node:assert/strict";

import { reached, refused, signedIn } from "../outcome.mjs";
import { NEW_PASSWORD, PASSWORD, REFUSED_PASSWORDS } from "../passwords.mjs";

export const scenarios = {
  "reset, with every mistake a person can make on the way": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    let code = reached(await client.resetPassword({ username }), "isCodeRequired");
    assert.equal(code.getCodeLength(), 8);
    refused(await code.submitCode("0"), "isInvalidCode");
    refused(await code.submitCode(await stage.wrongCode(username)), "isInvalidCode", { subError: "invalid_oob_value" });
    const first = await stage.newestCode(username);
    code = reached(await code.resendCode(), "isCodeRequired");
    refused(await code.submitCode(first), "isInvalidCode");

    const password = reached(await code.submitCode(await stage.newestCode(username)), "isPasswordRequired");
    for (const [subError, value] of Object.entries({ ...REFUSED_PASSWORDS, password_recently_used: PASSWORD })) {
      refused(await password.submitNewPassword(value), "isInvalidPassword", { subError });
    }
    const completed = reached(await password.submitNewPassword(NEW_PASSWORD), "isCompleted");
    const account = signedIn(await completed.signIn({ scopes: ["api://contoso-api/Read"] }));
    assert.equal(account.getAccount().username, username);
    await account.signOut();

    refused(await client.signIn({ username, password: PASSWORD }), "isPasswordIncorrect");
    signedIn(await client.signIn({ username, password: NEW_PASSWORD }));
  },

  "reset without signing in": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    await reset(stage, client, username);
    signedIn(await client.signIn({ username, password: NEW_PASSWORD }));
  },

  "reset ends the sessions that were begun with the old password": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    const account = signedIn(await client.signIn({ username, password: PASSWORD }));
    const kept = { ...window.sessionStorage };
    await account.signOut();
    await reset(stage, client, username);
    for (const [key, value] of Object.entries(kept)) {
      window.sessionStorage.setItem(key, value);
    }
    const token = await account.getAccessToken({ forceRefresh: true });
    assert.ok(token.isFailed(), "the old refresh token is no good");
    assert.equal(token.error.errorData.error, "invalid_grant");
  },

  "reset of nobody": async (stage) => {
    const client = await stage.client("password");
    refused(await client.resetPassword({ username: stage.newAddress() }), "isUserNotFound");
    refused(await client.resetPassword({ username: "" }), "isInvalidUsername");
    refused(await client.resetPassword({ username: "@@" }), "isInvalidUsername", { errorCodes: [90100] });
  },

  "reset of somebody who has no password": async (stage) => {
    const username = await stage.newUser({ password: undefined });
    const client = await stage.client("otp");
    const refusal = refused(await client.resetPassword({ username }));
    assert.deepEqual(refusal.errorCodes, [500222]);
  },

  "reset that takes a while": async (stage) => {
    for (const tenant of ["slow-reset", "late-reset"]) {
      const username = await stage.newUser({ tenant });
      const client = await stage.client("password", {}, { tenant });
      const completed = await reset(stage, client, username);
      signedIn(await completed.signIn());
    }
  },

  "reset that fails and leaves the old password in force": async (stage) => {
    const username = await stage.newUser({ tenant: "failing-reset" });
    const client = await stage.client("password", {}, { tenant: "failing-reset" });
    const code = reached(await client.resetPassword({ username }), "isCodeRequired");
    const password = reached(await code.submitCode(await stage.newestCode(username)), "isPasswordRequired");
    refused(await password.submitNewPassword(NEW_PASSWORD), "isPasswordResetFailed");
    signedIn(await client.signIn({ username, password: PASSWORD }));
  },

  "reset where the tenant has none": async (stage) => {
    const username = await stage.newUser({ tenant: "no-reset" });
    const client = await stage.client("password", {}, { tenant: "no-reset" });
    const refusal = refused(await client.resetPassword({ username }));
    assert.deepEqual(refusal.errorCodes, [500222]);
  },

  "reset of a client that cannot ask for a code": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password", { challengeTypes: ["password"] });
    refused(await client.resetPassword({ username }), "isRedirectRequired");
  },

  "reset where a second factor is demanded goes by the registered address": async (stage) => {
    const target = stage.newAddress();
    const username = await stage.newUser({ methods: [{ channel: "email", target }] });
    const client = await stage.client("mfa");
    const code = reached(await client.resetPassword({ username }), "isCodeRequired");
    const password = reached(await code.submitCode(await stage.newestCode(target)), "isPasswordRequired");
    reached(await password.submitNewPassword(NEW_PASSWORD), "isCompleted");
  },

  "a reset that took too long": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    const code = reached(await client.resetPassword({ username }), "isCodeRequired");
    const password = reached(await code.submitCode(await stage.newestCode(username)), "isPasswordRequired");
    await stage.advanceClock(601);
    refused(await password.submitNewPassword(NEW_PASSWORD), "isTokenExpired");
  },
};

/** Resets the password to the new one. Gives the state from which the person can be signed in. */
async function reset(stage, client, username) {
  const code = reached(await client.resetPassword({ username }), "isCodeRequired");
  const password = reached(await code.submitCode(await stage.newestCode(username)), "isPasswordRequired");
  return reached(await password.submitNewPassword(NEW_PASSWORD), "isCompleted");
}
