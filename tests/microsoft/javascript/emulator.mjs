// The emulator as a process. Nothing here knows the protocol: the client under test is the one that speaks it.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const TENANTS = fileURLToPath(new URL("../tenants.toml", import.meta.url));

// With these two, the same requests get the same answers, and one run can be held against another.
const REPEATABLE = ["--seed", "20300131", "--clock", "2030-01-31T12:00:00Z"];

/**
 * Starts `native-auth emulator` with these options besides. Gives what it said when it was ready, and `stop`.
 */
export async function startEmulator(...options) {
  const program = process.env.NATIVE_AUTH_BINARY;
  if (!program) {
    throw new Error("NATIVE_AUTH_BINARY must name the program; run `cargo xtask test`");
  }
  const child = spawn(
    program,
    ["emulator", "--ready-json", "--log", "warn", "--config", TENANTS, ...REPEATABLE, ...options],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const ended = new Promise((resolve) => child.once("close", resolve));
  const lines = createInterface({ input: child.stdout });
  const firstLine = new Promise((resolve, reject) => {
    lines.once("line", resolve);
    lines.once("close", () => reject(new Error("the emulator ended before it was ready")));
    child.once("error", reject);
  });
  const ready = JSON.parse(await firstLine);
  return {
    ready,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
