import { startEventTail } from '../../src/application/events/event-tail.js';
import { createInProcessBoardBus } from '../../src/adapters/board-bus/in-process.board-bus.js';
import type { PriceQuote } from '../../src/domain/market/live/price-quote.js';
import type { ProvisionalReading } from '../../src/domain/vpa/provisional/provisional-reading.js';
import { openBoard } from '../../src/application/realtime/board.js';
import { watchPrices } from '../../src/application/realtime/watch-prices.js';
import { watchProvisional } from '../../src/application/realtime/watch-provisional.js';
import { watchMarketStatus } from '../../src/application/market-data/watch-market-status.js';
import { watchSignals } from '../../src/application/signals/watch-signals.js';
import type { Signal } from '../../src/domain/vpa/signal.js';
import type { ServerOptions } from '../../src/server/http.js';
import { aMarket } from './a-market.js';
import { aScore } from './a-score.js';
import { aSignal } from './a-signal.js';
import { ApiRig, applicationOver } from './api-rig.js';
import { FakeMetrics, SILENT_LOGGER } from './fake-telemetry.js';
import { MemoryEventBus, MemoryEventLog } from './memory-event-log.js';
import { memoryReaders } from './memory-readers.js';
import { REAL_TIMERS } from './real-timers.js';

export interface LiveApi {
  readonly rig: ApiRig;
  /** Commits a signal of the first stock and publishes it. */
  tell(overrides?: Partial<Signal>): Promise<void>;
  /** Commits the first score of such a signal and publishes it. */
  score(adjusted: number, overrides?: Partial<Signal>): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The whole server with its live feed over a market in memory. */
export async function startLiveApi(stocks = 5, options: Partial<ServerOptions> = {}): Promise<LiveApi> {
  const market = aMarket(stocks);
  const [log, bus] = [new MemoryEventLog(), new MemoryEventBus()];
  const deps = { log, timers: REAL_TIMERS, logger: SILENT_LOGGER, random: Math.random };
  const tail = await startEventTail({ ...deps, bus, metrics: new FakeMetrics() });
  const metrics = new FakeMetrics();
  // Nobody tells anything: who listens is let in, and waits.
  const prices = await openBoard<PriceQuote>(createInProcessBoardBus(), { metrics, name: 'prices' });
  const provisional = await openBoard<ProvisionalReading>(createInProcessBoardBus(), { metrics, name: 'provisional' });
  const app = {
    ...applicationOver(memoryReaders(market), watchSignals({ ...deps, tail })),
    watchPrices: watchPrices({ prices, metrics, now: () => new Date() }),
    watchProvisional: watchProvisional({ provisional }),
    watchMarketStatus: watchMarketStatus({ clock: { now: () => new Date() }, timers: REAL_TIMERS }),
  };
  const rig = await ApiRig.start(app, options);
  const [first] = market.stocks;
  return {
    rig,
    tell: (overrides = {}) => bus.publish([log.append(aSignal({ stockId: first!.id, symbol: first!.symbol, ...overrides }))]),
    score(adjusted, overrides = {}) {
      const signal = aSignal({ stockId: first!.id, symbol: first!.symbol, ...overrides });
      const score = aScore({ signalId: signal.id, adjusted });
      return bus.publish([log.appendEvent({ type: 'signal.updated', signal, score, isFirst: true })]);
    },
    [Symbol.asyncDispose]: async () => {
      await rig[Symbol.asyncDispose]();
      await tail.close();
    },
  };
}
