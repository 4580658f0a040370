// Máy trạm: giữ trang đã xem để đọc khi mất mạng. Có mạng thì luôn lấy bản mới; bản lưu luôn nói rõ ngày lưu.
// `BAN` (phiên bản, tệp giữ sẵn, hạn mức) đứng trước tệp này.
'use strict';
const SCOPE = self.registration.scope;
const OWN = `bangtin:${SCOPE}:`;
/** Kept from the start, one store a build: complete, or not there. */
const START = OWN + BAN.ban;
/** What the reader has seen, and the page of her organisation. */
const SEEN = `${OWN}da-xem`;
const MINE = `${OWN}cua-toi`;
const STORES = [START, SEEN, MINE];
const PATIENCE = 3000;
const DAY = 864e5;

const key = (url) => { const plain = new URL(url, SCOPE); plain.search = plain.hash = ''; return plain.href; };
/** Files whose name changes with their content. */
const isFixed = (path) => /^tai-san\/|^tim-kiem\/[0-9a-f]{8}\//.test(path);
const isPage = (path) => path === '' || /\/$|\.html$/.test(path);

/** What only pages of this edition carry: other pages below this address, internal ones above all, are never kept. */
const MARK = 'data-may-tram=';
/** One file must not drive all others out. */
const LARGEST = BAN.so_byte / 5;

/** The answer with the time and size of its keeping. */
async function stamped(answer) {
  const body = await answer.blob(), headers = new Headers(answer.headers);
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  headers.set('x-luc', Date.now());
  headers.set('x-byte', body.size);
  return new Response(body, { status: 200, headers });
}

const get = (url, redirect = 'follow') => fetch(url, { cache: 'no-cache', credentials: 'same-origin', redirect });

async function install() {
  const fetched = await Promise.all(BAN.giu.map(async (path) => {
    const url = key(path), known = isFixed(path) && await caches.match(url);
    const answer = known || await get(url);
    if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status}`);
    return [url, known || await stamped(answer)];
  }));
  const store = await caches.open(START);
  for (const [url, answer] of fetched) await store.put(url, answer);
  await self.skipWaiting();
}

/** An open page is not taken over: it goes on as it began. Files of an older build go on serving the pages that were kept with them. */
async function activate() {
  const seen = await caches.open(SEEN);
  for (const name of await caches.keys()) {
    if (!name.startsWith(OWN) || STORES.includes(name)) continue;
    const old = await caches.open(name);
    for (const request of await old.keys()) {
      const path = request.url.slice(SCOPE.length);
      if (isFixed(path) && !BAN.giu.includes(path)) await seen.put(request, await old.match(request));
    }
    await caches.delete(name);
  }
}

async function keep(name, url, answer) {
  if (isPage(key(url).slice(SCOPE.length)) && !(await answer.clone().text()).includes(MARK)) return;
  const copy = await stamped(answer);
  if (+copy.headers.get('x-byte') > LARGEST) return;
  const store = await caches.open(name);
  await store.put(key(url), copy);
  if (name === SEEN) await trim(store);
}

/** A page that was taken down is no longer there without network either. */
async function forget(url) {
  for (const name of STORES) await (await caches.open(name)).delete(key(url));
}

/** Oldest first out, until what is left is few and small enough. */
async function trim(store) {
  const kept = [];
  for (const request of await store.keys()) {
    const { headers } = await store.match(request);
    kept.push({ request, at: +headers.get('x-luc'), bytes: +headers.get('x-byte'), page: isPage(request.url.slice(SCOPE.length)) });
  }
  kept.sort((a, b) => b.at - a.at);
  let pages = 0, bytes = 0;
  for (const { request, bytes: size, page } of kept) {
    if ((page && pages >= BAN.so_trang) || bytes + size > BAN.so_byte) await store.delete(request);
    else { pages += page; bytes += size; }
  }
}

/** The newest copy of a page or file. */
async function kept(url) {
  let newest = null;
  for (const name of STORES) {
    const found = await (await caches.open(name)).match(key(url));
    if (found && (!newest || +found.headers.get('x-luc') > +newest.headers.get('x-luc'))) newest = found;
  }
  return newest;
}

/** The copy, with a line that says of when it is. */
async function dated(copy, words) {
  const at = new Date(+copy.headers.get('x-luc') + 7 * 36e5).toISOString();
  const said = words.replace('{ngay}', `${at.slice(8, 10)}/${at.slice(5, 7)}/${at.slice(0, 4)}`);
  const html = (await copy.text()).replace(/<body[^>]*>/, (body) => `${body}<p class="vach vach-luu" role="status">${said}</p>`);
  return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}

async function page(event) {
  const { request } = event, { url } = request;
  // A browser follows a redirect itself, to another server too.
  const asked = get(url, request.mode === 'navigate' ? 'manual' : 'follow').then((answer) => {
    if (answer.ok && !answer.redirected) event.waitUntil(keep(SEEN, url, answer.clone()).catch(() => {}));
    if (answer.status === 404 || answer.status === 410) event.waitUntil(forget(url).catch(() => {}));
    return answer;
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, 'late'));
  const first = await Promise.race([asked.catch(() => null), late]);
  if (first && first !== 'late' && first.status < 500) return first;
  const copy = await kept(url);
  if (copy) return dated(copy, first === 'late' ? BAN.ban_luu_cham : BAN.ban_luu);
  const answer = first === 'late' ? await asked.catch(() => null) : first;
  if (answer) return answer;
  if (request.mode !== 'navigate') return Response.error();
  return Response.redirect(`${SCOPE}${BAN.ngoai_tuyen}?trang=${encodeURIComponent(url.slice(SCOPE.length))}`);
}

async function fixed(event) {
  const { url } = event.request, copy = await kept(url);
  if (copy) return copy;
  const answer = await fetch(event.request);
  if (answer.ok) event.waitUntil(keep(SEEN, url, answer.clone()).catch(() => {}));
  return answer;
}

/** Images of pages: like pages, but without a line. */
async function image(event) {
  const { url } = event.request;
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(keep(SEEN, url, answer.clone()).catch(() => {}));
    return answer;
  } catch (error) {
    return (await kept(url)) || Response.error();
  }
}

/** The page that was open before the worker was, and the page of the reader's organisation. */
async function told({ trang, toi }) {
  if (trang && key(trang).startsWith(SCOPE) && !await (await caches.open(SEEN)).match(key(trang))) {
    const answer = await get(key(trang));
    if (answer.ok && !answer.redirected) await keep(SEEN, trang, answer);
  }
  const store = await caches.open(MINE);
  for (const old of await store.keys()) if (!toi || old.url !== key(toi)) await store.delete(old);
  if (!toi || !key(toi).startsWith(SCOPE)) return;
  const copy = await store.match(key(toi));
  if (copy && Date.now() - copy.headers.get('x-luc') < DAY / 4) return;
  const answer = await get(key(toi));
  if (answer.ok && !answer.redirected) await keep(MINE, toi, answer);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => event.waitUntil(told(event.data || {}).catch(() => {})));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(SCOPE) || request.headers.has('range')) return;
  const path = key(request.url).slice(SCOPE.length);
  if (isFixed(path)) event.respondWith(fixed(event));
  else if (isPage(path)) event.respondWith(page(event));
  else if (request.destination === 'image') event.respondWith(image(event));
});
