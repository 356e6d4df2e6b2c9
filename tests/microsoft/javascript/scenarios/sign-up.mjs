// Sign-up: a code, a password and attributes, in every order in which the client asks for them.

import assert from "node:assert/strict";

import { reached, refused, signedIn } from "../outcome.mjs";
import { PASSWORD, REFUSED_PASSWORDS } from "../passwords.mjs";

const ATTRIBUTES = { displayName: "Ada Berg", city: "Bergen" };

export const scenarios = {
  "sign-up asks for a code, a password and attributes, one after the other": async (stage) => {
    const client = await stage.client("password");
    const username = stage.newAddress();
    let code = reached(await client.signUp({ username }), "isCodeRequired");
    assert.equal(code.getCodeLength(), 8);
    assert.equal(code.getCodeResendInterval(), 300);
    refused(await code.submitCode("1234"), "isInvalidCode");
    refused(await code.submitCode(await stage.wrongCode(username)), "isInvalidCode", { subError: "invalid_oob_value" });
    const first = await stage.newestCode(username);
    code = reached(await code.resendCode(), "isCodeRequired");
    refused(await code.submitCode(first), "isInvalidCode");

    const password = reached(await code.submitCode(await stage.newestCode(username)), "isPasswordRequired");
    for (const [subError, value] of Object.entries(REFUSED_PASSWORDS)) {
      refused(await password.submitPassword(value), "isInvalidPassword", { subError });
    }
    const attributes = reached(await password.submitPassword(PASSWORD), "isAttributesRequired");
    assert.deepEqual(
      attributes.getRequiredAttributes().map((attribute) => [attribute.name, attribute.type, attribute.required]),
      [
        ["displayName", "string", true],
        ["city", "string", true],
      ],
    );
    assert.equal(attributes.getRequiredAttributes()[1].options.regex, "^[^0-9]+$");

    refused(await attributes.submitAttributes({ city: "Bergen" }), "isMissingRequiredAttributes");
    const refusal = refused(
      await attributes.submitAttributes({ ...ATTRIBUTES, city: "5003" }),
      "isAttributesValidationFailed",
    );
    assert.deepEqual(refusal.attributes, [{ name: "city" }]);
    const completed = reached(await attributes.submitAttributes(ATTRIBUTES), "isCompleted");

    const account = signedIn(await completed.signIn({ scopes: ["api://contoso-api/Read"] }));
    assert.equal(account.getAccount().username, username);
    assert.equal(account.getAccount().name, ATTRIBUTES.displayName);
  },

  "sign-up takes everything at once": async (stage) => {
    const client = await stage.client("password");
    const username = stage.newAddress();
    const code = reached(
      await client.signUp({ username, password: PASSWORD, attributes: ATTRIBUTES }),
      "isCodeRequired",
    );
    const completed = reached(await code.submitCode(await stage.newestCode(username)), "isCompleted");
    signedIn(await completed.signIn());
  },

  "sign-up takes the password at once and asks for the attributes": async (stage) => {
    const client = await stage.client("password");
    const username = stage.newAddress();
    const code = reached(await client.signUp({ username, password: PASSWORD }), "isCodeRequired");
    const attributes = reached(await code.submitCode(await stage.newestCode(username)), "isAttributesRequired");
    reached(await attributes.submitAttributes(ATTRIBUTES), "isCompleted");
  },

  "sign-up takes the attributes at once and asks for the password": async (stage) => {
    const client = await stage.client("password");
    const username = stage.newAddress();
    const code = reached(await client.signUp({ username, attributes: ATTRIBUTES }), "isCodeRequired");
    const password = reached(await code.submitCode(await stage.newestCode(username)), "isPasswordRequired");
    reached(await password.submitPassword(PASSWORD), "isCompleted");
  },

  "sign-up without attributes to ask for ends at the password": async (stage) => {
    const client = await stage.client("mfa");
    const username = stage.newAddress();
    const code = reached(await client.signUp({ username }), "isCodeRequired");
    const password = reached(await code.submitCode(await stage.newestCode(username)), "isPasswordRequired");
    reached(await password.submitPassword(PASSWORD), "isCompleted");
  },

  "sign-up by code alone": async (stage) => {
    const client = await stage.client("otp");
    const username = stage.newAddress();
    const code = reached(await client.signUp({ username }), "isCodeRequired");
    refused(await code.submitCode(await stage.wrongCode(username)), "isInvalidCode");
    const completed = reached(await code.submitCode(await stage.newestCode(username)), "isCompleted");
    const account = signedIn(await completed.signIn());
    assert.equal(account.getAccount().username, username);
  },

  "sign-up by code alone asks for an attribute": async (stage) => {
    const client = await stage.client("otp-with-city");
    const username = stage.newAddress();
    const code = reached(await client.signUp({ username }), "isCodeRequired");
    const attributes = reached(await code.submitCode(await stage.newestCode(username)), "isAttributesRequired");
    const completed = reached(await attributes.submitAttributes({ city: "Bergen" }), "isCompleted");
    signedIn(await completed.signIn());
  },

  "sign-up checks a custom attribute": async (stage) => {
    const client = await stage.client("password");
    const username = stage.newAddress();
    const loyaltyNumber = "extension_3d8c0b6e51f74a928e4dc96f2a7b1e05_loyaltyNumber";
    const begin = (number) =>
      client.signUp({ username, password: PASSWORD, attributes: { ...ATTRIBUTES, [loyaltyNumber]: number } });
    const refusal = refused(await begin("twelve"), "isAttributesValidationFailed");
    assert.deepEqual(refusal.attributes, [{ name: loyaltyNumber }]);
    const code = reached(await begin("471147"), "isCodeRequired");
    reached(await code.submitCode(await stage.newestCode(username)), "isCompleted");
  },

  "sign-up refuses a bad password at once, and says what is wrong with it": async (stage) => {
    const client = await stage.client("password");
    for (const [subError, password] of Object.entries(REFUSED_PASSWORDS)) {
      refused(await client.signUp({ username: stage.newAddress(), password }), "isInvalidPassword", { subError });
    }
  },

  "sign-up knows who is there already": async (stage) => {
    const username = await stage.newUser();
    for (const app of ["password", "otp"]) {
      const client = await stage.client(app);
      refused(await client.signUp({ username }), "isUserAlreadyExists");
    }
  },

  "sign-up refuses what is no address": async (stage) => {
    const client = await stage.client("password");
    refused(await client.signUp({ username: "no address" }), "isInvalidUsername", { errorCodes: [90100] });
    refused(await client.signUp({ username: "" }), "isInvalidUsername");
  },

  "sign-up ends in the browser where the client cannot ask for a password": async (stage) => {
    const client = await stage.client("password", { challengeTypes: ["oob"] });
    const username = stage.newAddress();
    const started = await client.signUp({ username });
    // The server may send them away at the start or when the password is due.
    const result = started.isCodeRequired?.()
      ? await started.state.submitCode(await stage.newestCode(username))
      : started;
    refused(result, "isRedirectRequired");
  },

  "sign-up ends in the browser where the client cannot ask for a code": async (stage) => {
    const client = await stage.client("otp", { challengeTypes: ["password"] });
    refused(await client.signUp({ username: stage.newAddress() }), "isRedirectRequired");
  },

  "sign-up that the user flow forbids": async (stage) => {
    const client = await stage.client("closed");
    refused(await client.signUp({ username: stage.newAddress() }), null, { error: "access_denied" });
  },

  "a sign-up that took too long": async (stage) => {
    const client = await stage.client("password");
    const username = stage.newAddress();
    const code = reached(await client.signUp({ username }), "isCodeRequired");
    await stage.advanceClock(601);
    refused(await code.submitCode(await stage.newestCode(username)), "isTokenExpired");
    // Nothing is left of it.
    reached(await client.signUp({ username }), "isCodeRequired");
  },

  "two sign-ups of one person, of which the first to end wins": async (stage) => {
    const client = await stage.client("otp");
    const username = stage.newAddress();
    const early = reached(await client.signUp({ username }), "isCodeRequired");
    const code = await stage.newestCode(username);
    const late = reached(await client.signUp({ username }), "isCodeRequired");
    const other = await stage.newestCode(username);
    reached(await late.submitCode(other), "isCompleted");
    refused(await early.submitCode(code), null, { error: "user_already_exists" });
  },
};
