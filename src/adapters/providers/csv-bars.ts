import type { BarBatch } from '../../application/ports/bar-store.js';
import { decimalOf } from '../../domain/decimal.js';
import { PRICE_PLACES } from '../../domain/market/check-bar.js';
import { fromEpochDay } from '../../domain/market/trading-date.js';
import { CLOSE, HIGH, LOW, OPEN, VOLUME, type CsvRow } from './csv-row.js';
import { scanCsv, type CsvOptions, type CsvSymbol, type RefusedRow } from './csv-scan.js';

/** What a stretch of the file held: good bars with exact prices in VND (points for an index), and refused rows. */
export interface CsvBars {
  readonly batch: BarBatch;
  readonly refused: readonly RefusedRow[];
  /** Lines of the file read so far, the header included. */
  readonly lines: number;
}

/**
 * Reads a CSV or CSV.gz file of bars in batches of some ten thousand rows, prices as exact text, for those who store them: a
 * price that could only be stored rounded is refused. See {@link scanCsv} for what else is.
 * @throws {DomainError} NOT_FOUND, or INVALID_INPUT where the file is refused whole, possibly after some batches.
 */
export async function* readCsvBars(path: string, options: CsvOptions): AsyncGenerator<CsvBars> {
  let gathered = new Gathered();
  const sink = {
    accept: (row: CsvRow, symbol: CsvSymbol) => gathered.accept(row, symbol),
    refuse: (row: RefusedRow) => void gathered.refused.push(row),
  };
  for await (const lines of scanCsv(path, { ...options, pricePlaces: PRICE_PLACES }, sink)) {
    const { batch, refused } = gathered;
    if (batch.length === 0 && refused.length === 0) continue;
    gathered = new Gathered();
    yield { batch, refused, lines };
  }
}

class Gathered {
  readonly refused: RefusedRow[] = [];
  private readonly symbol: string[] = [];
  private readonly tradingDate: string[] = [];
  private readonly open: string[] = [];
  private readonly high: string[] = [];
  private readonly low: string[] = [];
  private readonly close: string[] = [];
  private readonly volume: number[] = [];

  get batch(): BarBatch {
    const { symbol, tradingDate, open, high, low, close, volume } = this;
    return { length: symbol.length, symbol, tradingDate, open, high, low, close, volume };
  }

  accept({ mantissa, places, value, epochDay }: CsvRow, { symbol, shift }: CsvSymbol): void {
    this.symbol.push(symbol);
    this.tradingDate.push(dateText(epochDay));
    this.open.push(decimalOf(mantissa[OPEN] as number, (places[OPEN] as number) - shift));
    this.high.push(decimalOf(mantissa[HIGH] as number, (places[HIGH] as number) - shift));
    this.low.push(decimalOf(mantissa[LOW] as number, (places[LOW] as number) - shift));
    this.close.push(decimalOf(mantissa[CLOSE] as number, (places[CLOSE] as number) - shift));
    this.volume.push(value[VOLUME] as number);
  }
}

/** Dates repeat once for each symbol; their text is made once. Bounded by the days from 1990 to 2199. */
const DATE_TEXTS = new Map<number, string>();

function dateText(epochDay: number): string {
  let text = DATE_TEXTS.get(epochDay);
  if (text === undefined) {
    text = fromEpochDay(epochDay);
    DATE_TEXTS.set(epochDay, text);
  }
  return text;
}
