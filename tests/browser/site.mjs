// The built demo site, and what the tests need to know of it.
import { readdirSync, statSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const FOLDER = process.env.BANGTIN_SITE;
export const BASE = '/dang-uy/';

if (!FOLDER) throw new Error('BANGTIN_SITE must name the built demo site');

/** Every HTML file, as its path below the site. */
export function pages() {
  const found = [];
  const visit = (folder, prefix) => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) visit(path, `${prefix}${name}/`);
      else if (name.endsWith('.html')) found.push(prefix + name);
    }
  };
  visit(FOLDER, '');
  return found;
}

export const read = (path) => readFileSync(join(FOLDER, path), 'utf8');

/** Pages that only send the reader on. */
export const isRedirect = (path) => read(path).includes('http-equiv="refresh"');

/** One page of every type. */
export const TYPES = {
  home: '',
  plans: 'ke-hoach/',
  planYear: 'ke-hoach/2026/',
  plan: 'ke-hoach/2026/12-kh-du/',
  planTable: 'ke-hoach/2026/27-kh-du/',
  organisations: 'to-chuc/',
  organisation: 'to-chuc/chi-bo-khu-pho-3/',
  group: 'to-chuc/cac-chi-bo/',
  record: 'quan-triet/',
  session: 'quan-triet/2026/2026-03-02-nq57/',
  documents: 'van-ban/',
  document: 'van-ban/57-nq-tw/',
  cited: 'van-ban/219-kl-tw/',
  materials: 'tai-lieu/',
  quiz: 'tai-lieu/hoi-dap-lua-dao-mang/',
  poster: 'ke-hoach/2026/12-kh-du/ap-phich/',
  offline: 'ngoai-tuyen/',
  topic: 'linh-vuc/xay-dung-dang/',
  amendments: 'dieu-chinh/',
  consultations: 'lay-y-kien/',
  progress: 'tien-do/',
  calendar: 'lich/',
  month: 'lich/2026/12/',
  feedback: 'gop-y/',
  map: 'ban-do-trang/',
  search: 'tim-kiem/',
  plain: 'gioi-thieu/',
  guide: 'huong-dan/',
  notFound: '404.html',
};
