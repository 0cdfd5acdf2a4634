import type { BarColumns } from '../../domain/market/bar.js';
import { CLOSE, HIGH, LOW, OPEN, VOLUME, type CsvRow } from './csv-row.js';
import { scanCsv, type CsvOptions, type CsvSymbol, type RefusedRow } from './csv-scan.js';

export interface CsvSeries {
  readonly symbol: string;
  readonly bars: BarColumns;
}

/**
 * Reads a whole CSV or CSV.gz file of bars as columns, one series for each symbol, by symbol; bars ascending by date, those of
 * volume 0 left out, prices as floats in the unit of the file. For what is refused, and refused whole, see {@link scanCsv}.
 */
export async function readCsvColumns(
  path: string,
  options: CsvOptions,
  onRefused: (row: RefusedRow) => void,
): Promise<readonly CsvSeries[]> {
  const growing = new Map<CsvSymbol, GrowingSeries>();
  let latest: CsvSymbol | undefined;
  let series = new GrowingSeries();
  const sink = {
    accept(row: CsvRow, symbol: CsvSymbol) {
      if (symbol !== latest) {
        latest = symbol;
        series = growing.get(symbol) ?? new GrowingSeries();
        growing.set(symbol, series);
      }
      if ((row.value[VOLUME] as number) > 0) series.push(row);
    },
    refuse: onRefused,
  };
  const chunks = scanCsv(path, { ...options, pricePlaces: Infinity }, sink);
  while ((await chunks.next()).done !== true);
  return [...growing].map(([{ symbol }, grown]) => ({ symbol, bars: grown.columns() })).toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1));
}

const FIRST_CAPACITY = 256;

/** Columns that double when they are full. */
class GrowingSeries {
  private length = 0;
  private isAscending = true;
  private day = new Int32Array(FIRST_CAPACITY);
  private readonly values = [0, 1, 2, 3, 4].map(() => new Float64Array(FIRST_CAPACITY));

  push({ epochDay, value }: CsvRow): void {
    const n = this.length++;
    if (n === this.day.length) this.grow(n * 2);
    if (n > 0 && epochDay < (this.day[n - 1] as number)) this.isAscending = false;
    this.day[n] = epochDay;
    for (let slot = 0; slot < 5; slot++) (this.values[slot] as Float64Array)[n] = value[slot] as number;
  }

  columns(): BarColumns {
    const order = this.isAscending ? undefined : this.byDate();
    const take = (slot: number) => {
      const values = (this.values[slot] as Float64Array).subarray(0, this.length);
      return order === undefined ? values : Float64Array.from(order, (from) => values[from] as number);
    };
    const day = this.day.subarray(0, this.length);
    return {
      length: this.length,
      epochDay: order === undefined ? day : Int32Array.from(order, (from) => day[from] as number),
      open: take(OPEN),
      high: take(HIGH),
      low: take(LOW),
      close: take(CLOSE),
      volume: take(VOLUME),
    };
  }

  private byDate(): Uint32Array {
    return Uint32Array.from({ length: this.length }, (_, i) => i).sort((a, b) => (this.day[a] as number) - (this.day[b] as number));
  }

  private grow(capacity: number): void {
    const day = new Int32Array(capacity);
    day.set(this.day);
    this.day = day;
    for (let slot = 0; slot < 5; slot++) {
      const values = new Float64Array(capacity);
      values.set(this.values[slot] as Float64Array);
      this.values[slot] = values;
    }
  }
}
