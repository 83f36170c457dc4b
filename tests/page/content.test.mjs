// Every plot has its marks where the data say; the table finds, sorts and shows; everything can be saved.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {drawAll, openBrowser, openPage, optionOf, picture} from './browser.mjs';
import {ordinary} from './studies.mjs';

let browser, page, faults, told, complete;

before(async () => {
  const made = await ordinary();
  told = made.told;
  complete = told.filter((trial) => trial.value !== undefined);
  browser = await openBrowser();
  ({page, faults} = await openPage(browser, made.file));
  await drawAll(page);
  await picture(page, 'light');
});
after(() => browser?.close());

const near = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));

test('the findings are those of the study', async () => {
  const best = complete.reduce((a, b) => (b.value > a.value ? b : a));
  const text = await page.locator('#summary').innerText();
  assert.match(text, /maximize val_accuracy/);
  assert.match(text, new RegExp(`in trial ${best.trial}\\.`));
  assert.match(text, new RegExp(`${complete.length} complete`));
  assert.match(text, /1 unfinished/);
});

test('the history has a point for each trial, and the best so far', async () => {
  const series = await optionOf(page, 'history');
  const points = series.find(({name}) => name === 'complete').data;
  assert.equal(points.length, complete.length);
  for (const [i, trial] of complete.entries()) {
    assert.equal(points[i][0], trial.trial);
    assert.ok(near(points[i][2], trial.value));
  }
  const pruned = series.find(({name}) => name === 'pruned').data;
  for (const [number, , value] of pruned) assert.ok(near(value, told[number].reports.at(-1)));
  let best = -Infinity;
  const steps = new Map(series.find(({name}) => name === 'best so far').data.map(([x, , y]) => [x, y]));
  for (const trial of complete) {
    best = Math.max(best, trial.value);
    assert.ok(near(steps.get(trial.trial), best));
  }
});

test('a mark is drawn at the pixel of its value', async () => {
  const painted = await page.evaluate(() => {
    const element = document.querySelector('[data-plot="history"] .chart');
    const points = element.chart.getOption().series.find(({name}) => name === 'complete').data;
    const canvas = element.querySelector('canvas');
    const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const scale = canvas.width / element.clientWidth;
    return points.map(([x, y]) => {
      const [left, top] = element.chart.convertToPixel({xAxisIndex: 0, yAxisIndex: 0}, [x, y]);
      return data[4 * (Math.round(top * scale) * canvas.width + Math.round(left * scale)) + 3];
    });
  });
  assert.ok(painted.every((alpha) => alpha > 100), painted.join());
});

test('curves of the best trials are what they reported', async () => {
  const series = await optionOf(page, 'curves');
  const ranked = [...complete].sort((a, b) => b.value - a.value);
  for (const trial of ranked.slice(0, 5)) {
    const curve = series.find(({name}) => name.startsWith(`trial ${trial.trial} (`));
    assert.deepEqual(curve.data.map(([x]) => x), trial.reports.map((_, i) => i + 1));
    assert.ok(curve.data.every(([, , y], i) => near(y, trial.reports[i])));
  }
});

test('slices show complete trials that have the parameter', async () => {
  const count = await page.locator('[data-plot="slices"] .chart').count();
  assert.equal(count, 5);
  const names = await page.locator('[data-plot="slices"] .exports').evaluateAll((all) => all.map((one) => one.ariaLabel));
  for (const [i, label] of names.entries()) {
    const name = label.replace('Save Slices ', '');
    const [series] = await optionOf(page, 'slices', i);
    const expected = complete.filter((trial) => name in trial.params);
    assert.equal(series.data.length, expected.length, name);
    for (const [j, trial] of expected.entries()) {
      const value = trial.params[name];
      const at = name === 'units' ? [16, 32, 64, 128].indexOf(value) : name === 'optimizer' ? ['adam', 'sgd'].indexOf(value) : value;
      assert.ok(near(series.data[j][0], at) && near(series.data[j][2], trial.value), name);
    }
  }
});

test('parallel coordinates have a line for each complete trial', async () => {
  const [series] = await optionOf(page, 'parallel');
  assert.equal(series.data.length, complete.length);
  const values = complete.map(({value}) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  for (const line of series.data) {
    const trial = told[line.trial];
    assert.ok(near(line.value.at(-1), (trial.value - low) / (high - low)));
  }
});

test('the contour follows the choice of two parameters', async () => {
  const card = page.locator('[data-plot="contour"]');
  await card.getByLabel('Contour: across').selectOption('optimizer');
  await card.getByLabel('Contour: up').selectOption('units');
  assert.equal(await card.getByLabel('Contour: across').inputValue(), 'optimizer');
  assert.equal(await card.getByLabel('Contour: up').inputValue(), 'units');
  const series = await optionOf(page, 'contour');
  const cells = series.find(({name}) => name === 'mean').data;
  assert.equal(cells.length, 8);
  for (const [left, bottom, , , mean] of cells) { // levels of units mix by weights exp(-d^2 / 2), the optimizers do not
    let sum = 0, weights = 0;
    for (const {params, value} of complete) {
      const d = [16, 32, 64, 128].indexOf(params.units) - (bottom + 0.5);
      if (['adam', 'sgd'].indexOf(params.optimizer) !== left + 0.5 || Math.abs(d) > 2) continue;
      sum += value * Math.exp(-(d ** 2) / 2);
      weights += Math.exp(-(d ** 2) / 2);
    }
    assert.ok(near(mean, sum / weights), `${left} ${bottom}: ${mean} ${sum / weights}`);
  }
  const dots = series.find(({name}) => name === 'trials').data;
  assert.equal(dots.length, complete.length);
});

test('the distribution ends at one, the rank plot and the timeline show every trial', async () => {
  const [ecdf] = await optionOf(page, 'ecdf');
  assert.ok(near(ecdf.data.at(-1)[2], 1));
  assert.ok(near(ecdf.data.at(-1)[0], Math.max(...complete.map(({value}) => value))));
  const [rank] = await optionOf(page, 'rank');
  assert.ok(rank.data.every((point) => point[4] >= 0 && point[4] <= 1));
  const spans = (await optionOf(page, 'timeline')).flatMap(({data}) => data);
  assert.equal(spans.length, told.length);
});

test('importance names every parameter, main effects their levels', async () => {
  const [bars] = await optionOf(page, 'importance');
  assert.equal(bars.data.length, 5);
  assert.ok((await optionOf(page, 'effects')).length > 0);
});

test('the table filters by words and comparisons', async () => {
  const filter = page.locator('#trial-filter');
  const count = page.locator('#trials .count');
  await filter.fill('failed');
  const failed = told.filter(({state}) => state === 'failed').length;
  assert.equal(await count.innerText(), `${failed} of 60 trials`);
  await filter.fill('complete optimizer = sgd momentum >= 0.5');
  const fast = complete.filter(({params}) => params.optimizer === 'sgd' && params.momentum >= 0.5).length;
  assert.equal(await count.innerText(), `${fast} of 60 trials`);
  await filter.fill('learning_rate<1e-3');
  assert.equal(await count.innerText(), `${told.filter(({params}) => params?.learning_rate < 1e-3).length} of 60 trials`);
  await filter.fill('');
  assert.equal(await count.innerText(), '60 trials');
});

test('the table sorts by a column, with what is missing at the end', async () => {
  const columns = await page.locator('.trials thead th').allInnerTexts();
  const at = columns.findIndex((name) => name.startsWith('momentum'));
  const cells = async () => (await page.locator('.trials tbody tr[data-index]').evaluateAll(
    (rows, k) => rows.map((row) => row.children[k].textContent), at)).slice(0, 10);
  await page.getByRole('button', {name: 'momentum', exact: true}).click();
  const up = await cells();
  assert.deepEqual(up.map(Number), [...up.map(Number)].sort((a, b) => a - b));
  assert.ok(up.every(Boolean));
  await page.getByRole('button', {name: 'momentum', exact: true}).click();
  const down = await cells();
  assert.deepEqual(down.map(Number), [...down.map(Number)].sort((a, b) => b - a));
  assert.ok(down.every(Boolean));
  assert.equal(await page.locator('.trials th[aria-sort]').getAttribute('aria-sort'), 'descending');
});

test('a trial is opened by keyboard and shows everything', async () => {
  await page.locator('#trial-filter').fill('failed');
  await page.locator('.trials tbody button').first().focus();
  await page.keyboard.press('Enter');
  assert.match(await page.locator('#trial-details').innerText(), /loss is nan in epoch \d/);
  await page.locator('#trial-filter').fill('');
});

test('every plot is saved as SVG, PNG and CSV', async () => {
  const save = async (card, kind, tries = 3) => {
    const waiting = page.waitForEvent('download', {timeout: 3000}).catch(() => null);
    await card.getByRole('button', {name: new RegExp(`^Save .*${kind}`)}).first().click();
    const download = await waiting; // Chromium drops one of very many in a row
    return download || tries === 0 ? readFileSync(await download.path()) : save(card, kind, tries - 1);
  };
  for (const id of await page.locator('[data-plot]').evaluateAll((all) => all.map((one) => one.dataset.plot))) {
    const card = page.locator(`[data-plot="${id}"]`);
    const svg = String(await save(card, 'as SVG'));
    assert.match(svg, /^<svg[\s\S]*<\/svg>\s*$/, id);
    assert.ok(svg.split('<path').length + svg.split('<text').length > 10, id);
    assert.deepEqual([...(await save(card, 'as PNG')).subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47], id);
    assert.ok(String(await save(card, 'as CSV')).trim().split('\n').length > 2, id);
  }
  const rows = String(await save(page.locator('#trials'), 'trials as CSV')).trim().split('\n');
  assert.equal(rows.length, 61);
  const columns = rows[0].split(',');
  const first = rows.map((row) => row.split(',')).find((row) => row[0] === String(complete[0].trial));
  assert.equal(Number(first[columns.indexOf('learning_rate')]), complete[0].params.learning_rate);
});

test('the numbers behind a plot are a table', async () => {
  const card = page.locator('[data-plot="ecdf"]');
  await card.locator('summary').click();
  await card.locator('tbody tr').nth(5).waitFor();
});

test('nothing went wrong on the way', () => assert.deepEqual(faults, []));
