import { newestClosedSessions } from '../../domain/market/calendar.js';
import type { SignalKind } from '../../domain/vpa/detectors/index.js';
import type { RuleSet } from '../../domain/vpa/rule-sets/rule-set.js';
import { TEXTBOOK } from '../../domain/vpa/rule-sets/textbook.js';
import { DomainError } from '../../domain/errors.js';
import type { MarketClock } from '../ports/clock.js';
import type { ScanStore } from '../ports/scans.js';
import type { Logger, Metrics } from '../ports/telemetry.js';
import type { Tracer } from '../ports/tracing.js';
import type { Timers } from '../ports/timers.js';
import { traced } from '../tracing.js';
import { scanStocks } from './scan-stocks.js';
import type { ScanMoment, StocksScan } from './scan-stocks.js';

interface ScanDeps {
  readonly scans: ScanStore;
  readonly clock: MarketClock;
  readonly timers: Timers;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tracer: Tracer;
  /** What is run, one after the other; the textbook alone where nothing is said. */
  readonly ruleSets?: readonly RuleSet<SignalKind>[];
}

export interface ScanOptions {
  /** Ends the scan after the stocks at hand. */
  readonly signal?: AbortSignal;
  readonly onStock?: (symbol: string) => void;
}

export interface ScanSummary {
  /** Stocks scanned, each once for every rule set. */
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

/** Stocks of one transaction: their bars are read, and their signals stored, with one statement each. */
export const STOCKS_AT_ONCE = 32;

/**
 * Scans every stock that is due, some in each transaction: signals, their events and the marks are stored together or not
 * at all. Any number of scanners may run at once. Where a transaction fails for a reason of its stocks, each of them is tried alone: the one
 * that fails is left due, and the others go on.
 * @throws {DomainError} retryable, where the database is away.
 */
export function scanDue(deps: ScanDeps): (options?: ScanOptions) => Promise<ScanSummary> {
  const { timers, metrics, ruleSets = [TEXTBOOK] } = deps;

  function count({ symbols, scan }: DoneScan): void {
    metrics.increment('vpa_scan_symbols_total', { result: 'scanned' }, symbols.length);
    for (const { kind, symbol, measured, ruleVersion } of scan.found) {
      // What is stored for comparison is no more of the same.
      if (ruleVersion !== TEXTBOOK.version) continue;
      metrics.increment('vpa_signals_generated_total', { signal_type: kind, symbol: measured.isIlliquid ? 'other' : symbol });
    }
  }

  return async ({ signal, onStock } = {}) => {
    const startedAt = timers.now();
    const sum = { stocks: 0, signals: 0, events: 0, failed: 0 };
    for (const ruleSet of ruleSets) await scanBy(ruleSet, sum, signal, onStock);
    metrics.observe('vpa_scan_duration_seconds', (timers.now() - startedAt) / 1000);
    return sum;
  };

  async function scanBy(
    ruleSet: RuleSet<SignalKind>,
    sum: Mutable<ScanSummary>,
    signal: ScanOptions['signal'],
    onStock: ScanOptions['onStock'],
  ) {
    const { clock, logger } = deps;
    const failed = new Set<string>();
    // So many are to be tried one by one, as one of them failed.
    let alone = 0;
    while (signal?.aborted !== true) {
      const next = await scanNext(deps, momentOf(clock, ruleSet), alone > 0 ? 1 : STOCKS_AT_ONCE, failed);
      if (next === null) break;
      alone = Math.max(0, alone - 1);
      if ('failure' in next) {
        const [only, ...others] = next.stocks;
        if (others.length > 0 || only === undefined) {
          alone = next.stocks.length;
          continue;
        }
        failed.add(only.id);
        metrics.increment('vpa_scan_symbols_total', { result: 'failed' });
        logger.error({ error: next.failure, symbol: only.symbol }, 'the scan of a stock failed');
        continue;
      }
      count(next);
      for (const symbol of next.symbols) onStock?.(symbol);
      sum.stocks += next.symbols.length;
      sum.signals += next.scan.found.length;
      sum.events += next.scan.told;
    }
    sum.failed += failed.size;
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

interface DoneScan {
  readonly symbols: readonly string[];
  readonly scan: StocksScan;
}

interface FailedScan {
  readonly stocks: readonly { readonly id: string; readonly symbol: string }[];
  readonly failure: unknown;
}

/** Scans the next due stocks that did not fail before, all or none; null where there are none. */
async function scanNext(
  { scans, tracer }: ScanDeps,
  moment: ScanMoment,
  limit: number,
  failed: ReadonlySet<string>,
): Promise<DoneScan | FailedScan | null> {
  let stocks: FailedScan['stocks'] = [];
  try {
    const scan = await scans.transaction(async (tx) => {
      const due = await tx.claimDue(moment.ruleSet.version, limit, [...failed]);
      stocks = due.map(({ stock }) => stock);
      if (due.length === 0) return null;
      const attributes = { 'vpa.symbol': due[0]?.stock.symbol ?? '', 'vpa.stocks': due.length };
      return traced(tracer, 'scan stocks', { attributes }, async (span) => {
        const done = await scanStocks(tx, due, moment);
        span.set({ 'vpa.signals': done.found.length, 'vpa.events': done.told });
        return done;
      });
    });
    return scan === null ? null : { symbols: stocks.map(({ symbol }) => symbol), scan };
  } catch (error) {
    // Without a stock at hand, or with the database away, it is not the stocks' fault.
    if (stocks.length === 0 || (error instanceof DomainError && error.retryable)) throw error;
    return { stocks, failure: error };
  }
}

function momentOf(clock: MarketClock, ruleSet: RuleSet<SignalKind>): ScanMoment {
  const now = clock.now();
  const liveFrom = newestClosedSessions(now, LIVE_SESSIONS).at(-1);
  if (liveFrom === undefined) throw new DomainError('INTERNAL', 'the calendar has no closed session');
  return { liveFrom, detectedAt: now, ruleSet };
}
