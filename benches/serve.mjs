// The preview of large generated sites: from a save to the new text in an HTTP response, the first page after a start,
// memory; beside a full build of the same site in the same run. Output and content lie where TMPDIR says: a disk adds noise.
//   cargo build --release && TMPDIR=/dev/shm node benches/serve.mjs [1000 10000]
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { generatePlans, planFile } from './plans.mjs';

const PROGRAM = process.env.BANGTIN || fileURLToPath(new URL('../target/release/bangtin', import.meta.url));
const EDITS = 20, TODAY = ['--ngay', '2026-11-22'];

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Starts the preview; returns its address once it has said it. */
async function start(site) {
  const child = spawn(PROGRAM, ['serve', '--site', site, '--port', '24180', ...TODAY], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data) => { said += data; });
  for (;;) {
    const url = /http:\/\/127\.0\.0\.1:\d+\S*/.exec(said)?.[0];
    if (url) return { child, url };
    await pause(2);
  }
}

const text = async (url) => (await fetch(url)).text();

/** From the save until the page that shows it has the new text. */
async function edited(path, url, change, sign) {
  const began = performance.now();
  writeFileSync(path, change);
  while (!(await text(url)).includes(sign)) await pause(5);
  return performance.now() - began;
}

const peak = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

async function measure(count) {
  const folder = mkdtempSync(join(tmpdir(), 'bangtin-bench-')), site = join(folder, 'trang');
  generatePlans(site, count);
  const builds = Array.from({ length: count > 5000 ? 1 : 3 }, (_, run) => {
    const began = performance.now();
    execFileSync(PROGRAM, ['build', '--site', site, '--out', join(folder, `ra-${run}`), ...TODAY], { stdio: 'ignore' });
    return performance.now() - began;
  });
  const began = performance.now(), { child, url } = await start(site);
  const pages = Array.from({ length: EDITS }, (_, number) => planFile(Math.floor((count * (number + 0.5)) / EDITS)));
  await text(url + pages[0].replace('.md', '/'));
  const first = performance.now() - began;
  await pause(1500);
  const own = [], theirs = [], numbers = [];
  for (const [number, page] of pages.entries()) {
    const path = join(site, 'content', page), before = readFileSync(path, 'utf8');
    // A word in the text shows on the plan's page; a task's new name and deadline show on its organisation's page.
    own.push(await edited(path, url + page.replace('.md', '/'), `${before}\nSửa lần ${number} dưới cùng.\n`, `Sửa lần ${number} dưới cùng.`));
    await pause(60);
    const organisation = /chu_tri = "Tổ chức số (\d+)"/.exec(before)[1];
    theirs.push(await edited(path, `${url}to-chuc/t${organisation}/`, before.replace(/thoi_han = "[^"]*"/, 'thoi_han = "01/01/2019"').replace(/noi_dung = "/, `noi_dung = "Việc sửa ${number} `), `Việc sửa ${number} `));
    await pause(60);
    // Others cite a plan by its number: everything is linked again.
    if (number % 5 === 0) {
      const renamed = before.replace(/so_ky_hieu = "[^"]*"/, `so_ky_hieu = "${number}-KH/SỬA"`);
      numbers.push(await edited(path, url + page.replace('.md', '/'), renamed, `${number}-KH/SỬA`));
      await pause(60);
    }
  }
  const memory = peak(child.pid);
  child.kill('SIGINT');
  rmSync(folder, { recursive: true, force: true });
  const build = median(builds);
  return {
    plans: count, 'full build ms': build, 'first page ms': first, 'first/build': first / build,
    'text edit ms': median(own), 'task edit on organisation ms': median(theirs), 'number edit ms': median(numbers), 'edit/build': median(own) / build,
    'slowest ms': Math.max(...own), 'peak MB': memory,
  };
}

const rows = [];
for (const count of process.argv.slice(2).map(Number).concat(process.argv.length > 2 ? [] : [1000, 10000])) rows.push(await measure(count));
console.table(rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value.toFixed(value < 1 ? 4 : 1))]))));
