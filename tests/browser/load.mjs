// What opening a page costs a phone: bytes by kind as the server sends them (gzip), requests, shifts, and when the page stands.
// Used by the tests for what does not depend on the machine, by the benchmark for times.

/** SITE-DESIGN §11: 400 kbps, 400 ms, a processor six times as slow. */
export const SLOW_3G = { latency: 400, kbps: 400, slower: 6 };

const KINDS = { document: 'html', stylesheet: 'css', script: 'js' };

/** Slows a page down by `network`. */
async function slow(page, network) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const throughput = (network.kbps * 1000) / 8;
  await session.send('Network.emulateNetworkConditions', {
    offline: false, latency: network.latency, downloadThroughput: throughput, uploadThroughput: throughput,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: network.slower });
}

/**
 * Opens an address with an empty cache. Resolves to { page, load, close }: what came before the load event, as bytes of
 * `html`, `css`, `js`, `other` and `total`, `requests`, `foreign` addresses, `lcp` in seconds, `shift`; `load` goes on
 * counting while the page is used.
 */
export async function firstLoad(browser, url, network) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, serviceWorkers: 'block' });
  const page = await context.newPage();
  const load = { html: 0, css: 0, js: 0, other: 0, total: 0, requests: 0, foreign: [] };
  page.on('request', (request) => {
    load.requests += 1;
    if (!request.url().startsWith(new URL(url).origin)) load.foreign.push(request.url());
  });
  page.on('response', (response) => {
    const bytes = Number(response.headers()['content-length'] ?? 0);
    load[KINDS[response.request().resourceType()] ?? 'other'] += bytes;
    load.total += bytes;
  });
  await page.addInitScript(() => {
    window.seen = { lcp: 0, shift: 0 };
    const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
    watch('largest-contentful-paint', (entry) => { window.seen.lcp = entry.startTime; });
    watch('layout-shift', (entry) => { if (!entry.hadRecentInput) window.seen.shift += entry.value; });
  });
  if (network) await slow(page, network);
  await page.goto(url, { waitUntil: 'load' });
  const before = { ...load };
  await page.waitForTimeout(300);
  const seen = await page.evaluate(() => window.seen);
  return { page, load, before: { ...before, lcp: seen.lcp / 1000, shift: seen.shift }, close: () => context.close() };
}
