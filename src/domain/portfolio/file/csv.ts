import { DomainError } from '../../errors.js';

/** A row of a file and the line on which it begins, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** How a cell begins that a spreadsheet would run; an apostrophe before it has made it harmless. */
const FORMULA = /^['\s]*[=+\-@＝＋－＠]|^'*[\t\r\n]/;

/** Rows as RFC 4180 has them, with CRLF. What a spreadsheet would take for a formula gets an apostrophe in front: it is shown, not run. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(writeCell).join(',')}\r\n`).join('');
}

function writeCell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/**
 * Reads what {@link writeCsv} writes, with any of the usual ends of lines; empty lines are left out.
 * @throws {DomainError} INVALID_INPUT with the line, where quotes are not as they have to be
 */
export function readCsv(text: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  const reader = new Reader(text.startsWith('\uFEFF') ? text.slice(1) : text);
  for (let row = reader.row(); row !== undefined; row = reader.row())
    if (row.cells.length > 1 || row.cells[0] !== '') rows.push({ line: row.line, cells: row.cells.map(readCell) });
  return rows;
}

function readCell(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

class Reader {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next row; undefined at the end. */
  row(): CsvRow | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const line = this.#line;
    const cells = [this.#cell()];
    while (this.#text[this.#at] === ',') {
      this.#at += 1;
      cells.push(this.#cell());
    }
    const end = /\r\n|\r|\n/y;
    end.lastIndex = this.#at;
    const found = end.exec(this.#text);
    if (found === null && this.#at < this.#text.length) throw this.#refused('there is text after a closing quote');
    this.#at += found?.[0].length ?? 0;
    this.#line += 1;
    return { line, cells };
  }

  #cell(): string {
    return this.#text[this.#at] === '"' ? this.#quoted() : this.#plain();
  }

  #plain(): string {
    const cell = /[^",\r\n]*/y;
    cell.lastIndex = this.#at;
    const text = cell.exec(this.#text)?.[0] ?? '';
    this.#at += text.length;
    if (this.#text[this.#at] === '"') throw this.#refused('there is a quote within a cell that is not quoted');
    return text;
  }

  #quoted(): string {
    const parts: string[] = [];
    for (;;) {
      const close = this.#text.indexOf('"', this.#at + 1);
      if (close < 0) throw this.#refused('a quote is not closed');
      parts.push(this.#text.slice(this.#at + 1, close));
      this.#at = close + 1;
      if (this.#text[this.#at] !== '"') break;
    }
    const text = parts.join('"');
    this.#line += (text.match(/\r\n|\r|\n/g) ?? []).length;
    return text;
  }

  #refused(what: string): DomainError {
    return new DomainError('INVALID_INPUT', what, { details: { field: 'csv', line: this.#line } });
  }
}
