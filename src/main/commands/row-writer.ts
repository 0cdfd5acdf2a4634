import { ByteWriter } from './byte-writer.js';

/** How rows are printed. */
export const ROW_FORMATS = ['csv', 'ndjson', 'table'] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

/** Prints rows cell by cell, in the order of the columns. All text is ASCII without commas and quotes. */
export interface RowWriter {
  /** What was printed so far and not taken yet. */
  readonly out: ByteWriter;
  begin(): void;
  text(value: string): void;
  /** NaN is null. */
  number(value: number): void;
  flag(value: boolean): void;
  endRow(): void;
}

export function createRowWriter(format: RowFormat, columns: readonly string[]): RowWriter {
  switch (format) {
    case 'csv':
      return new CsvWriter(columns);
    case 'ndjson':
      return new NdjsonWriter(columns);
    case 'table':
      return new TableWriter(columns);
  }
}

const COMMA = 44;
const NEWLINE = 10;
const QUOTE = 34;
const BRACE = 125;
const SPACE = 32;

/** A header line, then a line for each row; null is an empty cell. */
class CsvWriter implements RowWriter {
  readonly out = new ByteWriter();
  private readonly columns: readonly string[];
  private isFirst = true;

  constructor(columns: readonly string[]) {
    this.columns = columns;
  }

  begin(): void {
    for (const column of this.columns) this.text(column);
    this.endRow();
  }

  text(value: string): void {
    this.separate();
    this.out.ascii(value);
  }

  number(value: number): void {
    this.separate();
    if (!Number.isNaN(value)) this.out.number(value);
  }

  flag(value: boolean): void {
    this.text(value ? 'true' : 'false');
  }

  endRow(): void {
    this.out.byte(NEWLINE);
    this.isFirst = true;
  }

  private separate(): void {
    if (!this.isFirst) this.out.byte(COMMA);
    this.isFirst = false;
  }
}

/** One JSON object in each line. */
class NdjsonWriter implements RowWriter {
  readonly out = new ByteWriter();
  private readonly keys: readonly string[];
  private column = 0;

  constructor(columns: readonly string[]) {
    this.keys = columns.map((column, i) => `${i === 0 ? '{' : ','}"${column}":`);
  }

  begin(): void {
    // Lines of JSON have no header.
  }

  text(value: string): void {
    this.key();
    this.out.byte(QUOTE);
    this.out.ascii(value);
    this.out.byte(QUOTE);
  }

  number(value: number): void {
    this.key();
    if (Number.isNaN(value)) this.out.ascii('null');
    else this.out.number(value);
  }

  flag(value: boolean): void {
    this.key();
    this.out.ascii(value ? 'true' : 'false');
  }

  endRow(): void {
    this.out.byte(BRACE);
    this.out.byte(NEWLINE);
    this.column = 0;
  }

  private key(): void {
    this.out.ascii(this.keys[this.column++] ?? '');
  }
}

/** Aligned columns for a terminal; numbers with three decimals. */
class TableWriter implements RowWriter {
  readonly out = new ByteWriter();
  private readonly columns: readonly string[];
  private column = 0;

  constructor(columns: readonly string[]) {
    this.columns = columns;
  }

  begin(): void {
    for (const column of this.columns) this.text(column);
    this.endRow();
  }

  text(value: string): void {
    this.cell(value.padEnd(WIDTHS[this.columns[this.column] ?? ''] ?? 0));
  }

  number(value: number): void {
    this.cell(Number.isNaN(value) ? '' : value.toFixed(3));
  }

  flag(value: boolean): void {
    this.cell(value ? 'yes' : 'no');
  }

  endRow(): void {
    this.out.byte(NEWLINE);
    this.column = 0;
  }

  private cell(text: string): void {
    const name = this.columns[this.column] ?? '';
    if (this.column > 0) this.out.ascii('  ');
    this.out.ascii(text);
    const isLast = this.column === this.columns.length - 1;
    for (let i = text.length; !isLast && i < name.length; i++) this.out.byte(SPACE);
    this.column++;
  }
}

/** Widths of the columns of text, where the name is shorter than what stands below it. */
const WIDTHS: Readonly<Record<string, number>> = { symbol: 8, trading_date: 12, kind: 24, direction: 9 };
