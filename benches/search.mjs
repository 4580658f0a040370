// Search of 400, 1,000 and 10,000 documents: what a cold search costs a reader, what a warm one costs the processor, how
// long the index takes beside Pagefind on the same pages in the same run.
//   npm ci && cargo build --release && node search.mjs [400 1000 10000]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { generate, random } from './generate.mjs';

const lunr = createRequire(import.meta.url)('lunr');
const PROGRAM = fileURLToPath(new URL('../target/release/bangtin', import.meta.url));
const QUERIES = 200;
const RUNS = 3;

const share = (numbers, part) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * part))];

function seconds(work) {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    work();
    return (performance.now() - start) / 1000;
  });
  return share(times, 0.5);
}

/** Two to five neighbouring words of a document, as typed: with marks, without, or with the last word begun. */
function queries(documents) {
  const next = random(7), fold = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
  return Array.from({ length: QUERIES }, (_, number) => {
    const { words } = documents[Math.floor(next() * documents.length)], length = 2 + Math.floor(next() * 4);
    const from = Math.floor(next() * (words.length - length)), text = words.slice(from, from + length).join(' ').replace(/[.,;:!?"«»“”]/g, '');
    return [text, fold(text), text.slice(0, -1)][number % 3];
  });
}

async function ask(site, documents) {
  const { tim_kiem: paths } = JSON.parse(readFileSync(join(site, 'du-lieu/site.json'), 'utf8'));
  const core = await import(pathToFileURL(join(site, paths.loi))), base = pathToFileURL(join(site, paths.goc)).href;
  const scripts = [paths.loi, paths.lunr].map((path) => gzipSync(readFileSync(join(site, path)), { level: 9 }).length);
  let bytes = 0;
  const fetch = async (url) => {
    const file = readFileSync(new URL(url));
    bytes += file.length;
    return new Response(file);
  };
  const cold = [], warm = [], one = core.openIndex(base, { fetch, lunr });
  for (const query of queries(documents)) {
    bytes = scripts[0] + scripts[1];
    await core.openIndex(base, { fetch, lunr }).search(query);
    cold.push(bytes);
    await one.search(query);
    const start = performance.now();
    await one.search(query);
    warm.push(performance.now() - start);
  }
  return { 'cold KB median': share(cold, 0.5) / 1000, 'cold KB p95': share(cold, 0.95) / 1000, 'core KB gz': scripts[0] / 1000, 'query ms p95': share(warm, 0.95) };
}

const counts = process.argv.slice(2).map(Number), rows = {};
for (const count of counts.length ? counts : [400, 1000, 10000]) {
  const folder = mkdtempSync(join(process.env.BENCH_DIR || tmpdir(), 'bangtin-bench-')), site = join(folder, 'public');
  const build = () => { rmSync(site, { recursive: true, force: true }); execFileSync(PROGRAM, ['build', '--ngay', '2026-11-22'], { cwd: folder, stdio: 'ignore' }); };
  try {
    generate(folder, count, { search: false });
    const pages = seconds(build);
    const pagefind = seconds(() => execFileSync('npx', ['--no-install', 'pagefind', '--site', site, '--force-language', 'vi'], { cwd: fileURLToPath(new URL('.', import.meta.url)), stdio: 'ignore' }));
    const documents = generate(folder, count, { search: true }), index = seconds(build) - pages;
    const files = readdirSync(join(site, 'tim-kiem'), { recursive: true }).length;
    rows[count] = { ...(await ask(site, documents)), files, 'pages s': pages, 'index s': index, 'Pagefind s': pagefind, 'index / Pagefind': index / pagefind };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
for (const row of Object.values(rows)) for (const key in row) row[key] = +row[key].toFixed(2);
console.table(rows);
