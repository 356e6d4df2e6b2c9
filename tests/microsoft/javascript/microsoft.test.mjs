// Microsoft's JavaScript client against the emulator: every scenario in three ways, and whether the answers depend on
// what a client says of itself.

import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { startEmulator } from "./emulator.mjs";
import { startProxy } from "./proxy.mjs";
import { scenarios } from "./scenarios/all.mjs";

const PLAYER = fileURLToPath(new URL("play.mjs", import.meta.url));

const ENDPOINTS = [
  "oauth2/v2.0/challenge",
  "oauth2/v2.0/initiate",
  "oauth2/v2.0/introspect",
  "oauth2/v2.0/token",
  "register/v1.0/challenge",
  "register/v1.0/continue",
  "register/v1.0/introspect",
  "resetpassword/v1.0/challenge",
  "resetpassword/v1.0/continue",
  "resetpassword/v1.0/poll_completion",
  "resetpassword/v1.0/start",
  "resetpassword/v1.0/submit",
  "signup/v1.0/challenge",
  "signup/v1.0/continue",
  "signup/v1.0/start",
];

// What the client was answered, by way and scenario.
const answers = {};

test("over https, trusting the emulator's certificate authority", async (t) => {
  const emulator = await startEmulator("--tls");
  t.after(() => emulator.stop());
  const environment = { NODE_EXTRA_CA_CERTS: emulator.ready.ca_certificate };
  answers.https = await playAll(t, { ready: emulator.ready }, environment);
});

test("over http, by the client's proxy setting", async (t) => {
  const emulator = await startEmulator();
  t.after(() => emulator.stop());
  answers.http = await playAll(t, { ready: emulator.ready, proxy: emulator.ready.origin });
});

test("over http, by a proxy that hides who asks", async (t) => {
  const emulator = await startEmulator();
  t.after(() => emulator.stop());
  const proxy = await startProxy(emulator.ready.origin);
  t.after(() => proxy.stop());
  answers.hidden = await playAll(t, { ready: emulator.ready, proxy: proxy.origin });
  assert.deepEqual([...proxy.removed].sort(), [
    "user-agent",
    "x-client-cpu",
    "x-client-current-telemetry",
    "x-client-last-telemetry",
    "x-client-os",
    "x-client-sku",
    "x-client-ver",
  ]);
});

test("the scenarios ask every endpoint", () => {
  const asked = Object.values(answers.http).flatMap((list) => list.map((answer) => answer.endpoint));
  assert.deepEqual([...new Set(asked)].sort(), ENDPOINTS);
});

for (const name of Object.keys(scenarios)) {
  test(`the same answers each way: ${name}`, () => {
    assert.ok(answers.http[name].length > 0, "something was asked");
    assert.deepEqual(answers.hidden[name], answers.http[name], "who asks makes no difference");
    assert.deepEqual(answers.https[name], answers.http[name], "how they ask makes no difference");
  });
}

/** Plays every scenario in a process of its own, each a test within `t`. Gives the answers by scenario. */
async function playAll(t, start, environment = {}) {
  const child = fork(PLAYER, { env: { ...process.env, ...environment } });
  t.after(() => child.kill());
  const played = {};
  child.on("message", (result) => {
    played[result.name] = result;
  });
  child.send(start);
  const status = await new Promise((resolve) => child.once("close", resolve));

  for (const name of Object.keys(scenarios)) {
    await t.test(name, () => {
      assert.ok(played[name], `the client's process ended with ${status} before this`);
      assert.equal(played[name].failure, null, played[name].failure);
    });
  }
  return Object.fromEntries(Object.values(played).map((result) => [result.name, result.answers]));
}
