// Data as programs take it: JSON against its own schemas (ajv), CSV, structured data of pages, share pictures.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { exists, FOLDER, json, leads, named, text, ORIGIN, TODAY } from './files.mjs';
import { pages, read, isRedirect } from '../browser/site.mjs';

const NAMES = ['site', 'ke-hoach', 'nhiem-vu', 'to-chuc', 'quan-triet', 'van-ban'];

test('every file of data is what its schema says', () => {
  const ajv = new Ajv({ allErrors: true });
  for (const format of ['double', 'int64', 'int16', 'int8', 'uint', 'uint32']) ajv.addFormat(format, true);
  for (const name of NAMES) {
    const schema = json(`du-lieu/schema/${name}.json`);
    const check = ajv.compile(schema);
    assert.ok(check(json(`du-lieu/${name}.json`)), `${name}: ${JSON.stringify(check.errors?.slice(0, 3))}`);
    assert.ok(!check({}), `the schema of ${name} refuses nothing`);
    if (name !== 'site') assert.equal(json(`du-lieu/${name}.json`).$schema, `schema/${name}.json`);
  }
});

test('data is versioned, dated, and says for whom it is', () => {
  for (const name of NAMES) {
    const { phien_ban: version, ngay: date, doi_tuong: audience } = json(`du-lieu/${name}.json`);
    assert.deepEqual([version, date, audience], [2, TODAY, 'cong-khai'], name);
  }
});

test('ids and addresses of the data lead somewhere', () => {
  const organisations = new Set(json('du-lieu/to-chuc.json').to_chuc.map(({ id }) => id));
  const plans = new Set(json('du-lieu/ke-hoach.json').ke_hoach.map(({ id }) => id));
  for (const task of json('du-lieu/nhiem-vu.json').nhiem_vu) {
    assert.ok(plans.has(task.ke_hoach) && leads(task.dia_chi), task.id);
    for (const id of [...task.chu_tri ?? [], ...task.phoi_hop ?? []]) assert.ok(organisations.has(id), `${id} in ${task.id}`);
    assert.ok(text(task.dia_chi.split('#')[0] + 'index.html').includes(`data-nhiem-vu="${task.id}"`), task.id);
  }
  for (const name of ['ke-hoach', 'to-chuc', 'quan-triet', 'van-ban']) {
    const rows = Object.values(json(`du-lieu/${name}.json`)).find(Array.isArray);
    assert.ok(rows.length > 0);
    for (const row of rows) assert.ok(leads(row.dia_chi), `${row.dia_chi} of ${name}`);
  }
});

/** Rows of a CSV file. */
function rows(path) {
  const bytes = readFileSync(join(FOLDER, path));
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], `${path} begins with a byte order mark`);
  const found = [[]];
  for (const [, quoted, plain, end] of bytes.subarray(3).toString().matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    found.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') found.push([]);
  }
  return found.slice(0, -1);
}

test('tables of tasks hold every task, and no cell that a spreadsheet would run', () => {
  const [head, ...tasks] = rows('du-lieu/nhiem-vu.csv');
  assert.deepEqual(tasks.map((row) => row[1].replace(/^'/, '')), json('du-lieu/nhiem-vu.json').nhiem_vu.map((task) => task.noi_dung));
  assert.deepEqual(head.slice(0, 5), ['Mã', 'Nhiệm vụ', 'Chủ trì', 'Phối hợp', 'Thời hạn']);
  for (const path of named('nhiem-vu.csv')) for (const row of rows(path)) {
    assert.ok(row.length === head.length + (path.startsWith('to-chuc/') ? 1 : 0), `${path}: ${row}`);
    for (const cell of row) assert.doesNotMatch(cell, /(^|[;\t\r\n]) *[=+\-@]/, path);
  }
});

test('plans, organisations and sessions say what they are to search engines', () => {
  const types = {};
  for (const path of pages()) for (const [, block] of read(path).matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
    const data = JSON.parse(block);
    assert.ok(data.name && leads(data.url), path);
    types[data['@type']] = (types[data['@type']] ?? 0) + 1;
    if (data['@type'] === 'Event') assert.match(data.startDate, /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\+07:00)?$/);
  }
  assert.equal(types.Legislation, json('du-lieu/ke-hoach.json').ke_hoach.length);
  assert.equal(types.Event, json('du-lieu/quan-triet.json').quan_triet.length);
  assert.ok(types.GovernmentOrganization >= json('du-lieu/to-chuc.json').to_chuc.length);
});

test('every page shows a picture of 1200 × 630 in a chat, of at most 60 KB', () => {
  const seen = new Set();
  for (const path of pages().filter((path) => !isRedirect(path))) {
    const [, url] = read(path).match(/<meta property="og:image" content="([^"]+)">/) ?? assert.fail(path);
    assert.ok(url.startsWith(ORIGIN) && exists(url.replace(ORIGIN, '')), url);
    seen.add(url.replace(ORIGIN, ''));
  }
  assert.equal(seen.size, 1 + json('du-lieu/ke-hoach.json').ke_hoach.length);
  for (const path of seen) {
    const bytes = readFileSync(join(FOLDER, path));
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [1200, 630], path);
    assert.ok(bytes.length <= 60 * 1024, `${path}: ${bytes.length} bytes`);
  }
});

test('broadcast texts have no digit, sign or abbreviation that nobody can read aloud', () => {
  const texts = named('truyen-thanh.txt');
  assert.equal(texts.length, json('du-lieu/ke-hoach.json').ke_hoach.length);
  for (const path of texts) {
    assert.doesNotMatch(text(path), /[0-9%/<>*_#&«»]|UBND|MTTQ/, path);
    for (const sentence of text(path).split('\n')) assert.ok(sentence.split(' ').length <= 25, `${path}: ${sentence}`);
  }
});
