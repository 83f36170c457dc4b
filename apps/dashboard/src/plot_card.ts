// A plot with its title, the choice of what it shows, and its figures.
import type {FigureSpec, PlotSpec} from './document';
import {h, uniqueId} from './dom';
import {FigureView, type FigureContext} from './figure_view';
import {transposed} from './transposed';

const firstSlices = 6;

function chooser(label: string, words: string[], change: () => void): HTMLSelectElement {
  const select = h('select', {id: uniqueId('choice'), change, 'aria-label': label});
  for (const word of words) select.append(h('option', {value: word}, word));
  return select;
}

/** Distinct words at this place of `of`, in order. */
function wordsAt(plot: PlotSpec, place: number): string[] {
  return [...new Set(plot.figures.map((figure) => figure.of[place] ?? ''))];
}

function nameOf(plot: PlotSpec, of: string[]): string {
  return [plot.title, ...of].join(' ');
}

/** The figure of these words; of a pair of parameters in either order. */
function figureOf(plot: PlotSpec, wanted: string[], context: FigureContext): FigureSpec | undefined {
  const find = (words: string[]) => plot.figures.find(({of}) => of.every((word, k) => word === words[k]))?.figure;
  const found = find(wanted);
  if (found || !isPair(plot)) return found;
  const turned = find([...wanted.slice(0, -2), ...wanted.slice(-2).reverse()]);
  return turned && transposed(turned, context.numbers);
}

function isPair(plot: PlotSpec): boolean {
  return plot.keys.slice(-2).join() === 'Across,Up';
}

function oneFigure(plot: PlotSpec, context: FigureContext): HTMLElement[] {
  const last = plot.keys.length - 1;
  const inPair = (key: number) => isPair(plot) && key >= last - 1;
  const both = isPair(plot) ? [...new Set([...wordsAt(plot, last - 1), ...wordsAt(plot, last)])] : [];
  const selects: HTMLSelectElement[] = plot.keys.map((key, k) => (
    chooser(`${plot.title}: ${key.toLowerCase()}`, inPair(k) ? both : wordsAt(plot, k), () => change(k))));
  const first = plot.figures[0]!;
  const shown = [...first.of];
  shown.forEach((word, k) => (selects[k]!.value = word));
  const view = new FigureView(context, first.figure, nameOf(plot, first.of));

  function change(changed: number): void {
    const wanted = selects.map((select) => select.value);
    // The same parameter on both axes: they exchange what they show.
    if (isPair(plot) && wanted[last] === wanted[last - 1]) wanted[changed === last ? last - 1 : last] = shown[changed]!;
    const figure = figureOf(plot, wanted, context);
    if (!figure) return;
    wanted.forEach((word, k) => (selects[k]!.value = shown[k] = word));
    view.show(figure, nameOf(plot, wanted));
  }

  const controls = selects.length === 0 ? [] : [h('div', {class: 'controls'},
    ...selects.map((select, k) => h('label', {}, h('span', {}, plot.keys[k] ?? ''), select)))];
  return [...controls, view.element];
}

function manyFigures(plot: PlotSpec, context: FigureContext): HTMLElement[] {
  const grid = h('div', {class: 'grid'});
  const made = new Map<PlotSpec['figures'][number], FigureView>();
  const objectives = plot.keys.length > 1 ? wordsAt(plot, 0) : [];
  const more = h('button', {type: 'button', class: 'more', click: () => fill(true)});
  const select = chooser(`${plot.title}: objective`, objectives, () => fill(false));

  function fill(all: boolean): void {
    const figures = plot.figures.filter((figure) => objectives.length === 0 || figure.of[0] === select.value);
    const shown = all ? figures : figures.slice(0, firstSlices);
    for (const one of shown) {
      if (!made.has(one)) made.set(one, new FigureView(context, one.figure, nameOf(plot, one.of), true));
    }
    grid.replaceChildren(...shown.map((one) => made.get(one)!.element));
    more.hidden = shown.length === figures.length;
    more.textContent = `Show all ${figures.length}`;
  }
  fill(false);
  const controls = objectives.length > 0 ? [h('div', {class: 'controls'}, h('label', {}, h('span', {}, 'Objective'), select))] : [];
  return [...controls, grid, more];
}

export function plotCard(plot: PlotSpec, context: FigureContext): HTMLElement {
  const body = plot.figures.length === 0 ? [h('p', {class: 'missing'}, plot.missing ?? '')]
    : plot.id === 'slices' ? manyFigures(plot, context) : oneFigure(plot, context);
  return h('section', {class: 'card', id: plot.id, 'data-plot': plot.id, 'aria-labelledby': `${plot.id}-title`},
    h('h2', {id: `${plot.id}-title`}, plot.title), h('p', {class: 'about'}, plot.about), ...body);
}
