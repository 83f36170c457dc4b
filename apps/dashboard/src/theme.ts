// Colours: Okabe and Ito's for kinds of things, a scale after cividis for amounts. Both are told apart by people who see
// fewer colours, and kinds differ in shape or dash as well.

export interface Theme {
  dark: boolean;
  ink: string;
  muted: string;
  rule: string;
  paper: string;
  accent: string;
  best: string;
  kinds: string[];
  quiet: string;
  scale: [number, number, number][]; // from little to much emphasis
}

const light: Theme = {
  dark: false, ink: '#1b2026', muted: '#55606b', rule: '#dfe3e8', paper: '#ffffff', accent: '#0072b2', best: '#c04a00',
  kinds: ['#0072b2', '#c04a00', '#007a5a', '#b07800', '#a8568a', '#2f7fae'], quiet: '#8b96a1',
  scale: [[226, 214, 150], [190, 178, 112], [140, 135, 118], [98, 101, 111], [46, 68, 107], [0, 32, 77]],
};
const dark: Theme = {
  dark: true, ink: '#e7eaee', muted: '#a3aeb9', rule: '#303944', paper: '#1a2027', accent: '#56b4e9', best: '#f0a43c',
  kinds: ['#56b4e9', '#f0a43c', '#35c49a', '#f0e442', '#d990b9', '#8fb8d8'], quiet: '#75818d',
  scale: [[43, 66, 110], [84, 92, 110], [124, 123, 120], [166, 157, 117], [211, 193, 102], [255, 234, 70]],
};

const choices = ['auto', 'light', 'dark'] as const;
type Choice = (typeof choices)[number];

const systemDark = matchMedia('(prefers-color-scheme: dark)');
let choice: Choice = 'auto';
let printing = false;
const listeners: (() => void)[] = [];

export function theme(): Theme {
  if (printing) return light;
  return (choice === 'auto' ? systemDark.matches : choice === 'dark') ? dark : light;
}

export function onTheme(listener: () => void): void {
  listeners.push(listener);
}

function apply(): void {
  document.documentElement.dataset['theme'] = theme().dark ? 'dark' : 'light';
  for (const listener of listeners) listener();
}

/** Auto, light, dark, and again. */
export function nextChoice(): Choice {
  choice = choices[(choices.indexOf(choice) + 1) % choices.length] ?? 'auto';
  apply();
  return choice;
}

export function setPrinting(on: boolean): void {
  printing = on;
  apply();
}

export function startTheme(): void {
  systemDark.addEventListener('change', apply);
  apply();
}

/** The colour of an amount between 0 (little) and 1 (much emphasis). */
export function scaleColour(t: number, of: Theme = theme()): string {
  const place = Math.min(1, Math.max(0, t)) * (of.scale.length - 1);
  const low = Math.min(Math.floor(place), of.scale.length - 2);
  const a = of.scale[low]!, b = of.scale[low + 1]!;
  const part = (k: 0 | 1 | 2) => Math.round(a[k] + (b[k] - a[k]) * (place - low));
  return `rgb(${part(0)},${part(1)},${part(2)})`;
}
