// The table of trials: filtered, sorted, and drawn for the rows in sight alone.
import {fileName, toCsv} from './csv';
import {button, download, h} from './dom';
import {trialDetails} from './trial_details';
import {filterTrials, sortTrials} from './trial_filter';
import type {Column, Trials} from './trials';
import type {FigureContext} from './figure_view';
import type {StudyDocument} from './document';

const rowHeight = 33; // as in the style
const spareRows = 12;
const printedRows = 50;

export class TrialsTable {
  readonly element: HTMLElement;
  private readonly box: HTMLElement;
  private readonly body: HTMLTableSectionElement;
  private readonly heads: HTMLTableCellElement[];
  private readonly filter: HTMLInputElement;
  private readonly count: HTMLElement;
  private readonly details: HTMLElement;
  private places: Uint32Array;
  private sorted: {column: Column; down: boolean};
  private chosen = -1;
  private drawn = '';
  private printing = false;

  constructor(private readonly document: StudyDocument, private readonly trials: Trials, private readonly context: FigureContext) {
    this.places = filterTrials(trials, '');
    this.sorted = {column: trials.columns[0]!, down: false};
    this.filter = h('input', {
      type: 'search', id: 'trial-filter', autocomplete: 'off', spellcheck: 'false', placeholder: this.example(), input: () => this.refresh(),
    });
    this.count = h('p', {class: 'count', role: 'status'});
    this.body = h('tbody', {});
    this.heads = trials.columns.map((column) => h('th', {scope: 'col', class: column.texts || column.kind === 'number' ? '' : 'right'},
      h('button', {type: 'button', click: () => this.sortBy(column)}, h('span', {}, column.name))));
    const columns = h('colgroup', {}, ...trials.columns.map((column) => {
      const col = h('col', {});
      col.style.width = `${this.widthOf(column)}px`;
      return col;
    }));
    const table = h('table', {class: 'trials'}, h('caption', {class: 'hidden'}, 'Trials'), columns,
      h('thead', {}, h('tr', {}, ...this.heads)), this.body);
    table.style.width = `${trials.columns.reduce((sum, column) => sum + this.widthOf(column), 0)}px`;
    this.box = h('div', {class: 'trialbox', tabindex: 0, role: 'region', 'aria-label': 'Trials', scroll: () => this.draw()}, table);
    this.details = h('div', {class: 'details', id: 'trial-details', tabindex: -1});
    this.body.addEventListener('click', (event) => this.pressed(event));
    this.element = h('section', {class: 'card', id: 'trials', 'aria-labelledby': 'trials-title'},
      h('h2', {id: 'trials-title'}, 'Trials'),
      h('div', {class: 'controls'},
        h('label', {class: 'wide', for: 'trial-filter'}, h('span', {}, 'Filter'), this.filter),
        h('div', {class: 'exports'}, button('CSV', 'Save the filtered trials as CSV', () => this.save()))),
      this.count, this.box, this.details);
    if (trials.count === 0) this.box.replaceWith(h('p', {class: 'missing'}, 'No trial has begun yet.'));
    this.sortBy(this.firstColumn(), false);
    new ResizeObserver(() => this.draw()).observe(this.box);
  }

  /** Shows a trial's details and brings them into sight. */
  select(number: number): void {
    const index = this.trials.indexOf(number);
    if (index === undefined) return;
    this.choose(index);
    this.details.scrollIntoView({block: 'center'});
    this.details.focus({preventScroll: true});
  }

  setPrinting(on: boolean): void {
    this.printing = on;
    this.drawn = '';
    this.draw();
  }

  private example(): string {
    const column = this.trials.columns.find((one) => one.kind === 'parameter' && !one.texts);
    return column && /^\w+$/.test(column.name) ? `for instance: complete ${column.name} < ${this.trials.text(column, 0) || 1}` : 'for instance: complete';
  }

  /** Best first where there is one objective. */
  private firstColumn(): Column {
    const values = this.trials.columns.filter((column) => column.kind === 'value');
    return values.length === 1 ? values[0]! : this.trials.columns[0]!;
  }

  private widthOf(column: Column): number {
    if (column.kind === 'reason') return 300;
    const widest = Math.max([...column.name].length + 4, ...(column.texts ?? ['0.000012345']).map((text) => Math.min(24, [...text].length)));
    return Math.max(72, Math.min(210, 26 + widest * 7.6));
  }

  private sortBy(column: Column, turn = true): void {
    const objective = this.document.study.objectives[this.trials.columns.filter((one) => one.kind === 'value').indexOf(column)];
    const down = turn && this.sorted.column === column ? !this.sorted.down : objective?.direction === 'maximize';
    this.sorted = {column, down};
    this.heads.forEach((head, k) => {
      const here = this.trials.columns[k] === column;
      if (here) head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    this.refresh();
  }

  private refresh(): void {
    this.places = sortTrials(this.sorted.column, filterTrials(this.trials, this.filter.value), this.sorted.down);
    const shown = this.places.length;
    this.count.textContent = shown === this.trials.count ? `${shown} trials` : `${shown} of ${this.trials.count} trials`;
    this.box.scrollTop = 0;
    this.drawn = '';
    this.draw();
  }

  private draw(): void {
    const total = this.places.length;
    const height = this.box.clientHeight || 400;
    const first = this.printing ? 0 : Math.max(0, Math.floor(this.box.scrollTop / rowHeight) - spareRows);
    const last = this.printing ? Math.min(total, printedRows) : Math.min(total, first + Math.ceil(height / rowHeight) + 2 * spareRows);
    const state = `${first},${last}`;
    if (state === this.drawn) return;
    this.drawn = state;
    const gap = (rows: number) => {
      const row = h('tr', {'aria-hidden': 'true', class: 'gap'}, h('td', {colspan: this.trials.columns.length}));
      row.style.height = `${rows * rowHeight}px`;
      return row;
    };
    const rows: Node[] = first > 0 ? [gap(first)] : [];
    for (let i = first; i < last; ++i) rows.push(this.row(this.places[i]!));
    if (last < total && !this.printing) rows.push(gap(total - last));
    this.body.replaceChildren(...rows);
  }

  private row(index: number): HTMLElement {
    const cells = this.trials.columns.map((column) => {
      const text = this.trials.text(column, index);
      if (column.kind === 'number') {
        return h('th', {scope: 'row'}, h('button', {type: 'button', 'aria-label': `Details of trial ${text}`}, text));
      }
      if (column.kind === 'state') return h('td', {class: `state ${text}`}, text);
      return h('td', {class: column.texts ? '' : 'right', ...(column.texts && text ? {title: text} : {})}, text);
    });
    return h('tr', {'data-index': index, 'aria-current': String(index === this.chosen)}, ...cells);
  }

  private pressed(event: Event): void {
    const row = (event.target as Element).closest('tr[data-index]');
    if (row) this.choose(Number(row.getAttribute('data-index')));
  }

  private choose(index: number): void {
    this.chosen = index === this.chosen ? -1 : index;
    for (const row of this.body.querySelectorAll('tr[data-index]')) {
      row.setAttribute('aria-current', String(Number(row.getAttribute('data-index')) === this.chosen));
    }
    this.details.replaceChildren(...(this.chosen < 0 ? [] : [trialDetails(this.document, this.trials, this.chosen, this.context)]));
  }

  private save(): void {
    const {columns} = this.trials;
    const csv = toCsv({
      columns: columns.map((column) => column.name), count: this.places.length,
      row: (r) => columns.map((column) => this.trials.exactText(column, this.places[r]!)),
    });
    download(`${fileName(this.context.study, 'trials')}.csv`, csv, 'text/csv');
  }
}
