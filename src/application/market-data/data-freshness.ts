import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { newestClosedSessions, nextTradingDay, tradingDays } from '../../domain/market/calendar.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { MarketClock } from '../ports/clock.js';
import type { BarReader } from '../ports/readers.js';

/** How far the bars of a stock reach, beside the sessions that have closed. */
export interface DataFreshness {
  /** The newest bar; null where there is none. */
  readonly latestTradingDate: TradingDate | null;
  /** When that bar was learnt; null where there is none. */
  readonly receivedAt: Date | null;
  /** The newest session that has closed, by the clock of the market. */
  readonly newestClosedSession: TradingDate;
  /** Closed sessions after the newest bar; null where there is no bar. A stock that did not trade lacks a bar, too. */
  readonly sessionsBehind: number | null;
}

export interface FreshnessDeps {
  readonly bars: Pick<BarReader, 'latestByStocks'>;
  readonly clock: MarketClock;
}

/** How far the bars of each stock reach, in the order of the ids. One statement. @throws {DomainError} FORBIDDEN */
export function dataFreshness({ bars, clock }: FreshnessDeps) {
  return async (stockIds: readonly string[], actor: Actor): Promise<readonly DataFreshness[]> => {
    requirePermission(actor, 'bar:read');
    const [newest] = newestClosedSessions(clock.now(), 1) as [TradingDate];
    const latest = await bars.latestByStocks(stockIds);
    return latest.map((bar) => ({
      latestTradingDate: bar?.tradingDate ?? null,
      receivedAt: bar?.receivedAt ?? null,
      newestClosedSession: newest,
      sessionsBehind: bar === null ? null : tradingDays(nextTradingDay(bar.tradingDate), newest).length,
    }));
  };
}
