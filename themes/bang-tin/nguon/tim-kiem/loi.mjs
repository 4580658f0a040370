/*
 * The search core: analyses a query, fetches the few shards that hold its words, has lunr.js rank the candidates.
 * Knows no page: runs in browsers and in Node. Never throws: what went wrong is in `problems`.
 */

import { clean, cut, fromKey, kindCodes } from './analysis.mjs';
import { excerpt, find, marks } from './excerpt.mjs';
import { PROHIBITED, plan } from './query.mjs';
import { candidates, rank, slots } from './rank.mjs';
import { each, place, readShard } from './shard.mjs';

const MOST_CHARACTERS = 400;
/* Candidates that lunr ranks. */
const CANDIDATES = 200;

async function unpack(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
const json = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/*
 * Opens the index in a folder. `fetch` and `lunr` come from the caller, and `inflate` where there is no
 * DecompressionStream. Nothing is fetched before the first search.
 */
export function openIndex(base, { fetch, lunr, inflate = unpack }) {
  const folder = `${base}`.replace(/\/?$/, '/'), files = new Map(), unfinished = new WeakMap();

  async function request(name) {
    const answer = await fetch(folder + name);
    return new Uint8Array(answer.ok ? await answer.arrayBuffer() : []);
  }
  /* A file, read once. What failed is asked for again by the next search. */
  function load(name, read) {
    if (!files.has(name)) {
      const file = request(name).then(read);
      files.set(name, file);
      file.catch(() => files.delete(name));
    }
    return files.get(name);
  }
  const packed = (name, read) => load(`${name}.bin`, async (bytes) => read(await inflate(bytes)));
  /* One of the items that are stored several to a file. */
  const item = async (folder, number, size) => (await packed(`${folder}/${number / size | 0}`, json))[number % size];

  const root = () => packed('root', (bytes) => {
    const { n, b, g, c, a, d, k, r, t } = json(bytes);
    return { count: n, bounds: b.split('\n'), group: g, common: new Set(c.split(' ')), abbreviations: a.map((line) => line.split(' ').map(fromKey)), codes: kindCodes(d), kinds: k, rows: r, texts: t };
  });

  /* Reads lists for one search; what cannot be read is a problem, not the end. */
  function listReader({ bounds, group }, problems) {
    const missing = (instead) => () => { problems.add('thieu'); return instead; };
    const shard = (number) => packed(`s/${number}`, readShard).catch(missing(new Map()));
    async function number(key) {
      const first = place(bounds, key);
      if (!group) return first;
      const inner = await packed(`k/${first}`, (bytes) => new TextDecoder().decode(bytes).split('\n')).catch(missing(['']));
      return first * group + place(inner, key);
    }
    return {
      lists: async (key) => (await shard(await number(key))).get(key) || [],
      /* The lists of the keys from one to another that are accepted, the most frequent first, from two shards at most. */
      async select(from, to, accepts, most) {
        const [first, last] = await Promise.all([number(from), number(to)]);
        const shards = await Promise.all(first < last ? [shard(first), shard(first + 1)] : [shard(first)]), found = [];
        for (const keys of shards) keys.forEach((lists, key) => { if (!/!$/.test(key) && accepts(key)) found.push(lists); });
        return [].concat(...found.sort((a, b) => b[0].count - a[0].count).slice(0, most));
      },
    };
  }

  /* Documents that pass the filters; undefined when there are none. */
  async function filter({ kinds, organisation, year }, count, reader) {
    const groups = [[].concat(kinds || []).map((kind) => `~k${kind}`), organisation ? [`~t${organisation}`] : [], year ? [`~n${year}`] : []];
    let passed;
    for (const group of groups.filter((keys) => keys.length)) {
      const own = new Uint8Array(count), before = passed;
      for (const list of [].concat(...await Promise.all(group.map(reader.lists)))) each(list, (document) => { own[document] = !before || before[document]; });
      passed = own;
    }
    return passed;
  }

  async function result(document, facts, planned) {
    const [title, url, kind, number, date, organisations, text, whole] = await item('f', document, facts.rows);
    const inTitle = find(title, planned), shown = [].concat(...inTitle.items), { snippet, snippetMarks, complete } = excerpt(text, planned, shown, whole === null);
    const found = {
      url, title, kind: facts.kinds[kind], number: number || null, date: date || null, snippet,
      organisations: organisations.map(([id, name]) => ({ id, name })), snippetMarks, titleMarks: marks(inTitle, 0, inTitle.tokens.length, 0),
    };
    if (!complete && whole !== null) unfinished.set(found, async () => excerpt(await item('t', whole, facts.texts), planned, shown, true));
    return found;
  }
  /* Replaces a snippet that does not show the words by one from the whole text, where that is stored apart. */
  async function complete(found) {
    const finish = unfinished.get(found);
    if (finish) {
      const { snippet, snippetMarks } = await finish();
      unfinished.delete(found);
      Object.assign(found, { snippet, snippetMarks });
    }
    return found;
  }

  async function search(query, options) {
    const { limit = 10, candidates: most = CANDIDATES } = options || {}, problems = new Set(), answer = { total: 0, results: [], problems: [] };
    try {
      const text = clean(`${query || ''}`).slice(0, MOST_CHARACTERS);
      if (!cut(text).length) return answer;
      const facts = await root(), reader = listReader(facts, problems), planned = await plan(text, facts, lunr, problems, reader.lists);
      const [found, allowed] = await Promise.all([slots(planned, facts.common, reader), filter(options || {}, facts.count, reader)]);
      if (found.length && found.every(({ clause }) => clause.presence === PROHIBITED)) problems.add('chi-tru');
      const { hits, factor } = candidates(found, facts.count, allowed);
      const shown = hits.length ? rank(found, hits.slice(0, Math.max(most, limit)), factor, lunr).slice(0, limit) : [];
      const failed = () => { problems.add('thieu'); };
      answer.results = (await Promise.all(shown.map((document) => result(document, facts, planned).catch(failed)))).filter(Boolean);
      answer.total = hits.length;
      /* The first results at once, the others when somebody looks at them. */
      await Promise.all(answer.results.slice(0, 3 / facts.texts).map((row) => complete(row).catch(failed)));
    } catch (error) {
      problems.add('mang');
    }
    answer.problems = [...problems];
    return answer;
  }
  return { search, complete };
}
