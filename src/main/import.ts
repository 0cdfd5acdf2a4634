import { basename } from 'node:path';

import { readCsvBars } from '../adapters/providers/csv-bars.js';
import type { PriceUnit } from '../adapters/providers/csv-scan.js';
import { importBars, type ImportSummary } from '../application/market-data/import-bars.js';
import { tradingDateAt, type TradingDate } from '../domain/market/trading-date.js';
import { loadConfig } from './config.js';
import { requireOwnMarket } from './embedded/require-own-market.js';
import { openCore } from './core.js';
import { requireMigrated } from './require-migrated.js';

/** 15 hours after midnight. */
const BARS_FINAL_AFTER_MS = 15 * 3_600_000;

export interface ImportFileOptions {
  readonly priceUnit: PriceUnit;
  readonly symbols: ReadonlySet<string> | undefined;
}

/** Imports a file. An embedded database is made where there is none; a server's has to be migrated. */
export async function runImport(path: string, { priceUnit, symbols }: ImportFileOptions): Promise<ImportSummary> {
  const config = loadConfig();
  if (config.database.kind === 'pglite') requireOwnMarket(config.dataDir);
  const core = await openCore({ ...config, bus: { kind: 'in-process' } });
  try {
    if (config.database.kind === 'pglite') await core.database.migrate();
    await requireMigrated(core.database);
    const run = importBars({ barStore: core.database.barStore, metrics: core.registry.metrics });
    const parts = readCsvBars(path, { priceUnit, symbols, today: newestFinalDate(new Date()) });
    const onProgress = process.stderr.isTTY ? (rows: number) => void process.stderr.write(`\r${rows} rows\u001b[K`) : undefined;
    try {
      return await run({ source: 'CSV', sourceName: basename(path), parts, ...(onProgress === undefined ? {} : { onProgress }) });
    } finally {
      if (onProgress !== undefined) process.stderr.write('\r\u001b[K');
    }
  } finally {
    await core.close();
  }
}

/** Bars are final at 15:00, when put-through ends: until then the bar of today is an unfinished one, and refused like those of the future. */
function newestFinalDate(now: Date): TradingDate {
  return tradingDateAt(new Date(now.getTime() - BARS_FINAL_AFTER_MS));
}
