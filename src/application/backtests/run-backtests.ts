import { DomainError } from '../../domain/errors.js';
import type { BacktestInstrument, BacktestRunner } from '../ports/backtest-runner.js';
import type { BacktestQueue, ClaimedBacktest } from '../ports/backtests.js';
import type { Logger, Metrics } from '../ports/telemetry.js';
import type { Timers } from '../ports/timers.js';
import { HeldBacktest, LeaseLost } from './held-backtest.js';

export interface RunBacktestsDeps {
  readonly backtests: BacktestQueue;
  /** The bars of the whole market; null where it was aborted. */
  readonly loadMarket: (signal: AbortSignal) => Promise<readonly BacktestInstrument[] | null>;
  readonly runner: BacktestRunner;
  readonly timers: Timers;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Name of this process, for people who look at the table. */
  readonly holder: string;
  readonly pace: RunPace;
}

/** How patient the worker is. */
export interface RunPace {
  /** Runs at once in this process. */
  readonly concurrency: number;
  /** A holding ends by itself after so long without a beat. */
  readonly leaseMs: number;
  /** Attempts before a backtest fails for good. */
  readonly maxAttempts: number;
  /** Before another attempt after one that broke. */
  readonly retryAfterMs: number;
}

export const USUAL_RUN_PACE: RunPace = { concurrency: 1, leaseMs: 15_000, maxAttempts: 5, retryAfterMs: 10_000 };

/** The worker stops; what it held is given back. */
class Stopped extends Error {}

/**
 * Runs what is due, a bounded number at once; returns how many were begun, without waiting for their ends. Each is held by a lease that
 * beats while its thread works. When told to stop, it gives back what it holds and waits until that is done.
 */
export function runBacktests(deps: RunBacktestsDeps): (signal: AbortSignal) => Promise<number> {
  const { backtests, pace, holder } = deps;
  const busy = new Set<Promise<void>>();
  return async (signal) => {
    if (signal.aborted) {
      await Promise.all(busy);
      return 0;
    }
    let begun = 0;
    while (busy.size < pace.concurrency && !signal.aborted) {
      const claimed = await backtests.claim({ holder, leaseMs: pace.leaseMs, maxAttempts: pace.maxAttempts });
      if (claimed === null) break;
      begun += 1;
      const work = bringToEnd(deps, claimed, signal).finally(() => busy.delete(work));
      busy.add(work);
    }
    return begun;
  };
}

async function bringToEnd(deps: RunBacktestsDeps, claimed: ClaimedBacktest, stop: AbortSignal): Promise<void> {
  const { metrics, logger, timers } = deps;
  const startedAt = timers.now();
  let outcome: string;
  try {
    outcome = await attempt(deps, claimed, stop);
  } catch (error) {
    // The lease gives it back: to be tried again is all that can be done here.
    outcome = 'error';
    const isExpected = error instanceof DomainError && error.retryable;
    logger[isExpected ? 'warn' : 'error']({ error, backtest: claimed.id }, 'a backtest could not be brought to an end');
  }
  metrics.increment('backtest_attempts_total', { outcome });
  if (outcome === 'done') metrics.observe('backtest_duration_seconds', (timers.now() - startedAt) / 1_000);
  logger.info({ backtest: claimed.id, attempt: claimed.attempts, fence: claimed.fence, outcome }, 'an attempt at a backtest has ended');
}

/** Returns what became of it, for the metric: done, stale (it was not ours any more), failed, retry, returned. */
async function attempt(deps: RunBacktestsDeps, claimed: ClaimedBacktest, stop: AbortSignal): Promise<string> {
  const { backtests, loadMarket, runner } = deps;
  const held = new HeldBacktest(deps, claimed);
  const onStop = (): void => held.letGo(new Stopped('the worker stops'));
  stop.addEventListener('abort', onStop, { once: true });
  if (stop.aborted) onStop();
  try {
    const market = await loadMarket(held.signal);
    held.signal.throwIfAborted();
    const outcome = await runner.run(claimed, market ?? [], held, held.signal);
    return (await backtests.finish(claimed, outcome)) ? 'done' : 'stale';
  } catch (error) {
    return await endOf(deps, claimed, error);
  } finally {
    stop.removeEventListener('abort', onStop);
    held.close();
  }
}

async function endOf({ backtests, pace, logger }: RunBacktestsDeps, claimed: ClaimedBacktest, error: unknown): Promise<string> {
  if (error instanceof LeaseLost) return 'stale';
  if (error instanceof Stopped) return (await backtests.end(claimed, { kind: 'RETURNED' })) ? 'returned' : 'stale';
  // What is wrong with the request or its data is wrong the next time, too.
  const isFinal = error instanceof DomainError && (error.code === 'INVALID_INPUT' || error.code === 'NOT_ENOUGH_DATA');
  if (!isFinal) logger.warn({ error, backtest: claimed.id, attempt: claimed.attempts }, 'an attempt at a backtest broke');
  if (!isFinal && claimed.attempts < pace.maxAttempts)
    return (await backtests.end(claimed, { kind: 'RETRY', afterMs: pace.retryAfterMs })) ? 'retry' : 'stale';
  const { code, message } = error instanceof DomainError ? error : new DomainError('INTERNAL', 'every attempt broke');
  return (await backtests.end(claimed, { kind: 'FAILED', code, message })) ? 'failed' : 'stale';
}
