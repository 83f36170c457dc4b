// Studies for the tests, made by the program itself over its pipe.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

const program = join(process.env.VERNIER_BUILD, 'vernier');
export const largeReport = join(process.env.VERNIER_BUILD, 'benchmarks/large_report');

export const folder = mkdtempSync(join(tmpdir(), 'vernier-page-'));
process.on('exit', () => rmSync(folder, {recursive: true, force: true}));

/** `outcome(trial, params)` gives {value | values | state, why, reports: [value, ...]}, or null for a trial that is left
 * running. Gives the page's file and what was told. */
export async function study(name, space, count, outcome, attributes = {}) {
  const spaceFile = join(folder, `${name}.json`);
  writeFileSync(spaceFile, JSON.stringify(space));
  const storage = `sqlite:///${join(folder, `${name}.db`)}`;
  const options = ['--space', spaceFile, '--study', attributes.study ?? name, '--storage', storage, '--sampler', 'random', '--pruner', 'none'];
  const pipe = spawn(program, ['pipe', ...options], {stdio: ['pipe', 'pipe', 'inherit']});
  const lines = createInterface({input: pipe.stdout})[Symbol.asyncIterator]();
  const ask = async (request) => {
    pipe.stdin.write(JSON.stringify(request) + '\n');
    const answer = JSON.parse((await lines.next()).value);
    if (answer.error) throw new Error(answer.error.message);
    return answer;
  };
  const told = [];
  for (let i = 0; i < count; ++i) {
    const {trial, params} = await ask({op: 'ask'});
    const result = outcome(trial, params);
    told.push({trial, params, ...result});
    if (result === null) continue;
    const {reports = [], ...rest} = result;
    for (const [step, value] of reports.entries()) await ask({op: 'report', trial, step: step + 1, value});
    await ask({op: 'tell', trial, ...rest});
  }
  pipe.stdin.end();
  await new Promise((done) => pipe.on('close', done));
  const file = join(folder, `${name}.html`);
  execFileSync(program, ['show', '--storage', storage, '--html', file], {stdio: ['ignore', 'inherit', 'pipe']});
  return {file, told};
}

/** The page that a tuning of a small table leaves. */
export function tuned() {
  const rows = Array.from({length: 80}, (_, i) => {
    const [x, y] = [(37 * i) % 101, (i * i) % 10];
    return `${x},${y},${x + 5 * y > 70 ? 'a' : 'b'}`;
  });
  const data = join(folder, 'small.csv'), out = join(folder, 'tuned');
  writeFileSync(data, ['x,y,t', ...rows].join('\n') + '\n');
  execFileSync(program, ['tune', data, '--target', 't', '--trials', '2', '-q', '--storage', `sqlite:///${join(folder, 'tuned.db')}`, '--out', out],
    {stdio: 'ignore'});
  return join(out, 'report.html');
}

/** The page of the same tuning after `vernier assess`. */
export function assessed() {
  tuned();
  const storage = ['--storage', `sqlite:///${join(folder, 'tuned.db')}`], file = join(folder, 'assessed.html');
  execFileSync(program, ['assess', 'small', ...storage, '--repeats', '3', '--no-random-search', '-q'], {stdio: 'ignore'});
  execFileSync(program, ['show', 'small', ...storage, '--html', file], {stdio: 'ignore'});
  return file;
}

/** A study as people have them: conditions, categories, failures, pruned and diverged trials, one still running. */
export function ordinary() {
  const space = {
    parameters: {
      learning_rate: {min: 1e-5, max: 0.1, log: true},
      units: {values: [16, 32, 64, 128]},
      optimizer: {values: ['adam', 'sgd']},
      momentum: {min: 0, max: 0.99, type: 'float', when: "optimizer == 'sgd'"},
      dropout: {min: 0, max: 0.5, type: 'float'},
    },
    objective: {name: 'val_accuracy', direction: 'maximize'},
    resource: {name: 'epochs', min: 1, max: 12},
  };
  return study('ordinary', space, 60, (trial, params) => {
    if (trial === 59) return null;
    if (trial % 13 === 7) return {state: 'failed', why: `loss is nan in epoch ${trial % 5}`};
    const level = 0.95 - 0.03 * (Math.log10(params.learning_rate) + 2.7) ** 2 - (params.optimizer === 'sgd' ? 0.04 : 0) -
      0.1 * (params.dropout - 0.2) ** 2 + 0.01 * Math.log2(params.units / 16);
    const reports = Array.from({length: trial % 5 === 3 ? 4 : 12}, (_, e) => level * (1 - Math.exp(-(e + 1) / 2.5)) + 0.004 * Math.sin(7 * e + trial));
    if (trial % 5 === 3) return {state: 'pruned', reports};
    return {value: Math.max(...reports), reports};
  });
}
