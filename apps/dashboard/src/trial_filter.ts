// What a reader types to find trials: words, and comparisons such as `lr < 0.01 optimizer = adam`.
import type {Column, Trials} from './trials';

type Test = (index: number) => boolean;

const operators: Record<string, (a: number, b: number) => boolean> = {
  '<=': (a, b) => a <= b, '>=': (a, b) => a >= b, '!=': (a, b) => a !== b, '<': (a, b) => a < b, '>': (a, b) => a > b,
  '=': (a, b) => a === b,
};

/** Words, quoted texts and operators. */
function tokens(text: string): string[] {
  return text.match(/"[^"]*"|[<>!]=|[<>=]|[^\s<>=!"]+|!/gu) ?? [];
}

function bare(token: string): string {
  return token.startsWith('"') ? token.slice(1, -1) : token;
}

function comparison(trials: Trials, column: Column, operator: string, wanted: string): Test {
  const compare = operators[operator]!;
  const number = Number(wanted);
  if (!column.texts && wanted !== '' && !Number.isNaN(number)) {
    const nearly = Math.abs(number) * 1e-6; // single numbers are not exactly what was typed
    if (operator === '=' || operator === '!=') {
      return (i) => !Number.isNaN(column.numbers[i]!) && (Math.abs(column.numbers[i]! - number) <= nearly) === (operator === '=');
    }
    return (i) => compare(column.numbers[i]!, number);
  }
  const low = wanted.toLowerCase();
  const holds = (text: string) => text !== '' && compare(text.toLowerCase().localeCompare(low), 0);
  if (!column.texts) return (i) => holds(trials.text(column, i));
  const fits = column.texts.map(holds);
  return (i) => fits[column.numbers[i]!] === true;
}

function word(trials: Trials, wanted: string): Test {
  const low = wanted.toLowerCase();
  const texts = trials.columns.filter((column) => column.texts);
  const hits = texts.map((column) => column.texts!.map((text) => text.toLowerCase().includes(low)));
  return (i) => String(trials.columns[0]!.numbers[i]) === low || texts.some((column, k) => hits[k]![column.numbers[i]!] === true);
}

/** The trials that fit, as places, in their order. */
export function filterTrials(trials: Trials, text: string): Uint32Array {
  const parts = tokens(text);
  const tests: Test[] = [];
  for (let at = 0; at < parts.length; ++at) {
    const name = bare(parts[at]!).toLowerCase();
    const column = trials.columns.find((one) => one.name.toLowerCase() === name);
    const operator = parts[at + 1];
    if (column && operator !== undefined && operator in operators && parts[at + 2] !== undefined) {
      tests.push(comparison(trials, column, operator, bare(parts[at + 2]!)));
      at += 2;
    } else if (!(parts[at]! in operators)) {
      tests.push(word(trials, bare(parts[at]!)));
    }
  }
  const found: number[] = [];
  for (let i = 0; i < trials.count; ++i) {
    if (tests.every((test) => test(i))) found.push(i);
  }
  return Uint32Array.from(found);
}

/** Sorted by a column; what it does not have comes last either way, equals stay in their order. */
export function sortTrials(column: Column, places: Uint32Array, down: boolean): Uint32Array {
  const {numbers, texts} = column;
  const rank = texts && new Map(texts.map((text, i) => [text, i] as const).sort(([a], [b]) => a.localeCompare(b)).map(([, i], r) => [i, r] as const));
  const key = (i: number) => {
    const value = numbers[i]!;
    if (Number.isNaN(value)) return Infinity;
    const placed = rank ? rank.get(value) ?? value : value;
    return down ? -placed : placed;
  };
  const keys = new Float64Array(numbers.length);
  for (const i of places) keys[i] = key(i);
  return places.slice().sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b));
}
