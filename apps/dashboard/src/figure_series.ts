// The series of a figure.
import type {Option} from './charts';
import type {FigureSpec, SeriesSpec} from './document';
import type {NumberList, Numbers} from './numbers';
import {scaleColour, type Theme} from './theme';

const crowded = 2000; // points, above which they are drawn in buckets of one colour
const buckets = 8;
const dashes: (string | number[])[] = ['solid', 'dashed', 'dotted', [10, 3, 2, 3], [14, 4]];
export const shapes = ['circle', 'triangle', 'rect', 'diamond', 'pin'];

export interface Drawing {
  figure: FigureSpec;
  numbers: Numbers;
  theme: Theme;
}

/** From 0 to 1 by how much an amount stands out. */
export function emphasis(figure: FigureSpec, list: ArrayLike<number>): (value: number) => number {
  let low = Infinity, high = -Infinity;
  for (let i = 0; i < list.length; ++i) {
    low = Math.min(low, Number.isNaN(list[i]!) ? low : list[i]!);
    high = Math.max(high, Number.isNaN(list[i]!) ? high : list[i]!);
  }
  const share = (value: number) => (high > low ? (value - low) / (high - low) : 1);
  return figure.low_stands_out ? (value) => 1 - (high > low ? share(value) : 0) : share;
}

function clamped(figure: FigureSpec, value: number): number {
  return Math.min(figure.y.high ?? Infinity, Math.max(figure.y.low ?? -Infinity, value));
}

function isFixed(name: string): 'best' | 'quiet' | undefined {
  if (name === 'best so far' || name === 'not dominated' || name === 'median') return 'best';
  if (name === 'failed') return 'best';
  if (['pruned', 'others', 'some others', 'paused', 'middle 80 %'].includes(name)) return 'quiet';
  return undefined;
}

export function seriesColour(name: string, index: number, theme: Theme): string {
  const fixed = isFixed(name);
  if (fixed) return fixed === 'best' ? theme.best : theme.quiet;
  if (name === 'complete') return theme.kinds[0]!;
  return theme.kinds[index % theme.kinds.length]!;
}

/** [x, y as drawn, y, trial], what is not finite left out or, in a line, a break. */
function points(drawing: Drawing, spec: SeriesSpec, keepBreaks: boolean, shade?: NumberList): (number | string)[][] {
  const {numbers, figure} = drawing;
  const x = numbers.at(spec.x), y = numbers.at(spec.y), trials = numbers.at(spec.trials);
  const data: (number | string)[][] = [];
  for (let i = 0; i < x.length; ++i) {
    const known = !Number.isNaN(x[i]!) && !Number.isNaN(y[i]!) && !(shade?.length && Number.isNaN(shade[i]!));
    if (known) data.push([x[i]!, clamped(figure, y[i]!), y[i]!, trials[i] ?? NaN, shade?.[i] ?? NaN]);
    else if (keepBreaks) data.push(['-', '-', '-', '-', '-']);
  }
  return data;
}

function scatterSeries(drawing: Drawing, spec: SeriesSpec, index: number): Option[] {
  const {figure, numbers, theme} = drawing;
  const shade = numbers.at(spec.shade);
  const onHeat = figure.kind === 'heat';
  const data = points(drawing, spec, false, shade);
  const size = data.length > crowded ? 4 : data.length > 200 ? 6 : 8;
  const base: Option = {type: 'scatter', name: spec.name, symbolSize: onHeat ? 4 : size, symbol: shapes[index % shapes.length]};
  if (onHeat) {
    const style = {color: theme.paper, borderColor: theme.ink, borderWidth: 1, opacity: 0.9};
    return [{...base, data: data.length > crowded ? [] : data, itemStyle: style}];
  }
  if (shade.length === 0) {
    const colour = seriesColour(spec.name, index, theme);
    const hollow = isFixed(spec.name) === 'quiet';
    const style = hollow ? {color: theme.paper, borderColor: colour, borderWidth: 1.2} : {color: colour, opacity: 0.7};
    return [{...base, data, large: data.length > crowded, itemStyle: data.length > crowded ? {color: colour} : style}];
  }
  const stands = emphasis(figure, shade);
  if (data.length <= crowded) {
    const colour = (item: {data: number[]}) => scaleColour(stands(item.data[4]!), theme);
    return [{...base, data, itemStyle: {color: colour, opacity: 0.9}}];
  }
  const parts: (number | string)[][][] = Array.from({length: buckets}, () => []);
  for (const point of data) parts[Math.min(buckets - 1, Math.floor(stands(point[4] as number) * buckets))]!.push(point);
  return parts.map((part, k) => ({
    ...base, data: part, large: true, largeThreshold: 100, z: 2 + k,
    itemStyle: {color: scaleColour((k + 0.5) / buckets, theme)},
  }));
}

function lineSeries(drawing: Drawing, spec: SeriesSpec, index: number): Option[] {
  const data = points(drawing, spec, true);
  const {theme} = drawing;
  const fixed = isFixed(spec.name);
  const grouped = drawing.figure.x.groups !== undefined;
  const colour = seriesColour(grouped ? '' : spec.name, index, theme);
  return [{
    type: 'line', name: spec.name, data, step: spec.kind === 'step' ? 'end' : false, connectNulls: false,
    showSymbol: spec.kind === 'line' && spec.name !== 'median' && data.length <= 60, symbol: shapes[index % shapes.length], symbolSize: 5, z: fixed === 'quiet' ? 1 : 4,
    lineStyle: {
      color: colour, width: fixed === 'quiet' ? 0.8 : 2, opacity: fixed === 'quiet' ? 0.35 : 1,
      type: fixed === 'quiet' || grouped || spec.kind === 'step' ? 'solid' : spec.name === 'median' ? [6, 3] : dashes[index % dashes.length],
    },
    itemStyle: {color: colour, opacity: fixed === 'quiet' ? 0.35 : 1}, emphasis: {disabled: true},
  }];
}

interface RenderApi {
  value(dimension: number): number;
  coord(point: number[]): number[];
}

function bandSeries(drawing: Drawing, spec: SeriesSpec, index: number): Option[] {
  const {numbers, figure} = drawing;
  const x = numbers.at(spec.x), low = numbers.at(spec.y), high = numbers.at(spec.end);
  const data = Array.from(x, (at, i) => [at, clamped(figure, low[i]!), clamped(figure, high[i]!)]);
  const whose = spec.name.endsWith(', 95 %') ? index - 1 : index; // the band of the line before it
  const colour = seriesColour(spec.name, whose, drawing.theme);
  return [{
    type: 'custom', name: spec.name, data, encode: {x: 0, y: [1, 2]}, z: 0, silent: true, clip: true,
    itemStyle: {color: colour},
    renderItem: (item: {dataIndex: number}, api: RenderApi) => {
      if (item.dataIndex > 0) return null;
      const line = [...data.map((p) => [p[0]!, p[1]!]), ...data.map((p) => [p[0]!, p[2]!]).reverse()];
      return {type: 'polygon', shape: {points: line.map((p) => api.coord(p))}, style: {fill: colour, opacity: 0.16}};
    },
  }];
}

function spanSeries(drawing: Drawing, spec: SeriesSpec, index: number): Option[] {
  const {numbers, theme} = drawing;
  const x = numbers.at(spec.x), end = numbers.at(spec.end), y = numbers.at(spec.y), trials = numbers.at(spec.trials);
  const data = Array.from(x, (at, i) => [at, y[i]!, end[i]!, trials[i] ?? NaN]);
  const colour = seriesColour(spec.name, index, theme);
  const hollow = spec.name !== 'complete';
  return [{
    type: 'custom', name: spec.name, data, encode: {x: [0, 2], y: 1}, clip: true, itemStyle: {color: colour},
    renderItem: (_: unknown, api: RenderApi) => {
      const [left, middle] = api.coord([api.value(0), api.value(1)]) as [number, number];
      const [right] = api.coord([api.value(2), api.value(1)]) as [number];
      const [, next] = api.coord([api.value(0), api.value(1) + 1]) as [number, number];
      const height = Math.max(2, Math.min(18, Math.abs(next - middle) * 0.7));
      const shape = {x: left, y: middle - height / 2, width: Math.max(1, right - left - 0.5), height, r: height > 6 ? 2 : 0};
      return {type: 'rect', shape, style: {fill: hollow ? theme.paper : colour, stroke: colour, lineWidth: hollow ? 1.2 : 0}};
    },
  }];
}

export function heatSeries(drawing: Drawing): Option {
  const {numbers, figure, theme} = drawing;
  const xs = numbers.at(figure.grid?.x_edges), ys = numbers.at(figure.grid?.y_edges), cells = numbers.at(figure.grid?.cells);
  const stands = emphasis(figure, cells);
  const columns = xs.length - 1;
  const data: number[][] = [];
  for (let i = 0; i < cells.length; ++i) {
    const column = i % columns, row = Math.floor(i / columns);
    if (!Number.isNaN(cells[i]!)) data.push([xs[column]!, ys[row]!, xs[column + 1]!, ys[row + 1]!, cells[i]!]);
  }
  return {
    type: 'custom', name: 'mean', data, encode: {x: [0, 2], y: [1, 3]}, z: 1, clip: true,
    renderItem: (_: unknown, api: RenderApi) => {
      const [left, bottom] = api.coord([api.value(0), api.value(1)]) as [number, number];
      const [right, top] = api.coord([api.value(2), api.value(3)]) as [number, number];
      const shape = {x: left, y: top, width: right - left + 0.6, height: bottom - top + 0.6};
      return {type: 'rect', shape, style: {fill: scaleColour(stands(api.value(4)), theme)}};
    },
  };
}

export function seriesOf(drawing: Drawing, spec: SeriesSpec, index: number): Option[] {
  switch (spec.kind) {
    case 'scatter': return scatterSeries(drawing, spec, index);
    case 'band': return bandSeries(drawing, spec, index);
    case 'span': return spanSeries(drawing, spec, index);
    default: return lineSeries(drawing, spec, index);
  }
}
