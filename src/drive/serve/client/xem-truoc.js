// Added to every page of the preview: brings what an edit changed into the page, and shows how the site stands.
// Runs at the end of the body, before the deferred scripts of the theme: what it sees is the page as it was served.
(() => {
  'use strict';
  const tag = document.currentScript, { gocXem: base, kieu: style, cua: door, tieng: lang } = tag.dataset;
  const hasPhones = 'coDienThoai' in tag.dataset, own = base + '.bangtin/xem/', KEEP = 'bangtin-xem-giu';
  let { ma: token, ban: version } = tag.dataset;
  tag.remove();

  const words = lang === 'en' ? {
    updated: 'Updated', errors: 'errors', warnings: 'warnings', clean: 'No errors', citizen: 'As a citizen', member: 'As a Party member',
    drafts: 'Drafts', phone: 'Phone', lost: 'Lost the connection. Waiting for bangtin to run again…', title: 'What has to be mended',
    stays: 'Below is the last good page.', close: 'Close', explain: 'Explain', more: 'more; run `bangtin check` to see all',
    over: 'The preview is closed to this device. Scan the code on the computer again.',
    onlyMember: 'Only Party members see this page.', onlyDraft: 'This page is a draft.', look: 'Show it',
    fold: 'Fold', unfold: 'Preview', phones: 'Opened for phones by QR code', error: 'error', warning: 'warning',
  } : {
    updated: 'Đã cập nhật', errors: 'lỗi', warnings: 'cảnh báo', clean: 'Không có lỗi', citizen: 'Xem như người dân', member: 'Xem như đảng viên',
    drafts: 'Bản nháp', phone: 'Điện thoại', lost: 'Mất kết nối. Đang chờ bangtin chạy lại…', title: 'Cần sửa',
    stays: 'Bên dưới là trang tốt gần nhất.', close: 'Đóng', explain: 'Giải thích', more: 'vấn đề khác; chạy `bangtin check` để xem hết',
    over: 'Bản xem trước đã đóng với máy này. Hãy quét lại mã QR trên máy tính.',
    onlyMember: 'Trang này chỉ có trong bản nội bộ.', onlyDraft: 'Trang này là bản nháp.', look: 'Xem trang này',
    fold: 'Thu gọn', unfold: 'Xem trước', phones: 'Đang mở cho điện thoại bằng mã QR', error: 'lỗi', warning: 'cảnh báo',
  };

  /* ---- The page as it was served, and the node on the screen that stands for each of its nodes. ---- */

  let served = document.documentElement.cloneNode(true);
  let shown = new Map();
  pair(served, document.documentElement, shown);

  function pair(from, to, map) {
    map.set(from, to);
    for (let a = from.firstChild, b = to.firstChild; a && b; a = a.nextSibling, b = b.nextSibling) pair(a, b, map);
  }

  class Lost extends Error {}
  const on = (node) => {
    const found = shown.get(node);
    if (!found || !found.isConnected) throw new Lost();
    return found;
  };

  /* Taken as a whole: scripts of the theme put more into them than was served. */
  const WHOLE = /^(TIME|BUTTON|SELECT|TEXTAREA|SVG|svg|NOSCRIPT|TEMPLATE)$/;
  const isElement = (node) => node.nodeType === 1;
  const similar = (a, b) => a.nodeName === b.nodeName && (!isElement(a) || (a.id === b.id && !WHOLE.test(a.nodeName)));

  /* What changed between two served pages is done to the page on the screen; all else there stays as it is. */
  function patch(before, now, next, fresh) {
    const target = on(before);
    next.set(now, target);
    attributes(before, now, target);
    const old = [...before.childNodes], kids = [...now.childNodes], kept = match(old, kids);
    let last = null;
    const used = new Set(kept.filter(Boolean));
    for (const gone of old) if (!used.has(gone)) on(gone).remove();
    kids.forEach((kid, place) => {
      const known = kept[place];
      if (!known) {
        const made = document.importNode(kid, true);
        pair(kid, made, next);
        target.insertBefore(made, last ? last.nextSibling : target.firstChild);
        fresh.push(made);
        last = made;
        return;
      }
      const node = on(known);
      if (node.parentNode !== target) throw new Lost();
      if (known.isEqualNode(kid)) carry(known, kid, next);
      else if (isElement(kid)) patch(known, kid, next, fresh);
      else {
        if (node.nodeValue !== known.nodeValue) throw new Lost();
        node.nodeValue = kid.nodeValue;
        next.set(kid, node);
      }
      last = node;
    });
  }

  /* The same part of two served pages. */
  function carry(before, now, next) {
    const node = shown.get(before);
    if (node) next.set(now, node);
    for (let a = before.firstChild, b = now.firstChild; a && b; a = a.nextSibling, b = b.nextSibling) carry(a, b, next);
  }

  function attributes(before, now, target) {
    for (const { name } of [...before.attributes]) if (!now.hasAttribute(name)) target.removeAttribute(name);
    for (const { name, value } of now.attributes) {
      const was = before.getAttribute(name);
      if (was === value) continue;
      if (name === 'class') {
        target.classList.remove(...(was || '').split(/\s+/).filter(Boolean));
        target.classList.add(...value.split(/\s+/).filter(Boolean));
      } else if (name === 'href' && target.rel === 'stylesheet') restyle(target, value);
      else target.setAttribute(name, value);
    }
  }

  /* The old colours stay until the new ones are there. */
  function restyle(link, href) {
    const old = link.cloneNode();
    link.after(old);
    link.onload = link.onerror = () => old.remove();
    link.setAttribute('href', href);
  }

  /* For each new child the old one it continues, in order: equal ones first, then those of the same kind. */
  function match(old, kids) {
    const kept = kids.map(() => null);
    let start = 0, end = 0;
    const same = (a, b) => a.isEqualNode(b);
    while (start < old.length && start < kids.length && same(old[start], kids[start])) kept[start] = old[start++];
    while (end < old.length - start && end < kids.length - start && same(old[old.length - 1 - end], kids[kids.length - 1 - end])) {
      kept[kids.length - 1 - end] = old[old.length - 1 - end];
      end++;
    }
    const a = old.slice(start, old.length - end), b = kids.slice(start, kids.length - end);
    for (const [i, j] of pairs(a, b)) kept[start + j] = a[i];
    return kept;
  }

  function pairs(a, b) {
    if (a.length * b.length > 250000) return a.slice(0, b.length).map((_, i) => [i, i]).filter(([i]) => similar(a[i], b[i]));
    const text = (node) => (isElement(node) ? node.outerHTML : node.nodeValue);
    const left = a.map(text), right = b.map(text);
    const worth = (i, j) => (a[i].nodeName === b[j].nodeName && left[i] === right[j] ? 3 : similar(a[i], b[j]) ? 1 : 0);
    const best = Array.from({ length: a.length + 1 }, () => new Int32Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        const both = worth(i, j);
        best[i][j] = Math.max(best[i + 1][j], best[i][j + 1], both ? both + best[i + 1][j + 1] : 0);
      }
    }
    const found = [];
    for (let i = 0, j = 0; i < a.length && j < b.length;) {
      const both = worth(i, j);
      if (both && best[i][j] === both + best[i + 1][j + 1]) found.push([i++, j++]);
      else if (best[i][j] === best[i + 1][j]) i++;
      else j++;
    }
    return found;
  }

  /* ---- What a reader has opened, chosen and reached. ---- */

  const key = (node) => node.id || (node.querySelector('summary') || node).textContent.trim().slice(0, 80);
  const openDetails = () => [...document.querySelectorAll('details[open]')].map(key);
  const reopen = (keys, nodes) => nodes.forEach((node) => { if (keys.includes(key(node))) node.open = true; });
  const FIELDS = 'a[href],button,input,select,textarea,summary,[tabindex]';
  const fields = () => [...document.querySelectorAll(FIELDS)];
  const nameOf = (node) => [node.nodeName, node.id, node.getAttribute('name'), node.getAttribute('href')].join('|');

  function focused() {
    const node = document.activeElement;
    if (!node || node === document.body || node === host) return null;
    return { node, name: nameOf(node), place: fields().indexOf(node) };
  }

  function refocus(before) {
    if (!before || (before.node && before.node.isConnected)) return;
    const all = fields(), named = all.filter((node) => nameOf(node) === before.name);
    const node = named[0] || all[before.place];
    if (node) node.focus({ preventScroll: true });
  }

  /* A page that must be loaded anew comes back as it was left. */
  function reload(to) {
    const focus = focused();
    try {
      sessionStorage.setItem(KEEP, JSON.stringify({
        path: location.pathname, x: scrollX, y: scrollY, open: openDetails(), focus: focus && { name: focus.name, place: focus.place },
        values: [...document.querySelectorAll('input:not([type=hidden]),textarea')].map((field) => [nameOf(field), field.value]),
      }));
    } catch (e) { /* Without memory the page begins at its top. */ }
    if (to) location.assign(to); else location.reload();
  }

  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEEP));
      sessionStorage.removeItem(KEEP);
    } catch (e) { /* Nothing was kept. */ }
    if (!kept || kept.path !== location.pathname) return;
    const back = () => {
      reopen(kept.open, [...document.querySelectorAll('details')]);
      for (const [name, value] of kept.values) {
        const field = fields().find((node) => nameOf(node) === name);
        if (field && value && !field.value) field.value = value;
      }
      refocus(kept.focus && { ...kept.focus, node: null });
      scrollTo({ left: kept.x, top: kept.y, behavior: 'instant' });
    };
    back();
    addEventListener('load', () => setTimeout(back, 30));
  }

  /* ---- Bringing a change in. ---- */

  /* Only the theme's scripts know how to set these up; the page is loaded anew for them. */
  const SCRIPTED = '[data-chon-toi],[data-doc-tro],[data-in],[data-cua-toi],[data-viec-toi-trong],[data-thu],[data-tim-kiem]';
  const scripts = (root) => [...root.querySelectorAll('script[src]')].map((node) => node.getAttribute('src')).join();
  let busy = false, stale = false;

  /* The page of now, and the tag that the preview put into it. */
  async function load() {
    const answer = await fetch(location.pathname, { cache: 'no-store', headers: { Accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    return { page, tag: page.querySelector('script[data-goc-xem]'), status: answer.status, moved: answer.redirected && answer.url };
  }

  async function update() {
    stale = true;
    if (busy) return;
    busy = true;
    while (stale) {
      stale = false;
      let now;
      try { now = await load(); } catch (error) { continue; /* The channel tells when the server is back. */ }
      if (now.moved) return location.assign(now.moved);
      try { bring(now); } catch (error) { return reload(); }
    }
    busy = false;
  }

  function bring({ page, tag }) {
    if (!tag) return reload();
    token = tag.dataset.ma;
    if (tag.dataset.ban === version) return;
    version = tag.dataset.ban;
    tag.remove();
    const now = page.documentElement, body = document.body;
    const setUp = (root) => [...root.querySelectorAll('[data-tim-kiem]')].map((node) => JSON.stringify(node.dataset)).join();
    if (scripts(now) !== scripts(served) || setUp(now) !== setUp(served) || body.classList.contains('bt-trang')) return reload();
    const opened = openDetails(), focus = focused(), next = new Map(), fresh = [];
    patch(served, now, next, fresh);
    served = now;
    shown = next;
    const roots = fresh.filter(isElement);
    const inside = (selector) => roots.flatMap((node) => [...(node.matches(selector) ? [node] : []), ...node.querySelectorAll(selector)]);
    if (inside(SCRIPTED).length) return reload();
    reopen(opened, inside('details'));
    document.dispatchEvent(new CustomEvent('bangtin:moi'));
    refocus(focus);
    flash();
  }

  /* ---- The live channel. ---- */

  let source = null, state = null, timer = 0;

  function listen() {
    clearTimeout(timer);
    if (source) source.close();
    if (document.hidden) return;
    const query = `ma=${token}&ban=${version}&trang=${encodeURIComponent(location.pathname)}`;
    source = new EventSource(`${own}su-kien?${query}`);
    source.addEventListener('doi', (event) => { if (event.data !== version) update(); });
    source.addEventListener('trang-thai', (event) => { state = JSON.parse(event.data); draw(); });
    source.onopen = () => lost(false);
    source.onerror = () => {
      source.close();
      lost(true);
      timer = setTimeout(again, 700);
    };
  }

  /* The server may have been started anew: the page of now brings its token. */
  async function again() {
    try {
      const { tag, status, moved } = await load();
      if (status === 403) return lost(true, words.over);
      if (moved) return location.assign(moved);
      if (tag) {
        token = tag.dataset.ma;
        return listen();
      }
    } catch (e) { /* Not yet. */ }
    timer = setTimeout(again, 700);
  }

  /* A browser opens six connections to one server: pages that nobody sees give theirs back. */
  document.addEventListener('visibilitychange', () => { if (document.hidden && source) source.close(); else listen(); });
  addEventListener('pageshow', (event) => { if (event.persisted) listen(); });

  /* ---- The bar, and what has to be mended. ---- */

  const host = document.createElement('bangtin-xem-truoc'), root = host.attachShadow({ mode: 'open' });
  const el = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== false && value !== null) node.setAttribute(key, value === true ? '' : value);
    node.append(...children);
    return node;
  };
  const bar = el('div', { class: 'thanh', role: 'region', 'aria-label': words.unfold });
  const panel = el('section', { class: 'bang', role: 'dialog', 'aria-labelledby': 'tieu-de', hidden: true });
  /* Spoken to who does not see the bar; and room at the end of the page for it. */
  const said = el('p', { class: 'an', role: 'status' });
  root.append(el('link', { rel: 'stylesheet', href: style }), el('div', { class: 'cho' }), said, panel, bar);

  let folded = innerWidth < 600, dismissed = '', asked = false;
  try { folded = (sessionStorage.getItem('bangtin-xem-gon') || String(+folded)) === '1'; } catch (e) { /* As wide as the screen is, then. */ }

  const button = (text, attributes, action) => {
    const node = el('button', { type: 'button', ...attributes }, text);
    node.addEventListener('click', action);
    return node;
  };

  function time(at) {
    const two = (number) => String(number).padStart(2, '0'), date = new Date(at);
    return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  }

  const counts = () => (state.loi || state.canh_bao
    ? [state.loi && `${state.loi} ${state.loi === 1 ? words.error : words.errors}`, state.canh_bao && `${state.canh_bao} ${state.canh_bao === 1 ? words.warning : words.warnings}`].filter(Boolean).join(' · ')
    : words.clean);

  /* What opens the panel by itself. */
  const grave = () => state.van_de.filter((one) => one.muc === 'loi').map((one) => one.in).concat(state.chi_co || []).join('\n');

  function choice(text, audience, drafts, pressed) {
    const link = el('a', {
      href: `${own}doi?xem=${audience}${drafts ? '.nhap' : ''}&ve=${encodeURIComponent(location.pathname)}&ma=${token}`,
      class: 'chon', 'aria-current': pressed && 'true',
    }, text);
    link.addEventListener('click', (event) => { event.preventDefault(); reload(link.href); });
    return link;
  }

  /* What has the focus in the bar or the panel has it again when they are drawn anew. */
  function keepingFocus(work) {
    const node = root.activeElement, name = node && nameOf(node) + node.className.split(' ')[0];
    work();
    if (!node || node.isConnected) return;
    const same = [...root.querySelectorAll('button,a,pre')].find((one) => nameOf(one) + one.className.split(' ')[0] === name);
    if (same) same.focus({ preventScroll: true });
  }

  function draw() {
    if (state) keepingFocus(redraw);
  }

  function redraw() {
    const kind = state.loi ? 'co-loi' : state.canh_bao ? 'co-canh-bao' : 'sach';
    const report = button(counts(), { class: `dem ${kind}`, 'aria-expanded': String(!panel.hidden) }, () => { asked = panel.hidden; panel.hidden ? open() : close(); });
    const when = el('span', { class: 'luc' }, state.so ? `${folded ? '✓' : words.updated} ${time(state.luc)} · ${state.ms} ms` : words.unfold);
    const fold = button(folded ? '«' : '»', { class: 'gon', 'aria-label': folded ? words.unfold : words.fold, 'aria-expanded': String(!folded) }, () => {
      folded = !folded;
      try { sessionStorage.setItem('bangtin-xem-gon', folded ? '1' : '0'); } catch (e) { /* For now, then. */ }
      draw();
    });
    const seen = [];
    if (!folded && door === 'may-nay') {
      const member = state.nguoi_xem === 'noi-bo';
      seen.push(el('span', { class: 'nhom' }, choice(words.citizen, 'cong-khai', state.nhap, !member), choice(words.member, 'noi-bo', state.nhap, member)));
      seen.push(choice(words.drafts, state.nguoi_xem, !state.nhap, state.nhap));
      if (hasPhones) seen.push(el('a', { class: 'chon', href: `${own}dien-thoai`, target: '_blank' }, words.phone));
    } else if (!folded) seen.push(el('span', { class: 'luc' }, words.phones));
    bar.replaceChildren(when, report, ...seen, fold);
    bar.classList.toggle('nho', folded);
    const errors = grave();
    if (!errors) dismissed = '';
    if (errors && errors !== dismissed) open();
    else if (!panel.hidden && (asked ? !state.van_de.length : !errors)) close();
    else if (!panel.hidden) fill();
    const news = errors ? `${words.title}: ${counts()}` : state.so ? `${words.updated}. ${counts()}` : '';
    if (said.textContent !== news) said.textContent = news;
  }

  function open() {
    fill();
    panel.hidden = false;
    bar.querySelector('.dem').setAttribute('aria-expanded', 'true');
  }

  function close() {
    panel.hidden = true;
    const report = bar.querySelector('.dem');
    if (report) report.setAttribute('aria-expanded', 'false');
  }

  function fill() {
    const items = state.van_de.map((one) => {
      const place = [one.tep, one.dong, one.cot].filter((part) => part !== null && part !== undefined).join(':');
      const head = el('p', { class: 'dau' }, el('span', { class: `muc ${one.muc}` }, one.muc === 'loi' ? words.error : words.warning), ' ', one.thong_bao);
      const foot = el('p', { class: 'chan' }, el('code', {}, place));
      if (one.ma) foot.append(' ', el('a', { href: `${own}giai-thich/${one.ma}`, target: '_blank' }, `${words.explain}: ${one.ma}`));
      return el('li', {}, head, el('pre', { tabindex: '0' }, one.in), foot);
    });
    const shut = button('×', { class: 'dong', 'aria-label': words.close }, () => {
      dismissed = grave();
      asked = false;
      close();
    });
    const [audience, drafts] = (state.chi_co || '').split('.');
    const hidden = drafts && !state.nhap ? words.onlyDraft : words.onlyMember;
    panel.replaceChildren(
      el('div', { class: 'dau-bang' }, el('h2', { id: 'tieu-de' }, state.chi_co ? hidden : `${words.title}: ${counts()}`), shut),
      ...(state.chi_co ? [el('p', {}, choice(words.look, audience, !!drafts, false))] : []),
      ...(state.loi && !document.body.classList.contains('bt-trang') ? [el('p', { class: 'phu' }, words.stays)] : []),
      el('ol', {}, ...items),
      ...(state.con_lai ? [el('p', { class: 'phu' }, `… ${state.con_lai} ${words.more}`)] : []),
    );
  }

  function lost(is, why = words.lost) {
    bar.classList.toggle('mat', is);
    if (is) bar.replaceChildren(el('span', { class: 'luc', role: 'status' }, why));
    else draw();
  }

  function flash() {
    bar.classList.remove('moi');
    void bar.offsetWidth;
    bar.classList.add('moi');
  }

  addEventListener('keydown', (event) => { if (event.key === 'Escape' && !panel.hidden) panel.querySelector('.dong').click(); });

  document.documentElement.append(host);
  if (navigator.serviceWorker) navigator.serviceWorker.getRegistrations().then((all) => all.forEach((one) => one.unregister()), () => {});
  restore();
  listen();
})();
