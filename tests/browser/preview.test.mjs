// The preview while somebody edits, in Chromium: what an editor sees after each save, and that nothing brings it down.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axe, browser } from './chromium.mjs';
import { preview, until, ward } from './preview.mjs';

const PLAN = 'content/ke-hoach/2026/12-kh-du/index.md', PLAN_URL = 'ke-hoach/2026/12-kh-du/';
const OTHER = 'content/ke-hoach/2026/15-kh-du.md', OTHER_URL = 'ke-hoach/2026/15-kh-du/';
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Opens a page of the preview and waits for the live channel. A mark on the window is lost by a reload. */
async function look(server, path, options = {}) {
  const context = options.context || await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  const page = await context.newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && page.problems.push(message.text()));
  await page.goto(server.url + path, { waitUntil: 'load' });
  await page.waitForSelector('bangtin-xem-truoc .dem');
  await page.evaluate(() => { window.stays = true; });
  return page;
}

const bar = (page) => page.locator('bangtin-xem-truoc .thanh');
const panel = (page) => page.locator('bangtin-xem-truoc .bang');
const stays = (page) => page.evaluate(() => window.stays === true);
const says = (page, text) => page.waitForFunction((text) => document.body.innerText.includes(text), text, { timeout: 8000 });

async function during(server, work) {
  try {
    return await work();
  } finally {
    await server.stop();
  }
}

test('a saved page changes in place: scroll, focus, open parts and what was typed stay', async () => {
  const server = await preview();
  await during(server, async () => {
    const page = await look(server, PLAN_URL);
    await page.evaluate(() => {
      document.querySelectorAll('main details').forEach((node, place) => { node.open = place % 2 === 0; });
      document.querySelector('input[type=search]').value = 'đang gõ dở';
      const link = [...document.querySelectorAll('main a[href]')].at(-1);
      link.focus({ preventScroll: true });
      scrollTo({ top: 1800, behavior: 'instant' });
    });
    const state = () => page.evaluate(() => ({
      scroll: scrollY, focus: document.activeElement.getAttribute('href'), typed: document.querySelector('input[type=search]').value,
      open: [...document.querySelectorAll('main details')].map((node) => node.open),
    }));
    const before = await state();
    server.edit(PLAN, 'tieu_de = "', 'tieu_de = "Tên vừa sửa: ');
    await says(page, 'Tên vừa sửa: ');
    assert.ok(await stays(page), 'the page was not loaded anew');
    const after = await state();
    // A longer title moves what is below; what the reader looks at stays where it was.
    assert.ok(Math.abs(after.scroll - before.scroll) < 200, `${before.scroll} → ${after.scroll}`);
    assert.deepEqual({ ...after, scroll: 0 }, { ...before, scroll: 0 });
    await until(async () => /Đã cập nhật|✓ \d\d:\d\d:\d\d · \d+ ms/.test(await bar(page).innerText()));
    assert.equal(await overflow(page), 0);
    assert.deepEqual(page.problems, []);
  });
});

test('deadlines keep their count of days when their task is edited', async () => {
  const server = await preview();
  await during(server, async () => {
    const page = await look(server, OTHER_URL);
    const counted = () => page.evaluate(() => [...document.querySelectorAll('time[data-han]')].map((node) => node.querySelectorAll('.con-lai').length));
    const before = await counted();
    server.edit(OTHER, 'noi_dung = "', 'noi_dung = "Việc vừa sửa: ');
    await says(page, 'Việc vừa sửa: ');
    assert.deepEqual(await counted(), before);
    assert.ok(before.every((count) => count <= 1));
  });
});

test('an error covers the page, names its place, and goes when it is mended', async () => {
  const server = await preview();
  await during(server, async () => {
    const page = await look(server, OTHER_URL);
    const title = await page.locator('h1').innerText();
    server.edit(OTHER, 'thoi_han = "', 'thoi_hann = "');
    await panel(page).waitFor({ state: 'visible' });
    const text = await panel(page).innerText();
    for (const part of ['thoi_hann', 'thoi_han', `${OTHER}:`, 'cách sửa', '━━━', 'Bên dưới là trang tốt gần nhất', 'lỗi']) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    assert.equal(await page.locator('h1').innerText(), title, 'the last good page stays');
    assert.equal(await overflow(page), 0);
    // What the terminal prints is what stands here.
    const printed = await panel(page).locator('pre').first().innerText();
    assert.ok(server.said().includes(printed.trim().split('\n').at(-1).trim()), printed);
    const [explained] = await Promise.all([page.context().waitForEvent('page'), panel(page).locator('a').first().click()]);
    await explained.waitForLoadState();
    assert.match(await explained.locator('h1').innerText(), /khoa-la/);
    assert.match(await explained.locator('main').innerText(), /Cách sửa/);
    await explained.close();
    server.edit(OTHER, 'thoi_hann = "', 'thoi_han = "');
    await panel(page).waitFor({ state: 'hidden' });
    assert.ok(await stays(page));
    assert.deepEqual(page.problems, []);
  });
});

test('a closed panel stays closed until the errors are others; the bar counts and opens it', async () => {
  const server = await preview();
  await during(server, async () => {
    const page = await look(server, '');
    server.edit(OTHER, 'thoi_han = "', 'thoi_hann = "');
    await panel(page).waitFor({ state: 'visible' });
    await panel(page).locator('.dong').click();
    await panel(page).waitFor({ state: 'hidden' });
    server.edit(OTHER, 'tu_khoa', '# một ghi chú\ntu_khoa');
    await until(async () => (await bar(page).innerText()).includes('1 lỗi'));
    server.edit(OTHER, 'nguoi_ky', 'nguoi_kyy');
    await panel(page).waitFor({ state: 'visible' });
    assert.match(await bar(page).locator('.dem').innerText(), /2 lỗi · \d+ cảnh báo/);
    await bar(page).locator('.dem').click();
    await panel(page).waitFor({ state: 'hidden' });
    await bar(page).locator('.dem').click();
    await panel(page).waitFor({ state: 'visible' });
  });
});

test('a dead link is told at once; what only the whole output shows is told when nobody types', async () => {
  const server = await preview();
  await during(server, async () => {
    const page = await look(server, OTHER_URL);
    server.edit(OTHER, '\n+++\n', '\n+++\nXem [kế hoạch kia](ke-hoach/2026/khong-co).\n\n');
    await until(async () => (await bar(page).innerText()).includes('1 lỗi'), 3000);
    assert.match(await panel(page).innerText(), /lien-ket-hong/);
    // An anchor that no heading has: only the finished page can tell.
    server.edit(OTHER, 'ke-hoach/2026/khong-co)', '#khong-co-muc-nay)');
    await until(async () => (await panel(page).innerText()).includes('khong-co-muc-nay'), 30_000);
    // It stays true while other files are edited.
    const seen = [];
    await page.exposeFunction('closed', () => seen.push('closed'));
    await panel(page).evaluate((node) => new MutationObserver(() => node.hidden && window.closed()).observe(node, { attributes: true }));
    server.edit(PLAN, 'tieu_de = "', 'tieu_de = "Khác: ');
    await until(async () => (await server.text(PLAN_URL)).includes('Khác: '));
    await new Promise((done) => setTimeout(done, 2000));
    assert.deepEqual(seen, []);
    assert.match(server.said(), /khong-co-muc-nay/, 'the terminal says so too');
    server.edit(OTHER, 'Xem [kế hoạch kia](#khong-co-muc-nay).\n', '');
    await panel(page).waitFor({ state: 'hidden' });
  });
});

test('a broken template points at itself and at the content; every page stays', async () => {
  const server = await preview();
  await during(server, async () => {
    mkdirSync(server.path('themes/bang-tin/trang'), { recursive: true });
    const template = 'themes/bang-tin/trang/ke-hoach.html';
    const page = await look(server, OTHER_URL);
    const title = await page.locator('h1').innerText();
    server.write(template, '{% extends "khung.html" %}\n{% block main %}<h1>{{ khong_co_bien }}</h1>{% endblock main %}\n');
    await panel(page).waitFor({ state: 'visible' });
    const text = await panel(page).innerText();
    assert.match(text, /themes\/bang-tin\/trang\/ke-hoach\.html:2/);
    assert.match(text, /content\/ke-hoach\/2\d+\/\S+\.md:2/);
    assert.match(text, /khi dựng trang/);
    assert.match(text, /không có biến `khong_co_bien`/);
    assert.match(server.said(), /không có biến `khong_co_bien`/);
    assert.equal(await page.locator('h1').innerText(), title);
    // The last good site stays for who comes now, too.
    assert.equal((await server.get(PLAN_URL)).status, 200);
    await page.reload();
    assert.equal(await page.locator('h1').innerText(), title);
    // A mistake elsewhere moves no message to another file.
    server.write('content/ke-hoach/2026/00-loi.md', '+++\ntieu_de = Loi\n+++\n');
    await until(async () => (await panel(page).innerText()).includes('00-loi.md:2'));
    assert.match(await panel(page).innerText(), /ke-hoach\.html:2/);
    assert.ok(!/van-ban\/\d+-nq-tw\.md:\d+:\d+ khong/.test(await panel(page).innerText()));
    server.write(template, '{% extends "khung.html" %}{% block khong_co_khoi %}{% endblock khong_co_khoi %}\n');
    await until(async () => /mẫu gốc không có khối `khong_co_khoi`/.test(await panel(page).innerText()));
    assert.match(await panel(page).innerText(), /ke-hoach\.html:1/);
    unlinkSync(server.path(template));
    await until(async () => !/ke-hoach\.html/.test(await panel(page).innerText()));
    unlinkSync(server.path('content/ke-hoach/2026/00-loi.md'));
    await panel(page).waitFor({ state: 'hidden' });
    assert.equal((await server.get(PLAN_URL)).status, 200);
  });
});

test('colours change without a reload; a script of the theme loads the page anew, as it was left', async () => {
  const server = await preview();
  await during(server, async () => {
    const page = await look(server, PLAN_URL);
    const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await colour();
    mkdirSync(server.path('themes/bang-tin/tai-san'), { recursive: true });
    server.write('themes/bang-tin/tai-san/bang-tin.css', 'body { background: rgb(1, 2, 3); }');
    await until(async () => (await colour()) === 'rgb(1, 2, 3)');
    assert.notEqual(before, 'rgb(1, 2, 3)');
    assert.ok(await stays(page));
    await until(async () => (await page.locator('head link[rel=stylesheet]').count()) === 1);
    await page.evaluate(() => { document.querySelector('main details').open = true; scrollTo({ top: 900, behavior: 'instant' }); });
    server.write('themes/bang-tin/tai-san/bang-tin.js', 'window.mine = 1;');
    await page.waitForFunction(() => window.mine === 1);
    await page.waitForFunction(() => Math.abs(scrollY - 900) < 5);
    assert.ok(await page.evaluate(() => document.querySelector('main details').open));
  });
});

test('only pages that an edit touches change; every open page of it does', async () => {
  const server = await preview();
  await during(server, async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const pages = [];
    for (const path of [OTHER_URL, OTHER_URL, 'gop-y/', 'ke-hoach/']) pages.push(await look(server, path, { context }));
    for (const page of pages) {
      await page.evaluate(() => {
        window.changes = 0;
        new MutationObserver((found) => { window.changes += found.length; }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true, attributes: true });
      });
    }
    server.edit(OTHER, 'tieu_de = "', 'tieu_de = "Tên vừa sửa: ');
    // Pages in the background give their connection back, and catch up when they are looked at.
    for (const place of [0, 1, 3]) {
      await pages[place].bringToFront();
      await says(pages[place], 'Tên vừa sửa: ');
    }
    await pages[2].bringToFront();
    await until(async () => /\d\d:\d\d:\d\d/.test(await bar(pages[2]).innerText()));
    assert.equal(await pages[2].evaluate(() => window.changes), 0);
    for (const page of pages) assert.ok(await stays(page));
  });
});

test('a search stays while its index changes', async () => {
  const server = await preview();
  await during(server, async () => {
    const page = await look(server, 'tim-kiem/?q=ho%20kinh%20doanh');
    await page.waitForSelector('[data-ket-qua] li');
    server.edit(OTHER, 'tieu_de = "', 'tieu_de = "Hộ kinh doanh vừa sửa: ');
    await page.waitForFunction(() => document.querySelector('[data-ket-qua]').innerText.includes('vừa sửa'), null, { timeout: 15_000 });
    assert.equal(await page.locator('#bt-tim').inputValue(), 'ho kinh doanh');
    assert.deepEqual(page.problems, []);
  });
});

test('a new plan appears on the page of its organisation; renamed it moves, deleted it is gone', async () => {
  const server = await preview();
  await during(server, async () => {
    const page = await look(server, 'to-chuc/hoi-nong-dan/');
    const plan = '+++\nso_ky_hieu = "77-KH/ĐU"\ntieu_de = "Kế hoạch thử"\nngay = 2026-11-20\ndoi_tuong = "cong-khai"\nduyet = { boi = "Bí thư", ngay = 2026-11-20 }\ntom_tat = "Thử."\n\n[[nhiem_vu]]\nnoi_dung = "Việc hoàn toàn mới của Hội"\nchu_tri = "Hội Nông dân"\nthoi_han = "30/12/2026"\nsan_pham = "Báo cáo"\n+++\nBài.\n';
    server.write('content/ke-hoach/2026/77-kh-du.md', plan);
    await says(page, 'Việc hoàn toàn mới của Hội');
    assert.equal((await server.get('ke-hoach/2026/77-kh-du/')).status, 200);
    renameSync(server.path('content/ke-hoach/2026/77-kh-du.md'), server.path('content/ke-hoach/2026/78-kh-du.md'));
    await until(async () => (await server.get('ke-hoach/2026/78-kh-du/')).status === 200);
    assert.equal((await server.get('ke-hoach/2026/77-kh-du/')).status, 404);
    await until(() => page.evaluate(() => document.body.innerHTML.includes('78-kh-du')));
    unlinkSync(server.path('content/ke-hoach/2026/78-kh-du.md'));
    await page.waitForFunction(() => !document.body.innerText.includes('Việc hoàn toàn mới của Hội'));
    // A page that is not there yet shows itself once it is.
    const missing = await look(server, 'ke-hoach/2026/79-kh-du/');
    assert.match(await missing.locator('h1').innerText(), /Không tìm thấy|không/i);
    server.write('content/ke-hoach/2026/79-kh-du.md', plan);
    await says(missing, 'Kế hoạch thử');
  });
});

test('200 saves in 10 seconds end in the right state', async () => {
  const server = await preview();
  await during(server, async () => {
    const page = await look(server, OTHER_URL);
    const text = server.read(OTHER);
    for (let number = 1; number <= 200; number++) {
      server.write(OTHER, text.replace('tieu_de = "', `tieu_de = "Lần ${number}: `));
      await new Promise((done) => setTimeout(done, 50));
    }
    await page.waitForFunction(() => document.querySelector('h1').innerText.includes('Lần 200: '), null, { timeout: 5000 });
    assert.ok(await stays(page));
    assert.deepEqual(page.problems, []);
    assert.match(await server.text(OTHER_URL), /Lần 200: /);
  });
});

test('every way in which programs save a file is seen', async () => {
  const server = await preview();
  await during(server, async () => {
    const path = server.path(OTHER), folder = server.path('content/ke-hoach/2026');
    const original = server.read(OTHER);
    const version = (name) => original.replace('tieu_de = "', `tieu_de = "${name}: `);
    const shown = (name) => until(async () => (await server.text(OTHER_URL)).includes(`${name}: `), 5000, () => name);
    const ways = {
      'in place': () => writeFileSync(path, version('in place')),
      'by a new file in its place': () => { writeFileSync(`${path}.tam`, version('by a new file in its place')); renameSync(`${path}.tam`, path); },
      // Word and Notepad++: the old file is set aside, the new one takes its name.
      'the old one set aside': () => {
        writeFileSync(join(folder, '~WRD0001.tmp'), version('the old one set aside'));
        renameSync(path, join(folder, '~WRL0002.tmp'));
        renameSync(join(folder, '~WRD0001.tmp'), path);
        unlinkSync(join(folder, '~WRL0002.tmp'));
      },
      // vim with a backup: renamed away, written anew, backup deleted.
      'as vim does': () => {
        writeFileSync(join(folder, '4913'), '');
        unlinkSync(join(folder, '4913'));
        renameSync(path, `${path}~`);
        writeFileSync(path, version('as vim does'));
        unlinkSync(`${path}~`);
      },
      'deleted and written': () => { unlinkSync(path); writeFileSync(path, version('deleted and written')); },
    };
    for (const [name, save] of Object.entries(ways)) {
      save();
      await shown(name);
    }
    // Half of it first: nobody is shown the half.
    writeFileSync(path, '');
    setTimeout(() => writeFileSync(path, version('in two halves')), 300);
    const seen = new Set();
    await until(async () => {
      const answer = await server.get(OTHER_URL);
      seen.add(answer.status);
      return (await answer.text()).includes('in two halves: ');
    });
    assert.deepEqual([...seen], [200]);
    assert.ok(!/lỗi\[/.test(server.said()), server.said());
  });
});

test('slow saves show nothing of the half', async () => {
  const server = await preview();
  await during(server, async () => {
    const path = server.path(OTHER), pause = (ms) => new Promise((done) => setTimeout(done, ms));
    const text = server.read(OTHER).replace('tieu_de = "', 'tieu_de = "Lưu chậm: ');
    renameSync(path, `${path}~`);
    await pause(60);
    writeFileSync(`${path}.tam`, text);
    renameSync(`${path}.tam`, path);
    unlinkSync(`${path}~`);
    await until(async () => (await server.text(OTHER_URL)).includes('Lưu chậm: '), 5000);
    // The front in pieces: it is no entry before its second `+++`.
    const next = text.replace('Lưu chậm: ', 'Lưu từng mảnh: '), front = next.indexOf('\n+++\n') + 5;
    writeFileSync(path, next.slice(0, front / 3));
    for (const part of [front / 3, (2 * front) / 3]) {
      await pause(60);
      writeFileSync(path, next.slice(0, part + front / 3));
    }
    await pause(60);
    writeFileSync(path, next);
    await until(async () => (await server.text(OTHER_URL)).includes('Lưu từng mảnh: '), 5000);
    assert.ok(!/lỗi\[/.test(server.said()), server.said());
  });
});

test('a site that moves on its server takes its open pages along', async () => {
  const server = await preview();
  await during(server, async () => {
    const page = await look(server, OTHER_URL);
    server.edit('bangtin.toml', '/dang-uy/', '/moi/');
    await page.waitForURL(/\/moi\//);
    await page.waitForSelector('bangtin-xem-truoc .dem');
    await until(() => /Trang chuyển sang: http\S+\/moi\//.test(server.said()));
    server.edit('bangtin.toml', '/moi/', '/dang-uy/');
    await page.waitForURL(/\/dang-uy\//);
  });
});

test('the keyboard keeps its place in the bar, and what happens is spoken', async () => {
  const server = await preview();
  await during(server, async () => {
    const page = await look(server, OTHER_URL);
    const focused = () => page.evaluate(() => document.querySelector('bangtin-xem-truoc').shadowRoot.activeElement?.className ?? '');
    await bar(page).locator('.dem').focus();
    server.edit(OTHER, 'thoi_han = "', 'thoi_hann = "');
    await panel(page).waitFor({ state: 'visible' });
    assert.match(await focused(), /dem/);
    assert.match(await page.locator('bangtin-xem-truoc [role=status]').first().innerText(), /Cần sửa: 1 lỗi/);
    await panel(page).locator('.dong').focus();
    server.edit(OTHER, 'nguoi_ky', 'nguoi_kyy');
    await until(async () => (await bar(page).innerText()).includes('2 lỗi'));
    assert.match(await focused(), /dong/);
    await page.keyboard.press('Escape');
    await panel(page).waitFor({ state: 'hidden' });
  });
});

test('a thousand files at once are a few rebuilds', async () => {
  const server = await preview();
  await during(server, async () => {
    const source = mkdtempSync(join(tmpdir(), 'bangtin-nghin-'));
    for (let number = 0; number < 1000; number++) {
      writeFileSync(join(source, `k${number}.md`), `+++\nso_ky_hieu = "${1000 + number}-KH/ĐU"\ntieu_de = "Kế hoạch ${number}"\nngay = 2026-01-02\ndoi_tuong = "cong-khai"\n+++\nBài ${number}.\n`);
    }
    const before = (server.said().match(/đã cập nhật/g) || []).length;
    cpSync(source, server.path('content/ke-hoach/2024'), { recursive: true });
    await until(async () => (await server.get('ke-hoach/2024/k999/')).status === 200 && (await server.get('ke-hoach/2024/k0/')).status === 200, 30_000);
    await new Promise((done) => setTimeout(done, 2500));
    const rebuilds = (server.said().match(/đã cập nhật/g) || []).length - before;
    assert.ok(rebuilds <= 6, `${rebuilds} rebuilds`);
    renameSync(server.path('content/ke-hoach/2024'), server.path('content/ke-hoach/2023'));
    await until(async () => (await server.get('ke-hoach/2023/k500/')).status === 200 && (await server.get('ke-hoach/2024/k500/')).status === 404, 30_000);
    rmSync(source, { recursive: true });
  });
});

test('the content folder may go and come back, the settings too', async () => {
  const server = await preview();
  await during(server, async () => {
    const page = await look(server, OTHER_URL);
    const away = mkdtempSync(join(tmpdir(), 'bangtin-di-'));
    renameSync(server.path('content'), join(away, 'content'));
    await until(async () => (await server.get(OTHER_URL)).status === 404, 10_000);
    cpSync(join(away, 'content'), server.path('content'), { recursive: true });
    await until(async () => (await server.get(OTHER_URL)).status === 200, 10_000);
    server.edit(OTHER, 'tieu_de = "', 'tieu_de = "Sau khi trở lại: ');
    await until(async () => (await server.text(OTHER_URL)).includes('Sau khi trở lại: '), 10_000);
    renameSync(server.path('bangtin.toml'), join(away, 'bangtin.toml'));
    await until(async () => /không thấy tệp bangtin\.toml/.test(await panel(page).innerText().catch(() => '')), 15_000);
    assert.equal((await server.get(OTHER_URL)).status, 200, 'the last good site stays');
    renameSync(join(away, 'bangtin.toml'), server.path('bangtin.toml'));
    await panel(page).waitFor({ state: 'hidden', timeout: 15_000 });
    rmSync(away, { recursive: true });
  });
});

test('a folder that nobody watches is looked at on a timer', async () => {
  const server = await preview({ args: ['--poll'] });
  await during(server, async () => {
    server.edit(OTHER, 'tieu_de = "', 'tieu_de = "Dò thấy: ');
    await until(async () => (await server.text(OTHER_URL)).includes('Dò thấy: '), 5000);
    server.write('content/ke-hoach/2026/80-kh-du.md', '+++\ntieu_de = "Mới"\nngay = 2026-01-01\ndoi_tuong = "cong-khai"\n+++\nBài.\n');
    await until(async () => (await server.get('ke-hoach/2026/80-kh-du/')).status === 200, 5000);
  });
});

test('publishing beside it sets nothing off', async () => {
  const server = await preview();
  await during(server, async () => {
    const { execFileSync } = await import('node:child_process');
    const { PROGRAM, TODAY } = await import('./preview.mjs');
    const before = (server.said().match(/đã cập nhật/g) || []).length;
    execFileSync(PROGRAM, ['build', '--site', server.folder, '--ngay', TODAY], { stdio: 'ignore' });
    await new Promise((done) => setTimeout(done, 2500));
    assert.equal((server.said().match(/đã cập nhật/g) || []).length, before);
    assert.ok(readdirSync(server.folder).includes('public'));
  });
});

test('a link in the content is told of and never followed', async () => {
  const server = await preview();
  await during(server, async () => {
    const secret = join(mkdtempSync(join(tmpdir(), 'bangtin-ngoai-')), 'mat-khau.md');
    writeFileSync(secret, '+++\ntieu_de = "Bí mật của máy"\ndoi_tuong = "cong-khai"\n+++\nmat khau\n');
    symlinkSync(secret, server.path('content/trang/lien-ket.md'));
    await until(() => /lien-ket-tuong-trung/.test(server.said()), 10_000, server.said);
    assert.equal((await server.get('lien-ket/')).status, 404);
    unlinkSync(server.path('content/trang/lien-ket.md'));
    await until(() => /^0 lỗi, \d+ cảnh báo$/.test(server.said().trim().split('\n').at(-1)), 10_000, server.said);
  });
});

test('a site that begins with an error shows it, and then itself', async () => {
  const folder = ward();
  writeFileSync(join(folder, 'content/ke-hoach/2026/81-kh-du.md'), '+++\ntieu_de = Kế hoạch\n+++\n');
  const server = await preview({ folder });
  await during(server, async () => {
    const answer = await server.get('');
    assert.equal(answer.status, 500);
    const page = await look(server, '');
    assert.match(await page.locator('h1').innerText(), /Chưa dựng được trang/);
    assert.match(await page.locator('main').innerText(), /81-kh-du\.md:2/);
    server.write('content/ke-hoach/2026/81-kh-du.md', '+++\ntieu_de = "Kế hoạch"\nkhoa_sai = 1\n+++\n');
    await page.waitForFunction(() => /81-kh-du\.md:3/.test(document.querySelector('main').innerText));
    assert.ok(!/toml-sai/.test(await page.locator('main').innerText()), 'what is mended is not said any more');
    unlinkSync(server.path('content/ke-hoach/2026/81-kh-du.md'));
    await says(page, 'phường Hoa Ban');
    await page.waitForFunction(() => document.querySelector('.ten-trang'));
  });
});

test('pages find the preview again after it was started anew', async () => {
  const server = await preview();
  const page = await look(server, OTHER_URL);
  await server.halt();
  await until(async () => /Mất kết nối/.test(await bar(page).innerText()));
  server.edit(OTHER, 'tieu_de = "', 'tieu_de = "Sửa lúc tắt: ');
  const second = await preview({ folder: server.folder, port: server.port });
  await during(second, async () => {
    await says(page, 'Sửa lúc tắt: ');
    assert.ok(await stays(page));
    await until(async () => !/Mất kết nối/.test(await bar(page).innerText()));
    second.edit(OTHER, 'tieu_de = "Sửa lúc tắt: ', 'tieu_de = "Sửa lúc bật: ');
    await says(page, 'Sửa lúc bật: ');
  });
});

test('the bar shows the site through other eyes, and drafts', async () => {
  const server = await preview();
  await during(server, async () => {
    const page = await look(server, 'ke-hoach/', { viewport: { width: 1280, height: 800 } });
    const has = (id) => page.evaluate((id) => document.body.innerHTML.includes(id), id);
    assert.ok(!(await has('05-ctr-du')) && !(await has('du-thao-tong-ket-2026')));
    await bar(page).getByText('Xem như đảng viên').click();
    await page.waitForSelector('.vach-noi-bo');
    assert.ok(await has('05-ctr-du'));
    await page.waitForSelector('bangtin-xem-truoc .dem');
    await bar(page).getByText('Bản nháp').click();
    await page.waitForSelector('.vach-nhap');
    assert.ok(await has('du-thao-tong-ket-2026'));
    await page.waitForSelector('bangtin-xem-truoc .dem');
    await bar(page).getByText('Xem như người dân').click();
    await page.waitForFunction(() => !document.querySelector('.vach-noi-bo'));
    assert.ok(!(await has('05-ctr-du')));
    // Another browser has eyes of its own.
    assert.ok(!(await server.text('ke-hoach/')).includes('du-thao-tong-ket-2026'));
  });
});

test('a page that only others see says so, and leads there', async () => {
  const server = await preview();
  await during(server, async () => {
    for (const [path, sign] of [['ke-hoach/2026/05-ctr-du/', /nội bộ/], ['ke-hoach/2026/du-thao-tong-ket-2026/', /nháp/]]) {
      const page = await look(server, path);
      await panel(page).waitFor({ state: 'visible' });
      assert.match(await panel(page).innerText(), sign);
      await panel(page).locator('a.chon').click();
      await page.waitForFunction(() => document.querySelector('.vach'));
      assert.equal(await page.evaluate(() => document.querySelector('h1').innerText.includes('Không tìm thấy')), false);
      await page.context().close();
    }
    const page = await look(server, 'khong-co-o-dau/');
    assert.ok(await panel(page).isHidden());
  });
});

test('the bar and the panel are accessible, narrow and wide, light and dark', async () => {
  const server = await preview();
  await during(server, async () => {
    server.edit(OTHER, 'thoi_han = "', 'thoi_hann = "');
    for (const width of [320, 360, 1280]) {
      for (const colorScheme of ['light', 'dark']) {
        const page = await look(server, OTHER_URL, { viewport: { width, height: 740 }, colorScheme, bypassCSP: true });
        await panel(page).waitFor({ state: 'visible' });
        assert.deepEqual(await axe(page), [], `${width} ${colorScheme}`);
        // What has the focus takes no colours from the site.
        await bar(page).locator('.gon').click();
        const colour = await bar(page).evaluate((node) => [getComputedStyle(node).color, getComputedStyle(node.getRootNode().host).backgroundColor].join());
        assert.equal(colour, 'rgb(255, 255, 255),rgba(0, 0, 0, 0)');
        assert.equal(await overflow(page), 0, `${width} ${colorScheme}`);
        await page.context().close();
      }
    }
    const own = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
    const page = await own.newPage();
    for (const path of ['.bangtin/xem/giai-thich/khoa-la', '.bangtin/xem/dien-thoai', '.bangtin/xem/giai-thich/khong-co']) {
      await page.goto(server.url + path);
      assert.deepEqual(await axe(page), [], path);
      assert.equal(await overflow(page), 0, path);
    }
  });
});

test('in English the preview speaks English', async () => {
  const server = await preview({ lang: 'en' });
  await during(server, async () => {
    const page = await look(server, OTHER_URL, { viewport: { width: 1280, height: 800 } });
    assert.match(await bar(page).innerText(), /As a citizen/);
    server.edit(OTHER, 'thoi_han = "', 'thoi_hann = "');
    await panel(page).waitFor({ state: 'visible' });
    assert.match(await panel(page).innerText(), /error\[khoa-la\]/);
    assert.match(server.said(), /Preview: http/);
  });
});
