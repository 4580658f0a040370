/* Inflates for browsers without DecompressionStream; loaded only there. */

import inflate from 'tiny-inflate';

window.bangtinGiaiNen = (bytes) => {
  /* The length is not stored: what fills its place exactly may have been cut. */
  for (let size = 16 * bytes.length + 4096; ; size *= 4) {
    const found = inflate(bytes.subarray(2), new Uint8Array(size));
    if (found.length < size) return found;
  }
};
