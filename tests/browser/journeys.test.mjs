// The journeys of a reader, by keyboard alone, with their taps counted from home (SITE-DESIGN §7).
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { open, site } from './chromium.mjs';

/** Moves with Tab until an element has the focus, then presses Enter: one tap. Nothing else may be used. */
async function tap(page, locator) {
  const target = await locator.first().elementHandle({ timeout: 5000 });
  for (let press = 0; press < 400; press += 1) {
    if (await target.evaluate((node) => node === document.activeElement)) {
      page.taps = (page.taps ?? 0) + 1;
      await page.keyboard.press('Enter');
      return;
    }
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab never reaches ${await target.evaluate((node) => node.outerHTML.slice(0, 120))}`);
}

const landed = async (page, url) => { await page.waitForURL(url); await page.waitForLoadState('load'); };

/** From home to an organisation that home offers. */
async function toMine(page) {
  await tap(page, page.locator('.luoi a', { hasText: 'CB KP3' }));
  await landed(page, '**/to-chuc/chi-bo-khu-pho-3/');
}

test('my chi bộ\'s open tasks: one tap the first time, two for any organisation, one tap later', async () => {
  const page = await open('');
  await toMine(page);
  assert.equal(page.taps, 1);
  assert.ok(await page.locator('article[data-nhiem-vu]').first().isVisible());
  await tap(page, page.locator('[data-chon-toi]'));
  await page.goto(site.url);
  page.taps = 0;
  await tap(page, page.locator('[data-viec-cua-toi]'));
  await landed(page, '**/to-chuc/chi-bo-khu-pho-3/');
  assert.equal(page.taps, 1);
  await page.context().close();
  const other = await open('');
  await tap(other, other.locator('[data-chon] a[href$="to-chuc/"]'));
  await landed(other, '**/to-chuc/');
  await tap(other, other.locator('a.hang-ten', { hasText: 'Trạm Y tế' }));
  await landed(other, '**/to-chuc/*/');
  assert.equal(other.taps, 2);
  await other.context().close();
});

test('the next study session: time and place on home, details one tap away', async () => {
  const page = await open('');
  const row = page.locator('[data-quan-triet]').first();
  assert.match(await row.textContent(), /\d\d\/\d\d\/\d{4}, \d\d:\d\d/);
  assert.match(await row.textContent(), /Hội trường|Nhà văn hóa/);
  await tap(page, row.locator('a'));
  await landed(page, '**/quan-triet/**');
  assert.equal(page.taps, 1);
  await page.context().close();
});

test('a plan by its number: type and two taps, or two taps by the list', async () => {
  const page = await open('');
  await tap(page, page.locator('[data-toi-tim]'));
  await landed(page, '**/tim-kiem/');
  if (!await page.evaluate(() => document.activeElement.matches('[data-tim]'))) await page.keyboard.press('/');
  await page.keyboard.type('12-KH/ĐU');
  const first = page.locator('.tim-kiem a.hang-ten').first();
  await first.waitFor();
  await tap(page, first);
  await landed(page, '**/ke-hoach/2026/12-kh-du/**');
  assert.equal(page.taps, 2);
  await page.goto(site.url);
  page.taps = 0;
  await tap(page, page.locator('.dich a[href="./ke-hoach/"], .dich a[href="ke-hoach/"]'));
  await landed(page, '**/ke-hoach/');
  await tap(page, page.locator('[data-ke-hoach="ke-hoach/2026/45-kh-du"] a'));
  await landed(page, '**/ke-hoach/2026/45-kh-du/');
  assert.equal(page.taps, 2);
  await page.context().close();
});

test('from a deadline to its task and the plan\'s text: one tap, then it is on the same page', async () => {
  const page = await open('');
  await tap(page, page.locator('.su-kien-nhiem-vu a'));
  await landed(page, '**/ke-hoach/**#nv-*');
  assert.equal(page.taps, 1);
  const anchor = new URL(page.url()).hash;
  assert.ok(await page.locator(anchor).isVisible());
  await page.context().close();
});

test('from a document to the plans that concretise it: one tap', async () => {
  const page = await open('van-ban/57-nq-tw/');
  await tap(page, page.locator('#bt-cu-the-hoa [data-ke-hoach] a'));
  await landed(page, '**/ke-hoach/**');
  assert.equal(page.taps, 1);
  await page.context().close();
});

test('what changed in a plan: one tap from home, none on the plan', async () => {
  const page = await open('');
  const changed = page.locator('section', { has: page.getByRole('heading', { name: 'Mới điều chỉnh' }) });
  await tap(page, changed.locator('a.hang-ten'));
  await landed(page, '**/ke-hoach/**');
  assert.equal(page.taps, 1);
  assert.ok(await page.locator('.bao, .sua-doi').first().isVisible());
  await page.context().close();
});

test('my organisation\'s deadlines in the phone\'s calendar: two taps', async () => {
  const page = await open('', { acceptDownloads: true });
  await toMine(page);
  const file = page.waitForEvent('download');
  await tap(page, page.getByRole('link', { name: 'Thêm vào lịch của máy' }));
  assert.equal((await file).suggestedFilename(), 'lich.ics');
  assert.equal(page.taps, 2);
  await page.context().close();
});

test('the task list on paper for the meeting: two taps', async () => {
  const page = await open('', { prepare: () => { window.print = () => { window.printed = true; }; } });
  await toMine(page);
  await tap(page, page.locator('[data-in]'));
  assert.equal(await page.evaluate(() => window.printed), true);
  assert.equal(page.taps, 2);
  await page.context().close();
});

test('a mistake on a page reported: two taps, with the address of the page in the letter', async () => {
  const page = await open('ke-hoach/2026/15-kh-du/');
  await tap(page, page.locator('.chan a[href$="gop-y/"]'));
  await landed(page, '**/gop-y/');
  const letter = page.locator('a[href^="mailto:"]').first();
  assert.ok(decodeURIComponent(await letter.getAttribute('href')).includes('/ke-hoach/2026/15-kh-du/'));
  page.taps += 1;
  assert.equal(page.taps, 2);
  await page.context().close();
});

test('the summary in another language: chosen by keyboard, and there without script', async () => {
  const page = await open('ke-hoach/2026/12-kh-du/');
  const english = page.locator('#bt-tt-en');
  assert.ok(await english.isHidden());
  await tap(page, page.locator('a[hreflang="en"]'));
  assert.ok(await english.isVisible() && await page.locator('#bt-tt-vi').isHidden());
  assert.equal(await english.getAttribute('lang'), 'en');
  await page.context().close();
  const plain = await open('ke-hoach/2026/12-kh-du/', { javaScriptEnabled: false });
  await plain.locator('a[hreflang="en"]').click();
  assert.ok(await plain.locator('#bt-tt-en').isVisible());
  await plain.context().close();
});

test('the quiz marks itself by keyboard, sends nothing, and shows its answers without script', async () => {
  const page = await open('tai-lieu/hoi-dap-lua-dao-mang/');
  const sent = [];
  page.on('request', (request) => request.resourceType() !== 'other' && sent.push(request.url()));
  const questions = page.locator('[data-trac-nghiem] fieldset'), count = await questions.count();
  assert.ok(count >= 3);
  const choose = async (question, value) => {
    await question.locator('input').first().focus();
    await page.keyboard.press('Space');
    for (let step = 1; step < value; step += 1) await page.keyboard.press('ArrowDown');
  };
  await tap(page, page.locator('[data-cham]'));
  assert.match(await questions.first().locator('.nhan-xet').textContent(), /Chưa chọn/);
  for (let at = 0; at < count; at += 1) {
    const right = +await questions.nth(at).getAttribute('data-dung');
    await choose(questions.nth(at), at === 0 ? (right === 1 ? 2 : 1) : right);
  }
  await tap(page, page.locator('[data-cham]'));
  assert.match(await questions.first().locator('.nhan-xet').textContent(), /Chưa đúng/);
  assert.equal(await questions.nth(1).locator('.nhan-xet').textContent(), 'Đúng');
  assert.equal(await page.locator('[data-ket-qua]').textContent(), `Đúng ${count - 1}/${count} câu.`);
  assert.ok(await questions.first().locator('details').evaluate((node) => node.open), 'the explanation opens');
  assert.deepEqual(sent, []);
  await page.context().close();
  const plain = await open('tai-lieu/hoi-dap-lua-dao-mang/', { javaScriptEnabled: false });
  assert.ok(await plain.locator('[data-cham]').isHidden());
  const answer = plain.locator('[data-trac-nghiem] details').first();
  await answer.locator('summary').click();
  assert.ok(await answer.locator('.dap').isVisible());
  await plain.context().close();
});

/** A phone with these voices that notes what it is asked to say. */
const voices = (languages) => `
  window.said = [];
  const list = ${JSON.stringify(languages)}.map((lang) => ({ lang, name: lang }));
  Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: class { constructor(text) { this.text = text; } } });
  Object.defineProperty(window, 'speechSynthesis', { value: { getVoices: () => list, cancel() { window.stopped = true; }, speak: (u) => window.said.push(u.lang + ' ' + u.text), addEventListener() {} } });`;

test('the plan is read aloud where the phone has a Vietnamese voice, and only there', async () => {
  const page = await open('ke-hoach/2026/15-kh-du/', { prepare: voices(['en-US', 'vi-VN']) });
  const button = page.getByRole('button', { name: 'Nghe kế hoạch' });
  await tap(page, button);
  await page.waitForFunction(() => window.said.length > 5);
  const said = await page.evaluate(() => window.said);
  assert.ok(said[0].startsWith('vi-VN Kính thưa bà con'), said[0]);
  assert.ok(said.every((line) => !/\d/.test(line.slice(5))), 'numbers are words');
  assert.equal(await page.locator('[data-nghe]').textContent(), 'Dừng đọc');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => window.stopped), true);
  await page.context().close();
  const mute = await open('ke-hoach/2026/15-kh-du/', { prepare: voices(['en-US']) });
  assert.ok(await mute.locator('[data-nghe]').isHidden());
  await mute.context().close();
});
