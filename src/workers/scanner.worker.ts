import type { ScanStore } from '../application/ports/scans.js';
import type { ReadMarketSummary } from '../application/signals/read-market.js';
import type { ScoreSummary } from '../application/signals/score-due.js';
import type { ScanOptions, ScanSummary } from '../application/signals/scan-due.js';
import { supervise } from './supervise.js';
import type { SuperviseDeps } from './supervise.js';
import type { Worker } from './worker.js';

export interface ScannerDeps extends SuperviseDeps {
  readonly scans: Pick<ScanStore, 'countDue'>;
  /** Versions of the rule sets that `scanDue` runs. */
  readonly ruleVersions: readonly string[];
  readonly scanDue: (options?: ScanOptions) => Promise<ScanSummary>;
  readonly scoreDue: (signal?: AbortSignal) => Promise<ScoreSummary>;
  readonly readMarket: (signal?: AbortSignal) => Promise<ReadMarketSummary>;
  /** A scan is made at least so often, also where nothing seems due. */
  readonly scanIntervalMs: number;
  /** Called after a round that stored events: whoever tells them need not wait. */
  readonly onEvents?: () => void;
}

/** How often the scanner asks whether bars have come. */
const LOOK_MS = 1_000;

/** Scans what is due: a second after bars came in, and every scan interval; then scores what was found, follows what was found before, and reads the whole market. */
export function createScanner(deps: ScannerDeps): Worker {
  const { scans, ruleVersions, scanDue, scoreDue, readMarket, timers, metrics, logger, wallClock, scanIntervalMs, random, onEvents } = deps;
  let scannedAt = -Infinity;
  // Stocks whose scan failed stay due: they are tried again with the next interval or the next bars, not every second.
  let stuck = 0;
  return supervise('scanner', deps, async (signal) => {
    const counts = await Promise.all(ruleVersions.map((version) => scans.countDue(version)));
    const due = counts.reduce((sum, count) => sum + count, 0);
    metrics.set('vpa_scan_due', due);
    if (due > stuck || timers.now() - scannedAt >= scanIntervalMs) {
      const summary = await scanDue({ signal });
      scannedAt = timers.now();
      stuck = summary.failed;
      if (summary.events > 0) onEvents?.();
      if (summary.stocks > 0) logger.info({ ...summary }, 'scanned');
      const scored = await scoreDue(signal);
      if (scored.events > 0) onEvents?.();
      await readMarket(signal);
      if (summary.failed === 0) metrics.set('vpa_scan_last_success_timestamp_seconds', wallClock().getTime() / 1000);
    }
    return Math.min(LOOK_MS, scanIntervalMs) * (0.75 + random() / 2);
  });
}
