/* How typed syllables agree with stored ones, and raw telex. */

import { spell, syllable } from './analysis.mjs';

/* Syllables that Vietnamese can have, without marks. */
const VALID = new RegExp('^(ngh?|[cgknpt]h|gi|qu|tr|[bcdghklmnprstvx])?'
  + '(a[iouy]?|e[ou]?|i(a|eu?|u)?|o(a[ioy]?|eo?|i)?|u(a[iy]?|eu?|i|o[iu]?|u|y[aeu]?)?|y(eu?)?)(ch|n[gh]?|[cmpt])?$');
const QUALITIES = { a: 'ă', o: 'ơ', u: 'ư', uo: 'ươ' };
const DOUBLED = { a: 'â', e: 'ê', o: 'ô' };

/* Raw telex («nghij quyeets») as a syllable; null where the token is a syllable as it stands, or none at all. */
export function telex(token) {
  const word = token.toLowerCase();
  if (!/^[a-z]+$/.test(word) || VALID.test(word)) return null;
  let letters = '', tone = 0;
  for (const ch of word) {
    const mark = 'sfrxj'.indexOf(ch) + 1;
    if (mark && /[aeiouyâêôăơư]/.test(letters)) tone = mark;
    else if (ch === 'w' && /[aou]/.test(letters)) letters = letters.replace(/uo(?=[^uo]*$)|[aou](?=[^aou]*$)/, (vowel) => QUALITIES[vowel]);
    else if (ch === 'd' && letters[0] === 'd') letters = 'đ' + letters.slice(1);
    else if (DOUBLED[ch] && letters.indexOf(ch) >= 0) letters = letters.replace(ch, DOUBLED[ch]);
    else letters += ch;
  }
  const { folded } = syllable(letters);
  return letters + tone !== word + 0 && VALID.test(folded) ? spell(letters, tone, folded) : null;
}

/* Whether every quality mark that was typed is there. */
function marksAgree(typed, other) {
  for (let at = 0; at < typed.letters.length; at++) {
    if (typed.letters[at] !== typed.folded[at] && typed.letters[at] !== other.letters[at]) return false;
  }
  return true;
}

/*
 * From 1, the same, to .25, other letters. `toned`, `mixed`: whether the query has tones, and unmarked syllables beside
 * marked ones.
 */
export function agreement(typed, other, { toned, mixed }) {
  const sameLetters = typed.letters === other.letters, sameTone = typed.tone === other.tone;
  if (sameLetters && sameTone) return 1;
  if (!typed.tone && typed.letters === typed.folded) return mixed ? .75 : 1;
  const open = typed.letters.length === other.letters.length && marksAgree(typed, other);
  if (open && sameTone) return .9;
  /* A syllable that ends in c, ch, p, t has a tone: without one it is not yet typed. */
  if (open && !typed.tone) return toned && !/([cpt]|ch)$/.test(typed.folded) ? .5 : .9;
  /* Hỏi and ngã are one in the south. */
  if (sameLetters) return typed.tone * other.tone === 12 ? .7 : .4;
  return open ? .35 : .25;
}

/* The same for a syllable that may still be growing. */
export function agreementSoFar(typed, other) {
  if (!marksAgree(typed, other)) return .25;
  return typed.tone && typed.tone !== other.tone ? .4 : 1;
}

/* How many letters must change. */
export function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let at = 1; at <= a.length; at++) {
    const next = [at];
    for (let to = 1; to <= b.length; to++) next[to] = Math.min(row[to] + 1, next[to - 1] + 1, row[to - 1] + (a[at - 1] !== b[to - 1]));
    row = next;
  }
  return row[b.length];
}
