// Chromium on the served demo site, for every browser test: opening pages as a reader's phone does, and axe.
import { before, after } from 'node:test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launch } from './launch.mjs';
import { serve } from './server.mjs';
import { BASE, FOLDER } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export let browser;
export let site;

before(async () => {
  site = await serve(FOLDER, BASE);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  site?.close();
});

/**
 * Opens a page of the site, or a file, in a phone's context of its own; `prepare` runs in it first. Errors of scripts and of
 * the policy are kept. Without the worker of the site, whose requests no test sees: it has tests of its own.
 */
export async function open(path, { prepare, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, serviceWorkers: 'block', ...options });
  const page = await context.newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && page.problems.push(message.text()));
  if (prepare) await page.addInitScript(prepare);
  await page.goto(path.startsWith('file:') ? path : site.url + path, { waitUntil: 'load' });
  return page;
}

/** What axe finds on an open page, one line a place. The page's context must bypass the policy. */
export async function axe(page) {
  await page.evaluate(AXE);
  const report = await page.evaluate(() => window.axe.run(document, {
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    resultTypes: ['violations'],
  }));
  return report.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} ${n.failureSummary.split('\n')[1]?.trim() ?? ''}`));
}
