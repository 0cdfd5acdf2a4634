import { DomainError } from '../../domain/errors.js';
import { newestClosedSessions } from '../../domain/market/calendar.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { MarketClock } from '../ports/clock.js';
import type { ClaimedFill, FillStore, WantedHistory } from '../ports/fills.js';
import type { Logger } from '../ports/telemetry.js';
import { fillHistory, retryInMs } from './fill-history.js';
import type { FillDeps } from './fill-history.js';

export interface FillDueDeps extends FillDeps {
  readonly fills: FillStore;
  readonly clock: MarketClock;
  readonly logger: Logger;
  /** The first date that every symbol shall have. */
  readonly from: TradingDate;
  /** Symbols filled at once. */
  readonly concurrency: number;
}

export interface FillOptions {
  /** Symbols looked through before that are looked through for gaps again. */
  readonly checkedBefore: Date;
  /** Ends the run after the requests at hand. */
  readonly signal: AbortSignal;
  readonly onFill?: (symbol: string, summary: FillSummary) => void;
}

export interface FillSummary {
  readonly symbols: number;
  readonly bars: number;
  readonly refused: number;
  /** Symbols that are asked for again later. */
  readonly failed: number;
}

/** The bar of a day is asked for when the providers have had time to close it. */
const CLOSE_GRACE_MS = 5 * 60_000;
const HOLD_MS = 60_000;
/** A fill gives up before its holding ends. */
const FILL_MS = 50_000;

/** What there shall be now: everything up to the newest session that is closed. Nothing new on holidays. */
function wantedHistory(from: TradingDate, now: Date): WantedHistory {
  const [to] = newestClosedSessions(new Date(now.getTime() - CLOSE_GRACE_MS), 1);
  if (to === undefined || to < from) throw new DomainError('INVALID_INPUT', `there is no closed session from ${from} on`);
  return { from, to };
}

/**
 * Fills the history of every symbol that is due, some at once, until none is: first backfill, daily close and refill of gaps are
 * the same. Any number may run: each symbol is held by one. What fails is due again after a pause that grows.
 * @throws {DomainError} of the database
 */
export function fillDue(deps: FillDueDeps): (options: FillOptions) => Promise<FillSummary> {
  const { fills, clock, metrics, from, concurrency } = deps;
  return async ({ checkedBefore, signal, onFill }) => {
    const wanted = wantedHistory(from, clock.now());
    const sum = { symbols: 0, bars: 0, refused: 0, failed: 0 };
    const run = async (): Promise<void> => {
      while (!signal.aborted) {
        const fill = await fills.claim({ wanted, checkedBefore, holdMs: HOLD_MS });
        if (fill === null) return;
        const done = await fillOne(deps, fill, wanted, signal);
        if (done === null) return;
        sum.symbols += 1;
        sum.bars += done.bars;
        sum.refused += done.refused;
        if (done.isIncomplete) sum.failed += 1;
        metrics.increment('ingest_fills_total', { result: done.isIncomplete ? 'incomplete' : 'complete' });
        onFill?.(fill.symbol, sum);
      }
    };
    const ended = await Promise.allSettled(Array.from({ length: concurrency }, run));
    metrics.set('ingest_symbols_incomplete', await fills.countIncomplete(wanted));
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
    return sum;
  };
}

interface FillDone {
  readonly bars: number;
  readonly refused: number;
  readonly isIncomplete: boolean;
}

/** Null where it was told to stop: the symbol is given back. */
async function fillOne(deps: FillDueDeps, fill: ClaimedFill, wanted: WantedHistory, signal: AbortSignal): Promise<FillDone | null> {
  const { fills, clock, logger } = deps;
  try {
    const { outcome, bars, refused } = await fillHistory(
      deps,
      fill,
      wanted,
      clock.now(),
      AbortSignal.any([signal, AbortSignal.timeout(FILL_MS)]),
    );
    await fills.finish(fill, outcome);
    return { bars, refused, isIncomplete: outcome.retryInMs !== null };
  } catch (error) {
    if (signal.aborted) {
      await fills.release(fill);
      return null;
    }
    const isOfProvider = !(error instanceof DomainError) || error.code === 'PROVIDER_UNAVAILABLE' || error.code === 'INVALID_INPUT';
    if (!isOfProvider) throw error;
    logger.warn({ error, symbol: fill.symbol, failures: fill.failures + 1 }, 'the bars of a symbol could not be fetched');
    await fills.finish(fill, { covered: fill.covered, absent: fill.absent, retryInMs: retryInMs(fill.failures) });
    return { bars: 0, refused: 0, isIncomplete: true };
  }
}
