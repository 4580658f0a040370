// What a reader sees, in Chromium: accessibility, no overflow, few requests, the journeys, no script, no server.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { axe, browser, open, site } from './chromium.mjs';
import { FOLDER, TYPES, pages, isRedirect } from './site.mjs';

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('axe finds nothing on any page', { timeout: 900_000 }, async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
  const page = await context.newPage();
  const problems = [];
  for (const path of pages().filter((path) => !isRedirect(path))) {
    await page.goto(site.url + path.replace(/index\.html$/, ''), { waitUntil: 'load' });
    for (const problem of await axe(page)) problems.push(`${path} ${problem}`);
    const wide = await overflow(page);
    if (wide > 0) problems.push(`${path} overflows by ${wide} px`);
  }
  await context.close();
  assert.deepEqual(problems.slice(0, 20), []);
});

test('axe finds nothing on any page type, narrow and wide, light, dark and in forced colours', { timeout: 900_000 }, async () => {
  const problems = [];
  for (const width of [320, 360, 768, 1280]) {
    for (const look of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }]) {
      const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: true, ...look });
      const page = await context.newPage();
      for (const [name, path] of Object.entries(TYPES)) {
        await page.goto(site.url + path, { waitUntil: 'load' });
        const where = `${name} ${width} px ${JSON.stringify(look)}`;
        const wide = await overflow(page);
        if (wide > 0) problems.push(`${where} overflows by ${wide} px`);
        for (const problem of await axe(page)) problems.push(`${where} ${problem}`);
      }
      await context.close();
    }
  }
  assert.deepEqual(problems.slice(0, 20), []);
});

test('a page asks for few things and nothing shifts while it loads', async () => {
  for (const path of Object.values(TYPES)) {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((e) => { window.shift += e.value; })).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(site.url + path, { waitUntil: 'load' });
    const before = asked.filter((url) => !url.includes('favicon'));
    assert.ok(before.length <= 6, `${path}: ${before.join(' ')}`);
    assert.ok(before.every((url) => url.startsWith(site.url)), path);
    const shift = await page.evaluate(() => window.shift);
    assert.ok(shift <= 0.02, `${path} shifts by ${shift}`);
    await context.close();
  }
});

test('targets are large enough for a thumb', async () => {
  const page = await open('');
  for (const selector of ['.dich a', '.luoi a', '.nut', 'summary', '.doc-tro summary']) {
    const heights = await page.locator(selector).evaluateAll((nodes) => nodes.filter((n) => n.offsetParent).map((n) => n.getBoundingClientRect().height));
    assert.ok(heights.every((height) => height >= 44), `${selector}: ${heights}`);
  }
  await page.context().close();
});

test('the bar and the four destinations take at most 112 px and never wrap', async () => {
  const page = await open('');
  assert.ok((await page.locator('.dau').boundingBox()).height <= 112);
  assert.equal(await page.locator('.dich a').count(), 4);
  await page.context().close();
});

test('a plan begins with its summary on the first screen', async () => {
  const page = await open('ke-hoach/2026/15-kh-du/');
  const box = await page.locator('.tom-tat').boundingBox();
  assert.ok(box.y < 740, `the summary begins at ${box.y}`);
  await page.context().close();
});

test('two taps from home to what my organisation must do, one tap later', async () => {
  const page = await open('');
  await page.locator('.luoi a', { hasText: 'CB KP3' }).click();
  await page.waitForURL('**/to-chuc/chi-bo-khu-pho-3/');
  assert.ok(await page.locator('article[data-nhiem-vu][data-vai="chu-tri"]').count() > 0);
  const card = await page.locator('article[data-nhiem-vu]').first().boundingBox();
  assert.ok(card.y < 740, 'the first task is on the first screen');
  await page.locator('[data-chon-toi]').click();
  assert.equal(await page.locator('[data-chon-toi]').getAttribute('aria-pressed'), 'true');
  await page.goto(site.url);
  await page.locator('[data-cua-toi] article[data-nhiem-vu]').first().waitFor();
  assert.equal(await page.locator('[data-cua-toi] article[data-nhiem-vu]').count(), 3);
  assert.ok(await page.locator('[data-chon]').isHidden());
  await page.locator('.dich a').first().click();
  await page.waitForURL('**/to-chuc/chi-bo-khu-pho-3/');
  await page.goto(`${site.url}ke-hoach/2026/12-kh-du/`);
  assert.ok(await page.locator('[data-viec-toi-trong] a').count() > 0, 'my tasks stand on top of the plan');
  assert.deepEqual(page.problems, []);
  await page.locator('[data-viec-toi-trong] a').first().click();
  assert.match(page.url(), /#nv-/);
  await page.goto(`${site.url}to-chuc/chi-bo-khu-pho-3/`);
  await page.locator('[data-chon-toi]').click();
  await page.goto(site.url);
  assert.ok(await page.locator('[data-chon]').isVisible(), 'the choice can be taken back');
  await page.context().close();
});

test('from a deadline to its task, from a document to its plans, from a plan to what changed', async () => {
  const page = await open('lich/');
  await page.locator('.su-kien-nhiem-vu a').first().click();
  assert.match(page.url(), /ke-hoach\/.*#nv-/);
  await page.goto(`${site.url}van-ban/57-nq-tw/`);
  await page.locator('#bt-cu-the-hoa [data-ke-hoach] a').first().click();
  assert.match(page.url(), /ke-hoach\//);
  await page.goto(`${site.url}ke-hoach/2026/12-kh-du/`);
  await page.locator('.bao a[href="#bt-lich-su"]').click();
  assert.ok(await page.locator('#bt-lich-su').isVisible());
  await page.context().close();
});

test('everything is readable without script', async () => {
  const page = await open('', { javaScriptEnabled: false });
  await page.locator('.luoi a').first().click();
  assert.ok(await page.locator('article[data-nhiem-vu]').count() > 0);
  assert.ok(await page.locator('[data-in]').first().isHidden(), 'a button that does nothing is not shown');
  await page.goto(`${site.url}tai-lieu/hoi-dap-12-kh/`);
  await page.locator('.hoi summary').first().click();
  assert.ok(await page.locator('.hoi .dap').first().isVisible());
  await page.context().close();
});

test('a folder on a USB stick works: file:// opens pages, not folders', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(pathToFileURL(join(FOLDER, 'index.html')).href);
  await page.locator('.dich a').nth(1).click();
  assert.match(page.url(), /ke-hoach\/index\.html$/);
  await page.locator('.hang-ten').first().click();
  assert.match(page.url(), /index\.html$/);
  await page.locator('.vet a').first().click();
  assert.match(page.url(), /index\.html$/);
  await page.waitForLoadState('load');
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.dau')).backgroundColor), 'rgb(164, 22, 26)');
  assert.deepEqual(problems, []);
  await context.close();
});

test('the keyboard reaches the content first and focus is seen', async () => {
  const page = await open('ke-hoach/2026/12-kh-du/');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'bo-qua');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'bt-noi-dung');
  await page.keyboard.press('Tab');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, 'solid');
  await page.context().close();
});

test('a printed plan has no navigation and says it is no signed copy', async () => {
  const page = await open('ke-hoach/2026/12-kh-du/');
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('.dich').isHidden());
  assert.ok(await page.locator('.in-an').isVisible());
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  assert.ok(pdf.length > 10_000);
  assert.match(await page.locator('.in-an').textContent(), /In ngày \d\d\/\d\d\/\d{4}/);
  assert.equal(await page.locator('main details:not([open])').count(), 0, 'what is folded is printed');
  await page.context().close();
});

test('an unknown address at any depth gets a page that leads back', async () => {
  const page = await open('a/b/c/khong-co/');
  await page.locator('main a').first().click();
  assert.match(page.url(), /to-chuc\/$/);
  await page.context().close();
});

test('text at twice its size loses nothing sideways', async () => {
  const problems = [];
  for (const path of Object.values(TYPES)) {
    const page = await open(path);
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    const wide = await overflow(page);
    if (wide > 0) {
      const culprits = await page.evaluate(() => [...document.querySelectorAll('body *')]
        .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.bang-cuon'))
        .slice(0, 3).map((e) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 30)}`));
      problems.push(`${path}: ${wide} px: ${culprits.join(' | ')}`);
    }
    await page.context().close();
  }
  assert.deepEqual(problems, []);
});

test('at 400 % zoom nothing is lost sideways and the text is there', async () => {
  // A window of 1280 × 1024 at 400 % is one of 320 × 256 (WCAG 1.4.10).
  for (const path of Object.values(TYPES)) {
    const page = await open(path, { viewport: { width: 320, height: 256 } });
    assert.ok(await overflow(page) <= 0, path);
    const covered = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((e) => ['fixed', 'sticky'].includes(getComputedStyle(e).position)).length);
    assert.equal(covered, 0, `something covers the text of ${path}`);
    assert.ok(await page.locator('h1').isVisible(), path);
    await page.context().close();
  }
});

test('the reader chooses text size and background, and the device remembers', async () => {
  const page = await open('', { colorScheme: 'light' });
  await page.locator('.doc-tro summary').click();
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  const before = await size();
  await page.locator('[data-co="1"]').click();
  assert.ok(await size() > before);
  await page.locator('[data-nen]').click();
  await page.goto(`${site.url}ke-hoach/`);
  assert.ok(await size() > before);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(22, 19, 19)');
  await page.locator('.doc-tro summary').click();
  await page.locator('[data-co="0"]').click();
  await page.locator('[data-nen]').click();
  assert.equal(await size(), before);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(246, 243, 238)');
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
