// Calls the graph from the pages of other sites, with a real browser: node origini.mjs GRAPH TOKEN ALLOWED OTHER
// A page at ALLOWED may call, over HTTP and WebSocket; one at OTHER may not. CHROMIUM names another browser.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const [graph, token, allowed, other] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});

// What a page gets: the answer to a query, the answer to the same query as a form could send it, and how its socket ends up.
async function calls(site) {
  const page = await browser.newPage();
  await page.goto(site);
  assert.equal(await page.evaluate(() => location.origin), new URL(site).origin);
  const got = await page.evaluate(async ({ graph, token }) => {
    const body = JSON.stringify({ query: '{ utente { profilo } }' });
    const ask = (headers) => fetch(graph, { method: 'POST', headers, body }).then((r) => r.text(), (e) => e.name);
    const socket = (url) => new Promise((resolve) => {
      const s = new WebSocket(url, 'graphql-transport-ws');
      s.onopen = () => { resolve('open'); s.close(); };
      s.onerror = () => resolve('refused');
    });
    return {
      query: await ask({ 'content-type': 'application/json', authorization: `Bearer ${token}` }),
      form: await ask({ 'content-type': 'text/plain' }),
      socket: await socket(graph.replace(/^http/, 'ws')),
    };
  }, { graph, token });
  await page.close();
  return got;
}

const may = await calls(allowed);
assert.equal(may.query, '{"data":{"utente":{"profilo":"CONSULENTE_DEL_LAVORO"}}}');
assert.equal(may.socket, 'open');
assert.match(may.form, /FORBIDDEN/);
console.log('ok   a page of an allowed origin');

assert.deepEqual(await calls(other), { query: 'TypeError', form: 'TypeError', socket: 'refused' });
console.log('ok   a page of another origin');

await browser.close();
