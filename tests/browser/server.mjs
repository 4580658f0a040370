// A static server for the tests: the site under its sub-path, as a ward portal hosts it.
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { readFileSync, statSync } from 'node:fs';
import { join, extname } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.json': 'application/json', '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8', '.webmanifest': 'application/manifest+json', '.mjs': 'text/javascript; charset=utf-8',
  '.ics': 'text/calendar; charset=utf-8', '.csv': 'text/csv; charset=utf-8', '.pdf': 'application/pdf', '.mp3': 'audio/mpeg',
};

/**
 * Serves `folder` below `base` and resolves to { url, close, network, moved }. `network('off')` takes the connection
 * away, `network('on')` gives it back, a number makes it slow (milliseconds); `moved(path, url)` redirects for good.
 */
export function serve(folder, base) {
  let state = 'on';
  const gone = new Map();
  const server = createServer(async (request, answer) => {
    if (state === 'off') return request.socket.destroy();
    if (typeof state === 'number') await new Promise((resolve) => setTimeout(resolve, state));
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    const target = gone.get(path.slice(base.length));
    if (target) return answer.writeHead(301, { location: target }).end();
    let file = path.startsWith(base) ? join(folder, path.slice(base.length)) : null;
    try {
      if (file && statSync(file).isDirectory()) file = join(file, 'index.html');
      const bytes = readFileSync(file);
      const type = TYPES[extname(file)] || 'application/octet-stream';
      const packed = /text|json|xml|svg/.test(type) ? gzipSync(bytes) : bytes;
      answer.writeHead(200, { 'content-type': type, ...(packed === bytes ? {} : { 'content-encoding': 'gzip' }), 'content-length': packed.length });
      answer.end(packed);
    } catch {
      answer.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
      answer.end(readFileSync(join(folder, '404.html')));
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({
    url: `http://127.0.0.1:${server.address().port}${base}`,
    close: () => { server.close(); server.closeAllConnections(); },
    moved: (path, url) => gone.set(path, url),
    network: (next) => { state = next; if (next === 'off') server.closeAllConnections(); },
  })));
}
