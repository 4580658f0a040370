// The hard column of the budget, page type by page type: bytes, requests, nothing from elsewhere, nothing that moves.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { browser, site } from './chromium.mjs';
import { firstLoad } from './load.mjs';
import { FOLDER, TYPES } from './site.mjs';

const KB = 1024;

test('no page type costs a phone more than the budget', async () => {
  for (const [name, path] of Object.entries(TYPES)) {
    const { before, close } = await firstLoad(browser, site.url + path);
    const said = `${name}: ${JSON.stringify(before)}`;
    assert.ok(before.html > 0 && before.css > 0, said);
    assert.ok(before.html <= 40 * KB && before.css <= 12 * KB, said);
    if (name !== 'search') {
      assert.ok(before.js <= 6 * KB, said);
      assert.ok(before.total <= 50 * KB, said);
    }
    assert.ok(before.requests <= 6, said);
    assert.deepEqual(before.foreign, [], said);
    assert.ok(before.shift <= 0.02, said);
    await close();
  }
});

test('the first query costs at most 60 KB beyond what every page costs', async () => {
  const home = await firstLoad(browser, site.url);
  const search = await firstLoad(browser, `${site.url}tim-kiem/`);
  await search.page.locator('#bt-tim').fill('hộ nghèo');
  await search.page.locator('[data-ket-qua] a').first().waitFor();
  const beyond = search.load.js + search.load.other - home.before.js;
  assert.ok(beyond > 0 && beyond <= 60 * KB, `${beyond} bytes: ${JSON.stringify(search.load)}`);
  await search.close();
  await home.close();
});

test('the whole search index stays inside its budget', () => {
  const folder = join(FOLDER, 'tim-kiem');
  const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
  // Fragments are what a hit shows, one a page: they grow with the text, and a reader loads only those of her hits.
  const index = files.filter((path) => path.endsWith('.bin') && !path.includes('/f/'));
  const bytes = index.reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0);
  assert.ok(index.length > 1 && bytes <= 300 * KB, `${bytes} bytes in ${index.length} files`);
});
