// One figure on the page: the drawing, its exports and the table behind it.
import {openChart, svgOf, type Chart} from './charts';
import {fileName, toCsv, type Table} from './csv';
import type {FigureSpec} from './document';
import {button, download, h} from './dom';
import {figureHeight, figureOption} from './figure_option';
import type {Drawing} from './figure_series';
import {describe, figureTable} from './figure_table';
import type {Numbers} from './numbers';
import {onTheme, scaleColour, theme} from './theme';
import type {Trials} from './trials';

const tableRows = 200; // of a plot's table; the CSV has all
const printWidth = 680; // of A4 and letter paper between the margins; two small figures stand side by side

export interface FigureContext {
  numbers: Numbers;
  trials: Trials;
  study: string;
  select(trial: number): void;
}

export class FigureView {
  readonly element: HTMLElement;
  private readonly canvas: HTMLElement;
  private readonly legend: HTMLElement;
  private readonly remark: HTMLElement;
  private readonly details: HTMLDetailsElement;
  private chart: Chart | undefined;
  private fresh = false; // what is drawn is what it should be
  private width = 0;
  private height = 0;

  constructor(private readonly context: FigureContext, private figure: FigureSpec, private name: string,
              readonly small = false) {
    this.canvas = h('div', {class: 'chart', role: 'img'});
    this.legend = h('div', {class: 'scale', 'aria-hidden': 'true'});
    this.remark = h('p', {class: 'remark'});
    this.details = h('details', {class: 'numbers', toggle: () => this.fillTable()}, h('summary', {}, 'Numbers'));
    const exports = h('div', {class: 'exports', role: 'group', 'aria-label': `Save ${this.name}`},
      button('SVG', `Save ${this.name} as SVG`, () => this.saveSvg()),
      button('PNG', `Save ${this.name} as PNG`, () => this.savePng()),
      button('CSV', `Save the numbers of ${this.name} as CSV`, () => this.saveCsv()));
    const wide = figure.kind === 'parallel';
    const frame = h('div', {class: 'scroll', ...(wide ? {tabindex: 0, role: 'region', 'aria-label': name} : {})}, this.canvas);
    this.element = h('div', {class: 'figure'}, frame, this.legend, this.remark,
      h('div', {class: 'foot'}, this.details, exports));
    this.lay();
    observe(this);
    onTheme(() => {
      this.layScale();
      this.fresh = false;
      nearby.observe(this.element);
    });
  }

  show(figure: FigureSpec, name: string): void {
    this.figure = figure;
    this.name = name;
    this.lay();
    this.details.open = false;
    this.fresh = false;
    if (this.chart) this.draw();
  }

  /** Draws it unless it has been drawn already. */
  draw(): void {
    if (this.fresh) return;
    this.fresh = true;
    const chart = this.chart ?? this.open();
    chart.setOption(figureOption(this.drawing()), {notMerge: true});
    this.resize();
  }

  private open(): Chart {
    this.chart = openChart(this.canvas);
    Object.assign(this.canvas, {chart: this.chart}); // for scripts and tests
    this.chart.on('click', (item) => {
      const data = item.data as number[] | {trial?: number};
      const trial = Array.isArray(data) ? data[3] : data?.trial;
      if (trial !== undefined && !Number.isNaN(trial) && this.figure.kind !== 'heat') this.context.select(trial);
    });
    return this.chart;
  }

  resize(width?: number): void {
    const now = width ?? this.canvas.clientWidth;
    if (!this.chart || (now === this.width && this.canvas.clientHeight === this.height)) return;
    this.width = now;
    this.height = this.canvas.clientHeight;
    this.chart.resize(width ? {width} : {});
  }

  private drawing(): Drawing {
    return {figure: this.figure, numbers: this.context.numbers, theme: theme()};
  }

  private table(): Table {
    return figureTable(this.drawing(), this.context.trials);
  }

  private lay(): void {
    const drawing = this.drawing();
    this.canvas.style.height = `${figureHeight(drawing, this.small)}px`;
    this.canvas.style.minWidth = this.figure.kind === 'parallel' ? `${60 + 84 * this.figure.series.length}px` : '';
    this.canvas.setAttribute('aria-label', describe(this.figure));
    this.remark.textContent = this.figure.remark ?? '';
    this.remark.hidden = !this.figure.remark;
    this.layScale();
  }

  private layScale(): void {
    const {figure} = this;
    this.legend.hidden = !figure.shade || this.small;
    if (this.legend.hidden) return;
    const [weak, strong] = figure.shade!.startsWith('rank') ? ['worst', 'best'] : figure.shade === 'trial' ? ['first', 'last'] : ['worse', 'better'];
    const colours = [0, 0.2, 0.4, 0.6, 0.8, 1].map((t) => scaleColour(t)).join(',');
    const bar = h('span', {class: 'bar'});
    bar.style.background = `linear-gradient(90deg, ${colours})`;
    this.legend.replaceChildren(h('span', {}, figure.shade!), h('span', {}, weak), bar, h('span', {}, strong));
  }

  private fillTable(): void {
    this.details.querySelector('.tablebox')?.remove();
    if (!this.details.open) return;
    const table = this.table();
    const count = Math.min(table.count, tableRows);
    const body = h('tbody', {});
    for (let i = 0; i < count; ++i) body.append(h('tr', {}, ...table.row(i).map((cell) => h('td', {}, cell))));
    const caption = count < table.count ? `${this.name}: the first ${count} of ${table.count} rows; the CSV has all.` : this.name;
    this.details.append(h('div', {class: 'tablebox', tabindex: 0, role: 'region', 'aria-label': `Numbers of ${this.name}`},
      h('table', {}, h('caption', {}, caption),
        h('thead', {}, h('tr', {}, ...table.columns.map((column) => h('th', {scope: 'col'}, column)))), body)));
  }

  private saveSvg(): void {
    const option = {...figureOption(this.drawing()), backgroundColor: theme().paper};
    const width = Math.max(640, this.canvas.clientWidth);
    download(this.file('svg'), svgOf(option, width, this.canvas.clientHeight), 'image/svg+xml');
  }

  private savePng(): void {
    this.draw();
    const url = this.chart!.getDataURL({type: 'png', pixelRatio: 2, backgroundColor: theme().paper});
    const bytes = Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
    download(this.file('png'), bytes, 'image/png');
  }

  private saveCsv(): void {
    download(this.file('csv'), toCsv(this.table()), 'text/csv');
  }

  private file(ending: string): string {
    return `${fileName(this.context.study, this.name)}.${ending}`;
  }
}

const views = new Map<Element, FigureView>();
const nearby = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    views.get(entry.target)?.draw();
    nearby.unobserve(entry.target);
  }
}, {rootMargin: '200px'});
const resized = new ResizeObserver((entries) => {
  for (const entry of entries) views.get(entry.target)?.resize();
});

function observe(view: FigureView): void {
  views.set(view.element, view);
  nearby.observe(view.element);
  resized.observe(view.element);
}

/** Paper shows everything at once, at its own width. */
export function drawForPrint(): void {
  for (const view of views.values()) {
    view.draw();
    view.resize(view.small ? printWidth / 2 - 10 : printWidth);
  }
}

export function drawForScreen(): void {
  for (const view of views.values()) view.resize();
}
