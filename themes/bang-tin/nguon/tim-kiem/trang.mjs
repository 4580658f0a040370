/* The search page: a thin layer on the core. Every text comes from the page; every word of a result is a text node. */

import { openIndex } from './loi.mjs';

const WAIT = 150, SLOW = 400, LONGEST = 20000, QUIET = 1000, PAGE = 10;
/* Characters of marked words that an address carries. */
const MOST_MARKED = 200;

const page = document.querySelector('[data-tim-kiem]');
if (page) start(page);

/* Text that an address can hold: half a character cannot be encoded. */
const whole = (text) => text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|^[\udc00-\udfff]/g, '');

function script(url) {
  return new Promise((done, fail) => {
    const node = document.createElement('script');
    node.src = url;
    node.onload = done;
    node.onerror = () => { node.remove(); fail(new Error(url)); };
    document.head.appendChild(node);
  });
}

/* Files of an index that was loaded as a script, for pages opened from a disk. */
async function fromScript(url) {
  const text = atob((window.bangtinChiMuc || {})[url] || '');
  return { ok: !!text, arrayBuffer: async () => Uint8Array.from(text, (ch) => ch.charCodeAt(0)).buffer };
}

/* A file from the network, whole, or a failure when it takes too long: nobody waits for ever. */
function fromNetwork(url) {
  return new Promise((done, fail) => {
    setTimeout(fail, LONGEST);
    fetch(url).then((answer) => answer.arrayBuffer().then((bytes) => done({ ok: answer.ok, arrayBuffer: () => bytes }))).catch(fail);
  });
}

async function open({ goc, lunr, giaiNen, chiMuc }) {
  const fromDisk = location.protocol === 'file:', needs = [];
  if (!window.lunr) needs.push(script(lunr));
  if (!window.DecompressionStream && !window.bangtinGiaiNen) needs.push(script(giaiNen));
  if (fromDisk && !window.bangtinChiMuc) needs.push(script(chiMuc));
  await Promise.all(needs);
  const fetchFile = fromDisk ? (url) => fromScript(url.replace(goc, '')) : fromNetwork;
  return openIndex(goc, { fetch: fetchFile, lunr: window.lunr, inflate: window.DecompressionStream ? undefined : window.bangtinGiaiNen });
}

function start(root) {
  const one = (selector, node) => (node || root).querySelector(selector), all = (selector, node) => Array.from((node || root).querySelectorAll(selector));
  const box = one('input'), form = one('form'), list = one('[data-ket-qua]'), count = one('[data-dem]'), more = one('[data-them]');
  const rows = one('template[data-hang]').content.firstElementChild, filters = one('[data-loc]'), chips = one('[data-loc-to-chuc]');
  const catalogue = document.querySelector('[data-danh-muc]');
  const state = { q: '', kind: '', organisation: '', name: '', limit: PAGE };
  const told = one('[data-bao]');
  let index, turn = 0, timer, quiet, dead = false;

  const ready = () => index || (index = open(root.dataset).catch((error) => { index = null; throw error; }));
  function say(...names) {
    for (const node of all('[data-tt]')) node.hidden = names.indexOf(node.dataset.tt) < 0;
  }
  const address = () => {
    const parts = [['q', whole(state.q.trim())], ['loai', state.kind], ['to-chuc', state.organisation]].filter((part) => part[1]);
    return location.pathname + (parts.length ? '?' + parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&') : '');
  };
  /* Browsers allow so many of these in a while; the search goes on without. */
  function remember(how, top) {
    try { history[how]({ limit: state.limit, name: state.name, top }, '', address()); } catch (error) { /* The address stays. */ }
  }
  function readAddress() {
    const values = new URLSearchParams(location.search);
    const kind = all('[data-loai]', filters).find((button) => button.dataset.loai === values.get('loai'));
    const { limit = PAGE, name = '' } = history.state || {};
    Object.assign(state, { q: values.get('q') || '', kind: kind ? kind.dataset.loai : '', organisation: values.get('to-chuc') || '', name, limit });
    box.value = state.q;
  }
  function press() {
    for (const button of all('[data-loai]', filters)) button.setAttribute('aria-pressed', String(button.dataset.loai === state.kind));
  }

  function fill(node, text, ranges) {
    let at = 0;
    node.textContent = '';
    for (const [from, to] of ranges) {
      node.appendChild(document.createTextNode(text.slice(at, from)));
      node.appendChild(document.createElement('mark')).textContent = text.slice(from, to);
      at = to;
    }
    node.appendChild(document.createTextNode(text.slice(at)));
  }
  /* The address of a hit, with the words to mark there. */
  function link(found) {
    const words = new Set();
    for (const [text, ranges] of [[found.title, found.titleMarks], [found.snippet, found.snippetMarks]]) {
      for (const [from, to] of ranges) words.add(text.slice(from, to));
    }
    /* A lone syllable would be marked everywhere where a phrase says what was meant. */
    const phrases = Array.from(words).filter((text) => /[\s/-]/.test(text));
    const marked = whole((phrases.length ? phrases : Array.from(words)).join('|').slice(0, MOST_MARKED)), [path, anchor] = found.url.split('#');
    const file = location.protocol === 'file:' ? path.replace(/\/$/, '/index.html') : path;
    return root.dataset.trang + file + (marked ? `?tim=${encodeURIComponent(marked)}` : '') + (anchor ? `#${anchor}` : '');
  }
  function chip(organisation) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = organisation.name;
    button.dataset.toChuc = organisation.id;
    button.setAttribute('aria-pressed', String(organisation.id === state.organisation));
    button.addEventListener('click', () => {
      const off = organisation.id === state.organisation;
      Object.assign(state, { organisation: off ? '' : organisation.id, name: off ? '' : organisation.name });
      commit();
    });
    return button;
  }
  function row(found) {
    const node = rows.cloneNode(true), title = one('[data-o=ten]', node).appendChild(document.createElement('a')), kind = one(`[data-loai="${found.kind}"]`, filters);
    const facts = [kind ? kind.textContent : '', found.number, found.date && found.date.split('-').reverse().join('/')];
    one('[data-o=dau]', node).textContent = facts.filter(Boolean).join(' · ');
    fill(title, found.title, found.titleMarks);
    title.className = 'hang-ten';
    title.href = link(found);
    fill(one('[data-o=trich]', node), found.snippet, found.snippetMarks);
    if (found.kind !== 'to-chuc') for (const { name } of found.organisations) one('[data-o=to-chuc]', node).appendChild(document.createElement('span')).textContent = name;
    return node;
  }
  /* Organisations to filter by: the chosen one, and those of the hits. */
  function showChips(results) {
    const known = new Map();
    if (state.organisation) known.set(state.organisation, { id: state.organisation, name: state.name || chips.dataset.chon });
    for (const { organisations } of results) for (const organisation of organisations) known.set(organisation.id, organisation);
    const focused = chips.contains(document.activeElement) && document.activeElement.dataset.toChuc;
    chips.textContent = '';
    Array.from(known.values()).slice(0, 6).forEach((organisation) => chips.appendChild(chip(organisation)));
    chips.hidden = !known.size;
    const again = all('button', chips).find((button) => button.dataset.toChuc === focused);
    if (again) again.focus();
  }

  async function show() {
    const own = ++turn, isCurrent = () => own === turn, asked = state.q;
    press();
    filters.hidden = !asked.trim();
    /* Room for the hits, so that nothing jumps when they come. */
    root.classList.toggle('co-cau', !!asked.trim());
    if (catalogue) catalogue.hidden = !!asked.trim();
    clearTimeout(quiet);
    if (!asked.trim()) {
      list.textContent = count.textContent = told.textContent = '';
      more.hidden = chips.hidden = true;
      return say('trong');
    }
    const slow = setTimeout(() => { if (isCurrent()) say('dang'); }, SLOW);
    let answer = { total: 0, results: [], problems: ['mang'] }, search;
    try {
      search = await ready();
      answer = await search.search(asked, { limit: state.limit, kinds: state.kind ? [state.kind] : [], organisation: state.organisation });
    } catch (error) { /* The scripts did not load: told as a dead network. */ }
    clearTimeout(slow);
    if (!isCurrent()) return;
    const { results, total, problems } = answer, filtered = state.kind || state.organisation;
    dead = !total && problems.some((name) => name === 'mang' || name === 'thieu');
    if (asked.length > box.maxLength) problems.push('dai');
    list.textContent = '';
    const nodes = results.map((found) => list.appendChild(row(found)));
    showChips(results);
    more.hidden = total <= results.length || !results.length;
    count.textContent = !total ? '' : count.dataset.mau.replace('{n}', total).replace('{q}', asked.trim().slice(0, 60));
    say(...(dead ? ['mang'] : problems.concat(total || problems.length ? [] : [filtered ? 'khong-loc' : 'khong'])));
    /* A screen reader hears the count when typing rests, not at every key. */
    quiet = setTimeout(() => { told.textContent = count.textContent; }, QUIET);
    root.classList.toggle('co-cau', !!total);
    if (catalogue) catalogue.hidden = !!total;
    if (dead && root.dataset.chiMuc === '' && location.protocol === 'file:') say('o-dia');
    /* Snippets that need the whole text, one after another, while nothing else is asked. */
    for (let at = 0; at < results.length && isCurrent(); at++) {
      const old = results[at].snippet;
      await search.complete(results[at]).catch(() => {});
      if (old !== results[at].snippet && isCurrent()) {
        fill(one('[data-o=trich]', nodes[at]), results[at].snippet, results[at].snippetMarks);
        one('a', nodes[at]).href = link(results[at]);
      }
    }
  }
  /* A search that the reader asked for: one step back leads to the one before. */
  function commit() {
    state.limit = PAGE;
    if (address() !== location.pathname + location.search) remember('pushState');
    show();
  }

  box.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      Object.assign(state, { q: box.value, limit: PAGE });
      remember('replaceState');
      show();
    }, WAIT);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    state.q = box.value;
    /* On a phone the keyboard covers the hits. */
    if (window.matchMedia('(pointer: coarse)').matches) box.blur();
    commit();
  });
  for (const button of all('[data-loai]', filters)) {
    button.addEventListener('click', () => {
      state.kind = state.kind === button.dataset.loai ? '' : button.dataset.loai;
      commit();
    });
  }
  more.addEventListener('click', async () => {
    const seen = list.children.length;
    state.limit += PAGE;
    remember('replaceState');
    await show();
    const next = list.children[seen];
    if (next) one('a', next).focus();
  });
  for (const button of all('[data-lai]')) button.addEventListener('click', show);
  for (const button of all('[data-bo-loc]')) button.addEventListener('click', () => {
    Object.assign(state, { kind: '', organisation: '', name: '' });
    commit();
    box.focus();
  });
  window.addEventListener('online', () => { if (dead) show(); });
  window.addEventListener('popstate', () => { readAddress(); show(); });
  /* Who comes back from a hit finds it where it was. */
  list.addEventListener('click', () => remember('replaceState', window.pageYOffset));
  root.addEventListener('keydown', (event) => {
    const links = [box].concat(all('[data-ket-qua] a')), at = links.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' && at > 0) box.focus();
    if (!step || at < 0 || !links[at + step]) return;
    event.preventDefault();
    links[at + step].focus();
  });
  readAddress();
  const { top } = history.state || {};
  show().then(() => { if (top) window.scrollTo(0, top); });
}
