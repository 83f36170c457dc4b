// Light and dark, phone and paper, screen readers, and no word of a study that becomes markup.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {after, before, test} from 'node:test';
import {drawAll, openBrowser, openPage, picture} from './browser.mjs';
import {assessed, ordinary, study, tuned} from './studies.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser, file;

before(async () => {
  ({file} = await ordinary());
  browser = await openBrowser();
});
after(() => browser?.close());

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing serious in ${colorScheme}`, async () => {
    const {page, faults} = await openPage(browser, file, {colorScheme, bypassCSP: true});
    await drawAll(page);
    await page.locator('[data-plot="history"] summary').click();
    await page.locator('.trials tbody button').first().click();
    await page.evaluate(axe);
    const {violations} = await page.evaluate(() => globalThis.axe.run());
    const serious = violations.filter(({impact}) => ['serious', 'critical'].includes(impact));
    assert.deepEqual(serious.map(({id, nodes}) => [id, nodes.map(({html}) => html).slice(0, 3)]), []);
    assert.deepEqual(faults, []);
    await picture(page, `${colorScheme}-details`);
    await page.context().close();
  });
}

test('the colours follow the system and the switch', async () => {
  const {page} = await openPage(browser, file, {colorScheme: 'dark'});
  const dark = await background(page);
  assert.equal(dark, 'rgb(17, 21, 26)');
  await drawAll(page);
  await page.getByRole('button', {name: 'Colours: auto'}).click();
  assert.equal(await background(page), 'rgb(244, 245, 247)');
  await page.locator('[data-plot="history"]').scrollIntoViewIfNeeded();
  await page.waitForFunction(
    () => document.querySelector('[data-plot="history"] .chart').chart.getOption().xAxis[0].nameTextStyle.color === '#55606b');
  await page.context().close();
});

test('on a phone nothing is wider than the screen', async () => {
  const {page, faults} = await openPage(browser, file, {viewport: {width: 390, height: 844}, deviceScaleFactor: 2, hasTouch: true, isMobile: true});
  await drawAll(page);
  await picture(page, 'phone');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.deepEqual(faults, []);
  await page.context().close();
});

test('paper has every plot, though none was looked at', async () => {
  const {page} = await openPage(browser, file, {colorScheme: 'dark'});
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({media: 'print'});
  assert.equal(await page.evaluate(() => [...document.querySelectorAll('.figure .chart')].every((one) => one.chart)), true);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
  if (process.env.PAGE_PICTURES) await page.pdf({path: `${process.env.PAGE_PICTURES}/print.pdf`, format: 'A4'});
  await page.context().close();
});

test('the page can be used by keyboard alone', async () => {
  const {page} = await openPage(browser, file);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'To the findings');
  await page.getByLabel('Contour: across').focus();
  const before = await page.getByLabel('Contour: across').inputValue();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.notEqual(await page.getByLabel('Contour: across').inputValue(), before);
  await page.context().close();
});

test('names are text, whatever they hold', async () => {
  const evil = '</script><img src=x onerror="globalThis.injected=1"><!--';
  const names = [evil, `"quo'tes" & <b>`, '学习率 🚀', 'a{b|c}\\n\u2028'];
  const parameters = Object.fromEntries(names.map((name) => [name, {min: 0, max: 1, type: 'float'}]));
  parameters['choice'] = {values: [evil, '<svg/onload=globalThis.injected=2>', '选择']};
  const made = await study('names', {parameters, objective: {name: `<i>loss</i>${evil}`}}, 12,
    (trial, params) => (trial === 3 ? {state: 'failed', why: evil} : {value: params[evil], reports: [1, params[evil]]}),
    {study: `名 ${evil}`});
  const {page, faults} = await openPage(browser, made.file);
  await drawAll(page);
  for (const summary of await page.locator('.numbers summary').all()) await summary.click();
  await page.locator('.trials tbody button').first().click();
  for (const id of ['history', 'slices', 'importance', 'parallel', 'contour', 'timeline']) {
    const box = await page.locator(`[data-plot="${id}"] .chart`).first();
    await box.scrollIntoViewIfNeeded();
    const {width, height} = await box.boundingBox();
    for (let i = 1; i < 8; ++i) await box.hover({position: {x: (width * i) / 8, y: height / 2}});
  }
  assert.equal(await page.evaluate(() => globalThis.injected), undefined);
  assert.equal(await page.locator('img, svg, b, #page i:not(.rule i)').count(), 0);
  assert.equal(await page.locator('h1').innerText(), `名 ${evil}`);
  assert.equal(await page.locator('.trials thead button', {hasText: '学习率 🚀'}).count(), 1);
  assert.deepEqual(faults, []);
  await picture(page, 'names');
  await page.context().close();
});

test('a tuning shows scores before and after', async () => {
  const {page, faults} = await openPage(browser, tuned());
  const text = await page.locator('.assessment').innerText();
  assert.match(text, /^What tuning gained\n.*\btest .* with default settings/s);
  assert.equal(await page.locator('.assessment tbody tr').count(), 2); // accuracy and loss
  assert.match(await page.locator('#next').innerText(), /vernier predict .*model.safetensors new.csv/);
  assert.deepEqual(faults, []);
  await page.context().close();
});

test('an assessment is told in its own sentences, the verdict first', async () => {
  const {page, faults} = await openPage(browser, assessed());
  assert.match(await page.locator('.statement').innerText(), /^(No gain can be shown|Tuning helped|Tuning made it worse): accuracy on the test part/);
  assert.ok(await page.locator('.sentence').count() >= 2);
  assert.match(await page.locator('.assessment').innerText(), /Scores on the test part/);
  assert.deepEqual(faults, []);
  await page.context().close();
});

const line = {parameters: {x: {min: 0, max: 1, type: 'float'}}};
const plane = {parameters: {x: {min: 0, max: 1, type: 'float'}, y: {min: 1e-3, max: 1, log: true}}};
const ugly = {
  none: [line, 0, () => null],
  one: [plane, 1, () => ({value: 1})],
  two: [plane, 2, (trial) => ({value: trial})],
  failed: [plane, 5, () => ({state: 'failed', why: 'out of memory'})],
  equal: [plane, 15, () => ({value: 0.25, reports: [0.25, 0.25]})],
  single: [line, 15, (trial, {x}) => ({value: x})],
  unfinished: [plane, 6, (trial, {x}) => (trial > 3 ? null : {value: x})],
  diverging: [plane, 12, (trial, {x}) => (trial % 2 ? {value: null, reports: [1, null]} : {value: 1e300 * (x - 0.5), reports: [1e300, -1e300]})],
  several: [{...plane, objectives: [{name: 'error'}, {name: 'seconds'}, {name: 'gain', direction: 'maximize'}]}, 15,
    (trial, {x, y}) => ({values: [x, 1 - x + y, y]})],
};
for (const [name, [space, count, outcome]] of Object.entries(ugly)) {
  test(`a study that is ${name} gives what can be given`, async () => {
    const made = await study(`ugly-${name}`, space, count, outcome);
    const {page, faults} = await openPage(browser, made.file);
    await drawAll(page);
    for (const card of await page.locator('[data-plot]').all()) {
      const drawn = await card.locator('.chart').count();
      const said = await card.locator('.missing').count();
      assert.ok(drawn > 0 || (said === 1 && (await card.locator('.missing').innerText()).endsWith('.')), await card.getAttribute('data-plot'));
    }
    assert.deepEqual((await page.locator('main').innerText()).replaceAll('value became NaN', '').match(/.*\b(NaN|undefined|null|Infinity)\b.*/g), null);
    await picture(page, `ugly-${name}`);
    assert.deepEqual(faults, []);
    await page.context().close();
  });
}
