/* From a planned query to ranked documents: slots of lists, candidates, a lunr index of those. */

import { isNumber } from './analysis.mjs';
import { OPTIONAL, PROHIBITED, REQUIRED } from './query.mjs';
import { agreement, agreementSoFar, distance } from './spelling.mjs';
import { each } from './shard.mjs';

/* How much a syllable counts, two neighbours, a date or number; a title; a document that covers nothing. */
const SINGLE = 1, PAIR = 2, CODE = 4, TITLE = .6, UNCOVERED = .4;
/* A hit covers at least this share of what the best hit covers. */
const LEAST_COVERED = .2;
const isWord = (key) => !/[ ~#@]/.test(key);

/* Looks up a query: for each of its units the lists, how well each agrees, and how much the unit counts. */
export async function slots({ items, names, codes, open, context }, common, reader) {
  const found = [], single = items.length < 2;
  const add = (lists, agree, weight, clause) => {
    /* What must or must not be there is the word with its marks. */
    const rated = lists.map((list) => [list, agree(list.variant)]).filter(([, rate]) => !clause.presence || rate > .5);
    if (lists.length || clause.presence) found.push({ lists: rated, weight, clause });
  };
  /* What was issued under a number or on a date counts before what cites it; what has a name, before what tells of it. */
  const jobs = codes.map(async ({ code, clause }) => {
    add(await reader.lists(code), () => 1, CODE, clause);
    if (clause.presence !== PROHIBITED) add(await reader.lists(`${code}!`), () => 1, CODE, {});
  }).concat(names.map(async (name) => {
    const agree = (variant) => Math.min(...name.map((typed, at) => agreement(typed, variant[at], context)));
    add(await reader.lists(`${name.map(({ folded }) => folded).join(' ')} !`), agree, CODE, {});
  }));
  /* A syllable, or two neighbours; of one that may still grow, what it may become as well. */
  const look = async (before, { syllable, clause }, grows) => {
    const key = (before ? `${before.syllable.folded} ` : '') + syllable.folded, weight = before ? PAIR : SINGLE;
    const rate = (measure) => (variant) => Math.min(before ? agreement(before.syllable, variant[0], context) : 1, measure(syllable, variant[variant.length - 1], context));
    const agree = rate(agreement), own = !before || (before.clause === clause && (clause.phrase || clause.presence === PROHIBITED)) ? clause : {};
    if (clause.distance && !before) {
      const near = await reader.select(key, key, (other) => distance(key, other) <= clause.distance);
      return add(near, ([variant]) => (variant.folded === key ? 1 : .6), weight, clause);
    }
    const exact = await reader.lists(key), known = exact.some(({ variant }) => agree(variant) > .5);
    const more = grows && (before || clause.grows || !known)
      ? await reader.select(key, key + '\uffff', (longer) => longer !== key && !longer.indexOf(key) && (before || isWord(longer)), 40) : [];
    if (clause.grows) return add(exact.concat(more), rate(agreementSoFar), weight, own);
    add(exact, agree, weight, own);
    add(more, rate(agreementSoFar), known ? weight / 4 : weight, {});
  };
  items.forEach((item, at) => {
    const { syllable, clause, whole, first, starts, dated } = item, before = items[at - 1];
    if (dated && !clause.presence) return;
    const grows = clause.grows || (at === items.length - 1 && open && !whole && !isNumber(syllable.folded) && !clause.presence);
    if (single || clause.presence || !common.has(syllable.folded)) jobs.push(look(null, item, grows));
    const closed = (one) => one.phrase || one.presence === PROHIBITED;
    if (before && !(first ? closed(clause) || closed(before.clause) : starts)) jobs.push(look(before, item, grows));
  });
  await Promise.all(jobs);
  /* Only syllables that are everywhere. */
  if (!found.some(({ lists }) => lists.length) && !single) await Promise.all(items.map((item) => look(null, item)));
  return found;
}

/* Scores every document of the slots. Returns those that are hits, best first, and what each covers. */
export function candidates(found, count, allowed) {
  const scores = new Float64Array(count), covered = new Float64Array(count), met = new Int32Array(count), touched = [];
  let total = 0, required = 0;
  for (const slot of found) {
    const { presence, field, boost } = slot.clause, mask = field === 'title' ? 8 : field === 'text' ? 7 : 15;
    const exact = slot.lists.filter(([, agree]) => agree >= .9);
    const frequency = Math.min(count, (exact.length ? exact : slot.lists).reduce((sum, [list]) => sum + list.count, 0));
    slot.weight *= Math.log(1 + (count - frequency + .5) / (frequency + .5)) * (boost || 1);
    slot.best = new Map();
    for (const [list, agree] of slot.lists) each(list, (document, stored) => {
      const weight = stored & mask, old = slot.best.get(document);
      if (!weight || document >= count) return;
      const title = weight >> 3 ? TITLE * agree : 0, text = weight & 7 ? ((weight & 7) - .5) / 7 * agree : 0;
      const agreed = agree > .2 ? agree : 0;
      if (!old) slot.best.set(document, { title, text, agreed });
      else {
        if (title + text > old.title + old.text) Object.assign(old, { title, text });
        old.agreed = Math.max(old.agreed, agreed);
      }
    });
    if (presence === PROHIBITED) {
      /* What is excluded holds all of the clause. */
      const before = slot.clause.held;
      slot.clause.held = new Set(Array.from(slot.best.keys()).filter((document) => !before || before.has(document)));
      continue;
    }
    total += slot.weight;
    if (presence === REQUIRED) required++;
    slot.best.forEach(({ title, text, agreed }, document) => {
      if (!scores[document]) touched.push(document);
      if (presence === REQUIRED) met[document]++;
      scores[document] += slot.weight * (title + text);
      covered[document] += slot.weight * agreed;
    });
  }
  const excluded = (document) => found.some(({ clause }) => clause.held && clause.held.has(document));
  const factor = (document) => UNCOVERED + (1 - UNCOVERED) * (covered[document] / total) ** 2;
  let hits = touched.filter((document) => met[document] === required && !excluded(document) && (!allowed || allowed[document]));
  const most = hits.reduce((high, document) => Math.max(high, covered[document]), 0);
  hits = hits.filter((document) => covered[document] >= most * LEAST_COVERED);
  for (const document of hits) scores[document] *= factor(document);
  hits.sort((a, b) => scores[b] - scores[a] || a - b);
  return { hits, factor };
}

/* Puts a genuine lunr index of the chosen documents together, each unit of the query a term, and lets lunr rank them. */
export function rank(found, chosen, factor, lunr) {
  const inverted = found.map((slot, number) => [`${number}`, { _index: number, title: {}, text: {} }]), fieldVectors = [];
  for (const document of chosen) for (const field of ['title', 'text']) {
    const elements = [];
    found.forEach(({ best }, number) => {
      const score = (best.get(document) || {})[field];
      if (!score) return;
      elements.push(number, score);
      inverted[number][1][field][document] = {};
    });
    fieldVectors.push([`${field}/${document}`, elements]);
  }
  inverted.sort(([a], [b]) => (a < b ? -1 : 1));
  const index = lunr.Index.load({ version: lunr.version, fields: ['title', 'text'], fieldVectors, invertedIndex: inverted, pipeline: [] });
  const ranked = index.query((query) => found.forEach(({ weight, clause }, number) => {
    /* No candidate holds what is excluded. */
    if (!clause.held) query.term(`${number}`, { boost: weight, usePipeline: false, presence: clause.presence || OPTIONAL });
  }));
  const scored = ranked.map(({ ref, score }) => [+ref, score * factor(+ref)]);
  return scored.sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([document]) => document);
}
