/*
 * Text analysis: the same as src/basics/text of the program that wrote the index; tests/search/vectors.json holds the two
 * together. Old browsers run it: no \p, no lookbehind.
 */

const IGNORED = /[\u00ad\u200c\u200d\u2060\ufe00-\ufe0f\ufeff]/g;
const SEPARATORS = '\\0-/:-@\\[-`{-\\u00bf\\u00d7\\u00f7\\u2000-\\u2bff\\u2e00-\\u2e7f\\u3000-\\u3020\\ue000-\\uf8ff\\ufe10-\\uffff';
const TOKEN = new RegExp(`[0-9]+|[^0-9${SEPARATORS}]+`, 'g');
const BREAK = /[.;:!?()[\]"“”«»…|•·\n]/;
/* The marks of tones 1–5, by their code: sắc, huyền, hỏi, ngã, nặng. */
const TONES = { 769: 1, 768: 2, 777: 3, 771: 4, 803: 5 };

export const clean = (text) => text.normalize('NFC').replace(IGNORED, '');
export const isNumber = (text) => /^[0-9]/.test(text);

/* A syllable: letters with their quality, tone 0–5, letters without marks, and how the index spells it: `đương2`. */
export const spell = (letters, tone, folded) => ({ letters, tone, folded, key: letters + (tone || '') });

/* Syllables by the token they were read from. */
const known = new Map();
export function syllable(token) {
  let found = known.get(token);
  if (!found) known.set(token, found = read(token));
  return found;
}
function read(token) {
  if (isNumber(token)) {
    const number = token.replace(/^0+(?=.)/, '');
    return spell(number, 0, number);
  }
  let letters = '', folded = '', tone = 0;
  for (const ch of token.toLowerCase().normalize('NFD')) {
    const code = ch.charCodeAt(0);
    if (TONES[code]) tone = TONES[code];
    else {
      const isD = 'đðɖ'.indexOf(ch) >= 0;
      letters += isD ? 'đ' : ch;
      if (code < 768 || code > 879) folded += isD ? 'd' : ch;
    }
  }
  return spell(letters.normalize('NFC'), tone, folded);
}

/* The syllable that the index stores under a key. */
export function fromKey(key) {
  const [, letters, tone] = isNumber(key) ? [0, key, 0] : /^(.*?)([1-5]?)$/.exec(key);
  return spell(letters, +tone, syllable(letters).folded);
}

/* Tokens of a clean text. `starts`: nobody's neighbour to the left; `gap`: what stands before it. */
export function cut(text) {
  const found = [];
  let end = 0;
  TOKEN.lastIndex = 0;
  for (let match; (match = TOKEN.exec(text));) {
    const gap = text.slice(end, match.index), starts = !found.length || (gap !== '.' && gap !== ':' && BREAK.test(gap));
    end = TOKEN.lastIndex;
    found.push({ text: match[0], from: match.index, to: end, starts, gap, syllable: syllable(match[0]) });
  }
  return found;
}

/* Codes of document kinds by code and by name, as the index lists them: `nq`, `nghi quyet` → `nq`. */
export function kindCodes(lines) {
  const found = new Map();
  for (const line of lines) for (const name of line.split(',')) found.set(name, line.split(',')[0]);
  return found;
}

/* Tokens without the «số» before a number, and the dates and document numbers among them. */
export function analyse(text, kinds) {
  const tokens = [];
  let starts = false;
  cut(clean(text)).forEach((token, place, all) => {
    starts = starts || token.starts;
    const next = all[place + 1];
    /* A mark that stands alone is no syllable. */
    if (!token.syllable.folded || (/^(sô1|so)$/.test(token.syllable.key) && next && isNumber(next.text))) return;
    token.starts = starts;
    tokens.push(token);
    starts = false;
  });
  return { tokens, entities: entities(tokens, kinds) };
}

function entities(tokens, kinds) {
  const found = [];
  for (let at = 0; at < tokens.length;) {
    const length = date(tokens, at, found);
    if (!length) number(tokens, at, kinds, found);
    at += length || 1;
  }
  return found;
}

const folded = (token) => (token ? token.syllable.folded : '');
/* The digits of a token that has so many. */
const digits = (token, least, most) => (token && isNumber(token.text) && token.text.length >= least && token.text.length <= most ? token.text : '');
/* Whether a token is the next word, in the same sentence. */
const continues = (token, word) => token && !token.starts && folded(token) === word;

/* `22/12/2024`, `2024-12-22`, «ngày 22 tháng 12 năm 2024»: adds its code, returns its length in tokens. */
function date(tokens, at, found) {
  const [a, b, c, d, e] = tokens.slice(at), tied = (token) => token && /^[-/.]$/.test(token.gap);
  let parts = [], length = 3;
  if (tied(b) && tied(c)) parts = digits(a, 4, 4) ? [c, b, a] : [a, b, c];
  else if (continues(b, 'thang') && continues(d, 'nam')) {
    parts = [a, c, e];
    length = 5;
  }
  const [day, month, year] = parts.map((part, place) => +digits(part, place < 2 ? 1 : 4, place < 2 ? 2 : 4));
  const possible = day > 0 && day < 32 && month > 0 && month < 13 && year > 1899 && year < 2201;
  if (possible) {
    found.push(`@${year * 10000 + month * 100 + day}`);
    for (const token of tokens.slice(at, at + length)) token.dated = true;
  }
  return possible ? length : 0;
}

/* The document numbers that the number at a place is part of: `57-NQ/TW`, «Nghị quyết 57», `72/2024/NĐ-CP`. */
function number(tokens, at, kinds, found) {
  const token = tokens[at], next = tokens[at + 1], later = tokens[at + 2];
  const isYear = (year) => year && /^(19|20)..$/.test(digits(year, 4, 4)), tied = (year) => isYear(year) && /^[/-]$/.test(year.gap);
  if (!digits(token, 1, 5) || (tied(token) && at && isNumber(tokens[at - 1].text))) return;
  const year = tied(next) ? next : continues(next, 'nam') && isYear(later) ? later : null;
  const after = year === next ? later : next, codes = new Set();
  const code = folded(after);
  if (kinds.get(code) === code && !after.starts) codes.add(code);
  const named = kindBefore(tokens, at, kinds);
  if (named && named !== 'qh') codes.add(named);
  codes.forEach((code) => {
    const name = `#${code}${token.text.replace(/^0+/, '')}`;
    found.push(name);
    if (year) found.push(`${name}/${year.text}`);
  });
}

/* The kind right before a number, as a code or as a name of up to four syllables. */
function kindBefore(tokens, at, kinds) {
  let name = '', found = '';
  for (let length = 1; length <= 4 && length <= at && !tokens[at - length + 1].starts; length++) {
    name = folded(tokens[at - length]) + (name && ' ') + name;
    const kind = kinds.get(name);
    /* A code stands next to its number. */
    if (kind && (kind !== name || length < 2)) found = kind;
  }
  return found;
}
