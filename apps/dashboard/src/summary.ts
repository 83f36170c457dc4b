// The first page: what the study found, what it cost, and the configuration to use.
import {assessment} from './assessment';
import type {Outcome, Range, StudyDocument} from './document';
import {h} from './dom';
import {duration, shown, type Numbers} from './numbers';
import {pairs} from './trial_details';
import {scalarText} from './trials';

function countsText(counts: StudyDocument['study']['trials']): string {
  const parts: string[] = [];
  for (const [name, count] of Object.entries(counts)) if (count > 0) parts.push(`${count} ${name === 'running' ? 'unfinished' : name}`);
  return parts.length > 0 ? parts.join(', ') : 'none yet';
}

function totalSeconds(page: StudyDocument, numbers: Numbers): number {
  let sum = 0;
  for (const seconds of numbers.at(page.trials.seconds)) sum += seconds;
  return sum;
}

function facts(page: StudyDocument, numbers: Numbers): HTMLElement {
  const {study} = page;
  const rows: [string, string][] = [
    ['Objective', study.objectives.map(({name, direction}) => `${direction} ${name}`).join(', ')],
    ['Trials', countsText(study.trials)],
  ];
  const seconds = totalSeconds(page, numbers);
  if (seconds > 0) rows.push(['Time of all trials', duration(seconds)]);
  if (study.step && study.used > 0) rows.push([study.step[0]!.toUpperCase() + study.step.slice(1), shown(study.used)]);
  rows.push(['Sampler', study.sampler], ['Pruner', study.pruner], ['Seed', String(study.seed)]);
  return h('div', {class: 'facts'}, h('h2', {}, 'The search'), pairs(rows));
}

function share(range: Range, value: unknown): number | undefined {
  if (typeof value !== 'number' || range.min === undefined || range.max === undefined || range.max <= range.min) return undefined;
  return range.log ? Math.log(value / range.min) / Math.log(range.max / range.min) : (value - range.min) / (range.max - range.min);
}

function rangeText(range: Range): string {
  if (range.values) return range.values.map(scalarText).join(', ');
  return `${shown(range.min)} to ${shown(range.max)}${range.log ? ', log' : ''}`;
}

/** Where in its range a value lies, as on a rule. */
function rule(range: Range, value: unknown): HTMLElement | null {
  const at = share(range, value);
  if (at === undefined) return null;
  const mark = h('i', {});
  mark.style.left = `${Math.min(1, Math.max(0, at)) * 100}%`;
  return h('span', {class: 'rule', 'aria-hidden': 'true'}, mark);
}

export function configuration(page: StudyDocument, outcome: Outcome): HTMLElement {
  const rows = page.study.space.parameters.filter((parameter) => parameter.name in outcome.params).map((parameter) => {
    const value = outcome.params[parameter.name]!;
    return h('tr', {}, h('th', {scope: 'row'}, parameter.name), h('td', {class: 'right'}, scalarText(value)),
      h('td', {class: 'range'}, rule(parameter.range, value), h('span', {}, rangeText(parameter.range))));
  });
  return h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Configuration of trial ${outcome.trial}`},
    h('table', {class: 'configuration'},
      h('caption', {}, `Configuration of trial ${outcome.trial}`),
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Parameter'), h('th', {scope: 'col', class: 'right'}, 'Value'),
        h('th', {scope: 'col', class: 'range'}, 'Searched'))),
      h('tbody', {}, ...rows)));
}

function headline(page: StudyDocument): HTMLElement {
  const {best, recommended, knee} = page.findings;
  const {objectives} = page.study;
  const first = objectives[0]!;
  if (best.length === 0) {
    const {failed} = page.study.trials;
    const said = failed > 0 ? `No trial has completed; ${failed} failed. Their reasons are in the table of trials.`
      : 'No trial has completed yet.';
    return h('div', {class: 'headline'}, h('p', {class: 'kicker'}, 'Nothing found yet'), h('p', {}, said));
  }
  if (objectives.length > 1) {
    const rows = best.slice(0, 12).map((one) => h('tr', {},
      h('th', {scope: 'row'}, one.trial === knee ? `${one.trial} (knee)` : String(one.trial)),
      ...one.values.map((value) => h('td', {class: 'right'}, shown(value)))));
    return h('div', {class: 'headline'}, h('p', {class: 'kicker'}, 'Trials that no other beats in everything'),
      h('p', {class: 'figure-number'}, String(best.length)),
      h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Pareto front'}, h('table', {class: 'configuration'},
        h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Trial'), ...objectives.map(({name}) => h('th', {scope: 'col', class: 'right'}, name)))),
        h('tbody', {}, ...rows))),
      best.length > rows.length && h('p', {class: 'note'}, `and ${best.length - rows.length} more`));
  }
  const top = best[0]!;
  const luckiest = `The best single value is ${shown(top.values[0], 6)}, in trial ${top.trial}.`;
  const sure = recommended && recommended.high > recommended.low;
  return h('div', {class: 'headline'},
    h('p', {class: 'kicker'}, sure ? `Expected ${first.name} of the recommended configuration` : `Best ${first.name}`),
    h('p', {class: 'figure-number'}, shown(recommended?.expected ?? top.values[0], 5)),
    sure ? h('p', {}, `90 % interval ${shown(recommended.low)} to ${shown(recommended.high)}, judged from all trials together. `, luckiest)
      : h('p', {}, `${first.direction === 'minimize' ? 'The least' : 'The largest'} of ${page.study.trials.complete} complete trials, trial ${top.trial}.`));
}

export function summary(page: StudyDocument, numbers: Numbers): HTMLElement {
  const {best, recommended, knee} = page.findings;
  const use = recommended ?? best.find((one) => one.trial === knee) ?? best[0];
  const notes = page.study.notes.map((note) => h('p', {class: 'note'}, note));
  return h('section', {class: 'card summary', id: 'summary', 'aria-label': 'What the study found'},
    h('div', {class: 'columns'}, h('div', {}, headline(page), best.length > 0 && assessment(page)), facts(page, numbers)),
    use && configuration(page, use), ...notes);
}

export function nextSteps(page: StudyDocument): HTMLElement {
  return h('section', {class: 'card', id: 'next', 'aria-labelledby': 'next-title'}, h('h2', {id: 'next-title'}, 'How to go on'),
    ...page.next.map(({why, command}) => h('div', {class: 'step'}, h('p', {}, why),
      h('pre', {tabindex: 0, 'aria-label': 'Command'}, h('code', {}, command)))));
}
