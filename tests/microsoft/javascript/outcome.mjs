// What a call of the client must have come to.

import assert from "node:assert/strict";

/** The result is at the state that `question`, such as `isCodeRequired`, asks for. Gives that state. */
export function reached(result, question) {
  assert.equal(typeof result[question], "function", `the result has no ${question}`);
  assert.ok(result[question](), `${question} is false: ${describe(result)}`);
  assert.equal(result.error, undefined);
  return result.state;
}

/**
 * The result is an error for which `question`, such as `isInvalidCode`, is true. `facts` are members of what the
 * server said, besides. Gives what it said.
 */
export function refused(result, question, facts = {}) {
  assert.ok(result.error, `it was not refused: ${describe(result)}`);
  if (question) {
    assert.equal(typeof result.error[question], "function", `the error has no ${question}`);
    assert.ok(result.error[question](), `${question} is false: ${describe(result)}`);
  }
  for (const [name, value] of Object.entries(facts)) {
    assert.deepEqual(result.error.errorData[name], value, `${name}: ${describe(result)}`);
  }
  return result.error.errorData;
}

/** Somebody is signed in. Gives their account. */
export function signedIn(result) {
  reached(result, "isCompleted");
  assert.ok(result.data, "an account comes with it");
  return result.data;
}

function describe(result) {
  return JSON.stringify({ state: result.state?.constructor?.name, error: result.error?.errorData });
}
