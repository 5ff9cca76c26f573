// Drives a server with the client graphql-ws, over the WebSocket implementation ws. Usage: node socket.mjs URL CONTROL
// where CONTROL/drain makes the server stop and another one follow. Ends with 0 when all is as it should.
import assert from 'node:assert/strict';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [url, control] = process.argv.slice(2);

function client(token, more = {}) {
  return createClient({
    url,
    webSocketImpl: WebSocket,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 20)),
    connectionParams: () => ({ Authorization: `Bearer ${typeof token === 'function' ? token() : token}` }),
    ...more,
  });
}

async function all(iterator) {
  const results = [];
  for await (const r of iterator) results.push(r);
  return results;
}

async function refused(iterator) {
  try {
    await all(iterator);
  } catch (e) {
    return e;
  }
  assert.fail('not refused');
}

const heard = (c, event) => new Promise((resolve) => c.on(event, (...args) => resolve(args)));

const cases = {
  async query() {
    const c = client('anna');
    assert.deepEqual(await all(c.iterate({ query: 'query Q($n: String) { saluto(nome: $n) chi }', variables: { n: 'nodo' } })), [
      { data: { saluto: 'ciao nodo', chi: 'NNA' } },
    ]);
  },

  async mutation() {
    assert.deepEqual(await all(client('bruno').iterate({ query: 'mutation { saluta(nome: "x") }' })), [{ data: { saluta: 'ciao x' } }]);
  },

  async 'subscription to its end'() {
    const events = await all(client('anna').iterate({ query: 'subscription { conta(fino: 500) }' }));
    assert.deepEqual(events.map((e) => e.data.conta), Array.from({ length: 500 }, (_, i) => i + 1));
  },

  async 'unsubscribe in the middle, others go on'() {
    const c = client('anna', { lazy: false });
    let seen = 0;
    for await (const e of c.iterate({ query: 'subscription { inonda(byte: 1000) }' })) {
      assert.equal(e.data.inonda.length, 1000);
      if (++seen === 50) break;
    }
    assert.equal((await all(c.iterate({ query: '{ chi }' })))[0].data.chi, 'NNA');
    await c.dispose();
  },

  async errors() {
    const c = client('anna', { lazy: false });
    assert.match((await refused(c.iterate({ query: '{ inesistente }' })))[0].message, /inesistente/);
    assert.match((await refused(c.iterate({ query: 'subscription { nega }' })))[0].message, /Non consentito/);
    const [partial] = await all(c.iterate({ query: '{ errore chi }' }));
    assert.equal(partial.data.chi, 'NNA');
    assert.match(partial.errors[0].message, /Non trovato/);
    await c.dispose();
  },

  async 'bad token is 4403'() {
    const e = await refused(client('nessuno', { retryAttempts: 0 }).iterate({ query: '{ chi }' }));
    assert.deepEqual([e.code, e.reason], [4403, 'Forbidden']);
  },

  async 'no identity service is 1013, which is tried again'() {
    let attempts = 0;
    const c = client(() => (++attempts < 3 ? 'assente' : 'anna'));
    assert.equal((await all(c.iterate({ query: '{ chi }' })))[0].data.chi, 'NNA');
    assert.equal(attempts, 3);
  },

  async 'second subscriber with an id is 4409, and final'() {
    const c = client('anna', { generateID: () => 'uno', lazy: false, onNonLazyError() {} });
    const first = refused(c.iterate({ query: 'subscription { tace }' }));
    const e = await refused(c.iterate({ query: '{ chi }' }));
    assert.deepEqual([e.code, e.reason], [4409, 'Subscriber for uno already exists']);
    assert.equal((await first).code, 4409);
  },

  async 'expiry, then again with a new token'() {
    const tokens = ['scade-300', 'bruno'];
    const closed = [];
    const c = client(() => tokens.shift(), { on: { closed: (e) => closed.push([e.code, e.reason]) } });
    let unsubscribe;
    const again = new Promise((resolve, reject) => {
      unsubscribe = c.subscribe({ query: 'subscription { tace }' }, { next() {}, error: reject, complete() {} });
      c.on('connected', (_socket, payload, retrying) => retrying && resolve(payload));
    });
    assert.ok(Date.parse((await again).scadenza) > Date.now());
    assert.deepEqual(closed, [[4403, 'Token expired']]);
    unsubscribe();
  },

  async 'keep-alive'() {
    const c = client('anna', { keepAlive: 20, lazy: false });
    const pong = heard(c, 'pong');
    await heard(c, 'connected');
    assert.deepEqual(await pong, [true, undefined]);
    await c.dispose();
  },

  async 'renewal in place'() {
    const c = client('scade-800', { lazy: false });
    let closed = 0;
    c.on('closed', () => closed++);
    const [socket, payload] = await heard(c, 'connected');
    const pong = heard(c, 'pong');
    socket.send(JSON.stringify({ type: 'ping', payload: { authorization: 'Bearer anna' } }));
    const [received, renewed] = await pong;
    assert.ok(received && Date.parse(renewed.scadenza) > Date.parse(payload.scadenza));
    await new Promise((resolve) => setTimeout(resolve, 1200));
    assert.equal(closed, 0);
    assert.equal((await all(c.iterate({ query: '{ chi }' })))[0].data.chi, 'NNA');
    await c.dispose();
  },

  // The last: the server behind url stops, and another one takes its address over.
  async 'drain, then again with the server that follows'() {
    const closed = [];
    const c = client('anna', { retryAttempts: 50, on: { closed: (e) => closed.push([e.code, e.reason]) } });
    let unsubscribe;
    const again = new Promise((resolve, reject) => {
      unsubscribe = c.subscribe({ query: 'subscription { tace }' }, { next() {}, error: reject, complete() {} });
      c.on('connected', (_socket, _payload, retrying) => retrying && resolve());
    });
    await heard(c, 'connected');
    await fetch(`${control}/drain`);
    await again;
    assert.deepEqual(closed[0], [1001, 'Server is stopping']);
    assert.equal((await all(c.iterate({ query: '{ chi }' })))[0].data.chi, 'NNA');
    unsubscribe();
  },
};

for (const [name, run] of Object.entries(cases)) {
  try {
    await run();
    console.log('ok', name);
  } catch (e) {
    console.error('not ok', name, e);
    process.exit(1);
  }
}
