// A site of so many documents of 900 syllables, the same for the same number: sentences of the demo ward, shuffled, with
// every eighth word from another sentence, so that the vocabulary of word pairs grows as it does in real texts.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SYLLABLES = 900;

/** Numbers from 0 to 1, always the same ones (mulberry32). */
export function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function sentences() {
  const found = [];
  const visit = (folder) => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) visit(path);
      else if (name.endsWith('.md')) {
        const text = readFileSync(path, 'utf8').replace(/[`*_#|<>[\](){}+=\\]/g, ' ').replace(/https?:\S+/g, '');
        found.push(...text.split(/(?<=[.;:!?])\s+|\n+|"/).map((line) => line.trim().split(/\s+/)).filter((words) => words.length > 5));
      }
    }
  };
  visit(fileURLToPath(new URL('../content', import.meta.url)));
  return found;
}

/** Writes the site; returns its documents as { url, words }. */
export function generate(folder, count, { search }) {
  const all = sentences(), next = random(count), one = (list) => list[Math.floor(next() * list.length)];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${folder}/content/van-ban`, { recursive: true });
  writeFileSync(`${folder}/bangtin.toml`, `[trang]\nten = "Trang thử"\ndon_vi = "Đảng ủy thử"\ndia_chi = "https://thu.example/"\n[mac_dinh]\ndoi_tuong = "cong-khai"\n[xuat]\ntim_kiem = ${search}\n`);
  const documents = [];
  for (let number = 0; number < count; number++) {
    const lines = [];
    let words = 0;
    while (words < SYLLABLES) {
      const line = one(all).map((word) => (next() < 0.125 ? one(one(all)) : word));
      lines.push(line.join(' '));
      words += line.length;
    }
    const title = lines[0].replace(/"/g, ''), day = `20${10 + (number % 16)}-${String(1 + (number % 12)).padStart(2, '0')}-15`;
    writeFileSync(`${folder}/content/van-ban/v${number}.md`, `+++\ntieu_de = ${JSON.stringify(title.slice(0, 120))}\nngay = ${day}\n+++\n\n${lines.join('.\n\n')}.\n`);
    documents.push({ url: `van-ban/v${number}/`, words: lines.join(' ').split(/\s+/) });
  }
  return documents;
}
