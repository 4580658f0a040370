// The preview of a copy of the demo ward, and ways to edit it as office programs do.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PROGRAM = process.env.BANGTIN || join(ROOT, 'target/debug/bangtin');
export const TODAY = '2026-11-22';

/** A copy of the demo ward that may be edited. */
export function ward() {
  const folder = mkdtempSync(join(tmpdir(), 'bangtin-xem-'));
  for (const part of ['content', 'bangtin.toml']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  return folder;
}

/** Runs the preview until `stop`. */
export async function preview({ folder = ward(), args = [], lang = 'vi', port = 20000 + Math.floor(Math.random() * 20000) } = {}) {
  const child = spawn(PROGRAM, ['serve', '--site', folder, '--ngay', TODAY, '--port', String(port), ...args], {
    env: { ...process.env, BANGTIN_LANG: lang }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '', code = null;
  child.stderr.on('data', (data) => { said += data; });
  child.stdout.on('data', (data) => { said += data; });
  const ended = new Promise((done) => child.on('close', (status, signal) => { code = status ?? signal; done(code); }));
  const path = (name) => join(folder, name);
  const server = {
    folder, port,
    said: () => said,
    path,
    read: (name) => readFileSync(path(name), 'utf8'),
    write: (name, text) => writeFileSync(path(name), text),
    /** Rewrites a part of a file in place. */
    edit(name, from, to) {
      const text = readFileSync(path(name), 'utf8');
      if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
      writeFileSync(path(name), text.replace(from, to));
    },
    /** The same by a new file that takes the place of the old one, as editors do. */
    replace(name, from, to) {
      writeFileSync(path(`${name}.moi`), readFileSync(path(name), 'utf8').replace(from, to));
      renameSync(path(`${name}.moi`), path(name));
    },
    get: (address, options) => fetch(server.url + address, options),
    text: async (address) => (await server.get(address)).text(),
    /** Ends the program as Ctrl-C does; returns its exit code. */
    async end(signal = 'SIGINT') {
      if (code === null) child.kill(signal);
      return ended;
    },
    async stop() {
      await server.end();
      rmSync(folder, { recursive: true, force: true });
    },
    /** Ends the program, and leaves the folder for another one. */
    async halt() {
      child.kill('SIGKILL');
      await ended;
    },
  };
  server.url = await until(() => {
    if (code !== null) throw new Error(`the preview ended with ${code}:\n${said}`);
    return /http:\/\/127\.0\.0\.1:\d+\S*/.exec(said)?.[0];
  }, 20_000, () => said);
  return server;
}

/** Waits until something is true, or of use. */
export async function until(found, limit = 10_000, about = () => '') {
  const end = Date.now() + limit;
  for (;;) {
    const value = await found();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${limit} ms in vain: ${found} ${about()}`);
    await new Promise((done) => setTimeout(done, 15));
  }
}
