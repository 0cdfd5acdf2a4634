import { randomSecrets } from '../../src/adapters/access/random-secrets.js';
import { createInProcessEventBus } from '../../src/adapters/event-bus/in-process.event-bus.js';
import { backtestUseCases } from '../../src/application/backtests/backtests.js';
import { runBacktests, USUAL_RUN_PACE, type RunPace } from '../../src/application/backtests/run-backtests.js';
import { watchBacktest } from '../../src/application/backtests/watch-backtest.js';
import { startEventTail, type EventTail } from '../../src/application/events/event-tail.js';
import { relayOutbox } from '../../src/application/events/relay-outbox.js';
import type { BacktestRunner } from '../../src/application/ports/backtest-runner.js';
import { MarketBars } from '../../src/application/signals/market-bars.js';
import { NO_TRACER } from '../../src/application/tracing.js';
import { backtestMarket } from '../../src/domain/backtest/backtest-market.js';
import { USUAL_TERMS } from '../../src/domain/backtest/market-terms.js';
import { parseStrategy } from '../../src/domain/backtest/parse-strategy.js';
import type { BacktestReport } from '../../src/domain/backtest/report.js';
import { PRESETS } from '../../src/domain/backtest/strategy-presets.js';
import type { BarColumns } from '../../src/domain/market/bar.js';
import { parseTradingDate, toEpochDay } from '../../src/domain/market/trading-date.js';
import { TEXTBOOK } from '../../src/domain/vpa/rule-sets/textbook.js';
import { hashSeries } from '../../src/main/backtests/hash-series.js';
import { threadRunner } from '../../src/main/backtests/backtest-runner.js';
import { AccountRig } from './account-rig.js';
import { BacktestClient } from './backtest-client.js';
import { FakeMetrics, SILENT_LOGGER } from './fake-telemetry.js';
import { withClient } from './postgres.js';
import { REAL_TIMERS } from './real-timers.js';
import { restlessBars } from './restless-bars.js';
import { storeColumns } from './store-columns.js';

/** The evening of the newest session. */
const NOW = new Date('2025-05-20T12:00:00Z');
const THREAD = new URL('../../dist/src/main/backtests/backtest-thread.js', import.meta.url);
const LIMITS = { timeoutMs: 60_000, heapMb: 256 };

/** Bars by symbol, `B00` … and VNINDEX; in turns of HOSE, HNX and unknown exchanges, in three sectors. */
export function someMarket(stocks: number, days: number): ReadonlyMap<string, BarColumns> {
  const symbols = [...Array.from({ length: stocks }, (_, i) => `B${String(i).padStart(2, '0')}`), 'VNINDEX'];
  return new Map(symbols.map((symbol, i) => [symbol, restlessBars(days, { seed: i + 40, now: NOW })]));
}

/** What the engine makes of the same bars, called directly: `no-supply` with all that is usual, to the newest session. */
export function reportOn(
  market: ReadonlyMap<string, BarColumns>,
  symbols = [...market.keys()].filter((symbol) => symbol !== 'VNINDEX'),
): BacktestReport {
  const series = [...market.keys()].toSorted().filter((symbol) => symbol === 'VNINDEX' || symbols.includes(symbol));
  const bars = series.map((symbol) => ({ symbol, bars: market.get(symbol)! }));
  const places = [...market.keys()];
  const exchange = (symbol: string) => (['HOSE', 'HNX', null] as const)[places.indexOf(symbol) % 3] ?? null;
  return backtestMarket(bars, {
    strategy: parseStrategy(PRESETS.find(({ name }) => name === 'no-supply')),
    terms: USUAL_TERMS,
    cash: 1_000_000_000,
    from: -Infinity,
    to: toEpochDay(parseTradingDate('2025-05-20')),
    riskFreePct: 0,
    ruleSet: TEXTBOOK,
    priceUnitVnd: 1,
    symbols: null,
    exchanges: new Map(symbols.flatMap((symbol) => (exchange(symbol) === null ? [] : [[symbol, exchange(symbol)!] as const]))),
    sectors: new Map(symbols.map((symbol) => [symbol, ['Banks', 'Steel', 'Retail'][places.indexOf(symbol) % 3]!])),
    dataHash: hashSeries(bars),
  });
}

/** The API with backtests, and a worker that is run by hand, over bars in PostgreSQL. */
export class BacktestRig {
  readonly accounts: AccountRig;
  readonly metrics = new FakeMetrics();
  readonly tail: EventTail;
  readonly #relay: () => Promise<number>;

  private constructor(accounts: AccountRig, tail: EventTail, relay: () => Promise<number>) {
    this.accounts = accounts;
    this.tail = tail;
    this.#relay = relay;
  }

  static async start(market: ReadonlyMap<string, BarColumns>, quota = { open: 3, daily: 100 }): Promise<BacktestRig> {
    const holder: { tail?: EventTail } = {};
    const deps = { timers: REAL_TIMERS, logger: SILENT_LOGGER, random: Math.random };
    const accounts = await AccountRig.start({
      extend: (database) => ({
        ...backtestUseCases({
          backtests: database.backtests,
          stocks: database.stocks,
          secrets: randomSecrets,
          quota,
          clock: { now: () => NOW },
        }),
        watchBacktest: watchBacktest(
          {
            ...deps,
            log: database.eventLog,
            get tail() {
              return holder.tail as EventTail;
            },
          },
          database.backtests,
        ),
      }),
    });
    const metrics = new FakeMetrics();
    const bus = createInProcessEventBus({ metrics, logger: SILENT_LOGGER });
    const { database, url } = accounts;
    holder.tail = await startEventTail({ ...deps, log: database.eventLog, bus, metrics });
    await storeColumns(database, market);
    await withClient(url, async (client) => {
      for (const [i, symbol] of [...market.keys()].entries())
        await client.query('update stocks set sector = $1, exchange = $2 where symbol = $3', [
          ['Banks', 'Steel', 'Retail'][i % 3],
          symbol === 'VNINDEX' ? null : ['HOSE', 'HNX', null][i % 3],
          symbol,
        ]);
    });
    const relay = relayOutbox({ outbox: database.outbox, bus, metrics, logger: SILENT_LOGGER, tracer: NO_TRACER });
    return new BacktestRig(accounts, holder.tail, relay);
  }

  /** A worker of its own, as far as it matters to the queue. Returns its round. */
  worker({ runner = threadRunner(LIMITS, THREAD), ...pace }: Partial<RunPace> & { readonly runner?: BacktestRunner } = {}): (
    signal?: AbortSignal,
  ) => Promise<number> {
    const { database } = this.accounts;
    const bars = new MarketBars(database.marketBars, { metrics: this.metrics, now: () => new Date() });
    const round = runBacktests({
      backtests: database.backtests,
      loadMarket: (signal) => bars.load(signal),
      runner,
      timers: REAL_TIMERS,
      metrics: this.metrics,
      logger: SILENT_LOGGER,
      holder: 'test',
      pace: { ...USUAL_RUN_PACE, retryAfterMs: 0, ...pace },
    });
    return (signal = new AbortController().signal) => round(signal);
  }

  /** Numbers what waits in the outbox and tells it. */
  async relay(): Promise<void> {
    while ((await this.#relay()) > 0);
  }

  async user(name: string): Promise<BacktestClient> {
    await this.accounts.user(`${name}@example.com`);
    return new BacktestClient(this, (await this.accounts.signIn(`${name}@example.com`)).accessToken);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.tail.close();
    await this.accounts[Symbol.asyncDispose]();
  }
}
