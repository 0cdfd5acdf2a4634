import { simulatedSessions, simulatedStocks } from '../../adapters/providers/simulated/simulated-provider.js';
import { sessionCloseAt } from '../../domain/market/calendar.js';
import { parseTradingDate } from '../../domain/market/trading-date.js';
import type { MarketSource, ReplaySession } from './market-source.js';
import { joinBatches } from './market-source.js';

/** Moves whenever the simulated bars change, so that a directory never holds half of one market and half of another. */
const REVISION = 1;
const HISTORY_END = parseTradingDate('2024-12-31');
const SESSIONS_IN_A_BATCH = 150;

/**
 * The simulated market: three years of history to the end of 2024, then the sessions from 2025-01-02 on, never beyond the
 * last session that is closed in the real world.
 * @param realNow the time of the wall clock.
 */
export function simulatedSource(realNow: () => Date): MarketSource {
  const upcoming = simulatedSessions();
  let next: ReplaySession = upcoming.next().value;
  const stocks = simulatedStocks();
  return {
    identity: { kind: 'simulated', revision: REVISION },
    barSource: 'SIMULATED',
    sourceName: 'simulated market',
    stocks,
    historyEnd: HISTORY_END,
    description: [
      `SIMULATED market (mô phỏng): ${stocks.length - 1} made-up shares on HOSE, HNX and UPCOM, and VNINDEX.`,
      'None of it is real: no price, no company, no signal.',
    ],
    notice: 'Simulated market (mô phỏng): no price, company or signal here is real.',
    async *history() {
      let batches = [];
      for (const { tradingDate, batch } of simulatedSessions()) {
        if (tradingDate > HISTORY_END) break;
        batches.push(batch);
        if (batches.length < SESSIONS_IN_A_BATCH) continue;
        yield { batch: joinBatches(batches), refused: [] };
        batches = [];
      }
      yield { batch: joinBatches(batches), refused: [] };
    },
    async sessionAfter(date) {
      while (next.tradingDate <= date) next = upcoming.next().value;
      return sessionCloseAt(next.tradingDate).getTime() <= realNow().getTime() ? next : null;
    },
  };
}
