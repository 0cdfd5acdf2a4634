import type { Database } from '../../adapters/persistence/database.js';
import { DomainError } from '../../domain/errors.js';

/**
 * A directory without a state of ours may hold what `vpa import` put there: a market must not be played over it.
 * @throws {DomainError} CONFLICT where there are bars.
 */
export async function requireOwnBars({ stocks, bars }: Database, dataDir: string): Promise<void> {
  const { items } = await stocks.list({}, { first: 100, after: null });
  const latest = await bars.latestByStocks(items.map(({ id }) => id));
  if (latest.every((bar) => bar === null)) return;
  throw new DomainError('CONFLICT', `${dataDir} holds bars that were imported by hand: set VPA_DATA_DIR to another directory`);
}
