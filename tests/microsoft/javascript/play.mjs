// The client's side of a run, in a process of its own: Node reads the certificates it trusts when it starts.
//
// Its parent sends what the emulator said, and the proxy to use if there is one. It plays every scenario, tells of each
// how it went, and ends.

import "./browser.mjs";
import { promisify } from "node:util";

import { Recording } from "./recording.mjs";
import { scenarios } from "./scenarios/all.mjs";
import { Stage } from "./stage.mjs";

const tell = promisify(process.send.bind(process));

process.once("message", async ({ ready, proxy }) => {
  const stage = new Stage(ready, proxy);
  const recording = new Recording([ready.origin]);
  for (const [name, scenario] of Object.entries(scenarios)) {
    let failure = null;
    try {
      await scenario(stage);
    } catch (error) {
      failure = error.stack ?? String(error);
    }
    await tell({ name, failure, answers: recording.take() });
  }
  // The client keeps a channel to other windows open, so the process would not end by itself.
  process.exit();
});
