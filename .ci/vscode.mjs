// The extension in Visual Studio Code, as code-server serves it to Chromium: findings, fixes, completion, hover, rename.
// `node vscode.mjs --tools FOLDER --vsix FILE --browser FILE [--picture FILE]`; .ci/vscode.sh gathers what it needs.

import assert from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const { values } = parseArgs({ options: { tools: text, vsix: text, browser: text, picture: text } });
const modules = path.resolve(values.tools, 'node_modules');
const { chromium } = createRequire(import.meta.url)(path.join(modules, 'playwright-core'));
const entry = path.join(modules, 'code-server/out/node/entry.js');

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'dictum-vscode-'));
const project = path.join(scratch, 'contoso');
const file = (name) => path.join(project, name);
const read = (name) => fs.readFileSync(file(name), 'utf8');

const FILES = {
  'dictum.toml': '[project]\nname = "contoso"\n',
  'environments.dictum': `/// The month-end close runs here.
environment finance_prod {
  type   = production
  region = europe
}

environment default { type = default; region = europe }

connectors office = [sharepointonline, office365, teams]
`,
  'data-policies.dictum': `/// What everyone may use.
data_policy baseline {
  applies_to   = all except [finance_prod]
  business     = office
  non_business = unblockable - office
  blocked      = rest
}

/// Finance works with its own databases.
data_policy finance {
  applies_to   = only [finance_prod]
  busines      = office + [sql]
  non_business = unblockable - office
  blocked      = rest
}
`,
  'groups.dictum': '// Groups of the tenant.\n',
  'more.dictum': 'data_policy baseline { applies_to = only [default]; business = [sql]; non_business = rest }\n',
};

const SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.fontSize': 15,
  'editor.minimap.enabled': false,
  'editor.inlayHints.fontSize': 13,
  'files.autoSave': 'off',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'window.commandCenter': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.layoutControl.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

function write(name, text) {
  fs.mkdirSync(path.dirname(name), { recursive: true });
  fs.writeFileSync(name, text);
}

/** A port that is free. */
function port() {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}

const folders = ['--user-data-dir', path.join(scratch, 'user'), '--extensions-dir', path.join(scratch, 'extensions')];
const environment = { ...process.env, HOME: scratch, XDG_CONFIG_HOME: scratch, XDG_DATA_HOME: scratch };
delete environment.PORT;

for (const [name, text] of Object.entries(FILES)) {
  write(file(name), text);
}
write(path.join(scratch, 'user/User/settings.json'), JSON.stringify(SETTINGS));
const installed = spawnSync(process.execPath, [entry, ...folders, '--install-extension', values.vsix], {
  env: environment,
  encoding: 'utf8',
});
assert.strictEqual(installed.status, 0, installed.stdout + installed.stderr);

const address = `127.0.0.1:${await port()}`;
const server = spawn(
  process.execPath,
  [entry, ...folders, '--auth', 'none', '--bind-addr', address, '--disable-telemetry', '--disable-update-check', project],
  { env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
);
const talk = [];
server.stdout.on('data', (data) => talk.push(data));
server.stderr.on('data', (data) => talk.push(data));
const started = Date.now();
while (!Buffer.concat(talk).includes('HTTP server listening')) {
  assert.ok(Date.now() - started < 60_000 && server.exitCode === null, `no server: ${Buffer.concat(talk)}`);
  await new Promise((resolve) => setTimeout(resolve, 100));
}

const browser = await chromium.launch({ executablePath: values.browser, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1200, height: 620 }, deviceScaleFactor: 1.5 });
page.setDefaultTimeout(60_000);

const done = (what) => console.log(`  ${what}`);

/** Until something holds. */
async function until(what, holds) {
  const begun = Date.now();
  for (;;) {
    const found = await holds();
    if (found) {
      return found;
    }
    assert.ok(Date.now() - begun < 60_000, `never: ${what}`);
    await page.waitForTimeout(100);
  }
}

async function command(name) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor();
  await input.fill(`>${name}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

async function open(name, line, column) {
  await until(`${name} is open`, async () => {
    await page.keyboard.press('Control+p');
    const widget = page.locator('.quick-input-widget');
    await widget.locator('input').first().fill(name);
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first();
    const listed = await row.waitFor({ timeout: 5000 }).then(() => true, () => false);
    await page.keyboard.press(listed ? 'Enter' : 'Escape');
    const tab = page.locator(`.tab.active[aria-label*="${name}"]`).first();
    return tab.waitFor({ timeout: 5000 }).then(() => true, () => false);
  });
  await place(line, column);
}

/** Puts the cursor on a place, both counted from 1. An editor that has just opened may not take it at once. */
async function place(line, column) {
  const widget = page.locator('.quick-input-widget');
  await until(`the cursor is on ${line}:${column}`, async () => {
    await page.keyboard.press('Control+g');
    const input = widget.locator('input').first();
    await input.fill(`:${line}:${column}`);
    await page.waitForTimeout(200);
    await page.keyboard.press('Enter');
    if (!(await widget.waitFor({ state: 'hidden', timeout: 2000 }).then(() => true, () => false))) {
      await page.keyboard.press('Escape');
      return false;
    }
    const status = page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` });
    return status.first().waitFor({ timeout: 2000 }).then(() => true, () => false);
  });
}

/** Saves a file once the editor has the change, which lays it out. */
async function saved(name, holds) {
  await page.locator('.tab.active.dirty').first().waitFor();
  await page.keyboard.press('Control+s');
  await until(`${name} is saved`, () => holds(read(name)));
}

let failed = true;
try {
  await page.goto(`http://${address}/?folder=${encodeURIComponent(project)}`);
  await page.locator('.monaco-workbench .part.editor').waitFor();

  await open('data-policies.dictum', 12, 3);
  const squiggle = page.locator('.squiggly-error').first();
  await squiggle.waitFor({ state: 'attached' });
  done('a wrong word has its squiggle');

  await page.keyboard.press('Control+Shift+m');
  const problems = page.locator('.markers-panel');
  await problems.getByText('`busines`').first().waitFor();
  await problems.locator('.monaco-list-row', { hasText: 'D1006' }).first().waitFor();
  const related = problems.locator('.monaco-list-row', { hasText: 'first declared here' }).first();
  await related.waitFor();
  assert.match(await related.innerText(), /data-policies\.dictum/);
  done('a finding names the place in another file');
  await page.keyboard.press('Control+j');

  await open('data-policies.dictum', 12, 5);
  await page.locator('.codelens-decoration').first().waitFor();
  const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'business' }).first();
  // What arrives while the list opens closes it again.
  await until('the list of fixes', async () => {
    await page.keyboard.press('Control+.');
    return fix.waitFor({ timeout: 3000 }).then(() => true, () => false);
  });
  await page.keyboard.press('Enter');
  await saved('data-policies.dictum', (now) => now.includes('  business     = office + [sql]\n'));
  done('a fix is applied');

  fs.rmSync(file('more.dictum'));
  await open('data-policies.dictum', 12, 32);
  const line = read('data-policies.dictum').split('\n')[11];
  await place(12, line.indexOf('sql') + 4);
  await page.keyboard.type(', Azure Blob', { delay: 50 });
  const suggested = page.locator('.suggest-widget .monaco-list-row', { hasText: 'azureblob' }).first();
  await until('the list of connectors', async () => {
    if (await suggested.waitFor({ timeout: 3000 }).then(() => true, () => false)) {
      return true;
    }
    await page.keyboard.press('Control+Space');
    return false;
  });
  await page.keyboard.press('Tab');
  await saved('data-policies.dictum', (now) => /\[sql, azureblob\]/.test(now));
  done('a connector is completed by its display name');

  await place(12, line.indexOf('sql') + 2);
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+i');
  const hover = page.locator('.monaco-hover', { hasText: 'SQL Server' }).first();
  await hover.waitFor();
  await until('the hover says where it may be used', async () => (await hover.innerText()).includes('business by finance'));
  done('a connector says what the catalogue knows of it and where it may be used');
  if (values.picture) {
    await page.waitForTimeout(1500);
    await page.screenshot({ path: values.picture });
  }
  await page.keyboard.press('Escape');

  await open('environments.dictum', 2, 15);
  await page.keyboard.press('F2');
  const name = page.locator('.rename-box input, input.rename-input').first();
  await name.waitFor();
  await name.fill('books');
  await page.keyboard.press('Enter');
  await name.waitFor({ state: 'hidden' });
  await page.waitForTimeout(500);
  await command('File: Save All');
  await until('both files have the new name', () =>
    read('environments.dictum').includes('environment books {') &&
    read('data-policies.dictum').includes('only [books]') &&
    read('data-policies.dictum').includes('all except [books]'));
  done('a name is changed in all files');

  await open('groups.dictum', 2, 1);
  await page.keyboard.insertText('group idle { kind = security }');
  await page.locator('.squiggly-warning, .squiggly-info, .squiggly-hint, .squiggly-inline-unnecessary').first().waitFor({ state: 'attached' });
  await place(2, 8);
  const action = page.locator('.action-widget .monaco-list-row', { hasText: 'waive' }).first();
  await until('the list of actions', async () => {
    await page.keyboard.press('Control+.');
    return action.waitFor({ timeout: 3000 }).then(() => true, () => false);
  });
  await action.click();
  const answer = page.locator('.quick-input-widget input').first();
  await page.locator('.quick-input-widget', { hasText: 'Why is the finding accepted' }).waitFor();
  await answer.fill('its users come next month');
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget', { hasText: 'The last day' }).waitFor();
  await page.keyboard.press('Enter');
  await saved('groups.dictum', (now) => /waive unused-group until \d{4}-\d\d-\d\d because "its users come next month"\ngroup/.test(now));
  done('a finding is waived with a reason');

  await open('environments.dictum', 2, 15);
  await command('Dictum: Show the Declaration in the Bundle');
  await until('a part of the bundle', async () =>
    (await page.locator('.editor-group-container .view-lines').allInnerTexts()).join().replace(/\s/g, '').includes('"books"'));
  done('the bundle of a declaration is shown');
  await open('environments.dictum', 2, 15);
  await command('Dictum: Show the Effective Connectors of the Environment');
  await until('a page about the environment', async () => (await page.locator('.tab').allInnerTexts()).join().includes('Connectors of books'));
  done('the connectors of an environment are shown');

  failed = false;
} finally {
  if (failed) {
    await page.screenshot({ path: path.join(values.tools, 'failed.png') }).catch(() => {});
    console.error(`the screen is in ${path.join(values.tools, 'failed.png')}`);
  }
  await browser.close();
  server.kill();
  fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}
