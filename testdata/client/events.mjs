// Speaks to a running edge with the protocol's own client: node events.mjs http://127.0.0.1:8080/graphql distinct|single
// On the same server GET /taglia cuts every connection, /in-corso counts what runs, /lascia lets what waits go on.
import assert from 'node:assert/strict';
import { createClient, NetworkError } from 'graphql-sse';

const url = process.argv[2] ?? fail('usage: node events.mjs URL');
const watchdog = setTimeout(() => fail('not finished after 60 s'), 60_000);
const soon = () => new Promise((resolve) => { setTimeout(resolve, 50); });
const cut = () => fetch(new URL('/taglia', url)).catch(() => {});

function client(options) {
  return createClient({ url, headers: { authorization: 'Bearer anna' }, retryAttempts: 0, ...options });
}

async function results(c, query) {
  const all = [];
  for await (const result of c.iterate({ query })) all.push(result);
  return all;
}

// Asks the test server, once more if the connection that was kept open turns out to have been cut.
const ask = (path) => fetch(new URL(path, url)).catch(() => fetch(new URL(path, url)));

async function running() {
  return Number(await (await ask('/in-corso')).text());
}

// Waits until as many operations run.
async function runs(n) {
  for (let i = 0; i < 400; i++) {
    if (await running() === n) return;
    await soon();
  }
  assert.equal(await running(), n);
}

let passed = 0;
async function check(name, body) {
  try {
    await body();
  } catch (error) {
    fail(`${name}: ${error.stack}`);
  }
  passed++;
  console.log(`ok   ${name}`);
}

function fail(message) {
  console.error(`FAIL ${message}`);
  process.exit(1);
}

const singleConnection = process.argv[3] === 'single';
const c = client({ singleConnection });

await check('a query', async () => {
  assert.deepEqual(await results(c, '{ saluto chi }'), [{ data: { saluto: 'ciao mondo', chi: 'NNA' } }]);
});
await check('a mutation', async () => {
  assert.deepEqual(await results(c, 'mutation { saluta(nome: "Anna") }'), [{ data: { saluta: 'ciao Anna' } }]);
});
await check('a subscription', async () => {
  const all = await results(c, 'subscription { conta(fino: 500) }');
  assert.deepEqual(all.map((r) => r.data.conta), Array.from({ length: 500 }, (_, i) => i + 1));
});
await check('ten at once', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, (_, i) => results(c, `subscription { conta(fino: ${i + 1}) }`)));
  all.forEach((one, i) => assert.equal(one.length, i + 1));
});
await check('left in the middle, the operation ends on the server', async () => {
  let seen = 0;
  for await (const { data } of c.iterate({ query: 'subscription { inonda(byte: 10) }' })) {
    assert.equal(data.inonda, 'xxxxxxxxxx');
    if (++seen === 3) break;
  }
  await runs(0);
});
await check('an operation left while others run', async () => {
  const stay = c.iterate({ query: 'subscription { tace }' });
  const waiting = stay.next();
  await runs(1);
  const leave = c.subscribe({ query: 'subscription { tace }' }, { next() {}, error() {}, complete() {} });
  await runs(2);
  leave();
  await runs(1);
  await stay.return();
  assert.deepEqual(await waiting, { done: true, value: undefined });
  await runs(0);
});
await check('errors of the request reach whoever asked', async () => {
  for (const query of ['{', '{ nessuno }', 'query($n: Int!) { grande(byte: $n) }']) {
    const [one, ...more] = await results(c, query);
    assert.ok(one.errors.length > 0 && !('data' in one) && more.length === 0, JSON.stringify(one));
  }
});
await check('errors of fields', async () => {
  const [one] = await results(c, '{ saluto errore }');
  assert.equal(one.data.saluto, 'ciao mondo');
  assert.equal(one.errors.length, 1);
  assert.equal((await results(c, 'subscription { nega }'))[0].errors.length, 1);
  const two = [];
  for await (const result of c.iterate({ query: 'subscription { rompe }' })) if (two.push(result) === 2) break;
  assert.deepEqual(two[0], { data: { rompe: 1 } });
  assert.ok(two[1].data.rompe === null && two[1].errors.length === 1, JSON.stringify(two[1]));
  await runs(0);
});
await check('a bad token', async () => {
  const stranger = client({ singleConnection, headers: { authorization: 'Bearer nessuno' } });
  await assert.rejects(results(stranger, '{ saluto }'), (e) => e instanceof NetworkError && e.response.status === 401);
});
await check('a bearer that ends', async () => {
  const brief = client({ singleConnection, headers: { authorization: 'Bearer scade-500' } });
  const [one, ...more] = await results(brief, 'subscription { tace }');
  assert.equal(one.errors[0].extensions.code, 'UNAUTHENTICATED');
  assert.equal(more.length, 0);
});
await check('after a cut it tries again', async () => {
  let attempts = 0;
  const patient = client({ singleConnection, retryAttempts: 5, retry: soon, on: { connecting: () => { attempts++; } } });
  const done = results(patient, '{ attende }');
  await runs(1);
  await cut();
  await runs(singleConnection ? 2 : 1); // what runs on a reservation outlives its connection
  await ask('/lascia');
  assert.deepEqual(await done, [{ data: { attende: 'fatto' } }]);
  assert.ok(attempts >= 2, `${attempts} attempts`);
  await runs(0);
});
c.dispose();

console.log(`${passed} passed, 0 failed`);
clearTimeout(watchdog);
process.exit(0);
