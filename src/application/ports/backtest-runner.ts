import type { BarColumns } from '../../domain/market/bar.js';
import type { BacktestCheckpoint, BacktestOutcome, ClaimedBacktest } from './backtests.js';
import type { MarketInstrument } from './readings.js';

export interface RunnerWatch {
  /** 0 to 1. */
  readonly onProgress: (progress: number) => void;
  readonly onCheckpoint: (checkpoint: BacktestCheckpoint) => void;
}

/** An instrument with its traded bars, ascending, adjusted, VND. */
export type BacktestInstrument = MarketInstrument & { readonly bars: BarColumns };

/** Runs the engine where it holds up nothing else. */
export interface BacktestRunner {
  /**
   * @throws {DomainError} NOT_ENOUGH_DATA, INVALID_INPUT: so it ends every time; INTERNAL where the thread broke, ran out of memory or time
   * @throws the reason of the signal where it was aborted
   */
  run(claimed: ClaimedBacktest, market: readonly BacktestInstrument[], watch: RunnerWatch, signal: AbortSignal): Promise<BacktestOutcome>;
}
