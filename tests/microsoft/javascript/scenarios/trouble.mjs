// Answers that a tenant's state cannot cause: each is forced, and the client must know what it is and go on after it.

import assert from "node:assert/strict";

import { reached, refused, signedIn } from "../outcome.mjs";
import { NEW_PASSWORD, PASSWORD } from "../passwords.mjs";

export const scenarios = {
  "a server that is down for a moment costs nothing": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    const password = reached(await client.signIn({ username }), "isPasswordRequired");
    for (const fault of [
      { status: 500 },
      { status: 503 },
      { status: 429, retry_after: 1 },
      { shape: "html_page" },
      { drop: "before" },
    ]) {
      await stage.force({ endpoint: "oauth2/v2.0/token", username, ...fault });
      refused(await password.submitPassword(PASSWORD));
    }
    signedIn(await password.submitPassword(PASSWORD));
  },

  "an answer that is lost after the step was taken": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    const password = reached(await client.signIn({ username }), "isPasswordRequired");
    await stage.force({ endpoint: "oauth2/v2.0/token", username, drop: "after" });
    refused(await password.submitPassword(PASSWORD));
    const refusal = refused(await password.submitPassword(PASSWORD));
    assert.deepEqual(refusal.errorCodes, [55200]);
  },

  "refusals at the start": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    const endpoints = {
      "oauth2/v2.0/initiate": () => client.signIn({ username }),
      "resetpassword/v1.0/start": () => client.resetPassword({ username }),
      "signup/v1.0/start": () => client.signUp({ username }),
    };
    for (const [endpoint, begin] of Object.entries(endpoints)) {
      for (const [answer, question] of [
        ["InvalidUsername", "isInvalidUsername"],
        ["UnsupportedChallengeType", "isUnsupportedChallengeType"],
        ["ChallengeTypeRedirect", "isRedirectRequired"],
        ["ExpiredToken", "isTokenExpired"],
        ["ServerError", null],
        ["TemporarilyUnavailable", null],
      ]) {
        await stage.force({ endpoint, username, answer });
        refused(await begin(), question);
      }
    }
    for (const [answer, question] of [
      ["UserAlreadyExists", "isUserAlreadyExists"],
      ["AttributeValidationFailed", "isAttributesValidationFailed"],
      ["PasswordRecentlyUsed", "isInvalidPassword"],
      ["UnsupportedAuthMethod", null],
      ["AuthNotSupported", null],
    ]) {
      await stage.force({ endpoint: "signup/v1.0/start", username, answer });
      refused(await client.signUp({ username }), question);
    }
  },

  "the browser is asked for at every step of a sign-in": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    for (const endpoint of ["oauth2/v2.0/initiate", "oauth2/v2.0/challenge", "oauth2/v2.0/token"]) {
      await stage.force({ endpoint, username, answer: "ChallengeTypeRedirect" });
      const refusal = refused(await client.signIn({ username, password: PASSWORD }), "isRedirectRequired");
      assert.equal(refusal.redirectReason, "It was asked for");
    }
  },

  "the browser is asked for at every step of a reset": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    const force = (endpoint) =>
      stage.force({ endpoint: `resetpassword/v1.0/${endpoint}`, username, answer: "ChallengeTypeRedirect" });
    await force("challenge");
    refused(await client.resetPassword({ username }), "isRedirectRequired");
    const code = reached(await client.resetPassword({ username }), "isCodeRequired");
    await force("continue");
    refused(await code.submitCode(await stage.newestCode(username)), "isRedirectRequired");
    const password = reached(await code.submitCode(await stage.newestCode(username)), "isPasswordRequired");
    await force("submit");
    refused(await password.submitNewPassword(NEW_PASSWORD), "isRedirectRequired");
    await force("poll_completion");
    refused(await password.submitNewPassword(NEW_PASSWORD), "isRedirectRequired");
  },

  "steps that the tenant would not ask for": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    const force = (endpoint, answer) => stage.force({ endpoint, username, answer });
    await force("oauth2/v2.0/challenge", "ChallengeSuccessSMS");
    reached(await client.signIn({ username }), "isCodeRequired");
    // A forced answer moves no flow, so the question that follows it needs one as well.
    await force("oauth2/v2.0/token", "MFARequired");
    await force("oauth2/v2.0/introspect", "IntrospectSuccess");
    const mfa = reached(await client.signIn({ username, password: PASSWORD }), "isMfaRequired");
    assert.equal(mfa.getAuthMethods().length, 2);
    await force("oauth2/v2.0/token", "RegistrationRequired");
    await force("register/v1.0/introspect", "RegistrationIntrospectSuccess");
    reached(await client.signIn({ username, password: PASSWORD }), "isAuthMethodRegistrationRequired");
    await force("oauth2/v2.0/token", "TokenSuccess");
    signedIn(await client.signIn({ username, password: NEW_PASSWORD }));
  },
};
