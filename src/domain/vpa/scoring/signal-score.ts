import { fromEpochDay, type TradingDate } from '../../market/trading-date.js';
import type { SignalStatus } from '../lifecycle/follow-signal.js';
import type { ScoredSignal } from './score-bar.js';
import type { Sequence } from './sequence.js';

/** RETRACTED: its bar was corrected, and the rule would not fire any more. */
export type StoredStatus = SignalStatus | 'RETRACTED';

/** Why the rule of a retracted signal would not fire any more: a bar that it looks at was corrected, or a corporate action restated its prices. */
export type RetractionReason = 'BAR_CORRECTED' | 'CORPORATE_ACTION';

/** What a score and a confidence are made of, as it was on the day of the signal. */
export interface ScoreDetails {
  /** Points for the four parts of the form. */
  readonly terms: readonly number[];
  readonly sequence: Sequence | null;
  /** −1, 0 or 1 each: what the market, the phase of the stock and its sector said. */
  readonly market: number;
  readonly phase: number;
  readonly sector: number;
  readonly multiplier: number;
  readonly margin: number;
  readonly bonuses: readonly string[];
  /** Confidence before the record was counted in, and what context and doubts about the data did to it. */
  readonly rawConfidence: number;
  readonly context: number;
  readonly quality: number;
  /** The record of the kind before that day. */
  readonly baseRate: number | null;
  readonly recordSignals: number;
  readonly recordWins: number;
  readonly recordFactor: number;
}

/**
 * What is stored beside a signal. The score never changes; the status goes from PENDING to one of the others, once, and from any of them to
 * RETRACTED, for good.
 */
export interface SignalScore {
  readonly signalId: string;
  /** 0 to 100; null where the signal was retracted before it was scored. */
  readonly score: number | null;
  readonly adjusted: number | null;
  /** 0.05 to 0.95. */
  readonly confidence: number | null;
  readonly status: StoredStatus;
  /** Of the bar that decided; null while PENDING. */
  readonly statusDate: TradingDate | null;
  /** A close beyond it ends the signal, VND; null where the kind has none. */
  readonly level: number | null;
  readonly isPrimary: boolean;
  readonly isImplied: boolean;
  readonly isConflicting: boolean;
  /** Null where it was not retracted. */
  readonly retractionReason: RetractionReason | null;
  readonly details: ScoreDetails | null;
  /** The newest bar that the status knows of. */
  readonly scoredThrough: TradingDate;
}

/** A scored signal as it is stored. @param days of the bars of its stock, since 1970-01-01 */
export function storedScore(signalId: string, signal: ScoredSignal, days: Int32Array): SignalScore {
  const { lifecycle, context, rawConfidence, calibration } = signal;
  const { decidedAt } = lifecycle;
  return {
    signalId,
    score: signal.score,
    adjusted: signal.adjusted,
    confidence: signal.confidence,
    status: lifecycle.status,
    statusDate: decidedAt === null ? null : fromEpochDay(days[decidedAt] as number),
    level: lifecycle.level,
    isPrimary: signal.isPrimary,
    isImplied: signal.isImplied,
    isConflicting: signal.isConflicting,
    retractionReason: null,
    details: {
      terms: [...signal.terms],
      sequence: signal.sequence,
      market: context.market,
      phase: context.phase,
      sector: context.sector,
      multiplier: signal.multiplier,
      margin: signal.margin,
      bonuses: signal.bonuses,
      rawConfidence: rawConfidence.raw,
      context: rawConfidence.context,
      quality: rawConfidence.quality,
      baseRate: calibration.baseRate,
      recordSignals: calibration.signals,
      recordWins: calibration.wins,
      recordFactor: calibration.factor,
    },
    scoredThrough: fromEpochDay(days.at(-1) as number),
  };
}

/** A signal whose rule does not fire any more on the bars there are. The reason is found as it is stored. */
export function retracted(signalId: string, date: TradingDate): SignalScore {
  return {
    signalId,
    score: null,
    adjusted: null,
    confidence: null,
    status: 'RETRACTED',
    statusDate: date,
    level: null,
    isPrimary: false,
    isImplied: false,
    isConflicting: false,
    retractionReason: null,
    details: null,
    scoredThrough: date,
  };
}
