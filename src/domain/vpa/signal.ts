import type { Interval } from '../market/interval.js';
import type { TradingDate } from '../market/trading-date.js';
import type { SignalKind } from './detectors/index.js';

export type Direction = 'BULLISH' | 'BEARISH' | 'NEUTRAL';

/** LIVE: found on one of the newest five closed sessions and told to subscribers. BACKFILL: found in history and only stored. */
export type SignalOrigin = 'LIVE' | 'BACKFILL';

/**
 * What else is to be known of the bar: it closed at its ceiling or floor, so orders may not have been filled; it was the first after more than 25
 * sessions without trades, with a wider band; a corporate action restated the prices before it.
 */
export type SignalMark = 'AT_CEILING' | 'AT_FLOOR' | 'AFTER_SUSPENSION' | 'EX_DATE';
export const SIGNAL_MARKS: readonly SignalMark[] = ['AT_CEILING', 'AT_FLOOR', 'AFTER_SUSPENSION', 'EX_DATE'];

/** The features of the bar that fired, as measured (specification section 1); null where a window was not full. */
export interface MeasuredValues {
  readonly volumeRatio: number | null;
  readonly spreadRatio: number | null;
  /** 0 to 1. */
  readonly closePosition: number;
  /** Close to close, per cent: 1.5 = 1.5 %. */
  readonly changePct: number | null;
  readonly bodyRatio: number;
  readonly upperWick: number;
  readonly lowerWick: number;
  /** Unit of the bar's prices. */
  readonly atr14: number | null;
  readonly resistance30: number | null;
  readonly support30: number | null;
  readonly isDowntrend: boolean;
  readonly isUptrend: boolean;
  /** S: strength, W: weakness, N: neither, in the 20 bars before. */
  readonly background: 'S' | 'W' | 'N';
  /** Fewer than 60 bars before this one: averages are short. */
  readonly isShortHistory: boolean;
  /** Mean volume of the 20 bars before under 100 000 shares: a mark, never a filter. */
  readonly isIlliquid: boolean;
  /** Absent where there are none. A mark never suppresses. */
  readonly marks?: readonly SignalMark[];
}

/** A rule that fired on a closed bar. */
export interface Signal {
  /** See {@link signalId}. */
  readonly id: string;
  readonly stockId: string;
  readonly symbol: string;
  readonly interval: Interval;
  readonly tradingDate: TradingDate;
  readonly kind: SignalKind;
  readonly direction: Direction;
  readonly ruleVersion: string;
  readonly origin: SignalOrigin;
  readonly measured: MeasuredValues;
  readonly detectedAt: Date;
}

/** The rule set in force. A change of any rule is a new version; old signals keep theirs. */
export const RULE_VERSION = 'textbook-1';

/** The readable key of a signal, `VCB:D1:2025-05-20:NO_SUPPLY:textbook-1`: a rescan finds the same key, so nothing is stored twice. */
export function signalId(signal: Pick<Signal, 'symbol' | 'interval' | 'tradingDate' | 'kind' | 'ruleVersion'>): string {
  return `${signal.symbol}:${signal.interval}:${signal.tradingDate}:${signal.kind}:${signal.ruleVersion}`;
}
