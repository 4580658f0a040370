// Every page is valid HTML, carries the hooks and the strict policy, and stays inside its budget.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate';
import { FOLDER, pages, read, isRedirect } from './site.mjs';

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // Attributes are always quoted, text is never re-indented: style of the source is not validity.
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'no-inline-style': 'error',
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    // A table that becomes cards on a phone keeps its roles (SITE-DESIGN §6), which the rule calls redundant.
    'no-redundant-role': 'off',
    // `tabindex="0"` with `role="region"` makes a wide table scrollable by keyboard.
    'prefer-native-element': 'off',
    // Telephone numbers are printed as the office writes them.
    'tel-non-breaking': 'off',
    // The redirect pages need `http-equiv="refresh"`: no server can be asked for a redirect.
    'meta-refresh': 'off',
    // sha hashes stand in the file name; everything is from the same origin.
    'require-sri': 'off',
    // No user has to be told twice: «(PDF, 1,2 MB)» stands in the link.
    'wcag/h30': 'error',
  },
});

test('every page is valid HTML', async () => {
  const problems = [];
  for (const path of pages()) {
    const report = await validator.validateString(read(path));
    for (const result of report.results) for (const m of result.messages) {
      problems.push(`${m.ruleId}: ${m.message} (${path}:${m.line}:${m.column})`);
    }
  }
  assert.deepEqual(problems.sort().filter((p, i) => i % Math.ceil(problems.length / 30) === 0), []);
});

test('every page has one h1, a language, a title, a description, a canonical address and the policy', () => {
  for (const path of pages().filter((path) => !isRedirect(path))) {
    const html = read(path);
    assert.equal(html.match(/<h1[ >]/g)?.length, 1, path);
    for (const part of ['<html lang="vi">', '<title>', '<meta name="description"', '<link rel="canonical"', "default-src 'none'", '<a class="bo-qua"']) {
      assert.ok(html.includes(part), `${part} in ${path}`);
    }
    assert.doesNotMatch(html, /\sstyle=|\son[a-z]+=|<style|target=_?"?_blank/, path);
    // Scripts are files; a block of data is no script, and holds nothing that could end it.
    const rest = html.replaceAll(/<script src="[^"]+" defer><\/script>/g, '').replaceAll(/<script type="application\/ld\+json">[^<]*<\/script>/g, '');
    assert.ok(!rest.includes('<script'), path);
  }
});

test('nothing is loaded from elsewhere', () => {
  for (const path of pages()) {
    for (const [, tag, url] of read(path).matchAll(/<(img|script|link|audio|source|iframe)[^>]+(?:src|href)="([^"]+)"/g)) {
      const foreign = /^(https?:)?\/\//.test(url);
      assert.ok(!foreign || (tag === 'link' && url.startsWith('https://hoaban.example/')), `${url} in ${path}`);
    }
  }
});

const KB = 1024;

test('bytes stay inside the hard budget', () => {
  let worst = 0;
  for (const path of pages()) {
    const size = gzipSync(read(path)).length;
    worst = Math.max(worst, size);
    assert.ok(size <= 40 * KB, `${path}: ${size} bytes gz`);
  }
  const asset = (extension) => {
    const name = readdirSync(join(FOLDER, 'tai-san')).find((name) => name.endsWith(extension));
    return gzipSync(readFileSync(join(FOLDER, 'tai-san', name))).length;
  };
  const [css, js] = [asset('.css'), asset('.js')];
  assert.ok(css <= 12 * KB, `css: ${css}`);
  assert.ok(js <= 6 * KB, `js: ${js}`);
  assert.ok(worst + css + js <= 50 * KB, `first load: ${worst + css + js}`);
});
