// What tuning gained, as `vernier assess` found: the statement, scores before and after, gains with intervals, and every
// other number under its name.
import type {Json, StudyDocument} from './document';
import {h} from './dom';
import {shown} from './numbers';
import {pairs} from './trial_details';

type Fields = {[key: string]: Json};

function fields(json: Json | undefined): Fields | undefined {
  return json !== null && typeof json === 'object' && !Array.isArray(json) ? json : undefined;
}

function list(json: Json | undefined): Fields[] {
  return Array.isArray(json) ? json.map(fields).filter((one): one is Fields => one !== undefined) : [];
}

function cell(json: Json | undefined, digits = 4): string {
  if (json === null || json === undefined) return '–';
  if (Array.isArray(json)) return json.map((one) => (one === null ? '∞' : cell(one, digits))).join(' to ');
  return typeof json === 'number' ? shown(json, digits) : String(json);
}

export function dataTable(caption: string, columns: string[], rows: string[][]): HTMLElement {
  const numeric = (k: number) => (rows.some((row) => /\d/.test(row[k] ?? '')) && k > 0 ? 'right' : '');
  return h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption},
    h('table', {class: 'configuration'}, h('caption', {}, caption),
      h('thead', {}, h('tr', {}, ...columns.map((column, k) => h('th', {scope: 'col', class: numeric(k)}, column)))),
      h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map((text, k) => (
        k === 0 ? h('th', {scope: 'row'}, text) : h('td', {class: numeric(k)}, text))))))));
}

/** The mean test score of a contender by a metric. */
function meanScore(contender: Fields, metric: string): number | undefined {
  const scores = list(contender['repeats']).map((repeat) => fields(repeat['test'])?.[metric]).filter((one): one is number => typeof one === 'number');
  return scores.length > 0 ? scores.reduce((a, b) => a + b, 0) / scores.length : undefined;
}

/** [name, before, after] of each metric that is known of the default settings and of the tuned ones. */
function scores(json: Fields, plainScores: Json | undefined, tunedScores: Json | undefined): string[][] {
  const before = fields(plainScores), after = fields(tunedScores);
  if (before && after) return Object.keys(after).map((metric) => [metric, cell(before[metric], 5), cell(after[metric], 5)]);
  const contenders = list(json['contenders']);
  const of = (role: string) => contenders.find((one) => String(one['role']).startsWith(role));
  const metric = json['metric'], plain = of('default'), tuned = of('recommended'); // roles of an assessment
  if (typeof metric !== 'string' || !plain || !tuned) return [];
  const [a, b] = [meanScore(plain, metric), meanScore(tuned, metric)];
  return a !== undefined && b !== undefined ? [[metric, shown(a), shown(b)]] : [];
}

function gains(json: Fields): HTMLElement | null {
  const rows = list(json['gains']).map((gain) => [
    `${cell(gain['of'])} over ${cell(gain['over'])}`, `${cell(gain['metric'])}, ${cell(gain['part'])}`, cell(gain['mean']), cell(gain['interval']),
    cell(gain['probability'], 3), cell(gain['adjusted_p_value'], 3)]);
  return rows.length > 0 ? dataTable('Gains over pairs of trainings', ['Gain of', 'Measured by', 'Mean', '95 % interval', 'Probability', 'Adjusted p'], rows) : null;
}

/** Names and numbers of nested objects, one row each. */
function flattened(json: Json, name: string): [string, string][] {
  if (json === null) return [];
  const under = (key: string) => (name ? `${name}, ${key.replaceAll('_', ' ')}` : key.replaceAll('_', ' '));
  if (Array.isArray(json)) return json.every((one) => typeof one !== 'object' || one === null) ? [[name, cell(json)]] : [];
  if (typeof json === 'object') return Object.entries(json).flatMap(([key, value]) => flattened(value, under(key)));
  return [[name, cell(json, 5)]];
}

export function assessment(page: StudyDocument): HTMLElement {
  const json = fields(page.assessment);
  if (!json) {
    return h('p', {class: 'note'}, 'What tuning gained has not been assessed: the values shown are those that the search itself saw.');
  }
  const {statement, notes, default: plain, tuned, ...rest} = json;
  const sentences = (Array.isArray(statement) ? statement : [statement]).filter((one): one is string => typeof one === 'string');
  const before = scores(json, plain, tuned);
  const others = flattened(rest, '');
  const remarks = Array.isArray(notes) ? notes.filter((note): note is string => typeof note === 'string') : [];
  return h('div', {class: 'assessment'}, h('h2', {}, 'What tuning gained'),
    ...sentences.map((sentence, k) => h('p', {class: k === 0 ? 'statement' : 'sentence'}, sentence)),
    before.length > 0 && dataTable('Scores on the test part', ['Metric', 'Default settings', 'Tuned'], before),
    ...remarks.map((note) => h('p', {class: 'note'}, note)),
    others.length > 0 && h('details', {}, h('summary', {}, 'All numbers of the assessment'), gains(json), pairs(others)));
}
