// Chromium, with everything that a page must not do written down.
import {existsSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const pictures = process.env.PAGE_PICTURES;

export async function openBrowser() {
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: scripts/setup --tests installs it`);
  return chromium.launch({
    executablePath, headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

/** Opens a file. `faults` collects errors, dialogs and requests to anything but the file itself. */
export async function openPage(browser, file, options = {}) {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, acceptDownloads: true, ...options});
  const page = await context.newPage();
  const faults = [];
  const url = pathToFileURL(file).href;
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
  page.on('request', (request) => {
    if (request.url() !== url && !/^(data|blob):/.test(request.url())) faults.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  return {page, faults};
}

/** Scrolls through the page until every plot is drawn. */
export async function drawAll(page) {
  await page.evaluate(async () => {
    for (const chart of document.querySelectorAll('.figure .chart')) {
      chart.scrollIntoView({behavior: 'instant', block: 'center'});
      while (!chart.chart) await new Promise((done) => setTimeout(done, 20));
    }
    scrollTo({top: 0, behavior: 'instant'});
  });
}

/** The option of a plot's chart, as ECharts holds it. */
export async function optionOf(page, plot, place = 0) {
  return page.evaluate(async ([id, index]) => {
    const element = document.querySelectorAll(`[data-plot="${id}"] .chart`)[index];
    element.scrollIntoView({behavior: 'instant', block: 'center'});
    while (!element.chart) await new Promise((done) => setTimeout(done, 20));
    const {series} = element.chart.getOption();
    return series.map(({name, type, data}) => ({name, type, data}));
  }, [plot, place]);
}

export async function picture(page, name, fullPage = true) {
  if (!pictures) return;
  mkdirSync(pictures, {recursive: true});
  await page.screenshot({path: join(pictures, `${name}.png`), fullPage});
}
