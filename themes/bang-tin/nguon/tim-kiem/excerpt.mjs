/* What of a text is shown, and which words of it are marked. */

import { cut } from './analysis.mjs';
import { agreement, agreementSoFar } from './spelling.mjs';

/* Syllables of a snippet: twelve on either side of the middle one. */
const LENGTH = 25;
/* Syllables before the first marked one. */
const LEAD = 4;

/* Where a text holds the words of a query: its tokens, and for each the items of the query it stands for. */
export function find(text, { wanted, context, open }) {
  const tokens = cut(text), hits = tokens.map(() => []), last = wanted[wanted.length - 1];
  for (const entry of wanted) {
    const rate = (word, { syllable }) => {
      if (syllable.folded === word.folded) return agreement(word, syllable, context);
      return open && entry === last && !syllable.folded.indexOf(word.folded) ? agreementSoFar(word, syllable) * .9 : 0;
    };
    const rates = tokens.map((_, at) => Math.min(...entry.words.map((word, place) => (tokens[at + place] ? rate(word, tokens[at + place]) : 0))));
    const least = Math.max(...rates, .2) - .2;
    rates.forEach((agree, at) => { if (agree > least) entry.words.forEach((_, place) => hits[at + place].push(entry)); });
  }
  /* A word that is everywhere counts only beside its neighbour. */
  const beside = ({ item }, at, step) => (hits[at + step] || []).some((other) => other.item === item + step);
  const counts = (entry, at) => !entry.common || wanted.every(({ common }) => common) || beside(entry, at, 1) || beside(entry, at, -1);
  return { tokens, items: hits.map((entries, at) => entries.filter((entry) => counts(entry, at)).map(({ item }) => item)) };
}

/* Marks as [start, end], relative to `base`; neighbours become one. */
export function marks({ tokens, items }, from, to, base) {
  const found = [];
  for (let at = from; at < to; at++) {
    if (!items[at].length) continue;
    const last = found[found.length - 1];
    if (at > from && items[at - 1].length && !tokens[at].starts) last[1] = tokens[at].to - base;
    else found.push([tokens[at].from - base, tokens[at].to - base]);
  }
  return found;
}

/*
 * The stretch of a text that shows most of a query's words and pairs. `title`: the items its title shows; `isWhole`:
 * whether the text ends here. `complete`: whether title and stretch show all that is wanted.
 */
export function excerpt(text, planned, title, isWhole) {
  const found = find(text, planned), { tokens, items } = found, length = Math.min(tokens.length, LENGTH);
  let seen = new Set(), from = 0;
  items.forEach((own, at) => {
    if (!own.length) return;
    const start = Math.max(0, Math.min(at - LEAD, tokens.length - length)), shown = new Set();
    for (let place = start; place < start + length; place++) for (const item of items[place]) {
      shown.add(item);
      if (place > start && items[place - 1].indexOf(item - 1) >= 0) shown.add(`+${item}`);
    }
    if (shown.size > seen.size) [seen, from] = [shown, start];
  });
  const to = from + length, start = from && tokens[from].from, end = to < tokens.length ? tokens[to - 1].to : text.length;
  const lead = from ? '… ' : '';
  return {
    snippet: lead + text.slice(start, end) + (end < text.length || !isWhole ? ' …' : ''),
    snippetMarks: marks(found, from, to, start - lead.length),
    complete: planned.wanted.every(({ item, common }) => common || seen.has(item) || title.indexOf(item) >= 0),
  };
}
