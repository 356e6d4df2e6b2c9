// The lock file pins every package by its checksum and leaves open where a machine gets it from.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

test("the lock file pins every package and names no registry", () => {
  const { packages } = JSON.parse(readFileSync(new URL("package-lock.json", import.meta.url)));
  const [root, ...installed] = Object.values(packages);
  for (const version of Object.values(root.dependencies)) {
    assert.match(version, /^\d+\.\d+\.\d+$/, "an exact version");
  }
  assert.ok(installed.length > 1);
  for (const entry of installed) {
    assert.match(entry.integrity, /^sha512-/);
    assert.equal(entry.resolved, undefined);
  }
});
