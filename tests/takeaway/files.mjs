// The files of the built demo site, for tests that read them as other programs do.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER } from '../browser/site.mjs';

export { FOLDER };

/** The demo ward's address. */
export const ORIGIN = 'https://hoaban.example/dang-uy/';
/** The build date of the demo site. */
export const TODAY = '2026-11-22';

export const text = (path) => readFileSync(join(FOLDER, path), 'utf8');
export const json = (path) => JSON.parse(text(path));
export const exists = (path) => { try { return statSync(join(FOLDER, path)).isFile(); } catch { return false; } };

/** Every file with this name, as its path below the site. */
export function named(name) {
  const found = [];
  const visit = (folder, prefix) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) visit(join(folder, entry.name), `${prefix}${entry.name}/`);
      else if (entry.name === name) found.push(prefix + name);
    }
  };
  visit(FOLDER, '');
  return found.sort();
}

/** Whether an address of the site, with or without its origin, leads to a file and, with `#`, to an element of it. */
export function leads(url) {
  const [path, anchor] = url.replace(ORIGIN, '').split('#');
  const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  return exists(file) && (!anchor || text(file).includes(`id="${anchor}"`));
}
