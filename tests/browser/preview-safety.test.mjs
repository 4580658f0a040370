// Who is answered by the preview and with what: bytes as published, and every way in that must be shut.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { browser } from './chromium.mjs';
import { preview, until } from './preview.mjs';
import { FOLDER } from './site.mjs';

const jsQR = createRequire(import.meta.url)('jsqr');

let server, host;

before(async () => {
  server = await preview();
  host = new URL(server.url).host;
});
after(() => server.stop());

/** Sends bytes as they are; returns status, headers and body. */
function raw(lines, { port = new URL(server.url).port, address = '127.0.0.1', wait = 3000 } = {}) {
  return new Promise((done, fail) => {
    const socket = connect(Number(port), address);
    let text = '';
    const end = () => {
      const [head, ...body] = text.split('\r\n\r\n');
      const [status, ...headers] = head.split('\r\n');
      const pairs = headers.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]);
      done({ status: Number(status.split(' ')[1] || 0), headers: Object.fromEntries(pairs), all: pairs, body: body.join('\r\n\r\n') });
    };
    socket.on('data', (data) => { text += data.toString('latin1'); });
    socket.on('end', end);
    socket.on('error', (error) => (text ? end() : fail(error)));
    setTimeout(() => { socket.destroy(); end(); }, wait).unref();
    socket.write([...lines, 'Connection: close', '', ''].join('\r\n'));
  });
}
const get = (path, ...headers) => raw([`GET ${path} HTTP/1.1`, `Host: ${host}`, ...headers]);
const base = () => new URL(server.url).pathname;
const token = async () => /data-ma="([0-9a-f]{32})"/.exec(await server.text(''))[1];

/** Every published file, by path. */
function published(folder, prefix = '') {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? published(path, `${prefix}${name}/`) : [prefix + name];
  });
}

test('every file of the site is served as it is published, byte for byte', async () => {
  const tag = /<script src="[^"]*xem-truoc\.js"[^>]*><\/script>/;
  // The worker of the preview is another one: it removes itself.
  const paths = published(FOLDER).filter((path) => path !== 'sw.js');
  assert.ok(paths.length > 700);
  for (const path of paths) {
    const answer = await server.get(path.split('/').map(encodeURIComponent).join('/'));
    let bytes = Buffer.from(await answer.arrayBuffer());
    assert.equal(answer.status, 200, path);
    if (path.endsWith('.html')) {
      assert.equal(bytes.toString().match(new RegExp(tag, 'g'))?.length, 1, path);
      bytes = Buffer.from(bytes.toString().replace(tag, ''));
    }
    assert.ok(bytes.equals(readFileSync(join(FOLDER, path))), path);
    assert.ok(!/octet-stream/.test(answer.headers.get('content-type')) || path.endsWith('.bin'), `${path}: ${answer.headers.get('content-type')}`);
    assert.ok(!/^(text|application\/(json|xml|manifest))/.test(answer.headers.get('content-type')) || /charset=utf-8/.test(answer.headers.get('content-type')), path);
  }
});

test('addresses without their closing slash lead on, the root leads to the site, others are not found', async () => {
  const answer = await get(`${base()}ke-hoach`);
  assert.deepEqual([answer.status, answer.headers.location], [303, `${base()}ke-hoach/`]);
  assert.deepEqual([(await get('/')).status, (await get('/')).headers.location], [303, base()]);
  assert.equal((await get('/khac/')).status, 404);
  assert.equal((await get('/khac/', 'Accept: text/html')).headers.location, base(), 'a page that was open when the site moved');
  const missing = await get(`${base()}khong-co/`);
  assert.equal(missing.status, 404);
  assert.match(missing.body, /xem-truoc\.js/);
});

test('every answer forbids caching, guessing, framing and use by others', async () => {
  for (const path of [base(), `${base()}khong-co/`, '/', '/khac', `${base()}robots.txt`, `${base()}.bangtin/xem/xem-truoc.js`, `${base()}%00`]) {
    const { headers, all } = await get(path);
    assert.equal(headers['cache-control'], 'no-store', path);
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin', path);
    assert.equal(headers['x-frame-options'], 'DENY', path);
    assert.ok(!all.some(([name]) => name.startsWith('access-control')), path);
  }
});

test('only GET and HEAD are answered', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'CONNECT', 'PROPFIND']) {
    const answer = await raw([`${method} ${base()} HTTP/1.1`, `Host: ${host}`, 'Content-Length: 0']);
    assert.ok(answer.status >= 400, `${method} ${answer.status}`);
  }
  assert.equal((await raw([`POST ${base()} HTTP/1.1`, `Host: ${host}`, 'Content-Length: 0'])).status, 405);
  const head = await raw([`HEAD ${base()} HTTP/1.1`, `Host: ${host}`]);
  const whole = await get(base());
  assert.deepEqual([head.status, head.body, head.headers['content-length']], [200, '', whole.headers['content-length']]);
});

test('a name that was not printed is not answered, nor anything else that another site sends', async () => {
  const asked = (...lines) => raw([`GET ${base()} HTTP/1.1`, ...lines]);
  for (const name of ['evil.example', `evil.example:${server.port}`, '127.0.0.1', '127.0.0.1:1', `127.0.0.1:${server.port}.evil.example`, `[::1]:${server.port}`, '']) {
    const answer = await asked(`Host: ${name}`);
    assert.equal(answer.status, 403, name);
    assert.ok(!answer.body.includes('Hoa Ban'), name);
  }
  assert.match(Buffer.from((await asked('Host: evil.example')).body, 'latin1').toString(), /Không mở được bản xem trước/);
  assert.ok((await asked('X: y')).status >= 400, 'no host');
  assert.equal((await raw([`GET http://evil.example${base()} HTTP/1.1`, `Host: ${host}`])).status, 403, 'another host in the first line');
  assert.equal((await asked(`Host: localhost:${new URL(server.url).port}`)).status, 200);
  for (const origin of ['http://evil.example', 'null', `https://${host}`, 'http://127.0.0.1:1']) {
    assert.equal((await asked(`Host: ${host}`, `Origin: ${origin}`)).status, 403, origin);
  }
  assert.equal((await asked(`Host: ${host}`, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors')).status, 403);
  assert.equal((await asked(`Host: ${host}`, 'Sec-Fetch-Site: CROSS-SITE', 'Sec-Fetch-Mode: no-cors')).status, 403);
  assert.equal((await asked(`Host: ${host}`, 'Host: evil.example')).status, 403, 'two hosts');
  assert.equal((await asked(`Host: ${host}`, `Origin: http://${host}`, 'Origin: http://evil.example')).status, 403, 'two origins');
  assert.equal((await asked(`Host: ${host}`, 'Origin: http://\u00e9vil.example')).status, 403);
  assert.equal((await asked(`Host: ${host}`, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate')).status, 200);
});

test('the live channel wants the token of this run, from a page of this server', async () => {
  const path = `${base()}.bangtin/xem/su-kien?trang=${base()}&ban=x`, fine = await token();
  const listen = (...headers) => raw([`GET ${path}&ma=${fine} HTTP/1.1`, `Host: ${host}`, ...headers], { wait: 700 });
  const heard = await listen();
  assert.equal(heard.headers['content-type'], 'text/event-stream');
  assert.match(heard.body, /event: doi/);
  for (const ma of ['', '0'.repeat(32), fine.slice(1), `${fine}0`]) assert.equal((await get(`${path}&ma=${ma}`)).status, 404, ma);
  assert.equal((await get(path)).status, 404);
  assert.equal((await listen('Origin: http://evil.example')).status, 403);
  assert.equal((await listen('Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: cors')).status, 403);
  for (const trang of ['', '/etc/passwd', '%2e%2e/', `${base()}robots.txt`]) {
    assert.equal((await get(`${base()}.bangtin/xem/su-kien?ma=${fine}&trang=${encodeURIComponent(trang)}`)).status, 400, trang);
  }
});

test('the eyes are changed only with the token, and lead nowhere else', async () => {
  const path = `${base()}.bangtin/xem/doi`, fine = await token();
  assert.equal((await get(`${path}?xem=noi-bo`)).status, 404);
  for (const back of ['https://evil.example/', '//evil.example/', '/\\evil.example', `${base()}\\x`, 'javascript:alert(1)', '/khac/', `${base()}a%0d%0aSet-Cookie:x=y`]) {
    const answer = await get(`${path}?xem=noi-bo&ma=${fine}&ve=${encodeURIComponent(back)}`);
    assert.equal(answer.headers.location, base(), back);
  }
  const answer = await get(`${path}?xem=noi-bo&ma=${fine}&ve=${encodeURIComponent(`${base()}ke-hoach/`)}`);
  assert.equal(answer.headers.location, `${base()}ke-hoach/`);
  assert.match(answer.headers['set-cookie'], /^bangtin-xem=noi-bo; Path=\/dang-uy\/; HttpOnly; SameSite=Strict$/);
  assert.equal((await get(`${path}?xem=tat-ca&ma=${fine}`)).headers['set-cookie'], undefined);
});

test('no trick reaches a file that is not of the site', async () => {
  const tricks = [
    '../bangtin.toml', '../../etc/passwd', '%2e%2e/bangtin.toml', '..%2fbangtin.toml', '%2e%2e%2fbangtin.toml', '..%5cbangtin.toml', '..\\bangtin.toml',
    '%252e%252e%252fbangtin.toml', '%c0%ae%c0%ae/bangtin.toml', './bangtin.toml', 'ke-hoach/../../bangtin.toml', 'ke-hoach//', 'index.html%00.png', 'index.html%0a',
    'C:/windows/win.ini', 'c%3a/windows', 'index.html::$DATA', 'index.html:an', 'index.html%3a%3a$DATA', 'con', 'NUL.txt', 'aux/', 'COM1.log', 'lpt9', 'KE-HOA~1', 'index.html.', 'index.html%20',
    '\\\\may\\chung', '%5c%5cmay%5cchung', 'a%zz', '%ff%fe', 'a%0', `${'a/'.repeat(800)}`,
  ];
  for (const trick of tricks) {
    const answer = await get(base() + trick);
    assert.ok([400, 404].includes(answer.status), `${trick}: ${answer.status}`);
    assert.ok(!/\[trang\]|root:|don_vi/.test(answer.body), trick);
  }
  for (const path of ['bangtin.toml', 'content/ke-hoach/2026/15-kh-du.md', 'themes/', '.git/config', '.bangtin/', '.bangtin/xem/', '.bangtin/xem/../../bangtin.toml']) {
    assert.ok([400, 404].includes((await get(base() + path)).status), path);
  }
  assert.ok((await get(`${base()}${'a'.repeat(100_000)}`)).status >= 400);
  assert.equal((await get(base())).status, 200, 'still there');
});

test('internal content is not served to who looks as a citizen', async () => {
  for (const path of ['ke-hoach/2026/05-ctr-du/', 'ke-hoach/2026/du-thao-tong-ket-2026/']) assert.equal((await server.get(path)).status, 404, path);
  const facts = JSON.parse(await server.text('du-lieu/site.json'));
  assert.equal(facts.doi_tuong, 'cong-khai');
});

test('sound is sent in parts, as players ask for it', async () => {
  const path = base() + published(FOLDER).find((name) => name.endsWith('.mp3')), size = statSync(join(FOLDER, path.slice(base().length))).size;
  const part = await get(path, 'Range: bytes=10-19');
  assert.deepEqual([part.status, part.headers['content-range'], part.body.length], [206, `bytes 10-19/${size}`, 10]);
  assert.equal((await get(path, 'Range: bytes=-5')).headers['content-range'], `bytes ${size - 5}-${size - 1}/${size}`);
  const beyond = await get(path, `Range: bytes=${size}-`);
  assert.deepEqual([beyond.status, beyond.headers['content-range']], [416, `bytes */${size}`]);
  assert.equal((await get(path, 'Range: lines=1-2')).status, 200);
  assert.equal((await get(path)).headers['accept-ranges'], 'bytes');
});

test('the worker of the preview removes itself and what was kept', async () => {
  const context = await browser.newContext(), page = await context.newPage();
  await page.goto(server.url);
  await page.evaluate(async () => {
    await caches.open('ban-luu-cu').then((cache) => cache.put('/x', new Response('cũ')));
    await navigator.serviceWorker.register('sw.js');
  });
  await until(async () => {
    try {
      return await page.evaluate(async () => !(await navigator.serviceWorker.getRegistrations()).length && !(await caches.keys()).length);
    } catch { return false; }
  });
  await context.close();
});

test('a busy port gives way to the next one, and it is said', async () => {
  const blocker = createServer();
  const port = await new Promise((done) => blocker.listen(0, '127.0.0.1', () => done(blocker.address().port)));
  const second = await preview({ port });
  assert.match(second.said(), new RegExp(`Cổng ${port} đang bận`));
  assert.notEqual(Number(new URL(second.url).port), port);
  assert.equal((await second.get('')).status, 200);
  await second.stop();
  blocker.close();
});

test('Ctrl-C ends it at once, listeners or not, and leaves nothing', async () => {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    const second = await preview();
    const before = readdirSync(second.folder).sort();
    const context = await browser.newContext(), page = await context.newPage();
    await page.goto(second.url);
    await page.waitForSelector('bangtin-xem-truoc .dem');
    const began = Date.now();
    assert.equal(await second.end(signal), 0, signal);
    assert.ok(Date.now() - began < 2000);
    assert.deepEqual(readdirSync(second.folder).sort(), before);
    assert.match(second.said(), /Đã dừng xem trước/);
    await assert.rejects(fetch(second.url));
    await second.stop();
    await context.close();
  }
});

test('a phone comes in once with its code, sees what it was opened for, and nothing of this machine’s own', async () => {
  const second = await preview({ args: ['--dien-thoai=127.0.0.1'] });
  try {
    await until(() => /Quét mã này bằng điện thoại[^]*tự đóng sau 60 phút/.test(second.said()));
    assert.match(second.said(), /[█▀▄]{10}/);
    const [, door] = await until(() => /Wi-Fi \((127\.0\.0\.1:\d+)\)/.exec(second.said()));
    const [address, port] = door.split(':');
    assert.notEqual(Number(port), Number(new URL(second.url).port));
    const at = (path, ...headers) => raw([`GET ${path} HTTP/1.1`, `Host: ${door}`, ...headers], { port, address });
    assert.equal((await at('/dang-uy/')).status, 403, 'without a code');
    const page = await second.text('.bangtin/xem/dien-thoai');
    assert.match(page, /<svg[^>]+aria-label="QR"/);
    assert.match(page, /Ai xem được/);
    assert.equal((await at('/dang-uy/.bangtin/xem/dien-thoai')).status, 403, 'the code is for this machine alone');
    const invitation = scan(page);
    const head = await raw([`HEAD ${new URL(invitation).pathname}${new URL(invitation).search} HTTP/1.1`, `Host: ${door}`], { port, address });
    assert.equal(head.status, 403, 'who only looks whether the link works uses nothing up');
    const entered = await at(new URL(invitation).pathname + new URL(invitation).search);
    assert.equal(entered.status, 303);
    const cookie = entered.headers['set-cookie'].split(';')[0];
    assert.match(entered.headers['set-cookie'], /HttpOnly; SameSite=Strict/);
    assert.equal((await at(new URL(invitation).pathname + new URL(invitation).search)).status, 403, 'the code is used up');
    assert.notEqual(scan(await second.text('.bangtin/xem/dien-thoai')), invitation, 'the next phone gets a code of its own');
    const inside = await at('/dang-uy/', `Cookie: ${cookie}`);
    assert.equal(inside.status, 200);
    assert.match(inside.body, /data-cua="dien-thoai"/);
    assert.equal((await at('/dang-uy/.bangtin/xem/dien-thoai', `Cookie: ${cookie}`)).status, 404);
    const theirs = /data-ma="([0-9a-f]+)"/.exec(inside.body)[1];
    assert.equal((await at(`/dang-uy/.bangtin/xem/doi?xem=noi-bo&ma=${theirs}`, `Cookie: ${cookie}`)).status, 404, 'a phone has no other eyes');
    assert.equal((await at('/dang-uy/ke-hoach/2026/05-ctr-du/', `Cookie: ${cookie}; bangtin-xem=noi-bo`)).status, 404);
    // Messages quote what is written for Party members too.
    second.edit('content/tai-lieu/thong-tin-noi-bo-11-2026.md', '+++\n', '+++\nbi_mat = "chuyện trong nhà"\n');
    await until(() => second.said().includes('chuyện trong nhà'));
    const heard = await raw([`GET /dang-uy/.bangtin/xem/su-kien?ma=${theirs}&trang=/dang-uy/&ban=x HTTP/1.1`, `Host: ${door}`, `Cookie: ${cookie}`], { port, address, wait: 800 });
    assert.match(heard.body, /event: trang-thai/);
    assert.ok(!/noi-bo-11|nh\u00c3|bi_mat|41-kh-du|18-tb-du/.test(heard.body), heard.body);
    assert.equal((await at('/dang-uy/.bangtin/manifest.json', `Cookie: ${cookie}`)).status, 404);
    assert.equal((await at('/dang-uy/.bangtin/xem/xem-truoc.css')).status, 200);
    assert.equal((await raw(['GET /dang-uy/ HTTP/1.1', `Host: ${host}`, `Cookie: ${cookie}`], { port, address })).status, 403);
  } finally {
    await second.stop();
  }
});

test('who keeps the door for phones busy does not shut this machine’s', async () => {
  const second = await preview({ args: ['--dien-thoai=127.0.0.1'] });
  try {
    const [, door] = await until(() => /Wi-Fi \((127\.0\.0\.1:\d+)\)/.exec(second.said())), port = Number(door.split(':')[1]);
    const sockets = Array.from({ length: 400 }, () => { const socket = connect(port, '127.0.0.1'); socket.on('error', () => {}); socket.write('GET / HT'); return socket; });
    await new Promise((done) => setTimeout(done, 500));
    const began = Date.now();
    assert.equal((await second.get('')).status, 200);
    assert.ok(Date.now() - began < 2000);
    sockets.forEach((socket) => socket.destroy());
  } finally {
    await second.stop();
  }
});

test('half-sent requests do not shut the door that they came in by, and are hung up on', async () => {
  const second = await preview({ args: ['--dien-thoai=127.0.0.1'] });
  try {
    const [, door] = await until(() => /Wi-Fi \((127\.0\.0\.1:\d+)\)/.exec(second.said())), port = Number(door.split(':')[1]);
    for (const at of [port, second.port]) {
      let open = 400;
      const sockets = Array.from({ length: 400 }, () => {
        const socket = connect(at, '127.0.0.1');
        socket.on('error', () => {});
        socket.on('close', () => { open -= 1; });
        socket.write('GET / HT');
        return socket;
      });
      await new Promise((done) => setTimeout(done, 500));
      const began = Date.now();
      const answer = await raw(['GET / HTTP/1.1', `Host: 127.0.0.1:${at}`], { port: at, address: '127.0.0.1' });
      assert.ok([200, 302, 303, 307, 403].includes(answer.status), `${answer.status}`);
      assert.ok(Date.now() - began < 2000);
      await until(() => open === 0, 20_000);
      sockets.forEach((socket) => socket.destroy());
    }
  } finally {
    await second.stop();
  }
});

test('hundreds of pages that listen leave room for the next one', async () => {
  const second = await preview({});
  try {
    const mark = /data-ma="([0-9a-f]+)"/.exec(await second.text(''))[1];
    const lines = [`GET /dang-uy/.bangtin/xem/su-kien?ma=${mark}&trang=/dang-uy/&ban=x HTTP/1.1`, `Host: 127.0.0.1:${second.port}`];
    const sockets = Array.from({ length: 230 }, () => {
      const socket = connect(second.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.resume();
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      return socket;
    });
    await new Promise((done) => setTimeout(done, 1500));
    const began = Date.now();
    assert.equal((await second.get('')).status, 200);
    assert.ok(Date.now() - began < 5000);
    sockets.forEach((socket) => socket.destroy());
  } finally {
    await second.stop();
  }
});

test('no address of the Internet is opened to phones', async () => {
  await assert.rejects(preview({ args: ['--dien-thoai=8.8.8.8'] }), /không phải địa chỉ trong mạng nội bộ/);
});

/** Reads the address out of the QR code of a page, as a camera would. */
function scan(html) {
  const scale = 4, side = Number(/viewBox="0 0 (\d+)/.exec(html)[1]), width = side * scale, pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of html.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = y * scale; row < (+y + 1) * scale; row++) {
      for (let column = x * scale; column < (+x + 1) * scale; column++) pixels.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
    }
  }
  return jsQR(pixels, width, width).data;
}
