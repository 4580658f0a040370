// lunr.js as shipped, and the index that we write in its format.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lunr } from './demo.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => readFileSync(here(path), 'utf8');
const PROGRAM = process.env.BANGTIN || here('../../target/debug/bangtin');

test('lunr.js is version 2.3.9, unmodified, with its licence', () => {
  const npm = createRequire(import.meta.url).resolve('lunr/package.json').replace(/package\.json$/, '');
  assert.equal(JSON.parse(readFileSync(`${npm}package.json`, 'utf8')).version, '2.3.9');
  assert.equal(read('../../themes/bang-tin/tai-san/lunr.min.js'), readFileSync(`${npm}lunr.min.js`, 'utf8'));
  assert.equal(read('../../themes/bang-tin/GIAY-PHEP-LUNR.txt'), readFileSync(`${npm}LICENSE`, 'utf8'));
});

/** What lunr.js itself serialises for documents of these tokens. */
function serialised(documents) {
  const builder = new lunr.Builder();
  builder.tokenizer = (tokens) => (tokens || []).map((token) => new lunr.Token(token, {}));
  builder.ref('id');
  builder.field('title');
  builder.field('text');
  documents.forEach(([title, text], id) => builder.add({ id: String(id), title, text }));
  return JSON.stringify(builder.build());
}

test('lunr.js serialises the shared tokens as the program does', () => {
  assert.equal(serialised(JSON.parse(read('lunr-tokens.json'))), read('lunr-index.json').trim());
});

test('a small site has its whole index in lunr format; lunr.js loads it, finds in it, and writes it back byte for byte', () => {
  const site = mkdtempSync(join(tmpdir(), 'bangtin-'));
  try {
    mkdirSync(join(site, 'content/trang'), { recursive: true });
    writeFileSync(join(site, 'bangtin.toml'), '[trang]\nten = "T"\ndon_vi = "Đảng ủy T"\ndia_chi = "https://t.example/"\n');
    writeFileSync(join(site, 'content/trang/mot.md'), '+++\ntieu_de = "Chuyển đổi số"\n+++\nĐường Hoa Ban dùng dịch vụ công trực tuyến.\n');
    writeFileSync(join(site, 'content/trang/hai.md'), '+++\ntieu_de = "Dương lịch"\n+++\nĐường phố, 57-NQ/TW, "ngoặc" 𝄞 2026.\n');
    execFileSync(PROGRAM, ['build', '--ngay', '2026-11-22'], { cwd: site, stdio: 'pipe' });
    const text = readFileSync(join(site, 'public/tim-kiem/lunr.json'), 'utf8');
    const index = lunr.Index.load(JSON.parse(text));
    assert.equal(JSON.stringify(index), text);
    const found = (term) => index.query((query) => query.term(term, { usePipeline: false })).map(({ ref }) => ref).sort();
    assert.deepEqual(found('đương2'), ['0', '1']);
    assert.equal(found('chuyên3 đôi3').length, 1);
    assert.equal(found('#nq57').length, 1);
  } finally {
    rmSync(site, { recursive: true });
  }
});
