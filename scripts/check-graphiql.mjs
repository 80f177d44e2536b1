// Checks the page at /graphiql in a real Chromium that cannot reach any other host: opens it, runs each example in its tab,
// a subscription, and a query whose token is in the editor of headers; it fails on an answer with `errors`, a request to another origin, a message in the console's error log, a breach of the
// page's Content-Security-Policy, or a request that was not sent by the example's persona.
//
//   mkdir -p /tmp/browser && cd /tmp/browser && npm install playwright-core
//   node …/scripts/check-graphiql.mjs http://127.0.0.1:8080 [screenshot.png]
//
// Run it in the folder that holds playwright-core (it downloads no browser), against a server with the demo data.
// Each example holds one operation, with a name, since GraphiQL shows it as the tab's title.
// CHROMIUM names the browser's program; without it, /usr/bin/chromium. Examples with mutations change the demo data.

import { createRequire } from 'node:module';

const { chromium } = createRequire(`${process.cwd()}/`)('playwright-core');

const PATIENCE_MS = 15_000;

const [baseUrl, screenshot] = process.argv.slice(2);
if (!baseUrl) {
  console.error('usage: node check-graphiql.mjs BASE_URL [SCREENSHOT]');
  process.exit(2);
}
const { origin, hostname } = new URL(baseUrl);
const failures = [];

/** Records all that the page must not do. */
function watch(page) {
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== origin) failures.push(`request to another origin: ${url}`);
  });
  page.on('pageerror', (error) => failures.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    // The browser itself logs the 404 that says « no demo here ».
    const noDemo = message.location().url.endsWith('/demo/personas');
    if (message.type() === 'error' && !noDemo) failures.push(`console: ${message.text()}`);
  });
}

/** Waits until GraphiQL has taken in the operation of a tab just opened: for some 100 ms it would still run the last one. */
function settled(page) {
  return page.waitForFunction(() => {
    const editor = document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror;
    return new RegExp(`(query|mutation|subscription)\\s+${editor.operationName}\\b`).test(editor.getValue());
  }, undefined, { timeout: PATIENCE_MS });
}

/** Runs the example in the tab that is open; gives what went wrong, or nothing. */
async function run(page, example, personas) {
  await settled(page);
  const answered = page.waitForResponse(
    (response) => new URL(response.url()).pathname === '/graphql' && response.request().method() === 'POST',
    { timeout: PATIENCE_MS },
  );
  await page.locator('.graphiql-execute-button').click();
  const response = await answered;
  const answer = await response.json();
  if (answer.errors) return `errors: ${JSON.stringify(answer.errors)}`;
  if (!answer.data) return `no data: ${JSON.stringify(answer)}`;

  const sent = (await response.request().allHeaders()).authorization;
  const token = personas[example.persona]?.token;
  const expected = token ? `Bearer ${token}` : undefined;
  if (sent !== expected) return `sent by someone else than ${example.persona ?? 'anonymous'}`;

  const field = Object.keys(answer.data)[0];
  await page.locator('.result-window', { hasText: `"${field}"` }).waitFor({ timeout: PATIENCE_MS });
  return undefined;
}

/** Runs an operation in a new tab; `headers` go into GraphiQL's own editor. Gives what GraphiQL shows, once it has `field`. */
async function runTyped(page, { persona, query, headers, field }) {
  await page.locator('.graphiql-tab-add').click();
  await page.locator('#persona').selectOption(persona ? `persona:${persona}` : '');
  if (headers) {
    await page.getByRole('button', { name: 'Headers', exact: true }).click();
    await page.locator('.graphiql-editor-tool .CodeMirror').last()
      .evaluate((editor, text) => editor.CodeMirror.setValue(text), JSON.stringify(headers));
  }
  await page.locator('.graphiql-query-editor .CodeMirror').evaluate((editor, text) => editor.CodeMirror.setValue(text), query);
  await settled(page);
  await page.locator('.graphiql-execute-button').click();
  await page.locator('.result-window', { hasText: `"${field}"` }).waitFor({ timeout: PATIENCE_MS });
  return JSON.parse(await page.locator('.result-window .CodeMirror').evaluate((editor) => editor.CodeMirror.getValue()));
}

/** A subscription of a persona goes on until the button ends it; one of somebody unknown shows why it is refused. */
async function checkSubscription(page) {
  const query = 'subscription Suivre { todoChanged(first: 1) { totalCount } }';
  const shown = await runTyped(page, { persona: 'mission_owner', query, field: 'todoChanged' });
  if (!(shown.data?.todoChanged.totalCount > 0)) return `answered ${JSON.stringify(shown)}`;
  const stop = page.getByRole('button', { name: 'Stop query' });
  await stop.click({ timeout: PATIENCE_MS });
  await stop.waitFor({ state: 'detached', timeout: PATIENCE_MS });
  const refused = await runTyped(page, { query, field: 'errors' });
  const code = refused.errors?.[0].extensions?.code;
  return code === 'UNAUTHENTICATED' ? undefined : `refused with ${JSON.stringify(refused)}`;
}

/** The token in the editor of headers counts, whoever was chosen in the bar. */
async function checkHeaders(page, { line_manager: { token, name } }) {
  const headers = { Authorization: `Bearer ${token}` };
  const shown = await runTyped(page, { query: 'query QuiSuisJe { viewer { name } }', headers, field: 'viewer' });
  return shown.data?.viewer?.name === name ? undefined : `answered ${JSON.stringify(shown)}`;
}

const json = async (path, fallback) => {
  const response = await fetch(new URL(path, origin));
  return response.ok ? response.json() : fallback;
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    `--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE ${hostname}`,
  ],
});
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, locale: 'fr-FR' });
  watch(page);
  const examples = await json('/graphiql/examples.json', []);
  const personas = await json('/demo/personas', {});
  if (examples.length === 0) failures.push('no examples');

  await page.goto(new URL('/graphiql', origin).href);
  const tabs = page.locator('.graphiql-tab-button');
  await tabs.first().waitFor({ timeout: PATIENCE_MS });
  if ((await tabs.count()) !== examples.length) {
    failures.push(`${await tabs.count()} tabs for ${examples.length} examples`);
  }
  // Until the schema is there, its request would be taken for that of an example.
  await page.waitForLoadState('networkidle');

  for (const [index, example] of examples.entries()) {
    await tabs.nth(index).click();
    const failure = await run(page, example, personas).catch((error) => error.message);
    if (failure) failures.push(`« ${example.title} »: ${failure}`);
    console.log(`${failure ? 'FAILED' : 'ok    '} ${example.title}`);
  }
  const more = [['a subscription', checkSubscription], ['a token in the headers', checkHeaders]];
  for (const [what, check] of personas.line_manager ? more : []) {
    const failure = await check(page, personas).catch((error) => error.message);
    if (failure) failures.push(`${what}: ${failure}`);
    console.log(`${failure ? 'FAILED' : 'ok    '} ${what}`);
  }
  // The documentation comes from the schema: it shows that introspection answered.
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.locator('.graphiql-doc-explorer').getByText('Root Types').waitFor({ timeout: PATIENCE_MS })
    .catch(() => failures.push('no schema in the documentation explorer'));
  if (screenshot) await page.screenshot({ path: screenshot });
} finally {
  await browser.close();
}

for (const failure of failures) console.error(`- ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;
