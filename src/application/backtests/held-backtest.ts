import type { RunnerWatch } from '../ports/backtest-runner.js';
import type { BacktestCheckpoint, BacktestQueue, ClaimedBacktest } from '../ports/backtests.js';
import type { Logger } from '../ports/telemetry.js';
import type { Timers } from '../ports/timers.js';

interface HeldDeps {
  readonly backtests: Pick<BacktestQueue, 'beat'>;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly pace: { readonly leaseMs: number };
}

/** Somebody else holds the backtest now, or it was cancelled. */
export class LeaseLost extends Error {}

/** Beats within a lease: one may fail, and the next still comes in time. */
const BEATS_OF_LEASE = 5;
const MOST_BETWEEN_BEATS_MS = 1_000;
/** Subscribers hear of progress when it has risen by so much. */
const TOLD_STEP = 0.01;

/** Keeps the lease of a backtest while it runs, and writes with each beat how far it has come. */
export class HeldBacktest implements RunnerWatch {
  readonly #deps: HeldDeps;
  readonly #claimed: ClaimedBacktest;
  readonly #letGo = new AbortController();
  readonly #everyMs: number;
  #beatAt: number;
  #progress: number;
  #told: number;
  #checkpoint: BacktestCheckpoint | null = null;
  #cancelTimer: () => void = () => {};
  #isClosed = false;

  constructor(deps: HeldDeps, claimed: ClaimedBacktest) {
    this.#deps = deps;
    this.#claimed = claimed;
    this.#everyMs = Math.min(MOST_BETWEEN_BEATS_MS, deps.pace.leaseMs / BEATS_OF_LEASE);
    this.#beatAt = deps.timers.now();
    this.#progress = claimed.progress;
    this.#told = claimed.progress;
    this.#schedule();
  }

  /** Aborts with {@link LeaseLost} where it is ours no more. */
  get signal(): AbortSignal {
    return this.#letGo.signal;
  }

  readonly onProgress = (progress: number): void => {
    this.#progress = Math.max(this.#progress, progress);
  };

  readonly onCheckpoint = (checkpoint: BacktestCheckpoint): void => {
    this.#checkpoint = checkpoint;
  };

  /** Ends the run for a reason of one's own. */
  letGo(reason: Error): void {
    this.#letGo.abort(reason);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelTimer();
  }

  #schedule(): void {
    if (this.#isClosed || this.signal.aborted) return;
    this.#cancelTimer = this.#deps.timers.schedule(this.#everyMs, () => void this.#beat());
  }

  async #beat(): Promise<void> {
    const { backtests, timers, logger, pace } = this.#deps;
    const [progress, checkpoint] = [this.#progress, this.#checkpoint];
    const isTold = progress - this.#told >= TOLD_STEP;
    const sentAt = timers.now();
    try {
      if (!(await backtests.beat(this.#claimed, { progress, checkpoint, leaseMs: pace.leaseMs, isTold }))) {
        this.letGo(new LeaseLost('the backtest is not held here any more'));
      }
      this.#beatAt = sentAt;
      if (isTold) this.#told = progress;
      if (this.#checkpoint === checkpoint) this.#checkpoint = null;
    } catch (error) {
      logger.warn({ error, backtest: this.#claimed.id }, 'a beat of a backtest failed');
      // Nothing was heard of the database for a whole lease: another worker may have it.
      if (timers.now() - this.#beatAt >= pace.leaseMs) this.letGo(new LeaseLost('the lease could not be kept'));
    }
    this.#schedule();
  }
}
