import { DomainError } from '../../domain/errors.js';

/** What the reader takes from a row. */
export const CSV_FIELDS = ['symbol', 'date', 'open', 'high', 'low', 'close', 'volume'] as const;
export type CsvField = (typeof CSV_FIELDS)[number];

/** Header names, in lower case, and what they stand for. Other columns are ignored. */
const NAMES: Readonly<Record<string, CsvField>> = {
  symbol: 'symbol',
  ticker: 'symbol',
  date: 'date',
  time: 'date',
  trading_date: 'date',
  open: 'open',
  high: 'high',
  low: 'low',
  close: 'close',
  volume: 'volume',
};

/** For each column of the file the place of its field in {@link CSV_FIELDS}, −1 for a column to ignore. */
export type CsvLayout = Int8Array;

/**
 * Reads the header line.
 * @throws {DomainError} INVALID_INPUT, naming the columns, where one is missing or stands twice: the file is refused whole.
 */
export function readHeader(line: string, path: string): CsvLayout {
  const names = splitCsvLine(line.replace(/^\uFEFF/, ''))?.map((name) => name.trim().toLowerCase()) ?? [];
  const layout = Int8Array.from(names, (name) => {
    const field = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
    return field === undefined ? -1 : CSV_FIELDS.indexOf(field);
  });
  const missing = CSV_FIELDS.filter((_, place) => !layout.includes(place));
  if (missing.length > 0) {
    throw new DomainError('INVALID_INPUT', `${path} is not a CSV file of bars: its first line has no column for ${missing.join(', ')}`, {
      details: { path, missing },
    });
  }
  const doubled = CSV_FIELDS.filter((_, place) => layout.indexOf(place) !== layout.lastIndexOf(place));
  if (doubled.length > 0) {
    throw new DomainError('INVALID_INPUT', `${path} has two columns for ${doubled.join(', ')}`, { details: { path, doubled } });
  }
  return layout;
}

/** Splits a line that may have quoted fields (RFC 4180); `undefined` where a quote does not end on the line. */
export function splitCsvLine(line: string): string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let field = '';
    if (line[at] === '"') {
      for (;;) {
        const end = line.indexOf('"', at + 1);
        if (end < 0) return undefined;
        field += line.slice(at + 1, end);
        at = end + 1;
        if (line[at] !== '"') break;
        field += '"';
      }
      if (at < line.length && line[at] !== ',') return undefined;
    } else {
      const comma = line.indexOf(',', at);
      const end = comma < 0 ? line.length : comma;
      field = line.slice(at, end);
      at = end;
    }
    fields.push(field);
    if (at >= line.length) return fields;
    at++;
  }
}
