import { tryDecimal, type Decimal } from '../../decimal.js';
import { isSymbol } from '../stock.js';
import { tryTradingDate, type TradingDate } from '../trading-date.js';

/** The newest price of a share in a session that runs. Prices in VND (points for an index), volume in shares. */
export interface PriceQuote {
  readonly symbol: string;
  readonly tradingDate: TradingDate;
  readonly price: Decimal;
  /** When that trade happened, by the source. */
  readonly at: Date;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  /** Shares of the session so far. */
  readonly volume: number;
  /** The close of the session before; null where it is not known. */
  readonly previousClose: Decimal | null;
  /** False while trades of the session may be missing from high, low and volume. */
  readonly isWhole: boolean;
  /** When this platform heard of the trade. */
  readonly receivedAt: Date;
}

/** Change against the close of the session before, per cent; null where that is not known. */
export function changePctOf({ price, previousClose }: Pick<PriceQuote, 'price' | 'previousClose'>): number | null {
  return previousClose === null ? null : (Number(price) / Number(previousClose) - 1) * 100;
}

type Row = readonly [string, string, string, number, string, string, string, number, string | null, boolean, number];

/** Quotes as one line of JSON. */
export function quotesToText(quotes: readonly PriceQuote[]): string {
  return JSON.stringify({
    quotes: quotes.map((q): Row => [
      q.symbol,
      q.tradingDate,
      q.price,
      q.at.getTime(),
      q.open,
      q.high,
      q.low,
      q.volume,
      q.previousClose,
      q.isWhole,
      q.receivedAt.getTime(),
    ]),
  });
}

/** Reads what {@link quotesToText} wrote; undefined where the text is anything else. */
export function quotesFromText(text: string): readonly PriceQuote[] | undefined {
  try {
    const { quotes } = JSON.parse(text) as { readonly quotes?: unknown };
    if (!Array.isArray(quotes)) return undefined;
    const read = quotes.map(quoteOf);
    return read.every((quote) => quote !== undefined) ? read : undefined;
  } catch {
    return undefined;
  }
}

function quoteOf(row: unknown): PriceQuote | undefined {
  if (!Array.isArray(row)) return undefined;
  const [symbol, date, price, at, open, high, low, volume, previous, isWhole, receivedAt] = row as readonly unknown[];
  const tradingDate = typeof date === 'string' ? tryTradingDate(date) : undefined;
  const [last, first, top, bottom] = [price, open, high, low].map((text) => (typeof text === 'string' ? tryDecimal(text) : undefined));
  const previousClose = previous === null ? null : typeof previous === 'string' ? tryDecimal(previous) : undefined;
  if (typeof symbol !== 'string' || !isSymbol(symbol) || tradingDate === undefined || previousClose === undefined) return undefined;
  if (last === undefined || first === undefined || top === undefined || bottom === undefined) return undefined;
  if (!isWholeNumber(volume) || !isWholeNumber(at) || !isWholeNumber(receivedAt)) return undefined;
  const times = { at: new Date(at), receivedAt: new Date(receivedAt) };
  return {
    symbol,
    tradingDate,
    price: last,
    open: first,
    high: top,
    low: bottom,
    volume,
    previousClose,
    isWhole: isWhole === true,
    ...times,
  };
}

function isWholeNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
