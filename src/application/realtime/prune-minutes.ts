import { fromEpochDay, toEpochDay, tradingDateAt } from '../../domain/market/trading-date.js';
import type { MarketClock } from '../ports/clock.js';
import type { MinuteBarStore } from '../ports/minute-bars.js';

/** Rows of one statement. */
const BATCH = 20_000;

/** Removes a batch of minutes of sessions older than the retention; tells whether there may be more. */
export function pruneMinutes(deps: {
  readonly minuteBars: Pick<MinuteBarStore, 'prune'>;
  readonly clock: MarketClock;
  readonly retentionDays: number;
}): () => Promise<boolean> {
  return async () => {
    const before = fromEpochDay(toEpochDay(tradingDateAt(deps.clock.now())) - deps.retentionDays);
    return (await deps.minuteBars.prune(before, BATCH)) >= BATCH;
  };
}
