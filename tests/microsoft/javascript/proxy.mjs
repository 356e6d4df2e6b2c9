// A proxy that hides who asks: it passes requests on without the headers that name the client.

import http from "node:http";

/**
 * Starts a proxy in front of an origin of plain HTTP. Gives its own `origin`, the names of the headers it has
 * `removed` so far, and `stop`.
 */
export async function startProxy(target) {
  const removed = new Set();
  const server = http.createServer((request, response) => {
    const headers = {};
    for (const [name, value] of Object.entries(request.headers)) {
      if (namesTheClient(name)) {
        removed.add(name);
      } else {
        headers[name] = value;
      }
    }
    headers.host = new URL(target).host;
    const onward = http.request(new URL(request.url, target), { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders);
      // An answer that breaks off on one side breaks off on the other.
      answer.once("error", () => response.destroy());
      answer.pipe(response);
    });
    onward.once("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    removed,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function namesTheClient(header) {
  return header === "user-agent" || header.startsWith("x-client-");
}
