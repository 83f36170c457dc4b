// Tables as they are shown beside a plot and saved as CSV.

export interface Table {
  columns: string[];
  count: number;
  /** The cells of a row as text with every digit. */
  row(index: number): string[];
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function toCsv(table: Table): string {
  const lines = [table.columns.map(field).join(',')];
  for (let i = 0; i < table.count; ++i) lines.push(table.row(i).map(field).join(','));
  return lines.join('\n') + '\n';
}

export function fileName(...words: string[]): string {
  return words.join('_').replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 100);
}
