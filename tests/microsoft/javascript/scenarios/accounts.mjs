// Signed-in accounts: their tokens, fresh ones, and signing out.

import assert from "node:assert/strict";

import { reached, signedIn } from "../outcome.mjs";
import { PASSWORD } from "../passwords.mjs";

const READ = "api://contoso-api/Read";
const WRITE = "api://contoso-api/Write";

export const scenarios = {
  "a token from the cache, a fresh one, and one for another scope": async (stage) => {
    const { account } = await signIn(stage, [READ]);
    const cached = token(await account.getAccessToken({ forceRefresh: false, scopes: [READ] }));
    assert.equal(cached.fromCache, true);
    assert.deepEqual(scopesOf(cached), [READ]);

    const fresh = token(await account.getAccessToken({ forceRefresh: true, scopes: [READ] }));
    assert.equal(fresh.fromCache, false);
    assert.notEqual(fresh.accessToken, cached.accessToken);

    const other = token(await account.getAccessToken({ forceRefresh: false, scopes: [WRITE] }));
    assert.equal(other.fromCache, false);
    assert.deepEqual(scopesOf(other), [WRITE]);
    assert.equal(other.account.homeAccountId, account.getAccount().homeAccountId);

    const again = token(await account.getAccessToken({ forceRefresh: false, scopes: [WRITE] }));
    assert.equal(again.accessToken, other.accessToken);
  },

  "a token for no scope in particular": async (stage) => {
    const { account } = await signIn(stage);
    const cached = token(await account.getAccessToken({ forceRefresh: false }));
    assert.equal(cached.fromCache, true);
    const fresh = token(await account.getAccessToken({ forceRefresh: true }));
    assert.equal(fresh.fromCache, false);
  },

  "fresh tokens one after the other": async (stage) => {
    const { account } = await signIn(stage, [READ]);
    const seen = new Set();
    for (let i = 0; i < 3; i += 1) {
      seen.add(token(await account.getAccessToken({ forceRefresh: true, scopes: [READ] })).accessToken);
    }
    assert.equal(seen.size, 3);
  },

  "a token for a scope the app has no consent for": async (stage) => {
    const { account } = await signIn(stage, [READ]);
    const result = await account.getAccessToken({ forceRefresh: true, scopes: ["api://contoso-api/Delete"] });
    assert.ok(result.isFailed());
    token(await account.getAccessToken({ forceRefresh: true, scopes: [READ] }));
  },

  "a fresh token with claims to ask for": async (stage) => {
    const { account } = await signIn(stage, [READ]);
    const claims = JSON.stringify({ access_token: { nbf: { essential: true, value: "1700000000" } } });
    token(await account.getAccessToken({ forceRefresh: true, scopes: [READ], claims }));
  },

  "a fresh token after three months": async (stage) => {
    const { account } = await signIn(stage, [READ]);
    await stage.advanceClock(91 * 24 * 3600);
    const result = await account.getAccessToken({ forceRefresh: true, scopes: [READ] });
    assert.ok(result.isFailed());
    assert.equal(result.error.errorData.error, "invalid_grant");
  },

  "the account that is signed in is found again, and not after it has signed out": async (stage) => {
    const { client, account, username } = await signIn(stage);
    const found = client.getCurrentAccount();
    assert.ok(found.isCompleted());
    assert.equal(found.data.getAccount().username, username);
    const refusal = await client.signIn({ username, password: PASSWORD });
    assert.ok(refusal.isFailed(), "somebody is signed in already");

    assert.ok((await account.signOut()).isCompleted());
    assert.ok(client.getCurrentAccount().error.isCurrentAccountNotFound());
    assert.ok((await account.getAccessToken({ forceRefresh: false })).error.isCurrentAccountNotFound());
    assert.ok((await account.signOut()).error.isUserNotSignedIn());
    signedIn(await client.signIn({ username, password: PASSWORD }));
  },

  "the tokens say who signed in, for whom and by which tenant": async (stage) => {
    const { account, username } = await signIn(stage, [READ]);
    const tenant = stage.tenant("contoso");
    const claims = account.getClaims();
    assert.equal(claims.preferred_username, username);
    assert.equal(claims.tid, tenant.tenant_id);
    assert.equal(claims.aud, stage.clientId("password"));
    assert.equal(claims.ver, "2.0");
    assert.equal(account.getIdToken().split(".").length, 3);
    const access = token(await account.getAccessToken({ forceRefresh: false, scopes: [READ] })).accessToken;
    const body = JSON.parse(Buffer.from(access.split(".")[1], "base64url").toString());
    assert.equal(body.scp, "Read");
    assert.equal(body.oid, claims.oid);
  },
};

async function signIn(stage, scopes) {
  const username = await stage.newUser();
  const client = await stage.client("password");
  const password = reached(await client.signIn({ username, scopes }), "isPasswordRequired");
  const account = signedIn(await password.submitPassword(PASSWORD));
  return { client, account, username };
}

/** What the client hands out. */
function token(result) {
  assert.ok(result.isCompleted(), JSON.stringify(result.error?.errorData));
  assert.ok(result.data.accessToken);
  return result.data;
}

/** The API's scopes that were granted. */
function scopesOf(data) {
  return data.scopes.filter((scope) => scope.startsWith("api://"));
}
