import type { BarBatch, NewStock, RefusedBar } from '../../application/ports/bar-store.js';
import type { BarSource } from '../../domain/market/bar.js';
import type { TradingDate } from '../../domain/market/trading-date.js';

/** Which market a data directory holds. Two sources are the same market where their identities are equal. */
export type MarketIdentity =
  | { readonly kind: 'simulated'; readonly revision: number }
  | { readonly kind: 'file'; readonly sha256: string; readonly priceUnit: string };

export interface ReplaySession {
  readonly tradingDate: TradingDate;
  readonly batch: BarBatch;
}

/** A market that the accelerated clock can play: a history that is there from the start, then one session after another. */
export interface MarketSource {
  readonly identity: MarketIdentity;
  readonly barSource: BarSource;
  /** Names the source in the quarantine. */
  readonly sourceName: string;
  /** Instruments to make known before the first bar. */
  readonly stocks: readonly NewStock[];
  readonly historyEnd: TradingDate;
  /** What a user should know about the market, a few short lines. */
  readonly description: readonly string[];
  /** One line for every page: this is not today's market. */
  readonly notice: string;
  /** Bars up to `historyEnd`, in batches of bounded size. */
  history(): AsyncIterable<{ readonly batch: BarBatch; readonly refused: readonly RefusedBar[] }>;
  /** The first session after a date; null where there is none to release now. Dates asked for never go back. */
  sessionAfter(date: TradingDate): Promise<ReplaySession | null>;
}

/** One batch after another as one. */
export function joinBatches(batches: readonly BarBatch[]): BarBatch {
  return {
    length: batches.reduce((sum, { length }) => sum + length, 0),
    symbol: batches.flatMap(({ symbol }) => symbol),
    tradingDate: batches.flatMap(({ tradingDate }) => tradingDate),
    open: batches.flatMap(({ open }) => open),
    high: batches.flatMap(({ high }) => high),
    low: batches.flatMap(({ low }) => low),
    close: batches.flatMap(({ close }) => close),
    volume: batches.flatMap(({ volume }) => volume),
  };
}

/** The rows of a batch that pass. */
export function filterBatch(batch: BarBatch, passes: (tradingDate: string) => boolean): BarBatch {
  const rows = Array.from(batch.tradingDate.keys()).filter((row) => passes(batch.tradingDate[row] ?? ''));
  if (rows.length === batch.length) return batch;
  const pick = <T>(column: readonly T[]) => rows.map((row) => column[row] as T);
  return {
    length: rows.length,
    symbol: pick(batch.symbol),
    tradingDate: pick(batch.tradingDate),
    open: pick(batch.open),
    high: pick(batch.high),
    low: pick(batch.low),
    close: pick(batch.close),
    volume: pick(batch.volume),
  };
}
