// Reads an event stream as a page does, with the browser's own EventSource: node events.mjs http://127.0.0.1:8080/
// The page is empty; GET /taglia on the same server cuts every connection.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const base = process.argv[2] ?? fail('usage: node events.mjs URL');
const watchdog = setTimeout(() => fail('not finished after 120 s'), 120_000);
const profile = mkdtempSync(join(tmpdir(), 'cassetto-events-'));
process.on('exit', () => {
  try { rmSync(profile, { recursive: true, force: true, maxRetries: 3 }); } catch { /* the verdict matters more */ }
});
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
context.setDefaultTimeout(30_000);
const page = context.pages()[0];

function fail(message) {
  console.error(`FAIL ${message}`);
  process.exit(1);
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

// What the page can do: window.stream holds what it has seen.
await page.addInitScript(() => {
  const authorization = 'Bearer anna';
  window.reserve = async () => (await fetch('/graphql', { method: 'PUT', headers: { authorization } })).text();
  window.listen = (token) => {
    const source = new EventSource(`/graphql?token=${token}`);
    const stream = { source, token, events: [], opened: 0, failed: 0 };
    source.onopen = () => { stream.opened++; };
    source.onerror = () => { stream.failed++; };
    for (const type of ['next', 'complete']) {
      source.addEventListener(type, (e) => stream.events.push({ type, number: e.lastEventId, ...JSON.parse(e.data) }));
    }
    window.stream = stream;
  };
  window.start = async (operationId, query) => (await fetch('/graphql', {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', 'x-graphql-event-stream-token': window.stream.token },
    body: JSON.stringify({ query, extensions: { operationId } }),
  })).status;
  window.stop = async (operationId) => (await fetch(`/graphql?operationId=${operationId}`, {
    method: 'DELETE', headers: { authorization, 'x-graphql-event-stream-token': window.stream.token },
  })).status;
});

const until = (body, arg) => page.waitForFunction(body, arg);
const events = () => page.evaluate(() => window.stream.events);
const start = (id, query) => page.evaluate(([i, q]) => window.start(i, q), [id, query]);

await check('the page opens its stream', async () => {
  await page.goto(base);
  await page.evaluate(async () => window.listen(await window.reserve()));
  await until(() => window.stream.opened === 1);
});

await check('a subscription arrives, complete included', async () => {
  assert.equal(await start('a', 'subscription { conta(fino: 3) }'), 202);
  await until(() => window.stream.events.some((e) => e.type === 'complete'));
  const all = await events();
  assert.deepEqual(all.map((e) => [e.type, e.number, e.payload?.data.conta]),
    [['next', '1', 1], ['next', '2', 2], ['next', '3', 3], ['complete', '4', undefined]]);
  assert.ok(all.every((e) => e.id === 'a'));
});

await check('an operation that the page stops completes', async () => {
  assert.equal(await start('t', 'subscription { tace }'), 202);
  assert.equal(await page.evaluate(() => window.stop('t')), 200);
  await until(() => window.stream.events.length === 5);
  assert.equal((await events())[4].type, 'complete');
});

await check('through cut connections no event is lost nor doubled', async () => {
  for (let n = 0; n < 3; n++) {
    assert.equal(await start(`l${n}`, 'subscription { conta(fino: 200) }'), 202);
    await page.evaluate(() => fetch('/taglia').catch(() => {}));
    await until((opened) => window.stream.opened === opened, n + 2);
    assert.equal(await start(`m${n}`, '{ saluto }'), 202);
  }
  await until(() => window.stream.events.filter((e) => e.type === 'complete').length === 8);
  const all = await events();
  assert.deepEqual(all.map((e) => e.number), all.map((_, i) => String(i + 1)), 'numbers');
  for (let n = 0; n < 3; n++) {
    const counted = all.filter((e) => e.type === 'next' && e.id === `l${n}`);
    assert.deepEqual(counted.map((e) => e.payload.data.conta), Array.from({ length: 200 }, (_, i) => i + 1));
  }
  assert.ok(await page.evaluate(() => window.stream.failed >= 3), 'nothing was cut');
});

await check('a stream that is not there closes for good', async () => {
  await page.evaluate(() => { window.stream.source.close(); window.listen('nessuno'); });
  await until(() => window.stream.failed === 1 && window.stream.source.readyState === EventSource.CLOSED);
});

console.log(`${passed} passed, 0 failed`);
await context.close();
clearTimeout(watchdog);
