// What the client expects around it: the window of a page. Import this before the client.

import { webcrypto } from "node:crypto";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html>", { url: "https://localhost/" });

// jsdom has no `subtle` in its `crypto`, and the client encrypts what it caches.
Object.defineProperty(window, "crypto", { value: webcrypto });

globalThis.window = window;
for (const name of ["document", "location", "history", "localStorage", "sessionStorage", "navigator"]) {
  // Node has some of these itself, as properties that cannot be assigned.
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
}

/** Makes the page a new one to the client: nobody is signed in. */
export function forgetEverything() {
  window.sessionStorage.clear();
  window.localStorage.clear();
}
