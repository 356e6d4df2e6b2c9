// Every answer the client gets, in a form that can be held against another run's.

/**
 * Listens to the client by way of `fetch`. `origins` are the addresses that differ from run to run.
 */
export class Recording {
  #answers = [];
  #origins;

  constructor(origins) {
    this.#origins = origins;
    const fetch = globalThis.fetch;
    globalThis.fetch = async (resource, options) => {
      const response = await fetch(resource, options);
      const answer = { endpoint: endpointOf(resource), status: response.status };
      this.#answers.push(answer);
      const text = await response.clone().text();
      const own = correlationIdOf(resource, options);
      answer.body = this.#comparable(own ? text.replaceAll(own, "(correlation id)") : text);
      return response;
    };
  }

  /** What came since the last time it was asked. */
  take() {
    return this.#answers.splice(0);
  }

  // What differs between two runs that are alike is the client's correlation ID and the addresses; both are in the
  // tokens too, of which the signature can say nothing more.
  #comparable(text) {
    const decoded = text.replaceAll(
      /"(eyJ[\w-]+)\.(eyJ[\w-]+)\.[\w-]+"/g,
      (_, header, claims) => `${decode(header)} ${decode(claims)}`,
    );
    return this.#origins.reduce((masked, origin) => masked.replaceAll(origin, "(origin)"), decoded);
  }
}

/** The path after the tenant. */
function endpointOf(resource) {
  return new URL(resource).pathname.split("/").slice(2).join("/");
}

// A refresh has it in the address, every other request in a header.
function correlationIdOf(resource, options) {
  return (
    new URL(resource).searchParams.get("client-request-id") ?? new Headers(options?.headers).get("client-request-id")
  );
}

function decode(part) {
  return Buffer.from(part, "base64url").toString();
}
