import type { Decimal } from '../../domain/decimal.js';
import type { IntradayBar, MinuteBar } from '../../domain/market/live/minute-bar.js';
import type { BarInterval } from '../../domain/market/interval.js';
import type { MinuteVolume } from '../../domain/market/live/volume-profile.js';
import type { Exchange } from '../../domain/market/stock.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { PageRequest, Slice } from './page.js';

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

/** Order: by session, then by the minute in which the bar begins. */
export type IntradayKey = Pick<IntradayBar, 'tradingDate' | 'minute'>;

export interface IntradayQuery {
  readonly interval: Exclude<BarInterval, 'D1'>;
  readonly from?: TradingDate;
  readonly to?: TradingDate;
  /** DESC: newest first. */
  readonly order: 'ASC' | 'DESC';
  readonly page: PageRequest<IntradayKey>;
}

/** Reads of intraday bars: the same query for many stocks at once, one statement. */
export interface MinuteBarReader {
  /** One slice for each stock id, in the order of the ids. Bars of an interval begin at whole multiples of it after midnight. */
  listByStocks(stockIds: readonly string[], query: IntradayQuery): Promise<readonly Slice<IntradayBar>[]>;
}

/** The one-minute bars of the last sessions. */
export interface MinuteBarStore extends MinuteBarReader {
  /** Those of these symbols that the database knows; null: every active stock and index that is not made up. By symbol. */
  instruments(symbols: readonly string[] | null, before: TradingDate): Promise<readonly LiveInstrument[]>;
  /** The stored bars of a session, ascending, by id of the stock. */
  session(stockIds: readonly string[], date: TradingDate): Promise<ReadonlyMap<string, readonly MinuteBar[]>>;
  /** What stocks traded in each minute over the sessions before a date that are stored, the last 20 at most. */
  volumes(
    stockIds: readonly string[],
    before: TradingDate,
  ): Promise<ReadonlyMap<string, { readonly sessions: number; readonly volumes: readonly MinuteVolume[] }>>;
  /** Stores bars in one statement; a whole bar is never replaced by one that is not. */
  save(bars: readonly StoredMinuteBar[]): Promise<void>;
  /** Removes at most `limit` bars of sessions before a date; tells how many. */
  prune(before: TradingDate, limit: number): Promise<number>;
}
