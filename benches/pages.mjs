// How fast the pages of a built site are on a mid-range phone: Lighthouse's performance score and LCP on eight page types.
// Usage: cargo run --release -- build --out public && BANGTIN_SITE=$PWD/public node benches/pages.mjs (after `npm ci` in tests/)
import { scores } from '../tests/browser/lighthouse.mjs';

for (const [page, { performance, lcp }] of Object.entries(await scores(['performance']))) {
  console.log(`${page.padEnd(14)} ${String(performance).padStart(4)}   LCP ${(lcp / 1000).toFixed(2)} s`);
}
