// A ward of so many plans, the same for the same number: 920 words and 13 tasks a plan, a session for every fifth plan,
// 40 organisations, a resolution for every twentieth plan. Sentences are the demo ward's, shuffled.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { random, sentences } from './generate.mjs';

const WORDS = 920, TASKS = 13, ORGANISATIONS = 40;

const two = (number) => String(number).padStart(2, '0');

/** Where the plan of a number lies, under `content/`. */
export const planFile = (number) => `ke-hoach/${2020 + (number % 7)}/k${number}.md`;

/** Writes the site. */
export function generatePlans(folder, count) {
  const all = sentences(), next = random(count), one = (list) => list[Math.floor(next() * list.length)];
  const words = (least) => {
    const found = [];
    while (found.length < least) found.push(...one(all));
    return found.join(' ').replace(/["\\]/g, '');
  };
  const write = (path, text) => {
    const file = `${folder}/content/${path}`;
    mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true });
    writeFileSync(file, text);
  };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/bangtin.toml`, '[trang]\nten = "Trang thử"\ndon_vi = "Đảng ủy thử"\ndia_chi = "https://thu.example/"\n[mac_dinh]\ndoi_tuong = "cong-khai"\n');
  for (let number = 0; number < ORGANISATIONS; number++) {
    write(`to-chuc/t${number}.md`, `+++\nten = "Tổ chức số ${number}"\nloai = "chi-bo"\n+++\n\n${words(60)}\n`);
  }
  for (let number = 0; number * 20 < count; number++) {
    write(`van-ban/v${number}.md`, `+++\nso_ky_hieu = "${number + 1}-NQ/TW"\ntieu_de = "${words(12)}"\nngay = 2019-${two(1 + (number % 12))}-15\n+++\n\n${words(200)}\n`);
  }
  for (let number = 0; number < count; number++) {
    const year = 2020 + (number % 7), month = 1 + (number % 12);
    const tasks = Array.from({ length: TASKS }, (_, task) => `
[[nhiem_vu]]
ma = "${task + 1}"
noi_dung = "${words(18)}"
chu_tri = "Tổ chức số ${Math.floor(next() * ORGANISATIONS)}"
phoi_hop = ["Tổ chức số ${Math.floor(next() * ORGANISATIONS)}"]
thoi_han = "${two(1 + Math.floor(next() * 28))}/${two(1 + Math.floor(next() * 12))}/${year}"
san_pham = "${words(6)}"
`);
    const lines = [];
    for (let written = 0; written < WORDS - TASKS * 24; written += 40) lines.push(words(40));
    write(planFile(number), `+++
so_ky_hieu = "${number + 1}-KH/ĐU"
tieu_de = "${words(14)}"
co_quan = "Đảng ủy thử"
ngay = ${year}-${two(month)}-10
duyet = { boi = "Bí thư", ngay = ${year}-${two(month)}-11 }
can_cu = ["van-ban/v${Math.floor(number / 20)}"]
tom_tat = "${words(40)}"
${tasks.join('')}+++

${lines.join('.\n\n')}.
`);
    if (number % 5 === 0) {
      const plan = planFile(number).replace(/\.md$/, '');
      write(`quan-triet/${year}/q${number}.md`, `+++
tieu_de = "${words(10)}"
bat_dau = ${year}-${two(month)}-20T08:00:00
ke_hoach = ["${plan}"]

[[ket_qua]]
to_chuc = "Tổ chức số ${number % ORGANISATIONS}"
trieu_tap = 100
tham_du = 95
+++

${words(60)}
`);
    }
  }
}

if (process.argv[1]?.endsWith('plans.mjs')) generatePlans(process.argv[2], Number(process.argv[3]));
