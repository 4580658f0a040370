// Search as a reader meets it, in Chromium: typing, filters, back and forward, keyboard, offline, old browsers, no script, a USB stick.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { axe, open as openPage, site } from './chromium.mjs';
import { FOLDER, read } from './site.mjs';

const open = (path = 'tim-kiem/', options = {}) => openPage(path, options);
const hits = (page) => page.locator('[data-ket-qua] a');
const count = (page) => page.locator('[data-dem]');

/** Types a query and waits for its hits. */
async function find(page, text) {
  await page.locator('#bt-tim').fill(text);
  await page.locator('[data-dem]', { hasText: `“${text.trim()}”` }).waitFor();
  return hits(page).evaluateAll((links) => links.map((link) => link.getAttribute('href')));
}

test('results come while typing, whatever the way of typing', async () => {
  const page = await open();
  const cases = {
    'bình dân học vụ số': '#nv-7', 'binh dan hoc vu so': '#nv-7', 'binhf daan hocj vuj soos': '#nv-7', 'BÌNH DÂN HỌC VỤ SỐ': '#nv-7',
    'bình dân học v': '#nv-7', '57-NQ/TW': 'van-ban/57-nq-tw/', 'nghị quyết 57': 'van-ban/57-nq-tw/', '12 kh du': 'ke-hoach/2026/12-kh-du/',
    '22/12/2024': 'van-ban/57-nq-tw/', 'uỷ ban kiểm tra': 'to-chuc/uy-ban-kiem-tra/', 'ubkt ': 'to-chuc/uy-ban-kiem-tra/',
    '"dân vận khéo"': 'ke-hoach/2026/33-kh-du/', '+camera -hát': '36-kh-du/',
  };
  for (const [query, wanted] of Object.entries(cases)) {
    const found = await find(page, query);
    assert.ok(found.slice(0, 3).some((href) => href.includes(wanted)), `${query}: ${found.slice(0, 3)}`);
  }
  const decomposed = 'bình dân học vụ số'.normalize('NFD');
  await page.locator('#bt-tim').fill(decomposed);
  await page.locator('[data-ket-qua] mark').first().waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('a hit on a task opens the plan at that task, with the words marked, under its own address', async () => {
  const page = await open();
  await find(page, 'binh dan hoc vu so');
  await page.locator('[data-ket-qua] a', { hasText: 'Tổ chức 12 buổi' }).click();
  await page.waitForURL('**/ke-hoach/2026/12-kh-du/#nv-7');
  const card = page.locator('#nv-7');
  await page.waitForFunction(() => {
    const { top, bottom } = document.querySelector('#nv-7').getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  });
  assert.equal(await card.locator('mark').first().textContent(), 'Bình dân học vụ số');
  assert.deepEqual(page.problems, []);
  await page.goBack();
  await page.locator('[data-ket-qua] mark').first().waitFor();
  assert.equal(await page.locator('#bt-tim').inputValue(), 'binh dan hoc vu so', 'the query is still there');
  await page.context().close();
});

test('an address with a query shows its hits; back and forward go from search to search', async () => {
  const page = await open('tim-kiem/?q=camera');
  await count(page).filter({ hasText: '“camera”' }).waitFor();
  await page.locator('#bt-tim').fill('sốt xuất huyết');
  await page.keyboard.press('Enter');
  await count(page).filter({ hasText: '“sốt xuất huyết”' }).waitFor();
  await page.goBack();
  await count(page).filter({ hasText: '“camera”' }).waitFor();
  assert.equal(await page.locator('#bt-tim').inputValue(), 'camera');
  await page.goForward();
  await count(page).filter({ hasText: '“sốt xuất huyết”' }).waitFor();
  await page.context().close();
});

test('the box on home, on the page of a missing address and in the wide bar lead to the hits', async () => {
  for (const [path, options, box] of [['', {}, 'main [data-tim]'], ['khong/co/', {}, 'main [data-tim]'], ['lich/', { viewport: { width: 1280, height: 800 } }, '.tim-thanh input']]) {
    const page = await open(path, options);
    await page.locator(box).fill('camera');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/tim-kiem/?q=camera');
    await hits(page).first().waitFor();
    await page.context().close();
  }
  const phone = await open('lich/');
  assert.ok(await phone.locator('.tim-thanh').isHidden());
  await phone.locator('.dich a', { hasText: 'Tìm kiếm' }).click();
  await phone.waitForURL('**/tim-kiem/');
  await phone.context().close();
});

test('chips cut the hits down by kind and organisation, and stand in the address', async () => {
  const page = await open('tim-kiem/?q=chuyen+doi+so');
  await hits(page).first().waitFor();
  const all = await count(page).textContent();
  await page.locator('[data-loai=nhiem-vu]').click();
  await page.waitForURL('**loai=nhiem-vu**');
  await page.waitForFunction((before) => document.querySelector('[data-dem]').textContent !== before, all);
  const kinds = await page.locator('[data-o=dau]').allTextContents();
  assert.ok(kinds.length && kinds.every((text) => text.startsWith('Nhiệm vụ')));
  const chip = page.locator('[data-loc-to-chuc] button').first(), name = await chip.textContent();
  await chip.click();
  await page.waitForURL('**to-chuc=**');
  await page.locator('[data-loc-to-chuc] button[aria-pressed=true]', { hasText: name }).waitFor();
  await page.reload({ waitUntil: 'load' });
  await page.locator('[data-loc-to-chuc] button[aria-pressed=true]').waitFor();
  assert.equal(await page.locator('[data-loai=nhiem-vu]').getAttribute('aria-pressed'), 'true');
  await page.locator('[data-loai=nhiem-vu]').click();
  await page.locator('[data-loc-to-chuc] button[aria-pressed=true]').click();
  await page.waitForFunction((before) => document.querySelector('[data-dem]').textContent === before, all);
  await page.context().close();
});

test('the keyboard alone: / to the box, arrows through the hits, Enter opens one, Escape back', async () => {
  const page = await open('tim-kiem/');
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'bt-tim');
  await page.keyboard.type('camera/an ninh');
  assert.equal(await page.locator('#bt-tim').inputValue(), 'camera/an ninh', '/ is a letter in the box');
  await hits(page).nth(1).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), await hits(page).nth(1).getAttribute('href'));
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'bt-tim');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/36-kh-du/**');
  await page.goto(`${site.url}ke-hoach/`);
  await page.keyboard.press('/');
  await page.waitForURL('**/tim-kiem/');
  await page.context().close();
});

test('typing is announced once it rests, Enter finds what typing found, an organisation chip keeps focus', async () => {
  const page = await open();
  await page.evaluate(() => {
    window.told = [];
    new MutationObserver(() => window.told.push(document.querySelector('[data-bao]').textContent)).observe(document.querySelector('[data-bao]'), { childList: true });
  });
  await page.locator('#bt-tim').pressSequentially('camera an ninh', { delay: 120 });
  await page.waitForFunction(() => window.told.length > 0);
  assert.equal((await page.evaluate(() => window.told)).length, 1);
  await find(page, 'camer');
  const typed = await count(page).textContent();
  await page.keyboard.press('Enter');
  await page.waitForTimeout(400);
  assert.equal(await count(page).textContent(), typed);
  await find(page, 'chuyển đổi số');
  await page.locator('[data-loc-to-chuc] button').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-loc-to-chuc] button[aria-pressed=true]').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-pressed')), 'true');
  await page.context().close();
});

test('filters that leave nothing are told and taken away with one press; an unknown kind is no filter', async () => {
  const page = await open('tim-kiem/?q=camera&to-chuc=hoi-khuyen-hoc&loai=bogus');
  await page.locator('[data-tt=khong-loc]').waitFor();
  assert.equal(await page.locator('[data-loc-to-chuc] button').textContent(), 'Tổ chức đã chọn');
  await page.locator('[data-bo-loc]').click();
  await hits(page).first().waitFor();
  assert.ok(!page.url().includes('to-chuc'));
  await page.context().close();
});

test('the way back from a hit leads to where it was, further hits and all', async () => {
  const page = await open('tim-kiem/?q=chi+bo');
  await hits(page).first().waitFor();
  await page.locator('[data-them]').click();
  await hits(page).nth(19).waitFor();
  await hits(page).nth(15).click();
  await page.waitForFunction(() => !document.querySelector('[data-tim-kiem]'));
  await page.goBack();
  await hits(page).nth(19).waitFor();
  await page.waitForFunction(() => scrollY > 400);
  await page.context().close();
});

test('where the address cannot be written, searching goes on', async () => {
  const page = await open('tim-kiem/', { prepare: () => { history.replaceState = history.pushState = () => { throw new Error('too often'); }; } });
  await page.locator('#bt-tim').fill('camera \ud83d');
  await hits(page).first().waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('an old browser told nonsense by a captive portal says so and lives', async () => {
  const page = await open('tim-kiem/', { prepare: () => { delete window.DecompressionStream; } });
  for (const body of ['<!doctype html><title>wifi</title>', 'Not found', readFileSync(join(FOLDER, 'tim-kiem/index.html')).subarray(0, 100)]) {
    await page.route('**/*.bin', (route) => route.fulfill({ status: 200, body }));
    await page.locator('#bt-tim').fill('camera');
    await page.locator('[data-tt=mang]').waitFor();
    await page.unroute('**/*.bin');
    await page.locator('#bt-tim').fill('');
    await page.locator('[data-tt=trong]').waitFor();
  }
  await page.context().close();
});

test('more hits come on demand and focus stays with the reader', async () => {
  const page = await open('tim-kiem/?q=chi+bo');
  await hits(page).first().waitFor();
  assert.equal(await hits(page).count(), 10);
  await page.locator('[data-them]').click();
  await hits(page).nth(19).waitFor();
  await page.waitForFunction(() => document.activeElement === document.querySelectorAll('[data-ket-qua] a')[10]);
  await page.context().close();
});

test('nothing found, nothing asked, only signs: a clear word and a way on', async () => {
  const page = await open();
  const shown = () => page.locator('[data-tt]:visible').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-tt')));
  assert.deepEqual(await shown(), ['trong']);
  await page.locator('#bt-tim').fill('zzqxkv');
  await page.locator('[data-tt=khong]').waitFor();
  assert.ok((await page.locator('[data-danh-muc]').boundingBox()).y < 740, 'the catalogue stands on the first screen');
  await page.locator('#bt-tim').fill('-camera');
  await page.locator('[data-tt=chi-tru]').waitFor();
  await page.locator('#bt-tim').fill('*số');
  await page.locator('[data-tt=dau-sao]').waitFor();
  await page.locator('#bt-tim').fill('');
  await page.locator('[data-tt=trong]').waitFor();
  assert.equal(await hits(page).count(), 0);
  await page.context().close();
});

test('markup in a query and in an address stays text', async () => {
  const attack = '<img src=x onerror="window.hit=1"> camera';
  const page = await open(`tim-kiem/?q=${encodeURIComponent(attack)}&to-chuc=${encodeURIComponent('"><script>window.hit=1</script>')}`);
  await page.locator('[data-tt=khong-loc]').waitFor();
  assert.equal(await page.evaluate(() => window.hit), undefined);
  assert.equal(await page.locator('.tim-kiem img, .tim-kiem script').count(), 0);
  const marked = await open(`ke-hoach/2026/12-kh-du/?tim=${encodeURIComponent('<b>|.*|số')}#nv-7`);
  assert.equal(await marked.locator('main b').count(), 0);
  assert.deepEqual(marked.problems, []);
  await page.context().close();
  await marked.context().close();
});

test('a dead network is told, and searching goes on when it is back', async () => {
  const page = await open();
  await page.context().setOffline(true);
  await page.locator('#bt-tim').fill('camera');
  await page.locator('[data-tt=mang]').waitFor();
  assert.ok(await page.locator('[data-tt=mang] button').isVisible());
  await page.context().setOffline(false);
  await hits(page).first().waitFor();
  assert.ok(await page.locator('[data-tt=mang]').isHidden());
  await page.context().setOffline(true);
  await page.locator('#bt-tim').fill('sốt xuất huyết');
  await page.locator('[data-tt=thieu]:visible, [data-tt=mang]:visible').first().waitFor();
  await page.context().close();
});

test('a shard that is missing costs hits, not the page', async () => {
  const page = await open();
  await page.route('**/s/*.bin', (route) => route.fulfill({ status: 404, body: '' }));
  await page.locator('#bt-tim').fill('camera');
  await page.locator('[data-tt=mang]').waitFor();
  await page.unroute('**/s/*.bin');
  await page.locator('[data-tt=mang] button').click();
  await hits(page).first().waitFor();
  await page.context().close();
});

test('an old browser without DecompressionStream finds the same', async () => {
  const page = await open('tim-kiem/?q=binh+dan+hoc+vu+so', { prepare: () => { delete window.DecompressionStream; } });
  await hits(page).first().waitFor();
  assert.equal(await page.evaluate(() => typeof window.bangtinGiaiNen), 'function');
  const modern = await open('tim-kiem/?q=binh+dan+hoc+vu+so');
  await hits(modern).first().waitFor();
  assert.deepEqual(await hits(page).allTextContents(), await hits(modern).allTextContents());
  assert.equal(await modern.evaluate(() => typeof window.bangtinGiaiNen), 'undefined');
  assert.deepEqual(page.problems, []);
  await page.context().close();
  await modern.context().close();
});

test('from a USB stick: the same hits, links that open files', async () => {
  const page = await open(pathToFileURL(join(FOLDER, 'tim-kiem/index.html')).href);
  await find(page, 'binh dan hoc vu so');
  await page.locator('[data-ket-qua] a', { hasText: 'Tổ chức 12 buổi' }).click();
  await page.waitForURL(/12-kh-du\/index\.html.*#nv-7$/);
  await page.locator('#nv-7 mark').first().waitFor();
  assert.deepEqual(page.problems, []);
  await page.goto(pathToFileURL(join(FOLDER, 'index.html')).href);
  await page.locator('main [data-tim]').fill('camera');
  await page.keyboard.press('Enter');
  await page.waitForURL(/tim-kiem\/index\.html\?q=camera$/);
  await hits(page).first().waitFor();
  await page.context().close();
});

test('without script the page says so and lists everything by letter', async () => {
  const page = await open('tim-kiem/', { javaScriptEnabled: false });
  assert.ok(await page.locator('noscript .bao').isVisible());
  assert.ok(await page.locator('.muc a', { hasText: '12-KH/ĐU' }).first().isVisible());
  await page.locator('.chu-cai a', { hasText: 'Đ' }).click();
  assert.match(page.url(), /#bt-chu-dd$/);
  await page.locator('.muc a').first().click();
  await page.locator('h1').waitFor();
  await page.context().close();
});

test('nothing of search is loaded before somebody searches, little when they do', async () => {
  const page = await open('', {}), asked = [];
  page.on('response', async (answer) => asked.push({ url: answer.url(), bytes: +(await answer.headerValue('content-length') || 0) }));
  await page.goto(`${site.url}tim-kiem/`, { waitUntil: 'load' });
  assert.ok(!asked.some(({ url }) => /lunr|\.bin/.test(url)));
  asked.length = 0;
  await find(page, 'chuyển đổi số');
  const bytes = asked.reduce((sum, file) => sum + file.bytes, 0);
  assert.ok(bytes > 5000 && bytes <= 60_000, `${bytes} bytes`);
  assert.ok(asked.every(({ url }) => url.startsWith(site.url)));
  await page.context().close();
});

test('nothing jumps when the hits of an address come', async () => {
  const page = await open('tim-kiem/?q=camera', { prepare: () => {
    window.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shift += entry.value; })).observe({ type: 'layout-shift', buffered: true });
  } });
  await hits(page).first().waitFor();
  await page.waitForTimeout(600);
  const shift = await page.evaluate(() => window.shift);
  assert.ok(shift <= 0.05, `${shift}`);
  await page.context().close();
});

test('axe finds nothing on a page of hits, and nothing overflows', { timeout: 120_000 }, async () => {
  for (const options of [{}, { colorScheme: 'dark' }, { forcedColors: 'active' }, { viewport: { width: 1280, height: 800 } }, { viewport: { width: 320, height: 640 } }]) {
    const page = await open('tim-kiem/?q=chuyen+doi+so', { bypassCSP: true, ...options });
    await hits(page).first().waitFor();
    assert.deepEqual(await axe(page), [], JSON.stringify(options));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    await page.context().close();
  }
});

test('hits are told to a screen reader, chips are large enough for a thumb', async () => {
  const page = await open('tim-kiem/?q=camera');
  await hits(page).first().waitFor();
  const told = page.locator('[data-bao]');
  assert.equal(await told.getAttribute('role'), 'status');
  await told.filter({ hasText: /^\d+ kết quả/ }).waitFor({ state: 'attached' });
  assert.match(await count(page).textContent(), /^\d+ kết quả cho “camera”$/);
  const heights = await page.locator('.chon button, .tim input, .tim button, [data-ket-qua] a').evaluateAll((nodes) => nodes.filter((n) => n.offsetParent).map((n) => n.getBoundingClientRect().height));
  assert.ok(heights.length > 8 && heights.every((height) => height >= 32), `${heights}`);
  assert.ok((await page.locator('.chon button').evaluateAll((nodes) => nodes.filter((n) => n.offsetParent).map((n) => n.getBoundingClientRect().height))).every((height) => height >= 44));
  assert.ok(read('tim-kiem/index.html').includes('aria-label="Chỉ tìm loại"'));
  await page.context().close();
});
