/* A query as typed: its clauses in lunr's syntax, its syllables, what they stand for. */

import { analyse, isNumber } from './analysis.mjs';
import { agreement, telex } from './spelling.mjs';

const MOST_SYLLABLES = 32;
const SYNTAX = /(^|\s)([+-][^\s+-]|(title|text):\S|\*)|\S(\*|[~^]\d)|"[^"]*[^"\s][^"]*"/;
/* As lunr numbers it. */
export const REQUIRED = 2, PROHIBITED = 3;

/* The clauses of a query; lunr's own parser reads its syntax. What cannot be served is a problem to be told. */
function clauses(text, lunr, problems) {
  if (!SYNTAX.test(text)) return [{ text }];
  const found = [];
  const rest = text.replace(/([+-]?)"([^"]*)"/g, (_, sign, phrase) => {
    found.push({ text: phrase, presence: sign === '-' ? PROHIBITED : REQUIRED, phrase: true });
    return ' ';
  });
  try {
    const query = new lunr.Query(['title', 'text']);
    /* A hyphen inside a word ties it, it does not part it. */
    new lunr.QueryParser(rest.replace(/([^\s+~^-])-(?=\S)/g, '$1/'), query).parse();
    for (const { term, presence, boost, fields, editDistance } of query.clauses) {
      const word = term.replace(/\*+$/, '');
      if (!word || word[0] === '*') problems.add('dau-sao');
      found.push({ text: word, presence, boost, field: fields.length < 2 && fields[0], grows: word !== term, distance: editDistance });
    }
    return found;
  } catch (error) {
    problems.add('cu-phap');
    return [{ text: text.replace(/[-+*~^:"]/g, ' ') }];
  }
}

const same = (typed, syllable) => typed && typed.folded === syllable.folded && agreement(typed, syllable, {}) >= .9;

/* The abbreviation with the longest full form that begins at a place. */
function contraction(abbreviations, typed, at) {
  let found = null;
  for (const entry of abbreviations) {
    if (entry.every((syllable, place) => !place || same(typed[at + place - 1], syllable)) && (!found || entry.length > found.length)) found = entry;
  }
  return found;
}

/*
 * What is to be looked up: items (a syllable or an abbreviation each) and codes (dates, document numbers); and what is
 * to be marked in texts.
 */
export function plan(text, { abbreviations, common, codes: kinds }, lunr, problems) {
  const items = [], codes = [], wanted = [], names = [];
  for (const clause of clauses(text, lunr, problems)) {
    const { tokens, entities } = analyse(clause.text, kinds);
    const typed = tokens.slice(0, MOST_SYLLABLES - items.length).map((token) => telex(token.text) || token.syllable);
    for (const code of entities) codes.push({ code, clause });
    if (!clause.presence && typed.length < 13) names.push(typed);
    for (let at = 0; at < typed.length;) {
      const full = contraction(abbreviations, typed, at), length = full ? full.length - 1 : 1, syllable = full ? full[0] : typed[at];
      const own = full || abbreviations.find(([short]) => same(syllable, short)) || [];
      for (const words of [typed.slice(at, at + length), own.slice(0, 1), own.slice(1)]) {
        if (words.length) wanted.push({ words, item: items.length, common: !full && common.has(syllable.folded) });
      }
      items.push({ syllable, clause, whole: full, first: !at, starts: tokens[at].starts });
      at += length;
    }
  }
  const marked = ({ syllable }) => syllable.tone || syllable.letters !== syllable.folded;
  const context = {
    toned: items.some(({ syllable }) => syllable.tone),
    mixed: items.some(marked) && !items.every((item) => marked(item) || isNumber(item.syllable.folded)),
  };
  return { items, names, codes: codes.slice(0, MOST_SYLLABLES), wanted, context, open: !/\s$/.test(text) };
}
