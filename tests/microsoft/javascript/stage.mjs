// What a scenario is given: clients of an app, people, and the pages of the emulator's own.

import { forgetEverything } from "./browser.mjs";
import { CustomAuthPublicClientApplication } from "@azure/msal-browser/custom-auth";

import { PASSWORD } from "./passwords.mjs";

export class Stage {
  #origin;
  #tenants;
  #proxy;
  #fetch;
  #people = 0;

  /**
   * `ready` is what the emulator said. With a `proxy`, an origin, the client talks to that, by its proxy setting;
   * without, to the emulator as its authority.
   */
  constructor(ready, proxy) {
    this.#origin = ready.origin;
    this.#tenants = ready.tenants;
    this.#proxy = proxy;
    // The one that nobody listens to.
    this.#fetch = globalThis.fetch;
  }

  /** A client of the app, on a page where nobody is signed in. `changes` go over its `customAuth` settings. */
  async client(app, changes = {}, { tenant = "contoso", clientId, byTenantId = false } = {}) {
    forgetEverything();
    const known = this.tenant(tenant);
    const path = byTenantId ? `/${known.tenant_id}` : new URL(known.authority).pathname;
    const customAuth = {
      challengeTypes: ["password", "oob", "redirect"],
      capabilities: ["mfa_required", "registration_required"],
      ...changes,
    };
    // The client takes an address of https only, but none is looked up when there is a proxy.
    let authority = `https://${known.name}.ciamlogin.com${path}`;
    if (this.#proxy) {
      customAuth.authApiProxyUrl = this.#proxy + path;
    } else {
      authority = this.#origin + path;
    }
    return CustomAuthPublicClientApplication.create({
      auth: { clientId: clientId ?? this.clientId(app, tenant), authority },
      cache: { cacheLocation: "sessionStorage" },
      customAuth,
    });
  }

  tenant(name) {
    return this.#tenants.find((tenant) => tenant.name === name);
  }

  clientId(app, tenant = "contoso") {
    return this.tenant(tenant).apps.find((known) => known.name === app).client_id;
  }

  /** An address that nobody has used yet. */
  newAddress() {
    this.#people += 1;
    return `person${this.#people}@example.com`;
  }

  /** A phone number that nobody has used yet, in a country of this prefix. */
  newNumber(prefix = "+47") {
    this.#people += 1;
    return `${prefix}9000${String(this.#people).padStart(4, "0")}`;
  }

  /** Makes a user with a password, unless the facts say otherwise. Gives their address. */
  async newUser(facts = {}) {
    const username = this.newAddress();
    await this.#post("users", { tenant: "contoso", username, password: PASSWORD, ...facts });
    return username;
  }

  /** The code that was sent last to this address or number. */
  async newestCode(recipient) {
    const query = new URLSearchParams({ recipient });
    const response = await this.#fetch(`${this.#origin}/_emulator/messages?${query}`);
    const messages = await response.json();
    return messages.at(-1).code;
  }

  /** A code of the same length that is not the one sent last. */
  async wrongCode(recipient) {
    const code = await this.newestCode(recipient);
    return (code[0] === "9" ? "0" : "9") + code.slice(1);
  }

  /** Forces the answer of the next requests that fit. */
  async force(fault) {
    await this.#post("faults", fault);
  }

  async advanceClock(seconds) {
    await this.#post("clock", { advance_seconds: seconds });
  }

  async #post(page, body) {
    const response = await this.#fetch(`${this.#origin}/_emulator/${page}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`/_emulator/${page} answered ${response.status}: ${await response.text()}`);
    }
    return response.json();
  }
}
