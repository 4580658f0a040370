/* A query as typed: its clauses in lunr's syntax, its syllables, what they stand for. */

import { analyse, isNumber, syllable } from './analysis.mjs';
import { agreement, telex } from './spelling.mjs';

const MOST_SYLLABLES = 32;
const SYNTAX = /(^|\s)([+-][^\s+-]|(title|text):\S|\*)|\S(\*(\s|$)|[~^]\d)|"[^"]*[^"\s][^"]*"/;
/* As lunr numbers them. */
export const OPTIONAL = 1, REQUIRED = 2, PROHIBITED = 3;

/* The clauses of a query; lunr's own parser reads its syntax. What cannot be served is a problem to be told. */
function clauses(typed, kinds, lunr, problems) {
  /* Phones bend quotes; «57 -NQ/TW» is a slip, not an exclusion. */
  const text = typed.replace(/[“”]/g, '"').replace(/(\d)\s+-(?=([^\s\d/]+))/g, (all, digit, code) => (kinds.has(syllable(code).folded) ? `${digit}-` : all));
  if (!SYNTAX.test(text)) return [{ text }];
  const found = [], plain = { text: '' };
  const rest = text.replace(/([+-]?)"([^"]*)"/g, (_, sign, phrase) => {
    found.push({ text: phrase, presence: sign === '-' ? PROHIBITED : REQUIRED, phrase: true });
    return ' ';
  });
  try {
    const query = new lunr.Query(['title', 'text']);
    /* A hyphen inside a word ties it, it does not part it; a colon is a field's or nothing. */
    new lunr.QueryParser(rest.replace(/([^\s+~^-])-(?=\S)/g, '$1/').replace(/(title|text)?:/g, (all, field) => (field ? all : ' ')), query).parse();
    for (const { term, presence, boost, fields, editDistance } of query.clauses) {
      const word = term.replace(/\*+$/, ''), clause = { text: word, presence: presence > OPTIONAL ? presence : 0, boost, field: fields.length < 2 && fields[0], grows: word !== term, distance: editDistance };
      if (!word || word[0] === '*') problems.add('dau-sao');
      /* Words without a sign belong together, as if there were no others. */
      if (clause.presence || clause.field || clause.grows || clause.distance || boost !== 1) found.push(clause);
      else plain.text += `${word} `;
    }
    return [plain].concat(found);
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
export async function plan(text, { abbreviations, common, codes: kinds }, lunr, problems, lists) {
  const items = [], codes = [], wanted = [], names = [];
  for (const own of clauses(text, kinds, lunr, problems)) {
    const { tokens, entities } = analyse(own.text, kinds), typed = [];
    for (const code of entities) codes.push({ code, clause: own });
    /* What must or must not be there is the number, in whatever notation. */
    const clause = own.presence && entities.length ? {} : own;
    for (const token of own.presence === PROHIBITED && entities.length ? [] : tokens.slice(0, MOST_SYLLABLES - items.length)) {
      const read = telex(token.text);
      /* A word that is in the index is meant as it is. */
      typed.push(read && !(await lists(token.syllable.folded)).length ? read : token.syllable);
    }
    if (!own.presence && typed.length < 13) names.push(typed);
    for (let at = 0; at < typed.length;) {
      const full = contraction(abbreviations, typed, at), length = full ? full.length - 1 : 1, syllable = full ? full[0] : typed[at];
      const own = full || abbreviations.find(([short]) => same(syllable, short)) || [];
      for (const words of [typed.slice(at, at + length), own.slice(0, 1), own.slice(1)]) {
        if (words.length) wanted.push({ words, item: items.length, common: !full && common.has(syllable.folded) });
      }
      items.push({ syllable, clause, whole: full, first: !at, starts: tokens[at].starts, dated: tokens[at].dated });
      at += length;
    }
  }
  const marked = ({ syllable }) => syllable.tone || syllable.letters !== syllable.folded;
  const context = {
    toned: items.some(({ syllable }) => syllable.tone),
    mixed: items.some(marked) && !items.every((item) => marked(item) || isNumber(item.syllable.folded)),
  };
  return { items, names, codes, wanted, context, open: !/\s$/.test(text) };
}
