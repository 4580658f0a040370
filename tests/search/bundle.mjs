// Bundles the scripts of the theme: themes/bang-tin/nguon → themes/bang-tin/tai-san.
// `npm run bundle` writes them; `--check` fails when they are not what their sources say.
import { build } from 'esbuild';
import { minify } from 'terser';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const theme = fileURLToPath(new URL('../../themes/bang-tin/', import.meta.url));

/** Names of our own objects that may be shortened: none is a name of the platform, of lunr, of a result. */
const OWN = ['letters', 'tone', 'folded', 'syllable', 'starts', 'gap', 'variant', 'agreed', 'weight', 'clause', 'codes',
  'wanted', 'words', 'common', 'context', 'toned', 'mixed', 'phrase', 'grows', 'abbreviations', 'bounds', 'texts', 'planned', 'factor', 'hits',
  'lists', 'tokens', 'entities', 'items', 'bytes', 'offset', 'distance', 'whole', 'item', 'best', 'group', 'first',
  'count', 'rows', 'open', 'held', 'field', 'select', 'names', 'dated'];

/**
 * What is shipped: the script of every page; the search core as a module; the search page's script with the core in it,
 * for browsers that load no modules; what inflates where the browser cannot.
 */
const SCRIPTS = [
  { source: 'bang-tin.js', result: 'bang-tin.js', format: 'iife' },
  { source: 'ngoai-tuyen.js', result: 'ngoai-tuyen.js', format: 'iife' },
  { source: 'trac-nghiem.js', result: 'trac-nghiem.js', format: 'iife' },
  { source: 'tim-kiem/loi.mjs', result: 'tim-kiem-loi.mjs', format: 'esm', own: OWN },
  { source: 'tim-kiem/trang.mjs', result: 'tim-kiem.js', format: 'iife', own: OWN },
  { source: 'tim-kiem/giai-nen.mjs', result: 'tim-kiem-giai-nen.js', format: 'iife' },
];

async function bundle({ source, format, own }) {
  const { outputFiles: [{ text }] } = await build({
    entryPoints: [`${theme}nguon/${source}`], bundle: true, minify: true, write: false, target: 'es2017', format,
    nodePaths: [fileURLToPath(new URL('../node_modules', import.meta.url))],
    mangleProps: own && new RegExp(`^(${own.join('|')})$`),
  });
  const { code } = await minify(text, {
    module: format === 'esm', compress: { passes: 3, ecma: 2017, unsafe_arrows: true, unsafe_methods: true, pure_getters: true, unsafe: true }, format: { ascii_only: true },
  });
  return `${code}\n`;
}

for (const script of SCRIPTS) {
  const path = `${theme}tai-san/${script.result}`, code = await bundle(script);
  if (!process.argv.includes('--check')) writeFileSync(path, code);
  else if (readFileSync(path, 'utf8') !== code) {
    console.error(`themes/bang-tin/tai-san/${script.result} is older than its source: run \`npm run bundle\` in tests/`);
    process.exitCode = 1;
  }
}
