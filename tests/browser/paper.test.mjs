// What comes out of a printer: the notice for the wall and the task list for the meeting, as PDF pages by Chromium.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import jsQR from 'jsqr';
import { open, site } from './chromium.mjs';
import { pages } from './site.mjs';

const MM = 25.4 / 96;
const posters = pages().filter((path) => path.endsWith('/ap-phich/index.html')).map((path) => path.replace('index.html', ''));

/** How many pages of which size a PDF has. */
function sheets(pdf) {
  const text = pdf.toString('latin1');
  return { count: text.match(/\/Type\s*\/Page\b(?!s)/g).length, size: text.match(/\/MediaBox\s*\[([^\]]+)\]/)[1].trim().split(/\s+/).slice(2).map(Number) };
}

/** The text of a QR code on a page. */
async function decoded(page, selector) {
  const picture = (await page.locator(selector).screenshot()).toString('base64');
  const { data, width, height } = await page.evaluate(async (picture) => {
    const image = new Image();
    image.src = URL.createObjectURL(await (await fetch(`data:image/png;base64,${picture}`)).blob());
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return { data: [...context.getImageData(0, 0, image.width, image.height).data], width: image.width, height: image.height };
  }, picture);
  return jsQR(Uint8ClampedArray.from(data), width, height)?.data;
}

test('every notice is one page of A4', async () => {
  assert.ok(posters.length > 10);
  const page = await open('');
  for (const path of posters) {
    await page.goto(site.url + path);
    const { count, size } = sheets(await page.pdf({ preferCSSPageSize: true }));
    assert.equal(count, 1, path);
    assert.deepEqual(size.map(Math.round), [595, 842], path);
  }
  await page.context().close();
});

test('a notice is readable from two metres: large letters, five lines, a code of at least 25 mm that leads to the plan', async () => {
  for (const path of posters) {
    const page = await open(path, { bypassCSP: true });
    await page.emulateMedia({ media: 'print' });
    const points = (selector) => page.locator(selector).first().evaluate((node) => parseFloat(getComputedStyle(node).fontSize) * 0.75);
    assert.ok(await points('.ap-phich h1') >= 22 && await points('.ap-dong dd') >= 17 && await points('.ap-dong dt') >= 13.9, path);
    if (await page.locator('.ap-ai').count()) assert.ok(await points('.ap-ai') >= 15.9, path);
    assert.equal(await page.locator('.ap-dong dd').count(), 5, path);
    const box = await page.locator('.ap-qr svg').boundingBox();
    assert.ok(box.width * MM >= 25, `${box.width * MM} mm on ${path}`);
    const plan = path.replace('ap-phich/', '');
    assert.equal(await decoded(page, '.ap-qr svg'), `https://hoaban.example/dang-uy/${plan}`);
    assert.ok((await page.locator('.ap-dia-chi').textContent()).endsWith(plan));
    await page.context().close();
  }
});

test('a task list for the meeting is short: ten tasks take at most two pages, each whole, done ones left out', async () => {
  const page = await open('to-chuc/hoi-phu-nu/');
  const tasks = await page.locator('.viec article[data-nhiem-vu]').count();
  const { count } = sheets(await page.pdf({ preferCSSPageSize: true }));
  assert.ok(tasks >= 10 && count <= Math.ceil(tasks / 5), `${tasks} tasks on ${count} pages`);
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['.xong', '.dau', '.khong-in', '.viec .nhat-ky']) {
    for (const node of await page.locator(hidden).all()) assert.ok(await node.isHidden(), hidden);
  }
  assert.ok(await page.locator('.in-an').isVisible());
  await page.context().close();
});
