// Asks a running server over one of its protocols, with the protocol's own client: node grafo.mjs URL ws|sse|sse-single
// Each line of the input is {"token":…,"request":…}, answered by a line with the response. Who asks again with the same token does
// so over the same connection, where the protocol has one. In the end a line says how many connections were opened.
import { createClient as createStream } from 'graphql-sse';
import { createClient as createSocket } from 'graphql-ws';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';

const [url, mode] = process.argv.slice(2);
let opened = 0;
const on = { connected: () => { opened++; } };

const make = {
  ws: (token) => createSocket({
    url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, lazy: false, retryAttempts: 0, on, connectionParams: { authorization: `Bearer ${token}` },
  }),
  sse: (token) => createStream({ url, retryAttempts: 0, headers: { authorization: `Bearer ${token}` } }),
  'sse-single': (token) => createStream({
    url, singleConnection: true, lazy: false, retryAttempts: 0, on, headers: { authorization: `Bearer ${token}` },
  }),
}[mode];

const clients = new Map();

async function ask({ token, request }) {
  if (!clients.has(token)) clients.set(token, make(token));
  const all = [];
  try {
    for await (const response of clients.get(token).iterate(request)) all.push(response);
  } catch (refused) {
    if (!Array.isArray(refused)) throw refused;
    return { errors: refused }; // a socket's message of type error
  }
  if (all.length !== 1) throw new Error(`${all.length} responses`);
  return all[0];
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await ask(JSON.parse(line))));
for (const c of clients.values()) await c.dispose();
console.log(JSON.stringify({ opened }));
process.exit(0);
