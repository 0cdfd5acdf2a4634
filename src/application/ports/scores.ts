import type { TradingDate } from '../../domain/market/trading-date.js';
import type { SignalKind } from '../../domain/vpa/detectors/index.js';
import type { SignalScore, StoredStatus } from '../../domain/vpa/scoring/signal-score.js';

/** A signal that was not scored yet, or is still PENDING. */
export interface OpenSignal {
  readonly id: string;
  readonly symbol: string;
  readonly tradingDate: TradingDate;
  readonly kind: SignalKind;
  readonly status: StoredStatus | null;
  readonly detectedAt: Date;
}

/** What scoring does with the database. */
export interface ScoreStore {
  /** Whether a signal waits for its score, or a PENDING one for bars that have come since. Indices are not scored. */
  hasWork(ruleVersion: string): Promise<boolean>;
  listOpen(ruleVersion: string): Promise<readonly OpenSignal[]>;
  /**
   * Stores scores that are new, and what became of those that were PENDING; what is final stays. In the same transaction each
   * change of a LIVE signal becomes an event `signal.updated`, once.
   */
  save(scores: readonly SignalScore[]): Promise<{ readonly scored: number; readonly decided: number; readonly events: number }>;
  /** In no order; those without a score are absent. One statement. */
  findByIds(signalIds: readonly string[]): Promise<readonly SignalScore[]>;
}
