import type { TradingDate } from '../../domain/market/trading-date.js';
import type { SignalKind } from '../../domain/vpa/detectors/index.js';
import type { SignalScore, StoredStatus } from '../../domain/vpa/scoring/signal-score.js';

/** A signal that was not scored yet, is still PENDING, or is to be looked at again as its bars were corrected. */
export interface OpenSignal {
  readonly id: string;
  readonly symbol: string;
  readonly tradingDate: TradingDate;
  readonly kind: SignalKind;
  /** Null: not scored yet. */
  readonly status: StoredStatus | null;
  readonly detectedAt: Date;
}

/** What is open, and the place in the list up to which it is known: what is listed later stays listed. */
export interface OpenSignals {
  readonly signals: readonly OpenSignal[];
  readonly through: number;
}

/** What became of a signal that has its score. */
export type FollowedSignal = Pick<SignalScore, 'signalId' | 'status' | 'statusDate' | 'scoredThrough'>;

export interface ScoreChanges {
  readonly scored: readonly SignalScore[];
  readonly followed: readonly FollowedSignal[];
  /** Of the list of open signals that led to them. */
  readonly through: number;
}

/** What scoring does with the database. */
export interface ScoreStore {
  /** Whether a signal waits for its score or for a second look, or a PENDING one for bars that have come since. Indices are not scored. */
  hasWork(ruleVersion: string): Promise<boolean>;
  listOpen(ruleVersion: string): Promise<OpenSignals>;
  /**
   * Stores scores that are new, and what became of signals that have one: PENDING becomes what is given, what is final stays but for
   * RETRACTED. In the same transaction each change of a LIVE signal becomes an event `signal.updated`, once.
   */
  save(changes: ScoreChanges): Promise<{ readonly scored: number; readonly decided: number; readonly events: number }>;
  /** In no order; those without a score are absent. One statement. */
  findByIds(signalIds: readonly string[]): Promise<readonly SignalScore[]>;
}
