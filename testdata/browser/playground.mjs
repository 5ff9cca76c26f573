// Drives the playground of a running server with a real browser, as a user would: node playground.mjs http://127.0.0.1:8080/
// The server must offer the demo identity and the demo companies. CHROMIUM names another browser; SCREENSHOTS=dir keeps pictures.
import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const base = new URL(process.argv[2] ?? fail('usage: node playground.mjs URL'));
const pictures = process.env.SCREENSHOTS;
const desktop = { width: 1366, height: 800 };
const phone = { width: 390, height: 844 };
const stepLimit = 20_000;
const wholeLimit = 180_000;
const dossier = /^Fascicolo completo/;
const whoAmI = /^Chi sono/;

const profile = mkdtempSync(join(tmpdir(), 'cassetto-browser-'));
process.on('exit', () => {
  try { rmSync(profile, { recursive: true, force: true, maxRetries: 3 }); } catch { /* the verdict matters more */ }
});
const watchdog = setTimeout(() => fail(`not finished after ${wholeLimit / 1000} s`), wholeLimit);
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  viewport: desktop,
  timeout: stepLimit,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
context.setDefaultTimeout(stepLimit);
const page = context.pages()[0];

// What the page did, seen from outside.
const complaints = [];
const requests = [];
const tokens = [];
let answered = 0; // counts the tokens at once, before their text is here
page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) complaints.push(`${m.type()}: ${m.text()}`); });
page.on('pageerror', (e) => complaints.push(e.message));
page.on('requestfailed', (r) => complaints.push(`${r.method()} ${r.url()}: ${r.failure()?.errorText}`));
page.on('request', (r) => requests.push({ url: r.url(), headers: r.headers(), afterToken: answered > 0 }));
page.on('websocket', (w) => requests.push({ url: w.url().replace(/^ws/, 'http'), headers: {}, afterToken: answered > 0 }));
page.on('response', async (r) => {
  if (!r.url().endsWith('/demo/token')) return;
  answered++;
  tokens.push((await r.json()).token);
});
await page.exposeFunction('segnala', (v) => complaints.push(`policy violated: ${v}`));
await page.addInitScript(() => {
  addEventListener('securitypolicyviolation', (e) => globalThis.segnala(`${e.effectiveDirective} ${e.blockedURI}`));
});

const ready = () => page.locator('.stato[data-stato="pronto"]').waitFor();
const editor = (area) => page.locator(`.${area} .CodeMirror`).first();
const text = (area) => editor(area).evaluate((e) => e.CodeMirror.getValue());

async function choose(title) {
  const option = page.getByLabel('Esempi').locator('option').filter({ hasText: title });
  await page.getByLabel('Esempi').selectOption(await option.first().getAttribute('value'));
}

async function answer() {
  await page.waitForFunction(() => {
    const value = document.querySelector('.graphiql-response .CodeMirror')?.CodeMirror.getValue();
    try { return JSON.parse(value) && true; } catch { return false; }
  });
  return JSON.parse(await text('graphiql-response'));
}

async function run() {
  await page.getByRole('button', { name: /^Execute query/ }).click();
  return answer();
}

async function switchProfile(value) {
  const introspection = page.waitForResponse((r) => r.request().postData()?.includes('IntrospectionQuery') ?? false);
  await page.getByLabel('Profilo').selectOption(value);
  await introspection;
  await ready();
}

function assertDossier({ data, errors }) {
  assert.equal(errors, undefined, JSON.stringify(errors));
  assert.match(data.azienda.denominazione, /^OFFICINE AURORA/i);
  assert.equal(Object.keys(data.azienda.dettaglio).length, 8);
  const sections = Object.entries(data.azienda.complementari);
  assert.equal(sections.length, 12);
  for (const [name, section] of sections) assert.ok(section, `${name} is missing`);
  assert.ok(data.azienda.infocamere && data.azienda.sintetici, 'infocamere or sintetici is missing');
}

async function assertAccessible() {
  const { violations } = await new AxeBuilder({ page }).include('.barra').analyze();
  const grave = violations.filter((v) => ['serious', 'critical'].includes(v.impact));
  assert.deepEqual(grave.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`), []);
}

async function assertFits({ width, height }) {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width, 'the page scrolls sideways');
  for (const area of ['barra', 'graphiql-query-editor', 'graphiql-response']) {
    const box = await page.locator(`.${area}`).boundingBox();
    assert.ok(box.width > 200 && box.height > 40, `${area} is too small: ${JSON.stringify(box)}`);
    assert.ok(box.x >= 0 && box.x + box.width <= width + 1 && box.y + box.height <= height + 1, `${area} is out of the window`);
  }
}

async function picture(name) {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

let passed = 0;
async function check(name, body) {
  try {
    await body();
  } catch (error) {
    await picture('fallito').catch(() => {});
    fail(`${name}: ${error.message}${complaints.length ? `\n  ${complaints.join('\n  ')}` : ''}`);
  }
  passed++;
  console.log(`ok   ${name}`);
}

function fail(message) {
  console.error(`FAIL ${message}`);
  process.exit(1);
}

await check('the page opens and reads the schema', async () => {
  const response = await page.goto(base.href);
  assert.equal(response.status(), 200);
  assert.match(await page.title(), /^Cassetto/);
  assert.equal(await page.locator('html').getAttribute('lang'), 'it');
  await ready();
});

await check('nothing reaches the graph before the token, nor without it', async () => {
  const graph = requests.filter((r) => new URL(r.url).pathname.endsWith('/graphql'));
  assert.ok(graph.length > 0, 'no request at all');
  for (const { afterToken, headers } of graph) {
    assert.ok(afterToken, 'a request came before the token');
    assert.equal(headers.authorization, `Bearer ${tokens[0]}`);
  }
});

await check('the keyboard reaches the header and leaves the editor', async () => {
  for (const label of ['Profilo', 'Esempi']) {
    await page.keyboard.press('Tab');
    assert.ok(await page.getByLabel(label).evaluate((e) => e === document.activeElement), `${label} is not next`);
  }
  await editor('graphiql-query-editor').click();
  await page.keyboard.press('Tab');
  assert.ok(!await editor('graphiql-query-editor').evaluate((e) => e.contains(document.activeElement)), 'Tab stays in the editor');
});

await check('the complete dossier, run from the keyboard, shows OFFICINE AURORA and no errors', async () => {
  await choose(dossier);
  await editor('graphiql-query-editor').click();
  await page.keyboard.press('Control+Enter');
  assertDossier(await answer());
  await page.locator('.graphiql-response').getByText('OFFICINE AURORA').first().waitFor();
  await assertFits(desktop);
  await picture('desktop');
});

await check('another profile is another person, with a schema read again', async () => {
  await choose(whoAmI);
  const first = await run();
  const profiles = page.getByLabel('Profilo').locator('option');
  await switchProfile(await profiles.nth(1).getAttribute('value'));
  assert.equal(await text('graphiql-response'), '', "the previous person's answer is still shown");
  const second = await run();
  assert.equal(first.errors ?? second.errors, undefined);
  assert.ok(first.data.utente.nome && second.data.utente.nome);
  assert.notEqual(first.data.utente.nome, second.data.utente.nome);
});

await check("an example never overwrites the user's own text", async () => {
  const before = await page.locator('.graphiql-tab').count();
  await editor('graphiql-query-editor').click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# mia\n');
  await choose(dossier);
  await page.waitForFunction((n) => document.querySelectorAll('.graphiql-tab').length === n, before + 1);
  assert.match(await text('graphiql-query-editor'), /query FascicoloCompleto/);
});

await check('after a reload on a phone the tabs are back, the dossier runs and everything is in sight', async () => {
  await page.waitForFunction(() => {
    const kept = localStorage.getItem('graphiql:tabState') ?? '';
    return kept.includes('# mia') && kept.includes('query FascicoloCompleto');
  });
  const tabs = await page.locator('.graphiql-tab').count();
  await page.setViewportSize(phone);
  await page.reload();
  await ready();
  assert.equal(await page.locator('.graphiql-tab').count(), tabs);
  await choose(whoAmI);
  await choose(dossier);
  assertDossier(await run());
  await page.locator('.graphiql-response').getByText('OFFICINE AURORA').first().waitFor();
  await assertFits(phone);
  await picture('telefono');
});

await check('the browser keeps no token', async () => {
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  assert.ok(tokens.length >= 3 && tokens.every((token) => token && !kept.includes(token)));
  assert.ok(!kept.includes('Bearer'));
});

await check('no policy violation, no console message, no failed request', async () => assert.deepEqual(complaints, []));

await check('no request left the origin', async () => {
  assert.deepEqual(requests.map((r) => new URL(r.url)).filter((u) => u.origin !== base.origin && u.protocol !== 'data:').map(String), []);
});

// Last, because the checker itself is not bound by the page's policy.
await check('axe finds nothing serious in the header on a phone', assertAccessible);
await check('axe finds nothing serious in the header on a desktop', async () => {
  await page.setViewportSize(desktop);
  await assertAccessible();
});

console.log(`${passed} passed, 0 failed`);
await context.close();
clearTimeout(watchdog);
