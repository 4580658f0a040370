// Lighthouse on the served demo site, as a mid-range phone: scores by category, 0–100. Used by the tests and the benchmark.
import lighthouse from 'lighthouse';
import { launch } from './launch.mjs';
import { serve } from './server.mjs';
import { BASE, FOLDER, TYPES } from './site.mjs';

/** One page of each of the eight types that readers open most. */
export const PAGES = ['home', 'plans', 'plan', 'organisation', 'record', 'session', 'month', 'search'];
const PORT = 9333 + (process.pid % 500);

/** Resolves to { page: { category: score, failed: [...] } }. */
export async function scores(categories) {
  const site = await serve(FOLDER, BASE);
  const browser = await launch([`--remote-debugging-port=${PORT}`]);
  const found = {};
  try {
    for (const name of PAGES) {
      const { lhr } = await lighthouse(site.url + TYPES[name], { port: PORT, output: 'json', logLevel: 'error', onlyCategories: categories });
      const failed = Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode !== 'informative');
      found[name] = { failed: failed.map((audit) => audit.id), lcp: lhr.audits['largest-contentful-paint']?.numericValue };
      for (const [key, { score }] of Object.entries(lhr.categories)) found[name][key] = Math.round(score * 100);
    }
  } finally {
    await browser.close();
    site.close();
  }
  return found;
}
