import type { MarketState } from '../context/market-health.js';
import type { Detector } from '../detector.js';
import { DETECTORS, type SignalKind } from '../detectors/index.js';
import type { RuleKind } from '../kinds.js';
import type { Direction } from '../signal.js';
import { clusteredMean, type ClusteredMean } from './clustered-mean.js';
import { HORIZONS, type Horizon } from './horizons.js';
import type { OutcomeBook } from './outcome-book.js';
import { sessionsOf, sumRegime, type RegimeSums } from './regime-sums.js';
import { signalStatus, type SignalStatus } from './signal-status.js';
import { roundTripValue, type TradingCosts } from './trading-costs.js';

/** The market on the day of the signal; UNKNOWN where its health was not known. */
export type Regime = MarketState | 'UNKNOWN';
export const REGIMES: readonly Regime[] = ['BULLISH', 'MILDLY_BULLISH', 'NEUTRAL', 'BEARISH', 'UNKNOWN'];

/** An interval of 95 %; null where too little is known for one. */
export interface Interval95 {
  readonly low: number;
  readonly high: number;
}

/** What followed the signals of one kind after one horizon. Means in per cent, rates from 0 to 1; NaN where nothing followed yet. */
export interface TrackRecordRow<Kind extends RuleKind = SignalKind> {
  readonly kind: Kind;
  /** Of the kind; a hit is counted by the direction of each signal. */
  readonly direction: Direction;
  /** ALL: all regimes together. */
  readonly regime: Regime | 'ALL';
  readonly horizon: Horizon;
  /** Counted bars of the regime. */
  readonly bars: number;
  readonly signals: number;
  /** Signals whose outcome is known, and days on which they were. */
  readonly count: number;
  readonly days: number;
  readonly upRate: number;
  readonly downRate: number;
  readonly gainRate: number;
  readonly hitRate: number;
  readonly hitInterval: Interval95 | null;
  /** Share of all counted bars of the regime that went the way that the kind points. */
  readonly baseRate: number;
  readonly meanReturn: number;
  /** Less the mean of all counted bars of the same day. */
  readonly meanExcess: number;
  readonly excessError: number | null;
  readonly excessInterval: Interval95 | null;
  /** Excess in the direction of each signal: what following it would have been better by than the market, before and after costs. */
  readonly meanEdge: number;
  readonly edgeError: number | null;
  readonly meanNetEdge: number;
  /** After costs, from the open of the next session to the close of the horizon. */
  readonly meanNet: number;
  /** The same in all rows of a kind. */
  readonly status: SignalStatus;
}

const STATUS_HORIZON: Horizon = 5;
const ERRORS_OF_95 = 1.959964;

/**
 * The record of every kind of the textbook, in every regime and in all together, after every horizon.
 * @param regimeOn the market of a day
 * @param statusBefore the status of a kind so far
 */
export function trackRecord(
  book: OutcomeBook,
  regimeOn: (day: number) => Regime,
  costs: TradingCosts,
  statusBefore?: (kind: SignalKind) => SignalStatus | null,
): readonly TrackRecordRow[] {
  return trackRecordOf(DETECTORS, book, regimeOn, costs, statusBefore);
}

/** As {@link trackRecord}, of some rules. */
export function trackRecordOf<Kind extends RuleKind>(
  rules: readonly Detector<Kind>[],
  book: OutcomeBook<Kind>,
  regimeOn: (day: number) => Regime,
  costs: TradingCosts,
  statusBefore: (kind: Kind) => SignalStatus | null = () => null,
): readonly TrackRecordRow<Kind>[] {
  const sessions = sessionsOf(book);
  const regimes = new Map(sessions.map((day) => [day, regimeOn(day)]));
  const cells = (['ALL', ...REGIMES] as const).flatMap((regime) =>
    HORIZONS.map((horizon) => {
      const isIn = (day: number) => regime === 'ALL' || regimes.get(day) === regime;
      return { regime, horizon, isIn, market: sumRegime(book, book.all, sessions, isIn, horizon) };
    }),
  );
  return rules.flatMap(({ kind, direction }) => {
    const records = book.kinds.get(kind) ?? new Map();
    const rows = cells.map(({ regime, horizon, isIn, market }) => {
      const own = sumRegime(book, records, sessions, isIn, horizon);
      return { kind, direction, regime, horizon, ...measure(own, market, direction, horizon, costs) };
    });
    const evidence = rows.find((row) => row.regime === 'ALL' && row.horizon === STATUS_HORIZON);
    const status = evidence === undefined ? 'WATCH' : signalStatus(evidence, statusBefore(kind));
    return rows.map((row) => ({ ...row, status }));
  });
}

function measure(own: RegimeSums, market: RegimeSums, direction: Direction, horizon: Horizon, costs: TradingCosts) {
  const { sums } = own;
  const excess = clusteredMean(own.excess, horizon);
  const edge = clusteredMean(own.edge, horizon);
  const hits = clusteredMean(own.hits, horizon);
  const roundTrip = roundTripValue(costs);
  return {
    bars: market.bars,
    signals: own.bars,
    count: sums.count,
    days: own.excess.filter(({ count }) => count > 0).length,
    upRate: sums.up / sums.count,
    downRate: sums.down / sums.count,
    gainRate: sums.gained / sums.count,
    hitRate: hits.mean,
    hitInterval: interval(hits),
    baseRate: (direction === 'BEARISH' ? market.sums.down : market.sums.up) / market.sums.count,
    meanReturn: sums.returnPct / sums.count,
    meanExcess: excess.mean,
    excessError: excess.error,
    excessInterval: interval(excess),
    meanEdge: edge.mean,
    edgeError: edge.error,
    meanNetEdge: edge.mean - (1 - roundTrip) * 100,
    meanNet: ((sums.grossValue / sums.count) * roundTrip - 1) * 100,
  };
}

function interval({ mean, error }: ClusteredMean): Interval95 | null {
  return error === null ? null : { low: mean - ERRORS_OF_95 * error, high: mean + ERRORS_OF_95 * error };
}
