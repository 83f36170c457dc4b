// Reads the document and lays out the page.
import './style.css';
import type {StudyDocument} from './document';
import {h} from './dom';
import {drawForPrint, drawForScreen, type FigureContext} from './figure_view';
import {Numbers} from './numbers';
import {plotCard} from './plot_card';
import {nextSteps, summary} from './summary';
import {nextChoice, setPrinting, startTheme} from './theme';
import {Trials} from './trials';
import {TrialsTable} from './trials_table';

const supported = 1;

function themeSwitch(): HTMLElement {
  const press = h('button', {type: 'button', class: 'theme', click: () => {
    const choice = nextChoice();
    press.textContent = `Colours: ${choice}`;
  }}, 'Colours: auto');
  return press;
}

function layOut(page: StudyDocument): void {
  const numbers = new Numbers(page.numbers);
  const trials = new Trials(page, numbers);
  const context: FigureContext = {numbers, trials, study: page.study.name, select: (trial) => table.select(trial)};
  const table = new TrialsTable(page, trials, context);
  const links: [string, string][] = [['summary', 'Findings'], ...page.plots.map((plot): [string, string] => [plot.id, plot.title]),
    ['trials', 'Trials'], ...(page.next.length > 0 ? [['next', 'How to go on'] as [string, string]] : [])];
  document.title = `${page.study.name} – Vernier`;
  document.querySelector('#page')!.replaceChildren(
    h('a', {class: 'skip', href: '#main'}, 'To the findings'),
    h('header', {}, h('div', {class: 'brand'}, h('span', {class: 'wordmark'}, 'Vernier'), themeSwitch()), h('h1', {}, page.study.name),
      h('div', {class: 'ruler', 'aria-hidden': 'true'})),
    h('nav', {'aria-label': 'Sections'}, ...links.map(([id, title]) => h('a', {href: `#${id}`}, title))),
    h('main', {id: 'main'}, summary(page, numbers), ...page.plots.map((plot) => plotCard(plot, context)), table.element, ...(page.next.length > 0 ? [nextSteps(page)] : [])),
  );
  addEventListener('beforeprint', () => {
    setPrinting(true);
    table.setPrinting(true);
    drawForPrint();
  });
  addEventListener('afterprint', () => {
    setPrinting(false);
    table.setPrinting(false);
    drawForScreen();
  });
}

startTheme();
const page = JSON.parse(document.querySelector('#study')?.textContent ?? 'null') as StudyDocument | null;
if (page === null || page.format !== supported) {
  document.querySelector('#page')!.append(h('p', {class: 'missing'}, page === null ? 'This page holds no study.'
    : `This page was written in format ${page.format}, its script reads ${supported}.`));
} else {
  layOut(page);
}
