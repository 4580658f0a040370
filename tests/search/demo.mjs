// The index of the built demo site, opened in Node as a browser would, with every byte counted.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync, inflateSync } from 'node:zlib';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

export const lunr = createRequire(import.meta.url)('lunr');

/** Where a site says its search lies. */
const pathsOf = (folder) => JSON.parse(readFileSync(join(folder, 'du-lieu/site.json'), 'utf8')).tim_kiem;

/** What the index of a site tells its client first. */
export const rootOf = (folder) => JSON.parse(inflateSync(readFileSync(join(folder, pathsOf(folder).goc, 'root.bin'))));

/** The index of a site, and the core it ships. */
export async function searchOf(folder) {
  const paths = pathsOf(folder);
  const core = await import(pathToFileURL(join(folder, paths.loi)));
  const scripts = [paths.loi, paths.lunr].map((path) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length);
  return { core, base: pathToFileURL(join(folder, paths.goc)).href, scripts };
}

/** A fetch that reads files, and notes the size of each. */
export function fileFetch(read = []) {
  return async (url) => {
    try {
      const bytes = readFileSync(new URL(url));
      read.push({ url, bytes: bytes.length });
      return new Response(bytes);
    } catch {
      return new Response('', { status: 404 });
    }
  };
}
