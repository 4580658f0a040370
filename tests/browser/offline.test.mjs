// A phone in flight mode: what it has seen stays readable, and never passes for new.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { mkdirSync, mkdtempSync, cpSync, renameSync, writeFileSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browser } from './chromium.mjs';
import { serve } from './server.mjs';
import { BASE, FOLDER } from './site.mjs';

const BUILD = /^const BAN = (\{.*\});$/m;
const build = JSON.parse(readFileSync(join(FOLDER, 'sw.js'), 'utf8').match(BUILD)[1]);

let site;
before(async () => { site = await serve(FOLDER, BASE); });
after(() => site?.close());

/** A phone with the worker in charge; `page` has seen home. */
async function phone(server = site) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(server.url);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await kept(page, server.url);
  await page.reload();
  assert.ok(await page.evaluate(() => !!navigator.serviceWorker.controller));
  return page;
}

/** Asks until the answer is yes: `waitForFunction` does not wait for promises. */
async function until(page, question, argument) {
  for (const end = Date.now() + 10_000; Date.now() < end; await page.waitForTimeout(50)) {
    if (await page.evaluate(question, argument).catch(() => false)) return;
  }
  assert.fail(`never: ${question}`);
}

/** Waits until the worker keeps a page. */
const kept = (page, url) => until(page, async (url) => {
  for (const name of await caches.keys()) if (await (await caches.open(name)).match(url)) return true;
  return false;
}, url);

const banner = (page) => page.locator('.vach-luu').textContent({ timeout: 1000 }).catch(() => null);
const heading = (page) => page.locator('h1').textContent();

async function offline(page, work, server = site) {
  server.network('off');
  try { await work(); } finally { server.network('on'); await page.context().close(); }
}

/** A copy of the site that a test may change, served; with a phone on it. */
async function changeable() {
  const copy = mkdtempSync(join(tmpdir(), 'bangtin-'));
  cpSync(FOLDER, copy, { recursive: true });
  const own = await serve(copy, BASE), page = await phone(own);
  const close = async () => { own.close(); await page.context().close(); rmSync(copy, { recursive: true }); };
  return { own, page, close, path: (inside) => join(copy, inside) };
}

/** Everything that the phone keeps, as paths below the site. */
const all = (page, url) => page.evaluate(async (url) => {
  const found = [];
  for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) found.push(request.url.replace(url, ''));
  return found;
}, url);

test('what is kept from the start is at most 100 KB as a server sends it', () => {
  const bytes = (path) => gzipSync(readFileSync(join(FOLDER, path === '' || path.endsWith('/') ? `${path}index.html` : path))).length;
  const total = build.giu.reduce((sum, path) => sum + bytes(path), 0);
  assert.ok(total <= 100 * 1024, `${total} bytes`);
  for (const path of ['', 'to-chuc/', 'lich/', 'ngoai-tuyen/']) assert.ok(build.giu.includes(path), path);
});

test('after one visit home, the list of organisations and the calendar open without network, with the day of the copy', async () => {
  const page = await phone();
  await offline(page, async () => {
    for (const [path, title] of [['', 'Bảng tin phường Hoa Ban'], ['to-chuc/', 'Việc của tổ chức tôi'], ['lich/', 'Lịch']]) {
      await page.goto(site.url + path);
      assert.equal((await heading(page)).trim(), title);
      assert.match(await banner(page), /Bản lưu ngày \d\d\/\d\d\/20\d\d/);
      assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.thanh')).display), 'flex', 'with its style');
    }
  });
});

test('a visited plan opens without network, even by an address with a query', async () => {
  const page = await phone();
  await page.goto(`${site.url}ke-hoach/2026/15-kh-du/`);
  await kept(page, `${site.url}ke-hoach/2026/15-kh-du/`);
  assert.equal(await banner(page), null, 'with network it is the newest');
  await offline(page, async () => {
    await page.goto(`${site.url}ke-hoach/2026/15-kh-du/?tim=thue#nv-1`);
    assert.match(await banner(page), /Không có mạng/);
    assert.ok(await page.locator('#nv-1').isVisible());
  });
});

test('the organisation that the reader chose is kept without a visit to it afterwards', async () => {
  const page = await phone();
  const own = `${site.url}to-chuc/hoi-phu-nu/`;
  await page.goto(own);
  await page.getByRole('button', { name: 'Tổ chức của tôi' }).click();
  await until(page, async (url) => {
    const name = (await caches.keys()).find((name) => name.endsWith(':cua-toi'));
    return name && await (await caches.open(name)).match(url);
  }, own);
  await offline(page, async () => {
    await page.goto(site.url);
    await page.locator('[data-viec-cua-toi]').click();
    await page.waitForURL(own);
    assert.match(await heading(page), /Phụ nữ/);
    await page.goto(site.url);
    await page.locator('[data-cua-toi] article').first().waitFor();
  });
});

test('a page that was never seen leads to the offline page, which lists what is kept', async () => {
  const page = await phone();
  await offline(page, async () => {
    await page.goto(`${site.url}ke-hoach/2026/40-kh-du/`);
    assert.equal((await heading(page)).trim(), 'Không có mạng');
    assert.ok(page.url().endsWith('ngoai-tuyen/?trang=ke-hoach%2F2026%2F40-kh-du%2F'));
    await page.locator('[data-da-luu] a').first().waitFor();
    const titles = await page.locator('[data-da-luu] a').allTextContents();
    assert.ok(titles.includes('Lịch') && !titles.includes('Không có mạng'), titles);
    assert.equal(await page.locator('[data-thu-lai]').getAttribute('href'), `${site.url}ke-hoach/2026/40-kh-du/`);
  });
});

test('search works on what it has loaded before', async () => {
  const page = await phone();
  await page.goto(`${site.url}tim-kiem/?q=${encodeURIComponent('chuyển đổi số')}`);
  await page.locator('.tim-kiem .hang-ten').first().waitFor();
  const before = await page.locator('.tim-kiem .hang-ten').allTextContents();
  await page.waitForTimeout(300);
  await offline(page, async () => {
    await page.goto(`${site.url}tim-kiem/?q=${encodeURIComponent('chuyen doi so')}`);
    await page.locator('.tim-kiem .hang-ten').first().waitFor();
    assert.equal((await page.locator('.tim-kiem .hang-ten').allTextContents())[0], before[0]);
  });
});

test('a slow network is given three seconds, then the copy is shown, dated', async () => {
  const page = await phone();
  await page.goto(`${site.url}tien-do/`);
  await kept(page, `${site.url}tien-do/`);
  site.network(20_000);
  const started = Date.now();
  await page.goto(`${site.url}tien-do/`, { waitUntil: 'commit' });
  assert.match(await banner(page), /Mạng chậm\. Bản lưu ngày/);
  assert.ok(Date.now() - started < 10_000);
  site.network('on');
  await page.context().close();
});

test('at most sixty visited pages are kept, the newest', async () => {
  const page = await phone();
  await page.evaluate(async () => {
    const all = [...new Set([...document.querySelectorAll('a[href]')].map((a) => a.href.split('#')[0]))];
    for (const url of all) await fetch(url);
    const page = await (await fetch('ban-do-trang/')).text();
    const more = [...new DOMParser().parseFromString(page, 'text/html').querySelectorAll('main a[href]')].map((a) => new URL(a.getAttribute('href'), `${location.href}ban-do-trang/`).href);
    for (const url of more) if (url.startsWith(location.origin)) await fetch(url.split('#')[0]);
  });
  await page.waitForTimeout(1000);
  const pages = await page.evaluate(async () => {
    const name = (await caches.keys()).find((name) => name.endsWith(':da-xem'));
    return (await (await caches.open(name)).keys()).filter((request) => /(\/|\.html)$/.test(request.url)).length;
  });
  assert.ok(pages > 40 && pages <= 60, `${pages} pages`);
  await page.context().close();
});

test('a new build replaces the old worker; one that is half there changes nothing', async () => {
  const { own, page, close, path } = await changeable();
  const script = readFileSync(path('sw.js'), 'utf8');
  const stores = () => page.evaluate(async () => (await caches.keys()).map((name) => name.split(':').at(-1)));
  const update = () => page.evaluate(async () => { const found = await navigator.serviceWorker.getRegistration(); await found.update().catch(() => {}); });
  try {
    const half = { ...build, ban: 'nuachung', giu: [...build.giu, 'khong-co-trang-nay/'] };
    writeFileSync(path('sw.js'), script.replace(BUILD, `const BAN = ${JSON.stringify(half)};`));
    await update();
    await page.waitForTimeout(1500);
    assert.ok((await stores()).includes(build.ban) && !(await stores()).includes('nuachung'), 'the old build stays');
    own.network('off');
    await page.goto(`${own.url}lich/`);
    assert.match(await banner(page), /Bản lưu/);
    own.network('on');
    writeFileSync(path('sw.js'), script.replace(BUILD, `const BAN = ${JSON.stringify({ ...build, ban: 'banmoi01' })};`));
    await page.goto(own.url);
    await update();
    await until(page, async (old) => {
      const names = (await caches.keys()).join();
      return names.includes(':banmoi01') && !names.includes(old);
    }, build.ban);
  } finally { await close(); }
});

test('a changed page is never answered from the copy while there is network', async () => {
  const { own, page, close, path } = await changeable();
  try {
    await page.goto(`${own.url}tien-do/`);
    await kept(page, `${own.url}tien-do/`);
    const html = readFileSync(path('tien-do/index.html'), 'utf8');
    writeFileSync(path('tien-do/index.html'), html.replace('<h1>', '<h1>Bản mới: '));
    await page.goto(`${own.url}tien-do/`);
    assert.match(await heading(page), /^Bản mới/);
  } finally { await close(); }
});

test('pages of the edition for members, and any that are not of this site, are never kept', async () => {
  const { own, page, close, path } = await changeable();
  try {
    mkdirSync(path('noi-bo/x'), { recursive: true });
    writeFileSync(path('noi-bo/x/index.html'), readFileSync(path('tien-do/index.html'), 'utf8').replace(/ data-may-tram="[^"]*"/, ''));
    await page.goto(`${own.url}noi-bo/x/`);
    await page.goto(`${own.url}tien-do/`);
    await kept(page, `${own.url}tien-do/`);
    assert.ok(!(await all(page, own.url)).includes('noi-bo/x/'));
  } finally { await close(); }
});

test('a page kept before an update still has its style after it', async () => {
  const { own, page, close, path } = await changeable();
  try {
    await page.goto(`${own.url}tien-do/`);
    await kept(page, `${own.url}tien-do/`);
    const css = build.giu.find((file) => file.endsWith('.css')), fresh = css.replace(/\.[0-9a-f]{8}\./, '.0badcafe.');
    renameSync(path(css), path(fresh));
    for (const file of ['', 'to-chuc/', 'lich/', 'ngoai-tuyen/', 'tim-kiem/']) {
      const html = readFileSync(path(`${file}index.html`), 'utf8');
      writeFileSync(path(`${file}index.html`), html.replaceAll(css, fresh));
    }
    const script = readFileSync(path('sw.js'), 'utf8');
    writeFileSync(path('sw.js'), script.replace(BUILD, `const BAN = ${JSON.stringify({ ...build, ban: 'banmoi02', giu: build.giu.map((file) => (file === css ? fresh : file)) })};`));
    await page.goto(own.url);
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    await until(page, async (old) => { const names = (await caches.keys()).join(); return names.includes('banmoi02') && !names.includes(old); }, build.ban);
    own.network('off');
    await page.goto(`${own.url}tien-do/`);
    assert.match(await banner(page), /Bản lưu/);
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.thanh')).display), 'flex');
  } finally { await close(); }
});

test('a page that was taken down is gone without network too, and a huge picture drives nothing out', async () => {
  const { own, page, close, path } = await changeable();
  try {
    for (const inside of ['tien-do/', 'gop-y/']) {
      await page.goto(own.url + inside);
      await kept(page, own.url + inside);
    }
    writeFileSync(path('to.png'), Buffer.alloc(6 * 1024 * 1024));
    await page.evaluate((src) => { const image = new Image(); image.src = src; return new Promise((done) => { image.onerror = image.onload = done; }); }, `${own.url}to.png`);
    await page.waitForTimeout(500);
    rmSync(path('tien-do'), { recursive: true });
    await page.goto(`${own.url}tien-do/`);
    assert.match(await heading(page), /Không thấy trang/);
    await until(page, async (url) => { for (const name of await caches.keys()) if (await (await caches.open(name)).match(url)) return false; return true; }, `${own.url}tien-do/`);
    const left = await all(page, own.url);
    assert.ok(left.includes('gop-y/') && !left.includes('to.png'), left.join(' '));
  } finally { await close(); }
});

test('a site that moved away takes its readers along', async () => {
  const there = await serve(FOLDER, BASE);
  const { own, page, close } = await changeable();
  try {
    own.moved('tien-do/', `${there.url}tien-do/`);
    await page.goto(`${own.url}tien-do/`);
    assert.equal(page.url(), `${there.url}tien-do/`);
  } finally { there.close(); await close(); }
});

test('the kill switch frees the phone of everything that was kept', async () => {
  const { page, close, path } = await changeable();
  try {
    await page.evaluate(() => caches.open('cua-cong-khac'));
    writeFileSync(path('sw.js'), readFileSync(new URL('../../themes/bang-tin/ngoai-tuyen/go-bo.js', import.meta.url)));
    await page.evaluate(async () => { const found = await navigator.serviceWorker.getRegistration(); await found.update(); }).catch(() => {});
    await until(page, async () => (await caches.keys()).join() === 'cua-cong-khac' && !(await navigator.serviceWorker.getRegistration()));
  } finally { await close(); }
});

test('the site can be installed', async () => {
  const page = await phone();
  const session = await page.context().newCDPSession(page);
  const { manifest, errors } = await session.send('Page.getAppManifest').then(({ data, errors }) => ({ manifest: JSON.parse(data), errors }));
  assert.deepEqual(errors, []);
  assert.equal(manifest.start_url, './');
  for (const icon of manifest.icons) {
    const size = await page.evaluate(async (src) => { const image = new Image(); image.src = src; await image.decode(); return `${image.width}x${image.height}`; }, icon.src);
    assert.equal(size, icon.sizes);
  }
  await page.context().close();
});
