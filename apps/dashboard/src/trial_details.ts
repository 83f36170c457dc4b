// Everything that is known of one trial.
import {openChart} from './charts';
import type {StudyDocument} from './document';
import {h} from './dom';
import {shown} from './numbers';
import {theme} from './theme';
import type {Trials} from './trials';

export function pairs(rows: [string, string][]): HTMLElement {
  return h('dl', {class: 'pairs'}, ...rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

function curveChart(document: StudyDocument, trials: Trials, index: number): HTMLElement {
  const element = h('div', {class: 'chart small'});
  const curves = document.study.objectives.map((objective, k) => ({name: objective.name, curve: trials.curve(index, k)}));
  const label = curves.map(({name, curve}) => `${name}: ${curve.values.map((value) => shown(value, 4)).join(', ')}`).join('; ');
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', `Intermediate values. ${label}`);
  requestAnimationFrame(() => {
    const {muted, rule, kinds} = theme();
    const axis = {axisLabel: {color: muted, fontSize: 11}, splitLine: {lineStyle: {color: rule}}, scale: true};
    openChart(element).setOption({
      animation: false, grid: {left: 56, right: 12, top: 12, bottom: 26},
      xAxis: {type: 'value', ...axis, splitLine: {show: false}}, yAxis: {type: 'value', ...axis},
      series: curves.map(({name, curve}, k) => ({
        type: 'line', name, data: curve.steps.map((step, i) => [step, curve.values[i]]), symbolSize: 5,
        showSymbol: curve.steps.length < 60, lineStyle: {color: kinds[k % kinds.length]}, itemStyle: {color: kinds[k % kinds.length]},
      })),
    });
  });
  return element;
}

export function trialDetails(document: StudyDocument, trials: Trials, index: number, context: {study: string}): HTMLElement {
  const rows = trials.columns.filter((column) => column.kind !== 'number')
    .map((column): [string, string] => [column.name, trials.text(column, index)]).filter(([, text]) => text !== '');
  if (trials.violates(index)) rows.push(['Constraints', 'violated']);
  const number = trials.columns[0]!.numbers[index]!;
  const reports = trials.reportCount(index);
  if (reports > 0) rows.push(['Reports', String(reports)]);
  return h('div', {class: 'trial'}, h('h3', {}, `Trial ${number} of ${context.study}`), pairs(rows),
    reports > 1 && curveChart(document, trials, index));
}
