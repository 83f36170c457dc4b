// The document that the program writes into the page; docs/formats/report_page.md describes it.

export type Place = number; // of a list in `numbers`

export interface Tick {
  at: number;
  label: string;
}

export interface AxisSpec {
  label: string;
  log?: boolean;
  ticks?: Tick[];
  groups?: Tick[];
  low?: number;
  high?: number;
}

export type FigureKind = 'line' | 'step' | 'scatter' | 'bar' | 'band' | 'span' | 'heat' | 'parallel';

export interface SeriesSpec {
  name: string;
  kind: FigureKind;
  x?: Place;
  y?: Place;
  end?: Place;
  shade?: Place;
  trials?: Place;
}

export interface FigureSpec {
  title: string;
  kind: FigureKind;
  x: AxisSpec;
  y: AxisSpec;
  shade?: string;
  low_stands_out?: boolean;
  series: SeriesSpec[];
  labels?: string[];
  notes?: string[];
  grid?: {x_edges: Place; y_edges: Place; cells: Place};
  axes?: Tick[][];
  remark?: string;
}

export interface PlotSpec {
  id: string;
  title: string;
  about: string;
  keys: string[];
  figures: {of: string[]; figure: FigureSpec}[];
  missing?: string;
}

export type Scalar = string | number | boolean;

export interface Outcome {
  trial: number;
  values: (number | null)[];
  params: Record<string, Scalar>;
}

export interface Recommendation extends Outcome {
  expected: number;
  low: number;
  high: number;
  evaluations: number;
}

export interface Range {
  min?: number;
  max?: number;
  log?: boolean;
  values?: Scalar[];
}

export interface Objective {
  name: string;
  direction: 'minimize' | 'maximize';
}

export type Json = null | boolean | number | string | Json[] | {[key: string]: Json};

export interface TrialsSpec {
  count: number;
  numbers: Place;
  states: {of: Place; texts: string[]};
  values: Place[];
  parameters: {name: string; of: Place; texts?: string[]}[];
  seconds: Place;
  violations: Place;
  reasons: {of: Place; texts: string[]};
  reports: {counts: Place; steps?: Place; values: Place[]};
}

export interface StudyDocument {
  format: number;
  study: {
    name: string;
    objectives: Objective[];
    sampler: string;
    pruner: string;
    seed: number;
    window: number | null;
    trials: {complete: number; pruned: number; failed: number; paused: number; running: number};
    step: string | null;
    used: number;
    space: {parameters: {name: string; range: Range; when?: string}[]; constraints: string[]};
    notes: string[];
  };
  findings: {best: Outcome[]; recommended: Recommendation | null; knee: number | null};
  assessment: Json;
  plots: PlotSpec[];
  trials: TrialsSpec;
  next: {why: string; command: string}[];
  numbers: {type: 'u8' | 'u16' | 'i32' | 'f32' | 'f64'; data: string}[];
}
