import { newestClosedSessions } from '../../domain/market/calendar.js';
import { RULE_VERSION } from '../../domain/vpa/signal.js';
import { DomainError } from '../../domain/errors.js';
import type { MarketClock } from '../ports/clock.js';
import type { ScanStore } from '../ports/scans.js';
import type { Logger, Metrics } from '../ports/telemetry.js';
import type { Tracer } from '../ports/tracing.js';
import type { Timers } from '../ports/timers.js';
import { traced } from '../tracing.js';
import { scanStock } from './scan-stock.js';
import type { ScanMoment, StockScan } from './scan-stock.js';

interface ScanDeps {
  readonly scans: ScanStore;
  readonly clock: MarketClock;
  readonly timers: Timers;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tracer: Tracer;
}

export interface ScanOptions {
  /** Ends the scan after the stock at hand. */
  readonly signal?: AbortSignal;
  readonly onStock?: (symbol: string) => void;
}

export interface ScanSummary {
  /** Stocks scanned. */
  readonly stocks: number;
  /** Signals that were not stored before. */
  readonly signals: number;
  /** Those of them that subscribers are told about. */
  readonly events: number;
  /** Stocks whose scan failed; they stay due. */
  readonly failed: number;
}

/** Signals of older sessions are stored as BACKFILL and told to nobody: importing history floods no subscriber. */
export const LIVE_SESSIONS = 5;

/**
 * Scans every stock that is due, one transaction each: signals, their events and the mark are stored together or not
 * at all. Any number of scanners may run at once. A stock whose scan fails for a reason of its own is left due, and the others go on.
 * @throws {DomainError} retryable, where the database is away.
 */
export function scanDue(deps: ScanDeps): (options?: ScanOptions) => Promise<ScanSummary> {
  const { clock, timers, metrics, logger } = deps;

  function count({ found }: StockScan): void {
    metrics.increment('vpa_scan_symbols_total', { result: 'scanned' });
    for (const { kind, symbol, measured } of found) {
      metrics.increment('vpa_signals_generated_total', { signal_type: kind, symbol: measured.isIlliquid ? 'other' : symbol });
    }
  }

  return async ({ signal, onStock } = {}) => {
    const startedAt = timers.now();
    const failed = new Map<string, string>();
    const sum = { stocks: 0, signals: 0, events: 0 };
    while (signal?.aborted !== true) {
      const next = await scanNext(deps, momentOf(clock), failed);
      if (next === null) break;
      if (next.scan === null) {
        metrics.increment('vpa_scan_symbols_total', { result: 'failed' });
        logger.error({ error: next.failure, symbol: next.symbol }, 'the scan of a stock failed');
        continue;
      }
      count(next.scan);
      onStock?.(next.symbol);
      sum.stocks += 1;
      sum.signals += next.scan.found.length;
      sum.events += next.scan.told;
    }
    metrics.observe('vpa_scan_duration_seconds', (timers.now() - startedAt) / 1000);
    return { ...sum, failed: failed.size };
  };
}

interface NextScan {
  readonly symbol: string;
  /** Null where it failed. */
  readonly scan: StockScan | null;
  readonly failure?: unknown;
}

/** Scans the next due stock that did not fail before; null where there is none. Adds to `failed`. */
async function scanNext({ scans, tracer }: ScanDeps, moment: ScanMoment, failed: Map<string, string>): Promise<NextScan | null> {
  let claimed: { id: string; symbol: string } | undefined;
  try {
    const scan = await scans.transaction(async (tx) => {
      const due = await tx.claimDue(RULE_VERSION, [...failed.keys()]);
      if (due === null) return null;
      claimed = due.stock;
      return traced(tracer, 'scan stock', { attributes: { 'vpa.symbol': due.stock.symbol } }, async (span) => {
        const done = await scanStock(tx, due, moment);
        span.set({ 'vpa.signals': done.found.length, 'vpa.events': done.told });
        return done;
      });
    });
    return scan === null || claimed === undefined ? null : { symbol: claimed.symbol, scan };
  } catch (error) {
    // Without a stock at hand, or with the database away, it is not the stock's fault.
    if (claimed === undefined || (error instanceof DomainError && error.retryable)) throw error;
    failed.set(claimed.id, claimed.symbol);
    return { symbol: claimed.symbol, scan: null, failure: error };
  }
}

function momentOf(clock: MarketClock): ScanMoment {
  const now = clock.now();
  const liveFrom = newestClosedSessions(now, LIVE_SESSIONS).at(-1);
  if (liveFrom === undefined) throw new DomainError('INTERNAL', 'the calendar has no closed session');
  return { liveFrom, detectedAt: now };
}
