// How well the demo site is searched: nDCG@10, recall@10 and bytes of a cold search, by kind of query.
// `BANGTIN_SITE=… node evaluate.mjs` prints the table; evaluation.test.mjs asserts its floor.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fileFetch, lunr, searchOf } from './demo.mjs';

const FOLDERS = { kh: 'ke-hoach/2026/', vb: 'van-ban/', qt: 'quan-triet/2026/', tl: 'tai-lieu/', tc: 'to-chuc/' };

function address(short) {
  const [, folder, rest] = /^(?:(\w+):)?(.*)$/.exec(short), path = (folder ? FOLDERS[folder] : '') + rest;
  if (path.includes('/#')) return path;
  const [, page, sign, place] = /^([^#?]*)([#?])?(.*)$/.exec(path);
  return `${page.replace(/\/?$/, '/')}${sign === '#' ? `#nv-${place}` : sign === '?' ? `#bt-hoi-${place}` : ''}`;
}

/** The judged queries: { kind, query, judged: Map(address → grade) }; one with nothing judged must find nothing, or anything. */
export function queries() {
  const text = readFileSync(fileURLToPath(new URL('queries.txt', import.meta.url)), 'utf8');
  return text.split('\n').filter((line) => line.trim() && !line.startsWith('#')).map((line) => {
    const [kind, query, judged] = line.split(' | ').map((part) => part.trim());
    const grades = (judged || '').split(/\s+/).filter(Boolean).map((pair) => pair.split('='));
    return { kind, query: query.replace('␣', ' '), judged: new Map(grades.map(([short, grade]) => [address(short), +grade])) };
  });
}

/** Normalised discounted cumulative gain of the first ten. */
export function ndcg(found, judged) {
  const gain = (grades) => grades.slice(0, 10).reduce((sum, grade, place) => sum + (2 ** grade - 1) / Math.log2(place + 2), 0);
  const ideal = gain([...judged.values()].sort((a, b) => b - a));
  return ideal ? gain(found.map((url) => judged.get(url) || 0)) / ideal : 1;
}

export const median = (numbers, share = 0.5) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length * share)];

/** Runs every judged query on its own freshly opened index. */
export async function evaluate(folder) {
  const { core, base, scripts } = await searchOf(folder);
  const runs = [];
  for (const { kind, query, judged } of queries().filter(({ judged }) => judged.size)) {
    const read = [], { results, problems } = await core.openIndex(base, { fetch: fileFetch(read), lunr }).search(query);
    const found = results.map(({ url }) => url), hits = found.filter((url) => judged.has(url)).length;
    runs.push({ kind, query, found, problems, ndcg: ndcg(found, judged), recall: hits / Math.min(10, judged.size), bytes: read.reduce((sum, file) => sum + file.bytes, 0) });
  }
  return { runs, scripts: scripts[0] + scripts[1], core: scripts[0] };
}

const mean = (runs, measure) => runs.reduce((sum, run) => sum + run[measure], 0) / runs.length;

/** One row a kind, worst first, and one for all. */
export function table(runs) {
  const kinds = [...new Set(runs.map(({ kind }) => kind))].map((kind) => [kind, runs.filter((run) => run.kind === kind)]);
  const row = ([kind, own]) => ({ kind, queries: own.length, ndcg: mean(own, 'ndcg'), recall: mean(own, 'recall'), bytes: median(own.map(({ bytes }) => bytes)) });
  return [...kinds.map(row).sort((a, b) => a.ndcg - b.ndcg), row(['tất cả', runs])];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { runs, scripts, core } = await evaluate(process.env.BANGTIN_SITE);
  for (const run of runs.filter(({ ndcg }) => ndcg < 0.9)) console.log(`${run.ndcg.toFixed(2)} ${run.kind} «${run.query}» ${run.problems}\n     ${run.found.join('\n     ')}`);
  console.table(table(runs).map((row) => ({ ...row, ndcg: row.ndcg.toFixed(3), recall: row.recall.toFixed(3) })));
  const cold = runs.map(({ bytes }) => bytes + scripts);
  console.log(`cold bytes with lunr and core: median ${median(cold)}, p95 ${median(cold, 0.95)}; core ${core} gz`);
}
