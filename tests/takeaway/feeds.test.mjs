// Feeds as a reader of feeds understands them (feedsmith), and RFC 4287 where the parser is lenient.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { parseAtomFeed } from 'feedsmith';
import { XMLValidator } from 'fast-xml-parser';
import { json, leads, named, text, TODAY, ORIGIN } from './files.mjs';

const files = named('feed.xml');
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$/;

test('the site and every organisation have a feed', () => {
  assert.equal(files.length, 1 + json('du-lieu/to-chuc.json').to_chuc.length);
});

test('every feed is valid Atom', () => {
  for (const path of files) {
    const raw = text(path);
    assert.equal(XMLValidator.validate(raw), true, path);
    const feed = parseAtomFeed(raw), ids = new Set();
    assert.equal(feed.id, ORIGIN + path);
    assert.ok(feed.title && feed.authors[0].name && RFC3339.test(feed.updated), path);
    assert.equal(feed.links.find((link) => link.rel === 'self').href, ORIGIN + path);
    let newest = '';
    for (const entry of feed.entries ?? []) {
      assert.ok(entry.id.startsWith(ORIGIN) && !ids.has(entry.id), `${entry.id} in ${path}`);
      ids.add(entry.id);
      assert.ok(entry.title && RFC3339.test(entry.updated) && entry.updated.slice(0, 10) <= TODAY, entry.id);
      assert.ok(!entry.published || entry.published <= entry.updated, entry.id);
      assert.ok(leads(entry.links[0].href), `${entry.links[0].href} in ${path}`);
      if (entry.updated > newest) newest = entry.updated;
    }
    if (newest) assert.equal(feed.updated, newest, path);
    assert.deepEqual((feed.entries ?? []).map((entry) => entry.updated), (feed.entries ?? []).map((entry) => entry.updated).sort().reverse());
  }
});

test('summaries are HTML whose links work anywhere', () => {
  for (const path of files) for (const entry of parseAtomFeed(text(path)).entries ?? []) {
    assert.equal(entry.summary.type, 'html');
    assert.match(entry.summary.value, /^</, entry.id);
    for (const [, href] of entry.summary.value.matchAll(/href="([^"]+)"/g)) assert.match(href, /^(https?|mailto|tel):/, `${href} in ${entry.id}`);
  }
});

test('an amended plan is updated on the day of its newest change', () => {
  const plan = parseAtomFeed(text('feed.xml')).entries.find((entry) => entry.id.endsWith('/ke-hoach/2026/12-kh-du/'));
  assert.ok(plan.updated > plan.published);
});

test('an organisation\'s feed lists its tasks with links to them', () => {
  const [entry] = parseAtomFeed(text('to-chuc/hoi-phu-nu/feed.xml')).entries.filter((entry) => entry.id.includes('#ke-hoach/'));
  const [, href] = entry.summary.value.match(/href="([^"]+)"/);
  assert.ok(href.includes('#nv-') && leads(href), href);
});
