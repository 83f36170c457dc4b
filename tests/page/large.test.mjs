// 10,000 trials of 20 parameters with 50 reports: the size of the page, how soon it is there, how soon it answers.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {statSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {drawAll, openBrowser, openPage, picture} from './browser.mjs';
import {folder, largeReport} from './studies.mjs';

const slack = Number(process.env.PAGE_SLACK ?? 3); // what a busy machine may take beyond the bars
let browser;

before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

/** Milliseconds from an action to the frame that shows it. */
function timed(page, action) {
  return page.evaluate(async (source) => {
    const act = new Function(`return (${source})()`);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
    const begin = performance.now();
    act();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - begin;
  }, action.toString());
}

test('100 trials make less than a megabyte', () => {
  const file = join(folder, 'hundred.html');
  execFileSync(largeReport, ['100', '20', '50', file]);
  assert.ok(statSync(file).size < 1e6, String(statSync(file).size));
});

test('10,000 trials', async () => {
  const file = join(folder, 'large.html');
  console.log(String(execFileSync(largeReport, ['10000', '20', '50', file])).trim());
  assert.ok(statSync(file).size <= 5e6, String(statSync(file).size));

  const begin = performance.now();
  const {page, faults} = await openPage(browser, file);
  await page.evaluate(() => document.querySelector('#history').scrollIntoView({behavior: 'instant'}));
  await page.waitForFunction(() => document.querySelector('[data-plot="history"] .chart').chart);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  const opened = performance.now() - begin;
  console.log(`opened and drawn in ${Math.round(opened)} ms`);
  await picture(page, 'large-first', false);
  await drawAll(page);
  await picture(page, 'large');

  const actions = {
    filter: () => {
      const input = document.querySelector('#trial-filter');
      input.value = 'complete p1 < 0.01 optimizer = adam';
      input.dispatchEvent(new Event('input'));
    },
    sort: () => [...document.querySelectorAll('.trials thead button')].find((one) => one.textContent === 'p2').click(),
    scroll: () => { document.querySelector('.trialbox').scrollTop = 60000; },
    details: () => document.querySelector('.trials tbody tr[data-index]').click(),
    contour: () => {
      const select = document.querySelector('[data-plot="contour"] select');
      select.selectedIndex = 3;
      select.dispatchEvent(new Event('change'));
    },
    rank: () => {
      const select = document.querySelector('[data-plot="rank"] select');
      select.selectedIndex = 3;
      select.dispatchEvent(new Event('change'));
    },
    numbers: () => { document.querySelector('[data-plot="curves"] details').open = true; },
    hover: () => {
      const chart = document.querySelector('[data-plot="slices"] .chart').chart;
      chart.dispatchAction({type: 'showTip', x: 150, y: 120});
    },
  };
  for (const [name, action] of Object.entries(actions)) {
    const ms = await timed(page, action);
    console.log(`${name}: ${Math.round(ms)} ms`);
    assert.ok(ms < 100 * slack, `${name} took ${ms} ms`);
  }
  assert.ok(opened < 2000 * slack, `opened in ${opened} ms`);
  assert.deepEqual(faults, []);
});
