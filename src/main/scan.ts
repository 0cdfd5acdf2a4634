import type { ScanSummary } from '../application/signals/scan-due.js';
import { loadConfig } from './config.js';
import { openCore } from './core.js';
import { createScan } from './create-workers.js';
import { requireMigrated } from './require-migrated.js';

/** Scans everything that is due now. On a terminal it shows how far it is. */
export async function runScan(): Promise<ScanSummary> {
  const core = await openCore({ ...loadConfig(), bus: { kind: 'in-process' } });
  try {
    await requireMigrated(core.database);
    const isTerminal = process.stderr.isTTY;
    let scanned = 0;
    const summary = await createScan(core, { now: () => new Date() })({
      onStock: (symbol) => {
        scanned += 1;
        if (isTerminal) process.stderr.write(`\r${scanned} ${symbol}\u001b[K`);
      },
    });
    if (isTerminal && scanned > 0) process.stderr.write('\r\u001b[K');
    return summary;
  } finally {
    await core.close();
  }
}
