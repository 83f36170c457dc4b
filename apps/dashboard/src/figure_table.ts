// The numbers behind a figure: what a reader who does not see it reads, and what is saved as CSV.
import type {Table} from './csv';
import type {AxisSpec, FigureSpec, SeriesSpec} from './document';
import {tickLabel} from './figure_axes';
import type {Drawing} from './figure_series';
import {exact, isSingle, type NumberList} from './numbers';
import type {Trials} from './trials';

function onAxis(spec: AxisSpec, list: NumberList, i: number): string {
  return tickLabel(spec.ticks, list[i]!) ?? exact(list[i], isSingle(list));
}

function heatTable({figure, numbers}: Drawing): Table {
  const xs = numbers.at(figure.grid?.x_edges), ys = numbers.at(figure.grid?.y_edges), cells = numbers.at(figure.grid?.cells);
  const columns = xs.length - 1;
  const known = Array.from(cells.keys()).filter((i) => !Number.isNaN(cells[i]!));
  const place = (spec: AxisSpec, edges: NumberList, i: number) => {
    const label = tickLabel(spec.ticks, (edges[i]! + edges[i + 1]!) / 2);
    return label !== undefined ? [label, label] : [exact(edges[i], isSingle(edges)), exact(edges[i + 1], isSingle(edges))];
  };
  return {
    columns: [`${figure.x.label} from`, `${figure.x.label} to`, `${figure.y.label} from`, `${figure.y.label} to`, `mean ${figure.shade}`],
    count: known.length,
    row: (r) => {
      const i = known[r]!;
      return [...place(figure.x, xs, i % columns), ...place(figure.y, ys, Math.floor(i / columns)), exact(cells[i], isSingle(cells))];
    },
  };
}

function parallelTable({figure, numbers}: Drawing, trials: Trials): Table {
  const shown = numbers.at(figure.series[0]?.trials);
  const names = new Set(figure.series.map((series) => series.name));
  const columns = trials.columns.filter((column) => column.kind === 'number' || names.has(column.name));
  return {
    columns: columns.map((column) => column.name),
    count: shown.length,
    row: (r) => columns.map((column) => trials.exactText(column, trials.indexOf(shown[r]!) ?? 0)),
  };
}

function barTable({figure, numbers}: Drawing): Table {
  const lengths = numbers.at(figure.series[0]?.y);
  return {
    columns: ['Name', figure.title, 'Note'],
    count: figure.labels?.length ?? 0,
    row: (r) => [figure.labels?.[r] ?? '', exact(lengths[r], isSingle(lengths)), figure.notes?.[r] ?? ''],
  };
}

function planeTable({figure, numbers}: Drawing): Table {
  const rows: {series: SeriesSpec; i: number}[] = [];
  for (const series of figure.series) {
    const x = numbers.at(series.x), y = numbers.at(series.y), shade = numbers.at(series.shade);
    for (let i = 0; i < x.length; ++i) {
      if (!Number.isNaN(x[i]!) && !Number.isNaN(y[i]!) && !(shade.length && Number.isNaN(shade[i]!))) rows.push({series, i});
    }
  }
  const has = (key: 'trials' | 'end' | 'shade') => figure.series.some((series) => series[key] !== undefined);
  const withShade = has('shade') && figure.shade !== 'trial';
  const span = figure.kind === 'span';
  return {
    columns: [
      'Series', ...(has('trials') ? ['Trial'] : []), figure.x.label || 'x', ...(span ? [`${figure.x.label} at the end`] : []),
      figure.y.label || 'y', ...(has('end') && !span ? [`${figure.y.label} up to`] : []), ...(withShade ? [figure.shade ?? ''] : []),
    ],
    count: rows.length,
    row: (r) => {
      const {series, i} = rows[r]!;
      const number = (place: number | undefined) => (place === undefined ? '' : exact(numbers.at(place)[i], isSingle(numbers.at(place))));
      return [
        series.name, ...(has('trials') ? [number(series.trials)] : []), onAxis(figure.x, numbers.at(series.x), i),
        ...(span ? [number(series.end)] : []), onAxis(figure.y, numbers.at(series.y), i),
        ...(has('end') && !span ? [number(series.end)] : []), ...(withShade ? [number(series.shade)] : []),
      ];
    },
  };
}

export function figureTable(drawing: Drawing, trials: Trials): Table {
  switch (drawing.figure.kind) {
    case 'heat': return heatTable(drawing);
    case 'parallel': return parallelTable(drawing, trials);
    case 'bar': return barTable(drawing);
    default: return planeTable(drawing);
  }
}

/** What the figure shows, in a sentence, for whoever does not see it. */
export function describe(figure: FigureSpec): string {
  const across = figure.x.label ? ` over ${figure.x.label}` : '';
  const up = figure.y.label || figure.shade || figure.title;
  return `${figure.title}: ${up}${across}. Its numbers are in the table below.`;
}
