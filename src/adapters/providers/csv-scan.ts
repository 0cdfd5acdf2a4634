import { DomainError } from '../../domain/errors.js';
import { findBarFault, type BarFault } from '../../domain/market/check-bar.js';
import { isIndexSymbol, isSymbol } from '../../domain/market/stock.js';
import { fromEpochDay, toEpochDay, type TradingDate } from '../../domain/market/trading-date.js';
import { readHeader } from './csv-header.js';
import { CLOSE, CsvRow, HIGH, lineEnd, LOW, OPEN, VOLUME } from './csv-row.js';
import { readBytes } from './csv-source.js';

/** The unit of the prices in a file. It is declared, never guessed, and never scales an index, which is in points. */
export type PriceUnit = 'vnd' | 'kvnd';

export interface CsvOptions {
  readonly priceUnit: PriceUnit;
  /** Rows of other symbols are passed over without a look. */
  readonly symbols?: ReadonlySet<string> | undefined;
  /** Newest date that is not in the future. */
  readonly today: TradingDate;
}

/** How a file is read. */
export interface ScanOptions extends CsvOptions {
  /** Places that a price may have, in VND or points; where nothing is stored, any number. */
  readonly pricePlaces: number;
}

/** A row that was refused. `symbol` and `tradingDate` are null where they could not be read. */
export interface RefusedRow {
  /** Line of the file, header = 1. */
  readonly sourceLine: number;
  readonly symbol: string | null;
  readonly tradingDate: string | null;
  readonly reason: BarFault;
  /** The line, cut at 500 characters. */
  readonly raw: string;
}

/** One instrument of the file, as far as it was read. */
export class CsvSymbol {
  readonly symbol: string;
  readonly isWanted: boolean;
  /** Powers of ten from the unit of the file to VND. */
  readonly shift: 0 | 3;
  private lastDay = -1;
  private days: Set<number> | undefined;
  private readonly ascending: number[] = [];

  constructor(symbol: string, isWanted: boolean, shift: 0 | 3) {
    this.symbol = symbol;
    this.isWanted = isWanted;
    this.shift = shift;
  }

  /** Notes a day; false where it was noted before. Files in order of time need no set. */
  add(day: number): boolean {
    if (this.days === undefined && day > this.lastDay) {
      this.lastDay = day;
      this.ascending.push(day);
      return true;
    }
    this.days ??= new Set(this.ascending);
    if (this.days.has(day)) return false;
    this.days.add(day);
    return true;
  }
}

export interface CsvSink {
  /** A row that passed every check. `row` is reused: take what is needed now. */
  accept(row: CsvRow, symbol: CsvSymbol): void;
  refuse(row: RefusedRow): void;
}

/** No line of bars is longer; what is longer is another kind of file. */
const MAX_LINE_BYTES = 65_536;
const RAW_CHARACTERS = 500;

/**
 * Reads a CSV or CSV.gz file of bars and checks every row: good ones go to `accept`, others to `refuse` with a reason.
 * Yields the number of lines read after each chunk, so that the caller can take what the sink has gathered.
 *
 * A row whose symbol and date were accepted before is a DUPLICATE, even where all values are the same: the first stands.
 * @throws {DomainError} NOT_FOUND, or INVALID_INPUT where the file is not a CSV file of bars: it is refused whole.
 */
export async function* scanCsv(path: string, options: ScanOptions, sink: CsvSink): AsyncGenerator<number> {
  let scanner: Scanner | undefined;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of readBytes(path)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(10) + 1;
    let start = 0;
    if (end > 0 && scanner === undefined) {
      const headerEnd = lineEnd(bytes, 0);
      scanner = new Scanner(header(bytes, headerEnd), path, options, sink);
      start = headerEnd + 1;
    }
    scanner?.scan(bytes, start, end);
    rest = end === bytes.length ? Buffer.alloc(0) : bytes.subarray(end);
    if (rest.length > MAX_LINE_BYTES)
      throw new DomainError('INVALID_INPUT', `${path} is not a CSV file: a line is longer than ${MAX_LINE_BYTES} bytes`);
    yield scanner?.lines ?? 0;
  }
  if (scanner === undefined) scanner = new Scanner(header(rest, rest.length), path, options, sink);
  else scanner.scan(rest, 0, rest.length);
  yield scanner.lines;
}

function header(bytes: Buffer, end: number): string {
  return bytes.toString('utf8', 0, Math.min(end, MAX_LINE_BYTES)).replace(/\r$/, '');
}

class Scanner {
  private readonly row: CsvRow;
  private readonly options: ScanOptions;
  private readonly sink: CsvSink;
  private readonly today: number;
  private readonly symbols = new Map<string, CsvSymbol>();
  private latest: CsvSymbol | undefined;
  private latestBytes: Buffer = Buffer.alloc(0);
  private line = 1;
  private readonly numbers = { open: 0, high: 0, low: 0, close: 0, volume: 0 };

  constructor(headerLine: string, path: string, options: ScanOptions, sink: CsvSink) {
    this.row = new CsvRow(readHeader(headerLine, path));
    this.options = options;
    this.sink = sink;
    this.today = toEpochDay(options.today);
  }

  /** Lines read so far, the header included. */
  get lines(): number {
    return this.line;
  }

  /** Reads whole lines. */
  scan(bytes: Buffer, from: number, to: number): void {
    let start = from;
    while (start < to) {
      const newline = lineEnd(bytes, start);
      const end = newline < 0 || newline > to ? to : newline;
      this.line++;
      if (end > start && !(end === start + 1 && bytes[start] === 13)) this.readLine(bytes, start, end);
      start = end + 1;
    }
  }

  private readLine(bytes: Buffer, start: number, end: number): void {
    const { row, options, sink } = this;
    row.read(bytes, start, end);
    const symbol = this.symbolOf(row);
    if (symbol === undefined ? options.symbols !== undefined : !symbol.isWanted) return;
    const fault = this.faultOf(row, symbol);
    if (fault === undefined && symbol !== undefined) {
      sink.accept(row, symbol);
      return;
    }
    sink.refuse({
      sourceLine: this.line,
      symbol: symbol?.symbol ?? null,
      tradingDate: row.epochDay > 0 && fault !== 'MALFORMED_ROW' && fault !== 'INVALID_DATE' ? fromEpochDay(row.epochDay) : null,
      reason: fault ?? 'INVALID_SYMBOL',
      raw: bytes
        .toString('utf8', start, Math.min(end, start + 4 * RAW_CHARACTERS))
        .trimEnd()
        .slice(0, RAW_CHARACTERS),
    });
  }

  private faultOf(row: CsvRow, symbol: CsvSymbol | undefined): BarFault | undefined {
    if (row.fault !== undefined) return row.fault;
    if (symbol === undefined) return 'INVALID_SYMBOL';
    if (row.epochDay > this.today) return 'FUTURE_DATE';
    const { numbers } = this;
    const scale = symbol.shift === 0 ? 1 : 1000;
    numbers.open = (row.value[OPEN] as number) * scale;
    numbers.high = (row.value[HIGH] as number) * scale;
    numbers.low = (row.value[LOW] as number) * scale;
    numbers.close = (row.value[CLOSE] as number) * scale;
    numbers.volume = row.value[VOLUME] as number;
    const fault = findBarFault(numbers);
    if (fault !== undefined) return fault;
    if (row.hasPriceFinerThan(this.options.pricePlaces + symbol.shift)) return 'PRICE_TOO_FINE';
    return symbol.add(row.epochDay) ? undefined : 'DUPLICATE';
  }

  /** Rows of one symbol mostly follow each other, so the bytes of the last one are tried first. */
  private symbolOf({ bytes, symbolStart, symbolEnd }: CsvRow): CsvSymbol | undefined {
    if (this.latest !== undefined && this.isLatest(bytes, symbolStart, symbolEnd)) return this.latest;
    const text = bytes.toString('latin1', symbolStart, Math.min(symbolEnd, symbolStart + 21));
    let symbol = this.symbols.get(text);
    if (symbol === undefined) {
      if (!isSymbol(text)) return undefined;
      const { symbols, priceUnit } = this.options;
      symbol = new CsvSymbol(text, symbols === undefined || symbols.has(text), priceUnit === 'kvnd' && !isIndexSymbol(text) ? 3 : 0);
      this.symbols.set(text, symbol);
    }
    this.latest = symbol;
    this.latestBytes = Buffer.from(text, 'latin1');
    return symbol;
  }

  private isLatest(bytes: Buffer, start: number, end: number): boolean {
    const known = this.latestBytes;
    if (end - start !== known.length) return false;
    for (let i = 0; i < known.length; i++) if (bytes[start + i] !== known[i]) return false;
    return true;
  }
}
