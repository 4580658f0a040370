/* Reading the files of the index: see src/publish/search/shard.rs for their form. */

import { fromKey } from './analysis.mjs';

/* The last place of sorted bounds that is not above a key. */
export function place(bounds, key) {
  let low = 0, high = bounds.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (bounds[middle] <= key) low = middle; else high = middle - 1;
  }
  return low;
}

/* A shard: key → lists. */
export function readShard(bytes) {
  const keys = new Map();
  let offset = 4 + new DataView(bytes.buffer).getUint32(0, true);
  for (const line of new TextDecoder().decode(bytes.subarray(4, offset)).split('\n')) {
    const [key, ...lists] = line.split('|');
    keys.set(key, lists.map((text) => {
      const [variant, count, k, size] = text.split(',');
      const list = { variant: (variant || key).split(' ').map(fromKey), count: parseInt(count, 36), k: +k, offset, bytes };
      offset += parseInt(size, 36);
      return list;
    }));
  }
  return keys;
}

/* Calls back with each document of a list and its weight: 8 for a title, and up to 7 for a text. */
export function each({ bytes, offset, count, k }, use) {
  let at = offset * 8, document = -1;
  const bit = () => bytes[at >> 3] >> (7 - (at++ & 7)) & 1;
  const bits = (number) => {
    let found = 0;
    while (number--) found = found << 1 | bit();
    return found;
  };
  while (count--) {
    let quotient = 0;
    while (bit()) quotient++;
    document += (quotient << k | bits(k)) + 1;
    use(document, bits(4));
  }
}
