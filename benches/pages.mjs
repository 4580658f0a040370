// What every page type of a built site costs a phone: bytes as they are, gzip and brotli, requests, and when the page stands on
// slow 3G with a processor six times as slow (SITE-DESIGN §11; the hard bar is 2.5 s). With `--lighthouse`, the performance
// scores of eight page types too.
// Usage: cargo run --release -- build --out public && BANGTIN_SITE=$PWD/public node benches/pages.mjs (after `npm ci` in tests/)
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../tests/browser/launch.mjs';
import { firstLoad, SLOW_3G } from '../tests/browser/load.mjs';
import { serve } from '../tests/browser/server.mjs';
import { BASE, FOLDER, TYPES } from '../tests/browser/site.mjs';

const RUNS = 3;
const kb = (bytes) => (bytes / 1024).toFixed(1).padStart(7);
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const site = await serve(FOLDER, BASE);
const browser = await launch();
console.log(`${'KB'.padEnd(14)}    html     gz     br     css     js  total  requests  LCP s`);
for (const [name, path] of Object.entries(TYPES)) {
  const html = readFileSync(join(FOLDER, path === '' || path.endsWith('/') ? `${path}index.html` : path));
  const times = [];
  let before;
  for (let run = 0; run < RUNS; run += 1) {
    const opened = await firstLoad(browser, site.url + path, SLOW_3G);
    ({ before } = opened);
    times.push(before.lcp);
    await opened.close();
  }
  const sizes = [html.length, gzipSync(html).length, brotliCompressSync(html).length, before.css, before.js, before.total];
  console.log(`${name.padEnd(14)} ${sizes.map(kb).join('')}  ${String(before.requests).padStart(8)}  ${median(times).toFixed(2)}`);
}
await browser.close();
site.close();

if (process.argv.includes('--lighthouse')) {
  const { scores } = await import('../tests/browser/lighthouse.mjs');
  for (const [page, { performance, lcp }] of Object.entries(await scores(['performance']))) {
    console.log(`${page.padEnd(14)} ${String(performance).padStart(4)}   LCP ${(lcp / 1000).toFixed(2)} s`);
  }
}
