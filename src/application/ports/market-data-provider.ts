import type { Decimal } from '../../domain/decimal.js';
import type { BarInterval } from '../../domain/market/interval.js';
import type { MarketBar, RefusedMarketBar } from '../../domain/market/market-bar.js';
import type { Exchange } from '../../domain/market/stock.js';
import type { TradingDate } from '../../domain/market/trading-date.js';

export interface BarsRequest {
  readonly symbol: string;
  readonly interval: BarInterval;
  /** First and last date, both included. */
  readonly from: TradingDate;
  readonly to: TradingDate;
  /** Where the share was listed on a date; null where that is not known. Decides about price bands. */
  readonly exchangeOn: (date: TradingDate) => Exchange | null;
  /** A close of that share that is known to be right, VND: shows a wrong unit, and a first bar outside its band. */
  readonly known?: { readonly tradingDate: TradingDate; readonly close: number } | undefined;
}

export interface DateRange {
  readonly from: TradingDate;
  readonly to: TradingDate;
}

/** What a provider has of a request. Nothing is left out silently. */
export interface FetchedBars {
  /** Good bars, ascending by time. Empty only where the provider says in its own words that it has none, or all were refused. */
  readonly bars: readonly MarketBar[];
  readonly refused: readonly RefusedMarketBar[];
  /** Parts of the request that an answer in good form had no rows for, without saying that there are none. */
  readonly unexplained: readonly DateRange[];
  /** The provider that answered. */
  readonly provider: string;
}

/** A trade as it happens. */
export interface Tick {
  readonly symbol: string;
  /** VND. */
  readonly price: Decimal;
  /** Shares of this trade. */
  readonly volume: number;
  /** Shares of the session so far, this trade included; null where the provider does not say. */
  readonly sessionVolume: number | null;
  readonly at: Date;
  readonly provider: string;
  readonly receivedAt: Date;
}

/** What comes out of a stream of ticks: ticks, and the truth about what is missing. */
export type TickEvent =
  | { readonly kind: 'TICK'; readonly tick: Tick }
  /** The stream runs; ticks from now on are whole. */
  | { readonly kind: 'CONNECTED'; readonly provider: string }
  /** Ticks of that time may be missing: the line was down, or the reader was too slow. Fetch the bars of it. */
  | {
      readonly kind: 'GAP';
      readonly provider: string;
      readonly from: Date;
      readonly to: Date;
      readonly reason: 'INTERRUPTED' | 'OVERFLOW';
    };

/**
 * Why a provider gave nothing. Closed: a label of metrics.
 * An answer that can't be understood whole is one of these; a row that can't is quarantined.
 */
export const PROVIDER_FAULTS = [
  /** No connection. */
  'UNREACHABLE',
  'TIMEOUT',
  /** 5xx. */
  'SERVER_ERROR',
  /** 429; the provider's own pause is kept. */
  'RATE_LIMITED',
  /** 401, 403, or a login that failed. */
  'ACCESS_REFUSED',
  /** The provider refused the request as such. */
  'REQUEST_REFUSED',
  'TOO_LARGE',
  /** HTML, cut off, or anything but JSON. */
  'NOT_JSON',
  /** JSON, but not of the form that was agreed: no status, columns missing. */
  'UNKNOWN_FORM',
  'UNEQUAL_COLUMNS',
  'UNSORTED',
  /** Well-formed and without a row, and nothing that says why. */
  'EMPTY_ANSWER',
  /** Not asked: too many failures shortly before. */
  'CIRCUIT_OPEN',
] as const;

export type ProviderFault = (typeof PROVIDER_FAULTS)[number];

/** A source of bars and, some, of ticks. */
export interface MarketDataProvider {
  /** As in `VPA_PROVIDERS`. */
  readonly name: string;
  readonly intervals: readonly BarInterval[];
  /**
   * Bars of one symbol. Never an empty answer in place of an error.
   * @throws {DomainError} PROVIDER_UNAVAILABLE with a {@link ProviderFault} in `details.fault`, INVALID_INPUT where the
   * provider does not know the symbol or the interval. Aborted: the abort's reason.
   */
  fetchBars(request: BarsRequest, abort: AbortSignal): Promise<FetchedBars>;
  /** Ticks of these symbols until aborted; survives interruptions. Absent where the provider has none. */
  readonly streamTicks?: (symbols: readonly string[], abort: AbortSignal) => AsyncIterable<TickEvent>;
}
