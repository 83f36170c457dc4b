// A figure as an option of ECharts.
import type {Option} from './charts';
import type {SeriesSpec} from './document';
import {h} from './dom';
import {axis, axisValue, cut, groupAxis, type AxisRange} from './figure_axes';
import {emphasis, heatSeries, seriesColour, seriesOf, shapes, type Drawing} from './figure_series';
import {shown} from './numbers';
import {scaleColour} from './theme';

const font = 'ui-sans-serif, system-ui, "Segoe UI", "Helvetica Neue", Arial, "Noto Sans", "Noto Sans CJK SC", sans-serif';

const coarse = matchMedia('(pointer: coarse)'); // a finger that scrolls the page must not move a plot

/** Lines of a tooltip, as elements: names of a study are never markup. */
export function tooltipLines(lines: string[]): HTMLElement {
  return h('div', {class: 'tip'}, ...lines.map((line) => h('div', {}, line)));
}

function tooltip(drawing: Drawing, formatter: (item: {data: number[]; seriesName: string; dataIndex: number}) => string[]): Option {
  const {theme} = drawing;
  return {
    trigger: 'item', confine: true, transitionDuration: 0, backgroundColor: theme.paper, borderColor: theme.rule,
    textStyle: {color: theme.ink, fontSize: 12}, formatter: (item: never) => tooltipLines(formatter(item)),
  };
}

function legend(drawing: Drawing): Option {
  const {figure, theme} = drawing;
  const named = figure.x.groups ? [] : figure.series.filter((series) => series.name);
  const names = named.map(({name, kind}) => ({
    name, ...(kind === 'scatter' ? {icon: shapes[figure.series.findIndex((one) => one.name === name) % shapes.length]} : {}),
  }));
  return {
    show: names.length > 1, data: names, type: 'scroll', top: 0, left: 0, right: 0, itemHeight: 9, itemWidth: 20,
    textStyle: {color: theme.muted, fontSize: 12}, pageTextStyle: {color: theme.muted}, pageIconColor: theme.accent,
    pageIconInactiveColor: theme.rule, inactiveColor: theme.rule,
  };
}

function base(drawing: Drawing): Option {
  return {animation: false, textStyle: {fontFamily: font}, backgroundColor: 'transparent', aria: {enabled: false}, legend: legend(drawing)};
}

function barOption(drawing: Drawing): Option {
  const {figure, numbers, theme} = drawing;
  const labels = figure.labels ?? [];
  const lengths = numbers.at(figure.series[0]?.y);
  const data = labels.map((_, i) => lengths[i] ?? 0);
  return {
    ...base(drawing),
    grid: {left: 8, right: 110, top: 8, bottom: 24, containLabel: true},
    tooltip: tooltip(drawing, (item) => [labels[item.dataIndex] ?? '', figure.notes?.[item.dataIndex] ?? shown(data[item.dataIndex])]),
    xAxis: {type: 'value', min: 0, axisLabel: {color: theme.muted, fontSize: 11}, splitLine: {lineStyle: {color: theme.rule}}},
    yAxis: {
      type: 'category', data: labels, inverse: true, axisLine: {lineStyle: {color: theme.rule}}, axisTick: {show: false},
      axisLabel: {color: theme.ink, fontSize: 12, width: 170, overflow: 'truncate', interval: 0},
    },
    series: [{
      type: 'bar', data, barMaxWidth: 16, itemStyle: {color: theme.accent, borderRadius: [0, 2, 2, 0]},
      label: {show: true, position: 'right', color: theme.muted, fontSize: 11, formatter: (item: {dataIndex: number}) => figure.notes?.[item.dataIndex] ?? ''},
    }],
  };
}

function parallelOption(drawing: Drawing): Option {
  const {figure, numbers, theme} = drawing;
  const columns = figure.series.map((series) => numbers.at(series.y));
  const shade = numbers.at(figure.series[0]?.shade), trials = numbers.at(figure.series[0]?.trials);
  const stands = emphasis(figure, shade);
  const missing = columns.map((column) => column.some((at) => Number.isNaN(at)));
  const below = -0.12;
  const order = Array.from(shade.keys()).sort((a, b) => stands(shade[a]!) - stands(shade[b]!));
  const opacity = Math.min(0.8, Math.max(0.12, 60 / order.length));
  const data = order.map((i) => ({
    value: columns.map((column) => (Number.isNaN(column[i]!) ? below : column[i]!)),
    trial: trials[i], shade: shade[i],
    lineStyle: {color: scaleColour(stands(shade[i]!), theme)},
  }));
  return {
    ...base(drawing),
    legend: {show: false},
    tooltip: tooltip(drawing, (item) => {
      const line = item.data as unknown as {trial: number; shade: number};
      return [`Trial ${line.trial}`, `${figure.shade}: ${shown(line.shade)}`];
    }),
    parallel: {
      left: 46, right: 60, top: 44, bottom: 24,
      parallelAxisDefault: {
        type: 'value', nameLocation: 'end', nameGap: 14, axisLine: {lineStyle: {color: theme.muted}}, splitLine: {show: false},
        areaSelectStyle: {width: 16, color: theme.accent, borderColor: theme.accent, opacity: 0.25},
      },
    },
    parallelAxis: figure.series.map((series, dim) => {
      const ticks = figure.axes?.[dim] ?? [];
      const places = [...(missing[dim] ? [below] : []), ...ticks.map((tick) => tick.at)];
      const label = (at: number) => (at < 0 ? 'none' : cut(ticks.find((tick) => Math.abs(tick.at - at) < 1e-6)?.label ?? '', 12));
      return {
        dim, min: missing[dim] ? below : 0, max: 1,
        name: series.name, nameTruncate: {maxWidth: 110}, nameTextStyle: {color: theme.ink, fontSize: 12},
        axisTick: {customValues: places, lineStyle: {color: theme.muted}},
        z: 20,
        axisLabel: {
          customValues: places, formatter: label, color: theme.ink, fontSize: 10,
          backgroundColor: theme.paper, padding: [1, 3], borderRadius: 2,
        },
      };
    }),
    series: [{
      type: 'parallel', data, lineStyle: {width: order.length > 150 ? 1 : 1.6, opacity}, inactiveOpacity: 0.03,
      activeOpacity: 0.95, progressive: 0, emphasis: {lineStyle: {width: 3, opacity: 1}},
    }],
  };
}

/** How many trials ran side by side at most. */
function lanesOf({figure, numbers}: Drawing): number {
  let lanes = 1;
  for (const series of figure.series) for (const lane of numbers.at(series.y)) lanes = Math.max(lanes, lane);
  return lanes;
}

function planeRange(drawing: Drawing): {x: AxisRange; y: AxisRange} {
  const {figure, numbers} = drawing;
  const edges = (place: number | undefined) => numbers.at(place);
  if (figure.kind === 'heat') {
    const xs = edges(figure.grid?.x_edges), ys = edges(figure.grid?.y_edges);
    return {x: {min: xs[0], max: xs[xs.length - 1]}, y: {min: ys[0], max: ys[ys.length - 1]}};
  }
  if (figure.kind === 'span') return {x: {}, y: {min: 0, max: lanesOf(drawing) + 1}};
  return {x: {}, y: {}};
}

function hover(drawing: Drawing): Option {
  const {figure} = drawing;
  return tooltip(drawing, (item) => {
    const [a = NaN, b = NaN, c = NaN, d = NaN, e = NaN] = item.data;
    if (figure.kind === 'span') return [`Trial ${d}, ${item.seriesName}`, `${shown(a)} to ${shown(c)}`];
    const x = `${figure.x.label}: ${axisValue(figure.x, a)}`;
    if (item.seriesName === 'mean' && figure.kind === 'heat') {
      return [`${figure.x.label}: ${shown(a)} to ${shown(c)}`, `${figure.y.label}: ${shown(b)} to ${shown(d)}`, `mean ${figure.shade}: ${shown(e)}`];
    }
    const lines = [x, `${figure.y.label || 'value'}: ${axisValue(figure.y, c)}`];
    if (figure.shade && figure.shade !== 'trial') lines.push(`${figure.shade}: ${shown(e)}`);
    if (!Number.isNaN(d)) lines.unshift(`Trial ${d}`);
    else if (item.seriesName) lines.unshift(item.seriesName);
    return lines;
  });
}

function planeOption(drawing: Drawing): Option {
  const {figure, theme} = drawing;
  const range = planeRange(drawing);
  const series: Option[] = figure.kind === 'heat' ? [heatSeries(drawing)] : [];
  figure.series.forEach((spec: SeriesSpec, index: number) => series.push(...seriesOf(drawing, spec, index)));
  const legendShown = (legend(drawing)['show'] as boolean) && figure.kind !== 'heat';
  const across = axis(figure.x, theme, range.x, true);
  const whole = figure.kind === 'span' ? {interval: Math.ceil(lanesOf(drawing) / 12)} : {};
  return {
    ...base(drawing),
    legend: {...legend(drawing), show: legendShown},
    color: figure.series.map((spec, index) => seriesColour(spec.name, index, theme)),
    grid: {left: 64, right: 18, top: legendShown ? 34 : 12, bottom: figure.x.groups ? 92 : 46},
    tooltip: hover(drawing),
    ...(coarse.matches ? {} : {dataZoom: [{type: 'inside', xAxisIndex: 0, zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false, filterMode: 'none'}]}),
    xAxis: figure.x.groups ? [across, groupAxis(figure.x, theme)] : across,
    yAxis: {...axis(figure.y, theme, range.y, false), ...whole},
    series,
  };
}

export function figureOption(drawing: Drawing): Option {
  if (drawing.figure.kind === 'bar') return barOption(drawing);
  if (drawing.figure.kind === 'parallel') return parallelOption(drawing);
  return planeOption(drawing);
}

/** How tall a figure is drawn, in pixels. */
export function figureHeight(drawing: Drawing, small: boolean): number {
  const {figure} = drawing;
  if (figure.kind === 'bar') return Math.min(900, 44 + 26 * (figure.labels?.length ?? 0));
  if (figure.kind === 'parallel') return 420;
  if (figure.kind === 'span') {
    return Math.min(600, 120 + 24 * lanesOf(drawing));
  }
  if (figure.kind === 'heat') return 440;
  return small ? 240 : 360;
}
