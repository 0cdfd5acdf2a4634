import type { FillOptions, FillSummary } from '../application/market-data/fill-due.js';
import type { FillStore } from '../application/ports/fills.js';
import { supervise } from './supervise.js';
import type { SuperviseDeps } from './supervise.js';
import type { Worker } from './worker.js';

export interface IngestDeps extends SuperviseDeps {
  readonly fills: Pick<FillStore, 'enlist'>;
  readonly fillDue: (options: FillOptions) => Promise<FillSummary>;
  /** What is kept filled; null: every stock that is known. */
  readonly ingestSymbols: readonly string[] | null;
}

/** How often it is asked whether a session has closed, a symbol has come, or a pause is over. */
const LOOK_MS = 15_000;
/** Every symbol is looked through for gaps this often. */
const CHECK_EVERY_MS = 86_400_000;

/** Keeps the daily bars of all symbols whole: backfill, the bar of the day soon after its close, refill of gaps. */
export function createIngest(deps: IngestDeps): Worker {
  const { fills, fillDue, ingestSymbols, wallClock, logger, random } = deps;
  return supervise('ingest', deps, async (signal) => {
    await fills.enlist(ingestSymbols);
    const summary = await fillDue({ signal, checkedBefore: new Date(wallClock().getTime() - CHECK_EVERY_MS) });
    if (summary.symbols > 0) logger.info({ ...summary }, 'filled');
    return LOOK_MS * (0.75 + random() / 2);
  });
}
