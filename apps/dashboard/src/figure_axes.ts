// The two axes of a figure.
import type {Option} from './charts';
import type {AxisSpec, Tick} from './document';
import {shown} from './numbers';
import type {Theme} from './theme';

/** The label of a place with a name of its own. */
export function tickLabel(ticks: Tick[] | undefined, at: number): string | undefined {
  return ticks?.find((tick) => Math.abs(tick.at - at) < 1e-9)?.label;
}

/** A value of an axis for people. */
export function axisValue(spec: AxisSpec, at: number): string {
  return tickLabel(spec.ticks, at) ?? shown(at);
}

/** The beginning of a text that is longer than so many letters. */
export function cut(text: string, length: number): string {
  const letters = [...text];
  return letters.length > length ? letters.slice(0, length - 1).join('') + '…' : text;
}

export interface AxisRange {
  min?: number | undefined;
  max?: number | undefined;
}

export function axis(spec: AxisSpec, theme: Theme, range: AxisRange, across: boolean): Option {
  const option: Option = {
    type: spec.log ? 'log' : 'value',
    name: cut(spec.label, across ? 60 : 34),
    nameLocation: 'middle',
    nameGap: across ? (spec.groups ? 50 : 28) : 50,
    nameTextStyle: {color: theme.muted, fontSize: 12},
    scale: true,
    axisLine: {show: across, lineStyle: {color: theme.rule}},
    axisTick: {show: across, lineStyle: {color: theme.rule}},
    splitLine: {show: !across, lineStyle: {color: theme.rule, width: 1}},
    axisLabel: {
      color: theme.muted, fontSize: 11, hideOverlap: true, formatter: (value: number) => shown(value, 4),
    } as Option,
  };
  if (range.min !== undefined) option['min'] = range.min;
  if (range.max !== undefined) option['max'] = range.max;
  if (spec.ticks) {
    const places = spec.ticks.map((tick) => tick.at);
    option['min'] = Math.min(...places) - 0.5;
    option['max'] = Math.max(...places) + 0.5;
    option['interval'] = 1;
    option['axisTick'] = {show: across, customValues: places, lineStyle: {color: theme.rule}};
    const long = spec.groups !== undefined && spec.ticks.some((tick) => tick.label.length > 6);
    const short = (label: string) => label.replace(/\d*\.\d+(e[-+]?\d+)?/g, (number) => shown(Number(number), 2));
    option['axisLabel'] = {
      ...(option['axisLabel'] as Option), customValues: places, ...(long ? {show: places.length <= 40, rotate: 38, hideOverlap: false, fontSize: 10} : {}),
      formatter: (value: number) => {
        const label = tickLabel(spec.ticks, value) ?? '';
        return cut(spec.groups ? short(label) : label, across ? 16 : 10);
      },
    };
  }
  return option;
}

/** A second row of names below the ticks. */
export function groupAxis(spec: AxisSpec, theme: Theme): Option {
  const places = (spec.ticks ?? []).map((tick) => tick.at);
  const groups = spec.groups ?? [];
  return {
    type: 'value', position: 'bottom', offset: 58, min: Math.min(...places) - 0.5, max: Math.max(...places) + 0.5,
    axisLine: {show: false}, axisTick: {show: false}, splitLine: {show: false},
    axisLabel: {
      color: theme.ink, fontSize: 12, hideOverlap: true, customValues: groups.map((group) => group.at),
      formatter: (value: number) => cut(tickLabel(groups, value) ?? '', 18),
    },
  };
}
