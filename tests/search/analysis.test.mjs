// The client's text analysis against the vectors that the program's is tested with.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { analyse, fromKey, kindCodes, syllable } from '../../themes/bang-tin/nguon/tim-kiem/analysis.mjs';
import { plan } from '../../themes/bang-tin/nguon/tim-kiem/query.mjs';
import { agreement, telex } from '../../themes/bang-tin/nguon/tim-kiem/spelling.mjs';
import { lunr, rootOf } from './demo.mjs';

const vectors = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8'));
const KINDS = kindCodes(rootOf(process.env.BANGTIN_SITE).d);

test('texts are cut into the syllables of the vectors', () => {
  for (const { text, keys, folded } of vectors.tokens) {
    const { tokens } = analyse(text, KINDS);
    assert.deepEqual(tokens.map(({ starts, syllable }) => (starts ? '| ' : '') + syllable.key), keys, text);
    assert.deepEqual(tokens.map(({ syllable }) => syllable.folded), folded, text);
  }
});

test('dates and numbers are those of the vectors', () => {
  for (const { text, codes } of vectors.entities) assert.deepEqual(analyse(text, KINDS).entities, codes, text);
});

test('queries are contracted where abbreviations stand in texts', async () => {
  const line = (short, full) => [short, ...full].map(({ key }) => fromKey(key));
  const known = [...vectors.abbreviations.own, ['UBND', 'Ủy ban nhân dân'], ['MTTQ', 'Mặt trận Tổ quốc'], ['BCH', 'Ban Chấp hành'], ['TW', 'Trung ương']];
  const abbreviations = known.map(([short, full]) => line(syllable(short), analyse(full, KINDS).tokens.map((token) => token.syllable)));
  for (const { text, stands } of vectors.abbreviations.cases) {
    if (text.includes('. ')) continue; // A query is one sentence.
    const { items } = await plan(text, { abbreviations, common: new Set(), codes: KINDS }, lunr, new Set(), async () => []);
    assert.deepEqual(items.filter(({ whole }) => whole).map(({ syllable }) => syllable.key), stands, text);
  }
});

test('raw telex is read where the token is no syllable', () => {
  for (const { typed, key } of vectors.telex) assert.equal((telex(typed) || { key: null }).key, key, typed);
});

test('a word that is in the index is no telex', async () => {
  const known = async (key) => (key === 'visa' ? [{}] : []);
  const read = async (query) => (await plan(query, { abbreviations: [], common: new Set(), codes: KINDS }, lunr, new Set(), known)).items[0].syllable.key;
  assert.equal(await read('visa'), 'visa');
  assert.equal(await read('taxi'), 'tai4');
});

test('keys of the index are read as the syllables they were written from', () => {
  for (const { text } of vectors.tokens) for (const { syllable } of analyse(text, KINDS).tokens) {
    assert.deepEqual(fromKey(syllable.key), { ...syllable }, syllable.key);
  }
});

test('the exact spelling agrees best, an open one next, another tone or letter last', () => {
  const toned = { toned: true, mixed: false };
  const rate = (typed, stored, context = toned) => agreement(syllable(typed), syllable(stored), context);
  assert.equal(rate('đường', 'đường'), 1);
  assert.equal(rate('đương', 'đường', { toned: false }), 0.9);
  assert.equal(rate('cap', 'cấp', { toned: true, mixed: true }), 0.75);
  assert.equal(rate('mỡ', 'mở'), 0.7);
  assert.equal(rate('má', 'mà'), 0.4);
  assert.ok(rate('đường', 'dương') < 0.4);
  assert.equal(rate('duong', 'đường', {}), 1);
});
