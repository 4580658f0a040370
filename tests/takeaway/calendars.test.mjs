// Calendars as a calendar program reads them (ical.js), beside the tasks as the data says them.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import ICAL from 'ical.js';
import { json, leads, named, text, TODAY, ORIGIN } from './files.mjs';

const files = named('lich.ics');
const component = (path) => new ICAL.Component(ICAL.parse(text(path)));
const events = (path) => component(path).getAllSubcomponents('vevent');
const all = new Map(events('lich.ics').map((event) => [event.getFirstPropertyValue('uid'), event]));
const tasks = json('du-lieu/nhiem-vu.json').nhiem_vu;
const plans = new Map(json('du-lieu/ke-hoach.json').ke_hoach.map((plan) => [plan.id, plan]));
const day = (value) => value.toString().slice(0, 10);
const after = (iso) => new Date(Date.parse(iso) + 864e5).toISOString().slice(0, 10);

test('there is a calendar for all, for every organisation, plan and session', () => {
  assert.equal(files.filter((path) => path.startsWith('to-chuc/')).length, json('du-lieu/to-chuc.json').to_chuc.length);
  assert.equal(files.filter((path) => path.startsWith('ke-hoach/')).length, plans.size);
  assert.equal(files.filter((path) => path.startsWith('quan-triet/')).length, json('du-lieu/quan-triet.json').quan_triet.length);
  assert.ok(files.includes('lich.ics'));
});

test('every calendar is RFC 5545 to the letter', () => {
  for (const path of files) {
    const raw = text(path);
    assert.ok(raw.endsWith('\r\n') && !/[^\r]\n/.test(raw), `${path}: lines end with CRLF`);
    for (const line of raw.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75 && !line.includes('\uFFFD'), `${path}: ${line}`);
    const calendar = component(path);
    assert.equal(calendar.getFirstPropertyValue('version'), '2.0');
    assert.ok(calendar.getFirstPropertyValue('prodid') && calendar.getAllSubcomponents().length > 0, path);
    const seen = new Set();
    for (const event of calendar.getAllSubcomponents('vevent')) {
      const uid = event.getFirstPropertyValue('uid');
      assert.ok(uid && !seen.has(uid), `${path}: ${uid} twice`);
      seen.add(uid);
      for (const name of ['dtstamp', 'dtstart', 'summary', 'sequence', 'url']) {
        assert.equal(event.getAllProperties(name).length, 1, `${name} of ${uid}`);
      }
      const stamp = event.getFirstPropertyValue('dtstamp');
      assert.ok(stamp.zone === ICAL.Timezone.utcTimezone && day(stamp) <= TODAY, `${uid}: ${stamp}`);
      assert.ok(leads(event.getFirstPropertyValue('url')), `${uid} leads nowhere`);
      for (const alarm of event.getAllSubcomponents('valarm')) {
        assert.equal(alarm.getFirstPropertyValue('action'), 'DISPLAY');
        assert.ok(alarm.getFirstPropertyValue('trigger') && alarm.getFirstPropertyValue('description'), uid);
      }
    }
  }
});

test('a calendar written again by the other program says the same', () => {
  for (const path of files) {
    const again = ICAL.parse(component(path).toString());
    assert.deepEqual(again, ICAL.parse(text(path)), path);
  }
});

const entry = (task) => all.get(`${task.ke_hoach}#nv-${task.ma}@hoaban.example/dang-uy`);

test('every dated task of the data has its days, its sequence and its text in the calendar', () => {
  let dated = 0;
  for (const task of tasks.filter(({ thoi_han: due }) => due?.den)) {
    const event = entry(task);
    assert.ok(event, `${task.id} has no entry`);
    const [start, end] = ['dtstart', 'dtend'].map((name) => event.getFirstPropertyValue(name));
    assert.ok(start.isDate && end.isDate, task.id);
    assert.deepEqual([day(start), day(end)], [task.thoi_han.tu, after(task.thoi_han.den)], task.id);
    assert.equal(event.getFirstPropertyValue('sequence'), task.so_dieu_chinh, task.id);
    assert.ok(event.getFirstPropertyValue('description').includes(task.noi_dung), task.id);
    assert.equal(event.getAllSubcomponents('valarm').length, task.tinh_trang === 'hoan-thanh' ? 0 : 1, task.id);
    dated += 1;
  }
  assert.ok(dated > 60, `${dated} dated tasks`);
  assert.ok(tasks.some((task) => task.so_dieu_chinh > 0 && entry(task)), 'an amended task');
});

/** Every day a recurring deadline falls on, counted anew: months divisible by the period, clamped to the month. */
function days({ lap_thang: every, lap_ngay: on }, from, to) {
  const found = [];
  for (let [year, month] = from.split('-').map(Number); `${year}-${String(month).padStart(2, '0')}` <= to.slice(0, 7); month === 12 ? (year += 1, month = 1) : month += 1) {
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const iso = `${year}-${String(month).padStart(2, '0')}-${String(Math.min(on ?? 31, last)).padStart(2, '0')}`;
    if (month % every === 0 && iso >= from && iso <= to) found.push(iso);
  }
  return found;
}

test('recurring deadlines fall on the same days when another program counts them', () => {
  let recurring = 0;
  for (const task of tasks.filter(({ thoi_han: due }) => due?.lap_thang)) {
    const plan = plans.get(task.ke_hoach);
    const yearLater = `${+TODAY.slice(0, 4) + 1}${TODAY.slice(4)}`;
    const expected = days(task.thoi_han, plan.hieu_luc_tu ?? plan.ngay, plan.hieu_luc_den ?? yearLater);
    const iterator = new ICAL.Event(entry(task)).iterator();
    const found = [];
    for (let next = iterator.next(); next && found.length < 500; next = iterator.next()) found.push(day(next));
    assert.deepEqual(found, expected, `${task.id}: ${task.thoi_han.nguyen_van}`);
    recurring += 1;
  }
  assert.ok(recurring > 10, `${recurring} recurring tasks`);
});

test('a session has its hours in the zone of the site, which the calendar describes', () => {
  const path = 'quan-triet/2026/2026-03-02-nq57/lich.ics';
  const calendar = component(path), [session] = calendar.getAllSubcomponents('vevent');
  ICAL.TimezoneService.register(new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')));
  const start = new ICAL.Event(session).startDate;
  assert.equal(start.toJSDate().toISOString(), '2026-03-02T07:00:00.000Z');
  assert.equal(calendar.getFirstSubcomponent('vtimezone').getFirstPropertyValue('tzid'), 'Asia/Ho_Chi_Minh');
});

test('pages offer the calendar as a file and as a subscription', () => {
  const page = text('to-chuc/chi-bo-khu-pho-3/index.html');
  assert.ok(page.includes('href="../../to-chuc/chi-bo-khu-pho-3/lich.ics"'));
  assert.ok(page.includes(`href="${ORIGIN.replace('https', 'webcal')}to-chuc/chi-bo-khu-pho-3/lich.ics"`));
});

test('a session that is put off is cancelled for whoever subscribed, and reminds nobody', () => {
  const off = json('du-lieu/quan-triet.json').quan_triet.filter((session) => session.trang_thai);
  assert.ok(off.length > 0, 'the demo has one');
  for (const session of off) {
    const own = component(`${session.dia_chi}lich.ics`).getAllSubcomponents('vevent');
    for (const event of [all.get(`${session.id}#buoi@hoaban.example/dang-uy`), ...own]) {
      assert.equal(event.getFirstPropertyValue('status'), 'CANCELLED', session.id);
      assert.equal(event.getAllSubcomponents('valarm').length, 0, session.id);
      assert.ok(event.getFirstPropertyValue('summary').startsWith(session.trang_thai === 'hoan' ? 'Hoãn: ' : 'Hủy: '));
      assert.ok(event.getFirstPropertyValue('description').includes(session.ly_do), session.id);
      assert.ok(event.getFirstPropertyValue('sequence') > 2000, 'newer than what was there before it was put off');
    }
  }
  assert.ok([...all.values()].some((event) => !event.getFirstPropertyValue('status')), 'the others stand');
});
