import type { Decimal } from '../../domain/decimal.js';
import type { MinuteBar } from '../../domain/market/live/minute-bar.js';
import type { Exchange } from '../../domain/market/stock.js';
import type { TradingDate } from '../../domain/market/trading-date.js';

/** A share or an index whose trades are followed. */
export interface LiveInstrument {
  /** Of the stock. */
  readonly id: string;
  readonly symbol: string;
  readonly exchange: Exchange | null;
  readonly isIndex: boolean;
  /** Its newest closed daily bar before the session; null where there is none. */
  readonly previous: { readonly tradingDate: TradingDate; readonly close: Decimal } | null;
}

export interface StoredMinuteBar {
  readonly stockId: string;
  readonly bar: MinuteBar;
}

/** The one-minute bars of the last sessions. */
export interface MinuteBarStore {
  /** Those of these symbols that the database knows; null: every active stock and index that is not made up. By symbol. */
  instruments(symbols: readonly string[] | null, before: TradingDate): Promise<readonly LiveInstrument[]>;
  /** The stored bars of a session, ascending, by id of the stock. */
  session(stockIds: readonly string[], date: TradingDate): Promise<ReadonlyMap<string, readonly MinuteBar[]>>;
  /** Stores bars in one statement; a whole bar is never replaced by one that is not. */
  save(bars: readonly StoredMinuteBar[]): Promise<void>;
  /** Removes at most `limit` bars of sessions before a date; tells how many. */
  prune(before: TradingDate, limit: number): Promise<number>;
}
