// Lighthouse on eight page types: what does not depend on how busy this machine is. Speed is printed by the benchmark.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { PAGES, scores } from './lighthouse.mjs';

test('accessibility is 100, best practices and SEO at least 95, on eight page types', { timeout: 600_000 }, async () => {
  const found = await scores(['accessibility', 'best-practices', 'seo']);
  for (const name of PAGES) {
    const { accessibility, 'best-practices': practices, seo, failed } = found[name];
    assert.ok(accessibility === 100 && practices >= 95 && seo >= 95, `${name}: ${accessibility}/${practices}/${seo} ${failed}`);
  }
});
