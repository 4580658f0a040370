// A phone reads the site weeks after it was built: the script turns dates into days, and judges nobody.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { open } from './chromium.mjs';
import { TYPES, read } from './site.mjs';

const built = /"ngay":\s*"(\d{4}-\d\d-\d\d)"/.exec(read('du-lieu/site.json'))[1];
const later = Date.parse(`${built}T09:00:00+07:00`) + 60 * 864e5;

/** What a page says 60 days after the build: texts of days, those in red with the state of their task. */
async function sixtyDaysLater(path) {
  const page = await open(path, { prepare: `{ const at = ${later}, Real = Date;
    window.Date = class extends Real { constructor(...of) { of.length ? super(...of) : super(at); } static now() { return at; } }; }` });
  await page.waitForTimeout(150);
  const said = await page.evaluate(() => [...document.querySelectorAll('.con-lai')].map((text) => ({
    text: text.textContent,
    red: text.classList.contains('tre'),
    state: text.closest('[data-tinh-trang]')?.getAttribute('data-tinh-trang') ?? null,
  })));
  const problems = page.problems;
  await page.context().close();
  assert.deepEqual(problems, [], path);
  return said;
}

test('sixty days after the build nothing is late that the build did not mark late', { timeout: 300_000 }, async () => {
  let past = 0, red = 0;
  for (const path of Object.values(TYPES)) {
    for (const { text, red: isRed, state } of await sixtyDaysLater(path)) {
      assert.match(text, /^\((còn \d+ ngày|hôm nay|ngày mai|đã qua \d+ ngày)\)$/, `${path} says ${text}`);
      past += text.includes('đã qua');
      red += isRed;
      if (isRed) assert.equal(state, 'qua-han', `${path}: ${text}`);
    }
  }
  assert.ok(past > 20, `${past} dates are past by then`);
  assert.ok(red > 0, 'what is late stays so');
});
