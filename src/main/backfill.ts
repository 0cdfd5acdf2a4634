import type { FillSummary } from '../application/market-data/fill-due.js';
import { loadConfig } from './config.js';
import { openCore } from './core.js';
import { createFill } from './create-workers.js';
import { requireOwnMarket } from './embedded/require-own-market.js';
import { requireMigrated } from './require-migrated.js';

/**
 * Fills everything that is due now and looks through every symbol for gaps. Ends after the requests at hand when told to stop;
 * the next run goes on from there. On a terminal it shows how far it is.
 * @param symbols put on the list before; undefined: those of the configuration
 */
export async function runBackfill(symbols: ReadonlySet<string> | undefined): Promise<FillSummary> {
  const config = loadConfig();
  if (config.database.kind === 'pglite') requireOwnMarket(config.dataDir);
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop);
  const core = await openCore({ ...config, bus: { kind: 'in-process' } });
  try {
    const fill = createFill(core, { now: () => new Date() });
    if (config.database.kind === 'pglite') await core.database.migrate();
    await requireMigrated(core.database);
    await core.database.fills.enlist(symbols === undefined ? config.ingestSymbols : [...symbols]);
    const isTerminal = process.stderr.isTTY;
    return await fill({
      checkedBefore: new Date(),
      signal: stopping.signal,
      onFill: (symbol, sum) => {
        if (isTerminal) process.stderr.write(`\r${sum.symbols} symbols, ${sum.bars} bars, ${symbol}\u001b[K`);
      },
    });
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, stop);
    await core.close();
  }
}
