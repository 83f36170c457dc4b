// All trials as columns, and one of them as a whole.
import type {Scalar, StudyDocument} from './document';
import {exact, isSingle, shown, type NumberList, type Numbers} from './numbers';

export interface Column {
  name: string;
  numbers: NumberList;
  texts?: string[]; // what the numbers stand for
  kind: 'number' | 'state' | 'value' | 'parameter' | 'seconds' | 'reason';
}

export interface Curve {
  steps: number[];
  values: number[];
}

export class Trials {
  readonly count: number;
  readonly columns: Column[] = [];
  private readonly places = new Map<number, number>();
  private readonly offsets: Uint32Array;

  constructor(private readonly document: StudyDocument, private readonly numbers: Numbers) {
    const spec = document.trials;
    this.count = spec.count;
    const add = (kind: Column['kind'], name: string, place: number, texts?: string[]) =>
      this.columns.push({kind, name, numbers: numbers.at(place), ...(texts ? {texts} : {})});
    add('number', 'Trial', spec.numbers);
    add('state', 'State', spec.states.of, spec.states.texts);
    document.study.objectives.forEach((objective, k) => add('value', objective.name, spec.values[k]!));
    for (const parameter of spec.parameters) add('parameter', parameter.name, parameter.of, parameter.texts);
    if (numbers.at(spec.seconds).some((seconds) => seconds > 0)) add('seconds', 'Seconds', spec.seconds);
    if (spec.reasons.texts.some(Boolean)) add('reason', 'Why', spec.reasons.of, spec.reasons.texts);
    this.columns[0]!.numbers.forEach((number, index) => this.places.set(number, index));
    const counts = numbers.at(spec.reports.counts);
    this.offsets = new Uint32Array(this.count + 1);
    for (let i = 0; i < this.count; ++i) this.offsets[i + 1] = this.offsets[i]! + counts[i]!;
  }

  indexOf(number: number): number | undefined {
    return this.places.get(number);
  }

  /** A cell for people. */
  text(column: Column, index: number): string {
    const number = column.numbers[index]!;
    if (Number.isNaN(number)) return '';
    return column.texts ? column.texts[number] ?? '' : shown(number, column.kind === 'seconds' ? 3 : 6);
  }

  /** A cell with every digit. */
  exactText(column: Column, index: number): string {
    const number = column.numbers[index]!;
    if (column.texts) return column.texts[number] ?? '';
    return exact(number, isSingle(column.numbers));
  }

  reportCount(index: number): number {
    return this.offsets[index + 1]! - this.offsets[index]!;
  }

  curve(index: number, objective: number): Curve {
    const {steps, values} = this.document.trials.reports;
    const from = this.offsets[index]!, to = this.offsets[index + 1]!;
    const list = this.numbers.at(values[objective]);
    const stepList = this.numbers.at(steps);
    return {
      steps: Array.from({length: to - from}, (_, i) => (steps === undefined ? i + 1 : stepList[from + i]!)),
      values: Array.from(list.subarray(from, to)),
    };
  }

  violates(index: number): boolean {
    return this.numbers.at(this.document.trials.violations)[index] === 1;
  }
}

export function scalarText(value: Scalar): string {
  return typeof value === 'number' ? shown(value, 6) : String(value);
}
