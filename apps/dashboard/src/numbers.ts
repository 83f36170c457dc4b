// Lists of numbers, decoded when they are first needed.
import type {Place, StudyDocument} from './document';

export type NumberList = Uint8Array | Uint16Array | Int32Array | Float32Array | Float64Array;

const kinds = {u8: Uint8Array, u16: Uint16Array, i32: Int32Array, f32: Float32Array, f64: Float64Array};
const missing = {u8: 0xff, u16: 0xffff}; // what stands for NaN
const nothing = new Float64Array(0);

function withGaps(numbers: NumberList, gap: number): NumberList {
  return numbers.includes(gap) ? Float64Array.from(numbers, (number) => (number === gap ? NaN : number)) : numbers;
}

export class Numbers {
  private readonly decoded: (NumberList | undefined)[] = [];

  constructor(private readonly lists: StudyDocument['numbers']) {
    this.decoded.length = lists.length;
  }

  /** A list made here. */
  add(list: NumberList): Place {
    return this.decoded.push(list) - 1;
  }

  at(place: Place | undefined): NumberList {
    if (place === undefined) return nothing;
    const known = this.decoded[place];
    if (known) return known;
    const list = this.lists[place];
    if (!list) return nothing;
    const text = atob(list.data);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; ++i) bytes[i] = text.charCodeAt(i);
    const numbers = new kinds[list.type](bytes.buffer);
    return (this.decoded[place] = list.type in missing ? withGaps(numbers, missing[list.type as 'u8' | 'u16']) : numbers);
  }
}

/** For people: at most `digits` significant digits. */
export function shown(value: number | null | undefined, digits = 5): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return rounded.toExponential().replace('e+', 'e');
  return String(rounded);
}

/** For files: every digit that is known. */
export function exact(value: number | null | undefined, single: boolean): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  return String(single ? Number(value.toPrecision(7)) : value);
}

export function isSingle(list: NumberList): boolean {
  return list instanceof Float32Array;
}

export function duration(seconds: number): string {
  if (!(seconds >= 0)) return '–';
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${shown(seconds, 3)} s`;
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
  return `${Math.floor(whole / 86400)} d ${two(Math.floor((whole % 86400) / 3600))} h`;
}
