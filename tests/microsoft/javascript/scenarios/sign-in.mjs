// Sign-in with the first factor: by password and by code, and every way of being turned away.

import assert from "node:assert/strict";

import { reached, refused, signedIn } from "../outcome.mjs";
import { NEW_PASSWORD, PASSWORD } from "../passwords.mjs";

export const scenarios = {
  "sign-in by password in one call": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    const account = signedIn(await client.signIn({ username, password: PASSWORD }));
    assert.equal(account.getAccount().username, username);
    const { oid, tid } = account.getClaims();
    assert.equal(account.getAccount().homeAccountId, `${oid}.${tid}`);
    assert.equal(tid, stage.tenant("contoso").tenant_id);
    assert.equal(account.getClaims().aud, stage.clientId("password"));
  },

  "sign-in by password, wrong first": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    const password = reached(
      await client.signIn({ username, scopes: ["api://contoso-api/Read"] }),
      "isPasswordRequired",
    );
    for (const wrong of ["Quiet-River-42", "x", "quiet-river-41"]) {
      refused(await password.submitPassword(wrong), "isInvalidPassword", {
        error: "invalid_grant",
        errorCodes: [50126],
      });
    }
    signedIn(await password.submitPassword(PASSWORD));
  },

  "sign-in by password in one call, wrong": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    refused(await client.signIn({ username, password: NEW_PASSWORD }), "isPasswordIncorrect");
    signedIn(await client.signIn({ username, password: PASSWORD }));
  },

  "sign-in by code": async (stage) => {
    const username = await stage.newUser({ password: undefined });
    const client = await stage.client("otp");
    let code = reached(await client.signIn({ username }), "isCodeRequired");
    assert.equal(code.getCodeLength(), 8);
    refused(await code.submitCode(await stage.wrongCode(username)), "isInvalidCode", { subError: "invalid_oob_value" });
    const first = await stage.newestCode(username);
    code = reached(await code.resendCode(), "isCodeRequired");
    refused(await code.submitCode(first), "isInvalidCode");
    const account = signedIn(await code.submitCode(await stage.newestCode(username)));
    assert.equal(account.getAccount().username, username);
  },

  "sign-in of somebody who has no password, with one": async (stage) => {
    const username = await stage.newUser({ password: undefined });
    const client = await stage.client("password");
    const code = reached(await client.signIn({ username, password: PASSWORD }), "isCodeRequired");
    signedIn(await code.submitCode(await stage.newestCode(username)));
  },

  "sign-in of somebody with a password by an app whose flow is codes": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("otp");
    const password = reached(await client.signIn({ username }), "isPasswordRequired");
    signedIn(await password.submitPassword(PASSWORD));
  },

  "sign-in by another name": async (stage) => {
    const username = await stage.newUser({ alias: "captain" });
    const client = await stage.client("password");
    const account = signedIn(await client.signIn({ username: "captain", password: PASSWORD }));
    assert.equal(account.getClaims().preferred_username, username);
  },

  "sign-in in other letters and with spaces around": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    signedIn(await client.signIn({ username: username.toUpperCase(), password: PASSWORD }));
  },

  "sign-in under the tenant's ID": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password", {}, { byTenantId: true });
    const account = signedIn(await client.signIn({ username, password: PASSWORD }));
    const token = await account.getAccessToken({ forceRefresh: true, scopes: ["api://contoso-api/Read"] });
    assert.ok(token.isCompleted(), token.error?.errorData);
  },

  "sign-in of nobody": async (stage) => {
    const client = await stage.client("password");
    refused(await client.signIn({ username: stage.newAddress() }), "isUserNotFound");
    refused(await client.signIn({ username: "" }), "isInvalidUsername");
  },

  "sign-in of somebody who was locked out": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    const password = reached(await client.signIn({ username }), "isPasswordRequired");
    for (let i = 0; i < 10; i += 1) {
      refused(await password.submitPassword(`Wrong-Guess-${i}`));
    }
    const refusal = refused(await password.submitPassword(PASSWORD));
    assert.deepEqual(refusal.errorCodes, [50053]);
    await stage.advanceClock(61);
    signedIn(await password.submitPassword(PASSWORD));
  },

  "sign-in of somebody who must change their password": async (stage) => {
    const username = await stage.newUser({ must_change_password: true });
    const client = await stage.client("password");
    refused(await client.signIn({ username, password: PASSWORD }), "isPasswordResetRequired");
    const code = reached(await client.resetPassword({ username }), "isCodeRequired");
    const password = reached(await code.submitCode(await stage.newestCode(username)), "isPasswordRequired");
    reached(await password.submitNewPassword(NEW_PASSWORD), "isCompleted");
    signedIn(await client.signIn({ username, password: NEW_PASSWORD }));
  },

  "sign-in of a disabled account": async (stage) => {
    const username = await stage.newUser({ enabled: false });
    const client = await stage.client("password");
    const refusal = refused(await client.signIn({ username, password: PASSWORD }));
    assert.deepEqual(refusal.errorCodes, [50057]);
  },

  "sign-in ends in the browser where the client cannot ask for what it takes": async (stage) => {
    const withPassword = await stage.newUser();
    const withCode = await stage.newUser({ password: undefined });
    refused(
      await (await stage.client("password", { challengeTypes: ["oob"] })).signIn({ username: withPassword }),
      "isRedirectRequired",
    );
    refused(
      await (await stage.client("otp", { challengeTypes: ["password"] })).signIn({ username: withCode }),
      "isRedirectRequired",
    );
    refused(
      await (await stage.client("otp", { challengeTypes: ["redirect"] })).signIn({ username: withCode }),
      "isRedirectRequired",
    );
  },

  "sign-in by apps that are not set up for it": async (stage) => {
    const username = await stage.newUser();
    const disabled = await stage.client("disabled");
    refused(await disabled.signIn({ username }), null, { subError: "nativeauthapi_disabled" });
    const confidential = await stage.client("confidential");
    refused(await confidential.signIn({ username }), null, { error: "invalid_client" });
    const unknown = await stage.client("none", {}, { clientId: "c9075820-3e6d-4814-af09-b461809d5c03" });
    refused(await unknown.signIn({ username }), null, { error: "unauthorized_client" });
  },

  "sign-in for scopes the app has no consent for": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    const refusal = refused(
      await client.signIn({ username, password: PASSWORD, scopes: ["api://contoso-api/Delete"] }),
    );
    assert.ok(["invalid_scope", "invalid_grant", "consent_required"].includes(refusal.error), refusal.error);
    signedIn(await client.signIn({ username, password: PASSWORD, scopes: ["api://contoso-api/Read"] }));
  },

  "sign-in with claims to ask for": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: "c1" } } });
    signedIn(await client.signIn({ username, password: PASSWORD, claims }));
  },

  "sign-in with parameters and headers of the app's own": async (stage) => {
    const username = await stage.newUser();
    const seen = [];
    const client = await stage.client("password", {
      customAuthApiQueryParams: { dc: "ESTS-PUB-WEULR1", campaign: "spring sale" },
      requestInterceptor: {
        addAdditionalHeaderFields(url) {
          seen.push(new URL(url).pathname);
          return { "x-shop-sensor": "7;8;9" };
        },
      },
    });
    signedIn(await client.signIn({ username, password: PASSWORD }));
    assert.equal(seen.length, 3);
  },

  "a sign-in that took too long": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    const password = reached(await client.signIn({ username }), "isPasswordRequired");
    await stage.advanceClock(601);
    refused(await password.submitPassword(PASSWORD), "isTokenExpired");
  },

  "a step of a sign-in that was taken already": async (stage) => {
    const username = await stage.newUser();
    const client = await stage.client("password");
    const password = reached(await client.signIn({ username }), "isPasswordRequired");
    signedIn(await password.submitPassword(PASSWORD));
    const refusal = refused(await password.submitPassword(PASSWORD));
    assert.deepEqual(refusal.errorCodes, [55200]);
  },

  "codes guessed too often": async (stage) => {
    const username = await stage.newUser({ password: undefined });
    const client = await stage.client("otp");
    let code = reached(await client.signIn({ username }), "isCodeRequired");
    for (let i = 0; i < 5; i += 1) {
      refused(await code.submitCode(await stage.wrongCode(username)));
    }
    refused(await code.submitCode(await stage.newestCode(username)));
    code = reached(await code.resendCode(), "isCodeRequired");
    signedIn(await code.submitCode(await stage.newestCode(username)));
  },
};
