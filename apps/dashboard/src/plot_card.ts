// A plot with its title, the choice of what it shows, and its figures.
import type {PlotSpec} from './document';
import {h, uniqueId} from './dom';
import {FigureView, type FigureContext} from './figure_view';

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

function oneFigure(plot: PlotSpec, context: FigureContext): HTMLElement[] {
  const pair = plot.keys.slice(-2).join() === 'Across,Up';
  const at = (key: number) => (pair && key >= plot.keys.length - 2
    ? [...new Set([...wordsAt(plot, plot.keys.length - 2), ...wordsAt(plot, plot.keys.length - 1)])] : wordsAt(plot, key));
  const selects: HTMLSelectElement[] = plot.keys.map((key, k) => chooser(`${plot.title}: ${key.toLowerCase()}`, at(k), () => change(k)));
  const first = plot.figures[0]!;
  first.of.forEach((word, k) => (selects[k]!.value = word));
  const view = new FigureView(context, first.figure, nameOf(plot, first.of));

  function change(changed: number): void {
    const wanted = selects.map((select) => select.value);
    const matches = (of: string[]) => of.every((word, k) => word === wanted[k]);
    let found = plot.figures.find((figure) => matches(figure.of));
    if (!found && pair) {
      // Pairs are there once: the other parameter follows where the same one was chosen twice, and the axes change places.
      const [across, up] = [plot.keys.length - 2, plot.keys.length - 1];
      [wanted[across], wanted[up]] = [wanted[up]!, wanted[across]!];
      found = plot.figures.find((figure) => matches(figure.of)) ??
        plot.figures.find((figure) => figure.of.slice(0, across).every((word, k) => word === wanted[k]) &&
          figure.of.slice(across).includes(selects[changed]!.value));
    }
    if (!found) return;
    found.of.forEach((word, k) => (selects[k]!.value = word));
    view.show(found.figure, nameOf(plot, found.of));
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
