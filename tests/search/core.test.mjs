// The search core in Node, on the built demo site: what it returns, and what it does when things go wrong.
import { test, before } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileFetch, lunr, searchOf } from './demo.mjs';
import { queries } from './evaluate.mjs';

const FOLDER = process.env.BANGTIN_SITE;
let core;
let base;
let index;

before(async () => {
  ({ core, base } = await searchOf(FOLDER));
  index = core.openIndex(base, { fetch: fileFetch(), lunr });
});

const urls = ({ results }) => results.map(({ url }) => url);

test('a result says what it is, where it is and why it was found', async () => {
  const { total, results, problems } = await index.search('bình dân học vụ số', { limit: 3 });
  assert.ok(total >= 3);
  assert.deepEqual(problems, []);
  assert.equal(results.length, 3);
  const task = results.find(({ kind }) => kind === 'nhiem-vu');
  assert.equal(task.url, 'ke-hoach/2026/12-kh-du/#nv-7');
  assert.equal(task.number, '12-KH/ĐU');
  assert.match(task.date, /^\d{4}-\d\d-\d\d$/);
  const marked = task.titleMarks.map(([from, to]) => task.title.slice(from, to));
  assert.deepEqual(marked, ['Bình dân học vụ số']);
  for (const { url, title, snippet } of results) assert.ok(url && title && typeof snippet === 'string');
});

test('words typed without marks are marked where they stand with theirs', async () => {
  const { results: [first] } = await index.search('binh dan hoc vu so');
  assert.ok(first.titleMarks.some(([from, to]) => first.title.slice(from, to) === 'Bình dân học vụ số'));
});

test('filters cut down by kind, organisation and year; a task given to a group is a task of each member', async () => {
  const kinds = new Set((await index.search('chuyển đổi số', { limit: 30, kinds: ['nhiem-vu', 'hoi-dap'] })).results.map(({ kind }) => kind));
  assert.deepEqual([...kinds].sort(), ['hoi-dap', 'nhiem-vu']);
  const { results } = await index.search('chuyển đổi số', { limit: 30, year: 2024 });
  assert.ok(results.length && results.every(({ date }) => date.startsWith('2024-')));
  const own = await index.search('đăng ký việc chuyển đổi số', { limit: 50, organisation: 'chi-bo-khu-pho-3' });
  assert.ok(urls(own).includes('ke-hoach/2026/12-kh-du/#nv-3'), 'given to all party cells');
  assert.equal((await index.search('chuyển đổi số', { organisation: 'khong-co' })).total, 0);
});

test('only the best candidates go through lunr, and their order is that of all', async () => {
  for (const { query } of queries()) {
    const few = await index.search(query, { candidates: 20 }), all = await index.search(query, { candidates: 1e9 });
    assert.deepEqual(urls(few), urls(all), query);
    assert.equal(few.total, all.total, query);
  }
});

test('the exact spelling stands above the folded one', async () => {
  const street = urls(await index.search('đường', { limit: 50 })), stand = urls(await index.search('dương', { limit: 50 }));
  assert.notEqual(street[0], stand[0]);
});

test('every syllable of every title is found where the client looks for it', async () => {
  const read = [], wide = core.openIndex(base, { fetch: fileFetch(read), lunr }), { results } = await wide.search('kế hoạch', { limit: 400 });
  assert.ok(results.length > 100);
  for (const { title, url } of results.slice(0, 60)) {
    const again = await index.search(`${title} `, { limit: 30 });
    assert.ok(urls(again).includes(url), `${url} by its own title`);
  }
});

test('a required word is in every hit, an excluded one in none, a phrase stands together', async () => {
  const text = ({ title, snippet }) => `${title} ${snippet}`.toLowerCase();
  const required = await index.search('+camera an ninh'), optional = await index.search('camera an ninh');
  assert.ok(required.total && required.total < optional.total);
  for (const found of required.results) await index.complete(found);
  assert.ok(required.results.filter((found) => text(found).includes('camera')).length >= required.total - 1);
  const without = await index.search('hòa giải -"ranh đất" -viên', { limit: 20 });
  assert.ok(without.total && without.results.every((found) => !/hòa giải viên|ranh đất/.test(text(found))));
  assert.deepEqual(without.problems, []);
  assert.ok((await index.search('"vận dân khéo"')).total === 0);
  assert.ok((await index.search('title:camera')).results.every(({ title }) => /camera/i.test(title)));
});

test('signs mean the word with its marks, and a number in whatever notation', async () => {
  const holds = async (query, word) => {
    const { results } = await index.search(query, { limit: 60 });
    for (const found of results) await index.complete(found);
    return results.filter(({ title, snippet }) => `${title} ${snippet}`.toLowerCase().includes(word)).length / results.length;
  };
  assert.equal(await holds('+đường', 'đường'), 1, 'no «dương» and no «dưỡng»');
  const every = async (query) => urls(await index.search(query, { limit: 400 }));
  const kept = await every('hoạt động -đường'), street = await every('+đường');
  const dropped = (await every('hoạt động ')).filter((url) => !kept.includes(url));
  assert.ok(dropped.length && dropped.every((url) => street.includes(url)), `${dropped.filter((url) => !street.includes(url))}`);
  assert.equal((await index.search('"bồi đường"')).total, 0);
  for (const query of ['chuyển đổi số -NQ57', 'chuyển đổi số -57-NQ/TW', 'chuyển đổi số -"nghị quyết 57"']) {
    assert.ok(!urls(await index.search(query, { limit: 60 })).includes('van-ban/57-nq-tw/'), query);
  }
  assert.equal(urls(await index.search('57 -NQ/TW'))[0], 'van-ban/57-nq-tw/', 'a slip of the space bar');
  assert.equal(urls(await index.search('+NQ57'))[0], 'van-ban/57-nq-tw/');
  assert.deepEqual(urls(await index.search('“dân vận khéo”')), urls(await index.search('"dân vận khéo"')));
  assert.deepEqual((await index.search('họp lúc 7:30 +camera')).problems, []);
});

test('a sign elsewhere leaves the other words what they are', async () => {
  for (const { query } of queries().filter(({ kind }) => kind !== 'cu-phap')) {
    const plain = await index.search(`${query.trim()} `), signed = await index.search(`${query.trim()} -zzqq `);
    assert.deepEqual(urls(signed), urls(plain), query);
  }
});

test('a task is found by its number', async () => {
  assert.ok(urls(await index.search('nhiệm vụ 7 kế hoạch 12')).includes('ke-hoach/2026/12-kh-du/#nv-7'));
});

test('what cannot be served is told, never thrown', async () => {
  const problems = async (query, options) => (await index.search(query, options)).problems;
  assert.deepEqual(await problems('*số'), ['dau-sao']);
  assert.deepEqual(await problems('-camera'), ['chi-tru']);
  assert.ok((await problems('+camera ^x title:')).length <= 1);
});

test('odd input is answered calmly', async () => {
  const odd = ['', '   ', '…', '!!!', '\0\u0007\u001f', '\ud800', '𝄞', '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>',
    '""', '"', '+', '-', '~', '^', ':', '*', 'title:', 'foo:bar', 'a^', 'a~', 'a^b', '+ - * ~ ^', '((((', '\\', '%%%', '../../etc', '__proto__', 'constructor',
    'của và các là', 'của', '1', '0000', '\u0301\u0301', 'nghị\u0000quyết', 'a'.repeat(10_000), 'chuyển đổi số '.repeat(800), 'ắ'.repeat(300), null, undefined, 12, {}, []];
  for (const query of odd) {
    const { total, results, problems } = await index.search(query);
    assert.equal(typeof total, 'number', String(query));
    assert.ok(Array.isArray(results) && Array.isArray(problems));
  }
  assert.equal((await index.search('')).total, 0);
  assert.ok((await index.search('của và các là ')).total > 0, 'only syllables that are everywhere');
});

test('random input never throws and never hangs', async () => {
  const alphabet = 'abdđeêghiklnoôơtuưyàáạảãấầ 0123456789-/.:+*~^"\'\\<>#@!|';
  let seed = 42;
  const random = (below) => { seed = (seed * 48271) % 2147483647; return seed % below; };
  for (let round = 0; round < 400; round++) {
    const query = Array.from({ length: 1 + random(25) }, () => alphabet[random(alphabet.length)]).join('');
    const { problems } = await index.search(query, { limit: 5 });
    assert.ok(!problems.includes('mang'), JSON.stringify(query));
  }
});

/** A fetch that serves some files otherwise. */
const tampered = (change) => {
  const files = fileFetch();
  return async (url) => (await change(url)) || files(url);
};

test('a missing shard, a cut one, a page of HTML in its place: fewer hits and a word about it', async () => {
  for (const broken of [
    () => new Response('', { status: 404 }),
    () => new Response('<!doctype html><title>Not found</title>'),
    (url) => new Response(readFileSync(new URL(url)).subarray(0, 40)),
    () => Promise.reject(new TypeError('network')),
  ]) {
    const part = core.openIndex(base, { fetch: tampered((url) => (/\/s\/\d+\.bin$/.test(url) ? broken(url) : null)), lunr });
    const { problems, results } = await part.search('bình dân học vụ số');
    assert.deepEqual(problems, ['thieu']);
    assert.deepEqual(results, []);
  }
});

test('a row that cannot be read leaves its result out, a text its snippet as it was', async () => {
  const rows = core.openIndex(base, { fetch: tampered((url) => (/\/f\/1\d\d\.bin$/.test(url) ? new Response('x') : null)), lunr });
  const { problems, results, total } = await rows.search('chuyển đổi số', { limit: 40 });
  assert.deepEqual(problems, ['thieu']);
  assert.ok(results.length && results.length < Math.min(total, 40));
  const texts = core.openIndex(base, { fetch: tampered((url) => (/\/t\//.test(url) ? new Response('', { status: 500 }) : null)), lunr });
  const { results: found } = await texts.search('chuyển đổi số', { limit: 20 });
  assert.ok(found.every(({ snippet }) => typeof snippet === 'string'));
});

test('without the root the search says so; the next one asks again', async () => {
  let dead = true;
  const part = core.openIndex(base, { fetch: tampered(() => (dead ? new Response('', { status: 503 }) : null)), lunr });
  assert.deepEqual(await part.search('camera'), { total: 0, results: [], problems: ['mang'] });
  dead = false;
  assert.ok((await part.search('camera')).total > 0);
});

test('a snippet shows the words, from the whole text where they stand deep inside', async () => {
  const { results } = await index.search('bản đọc được trên điện thoại', { limit: 10 });
  for (const found of results) await index.complete(found);
  for (const { snippet, snippetMarks } of results) for (const [from, to] of snippetMarks) assert.ok(from >= 0 && to <= snippet.length && from < to);
  assert.ok(results.filter(({ snippetMarks, titleMarks }) => snippetMarks.length + titleMarks.length).length >= 9);
});
