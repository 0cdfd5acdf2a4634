import { InProcessRateLimiter } from '../../src/adapters/rate-limiter/in-process.rate-limiter.js';
import type { AccountDeps } from '../../src/application/accounts/account-deps.js';
import { accountUseCases, type AccountUseCases } from '../../src/application/accounts/account-use-cases.js';
import { alertUseCases, type AlertDeps, type AlertUseCases } from '../../src/application/alerts/alert-rules.js';
import { portfolioUseCases, type PortfolioDeps, type PortfolioUseCases } from '../../src/application/portfolio/portfolios.js';
import { backtestUseCases, type BacktestDeps, type BacktestUseCases } from '../../src/application/backtests/backtests.js';
import type { Application } from '../../src/application/application.js';
import { cancelCorporateAction, listCorporateActions, recordCorporateAction } from '../../src/application/market-data/corporate-actions.js';
import { dataFreshness } from '../../src/application/market-data/data-freshness.js';
import { latestBars, listBars } from '../../src/application/market-data/list-bars.js';
import { listPeriodBars } from '../../src/application/market-data/list-period-bars.js';
import { countQuarantinedBars, listQuarantinedBars } from '../../src/application/market-data/list-quarantined-bars.js';
import { marketStatus } from '../../src/application/market-data/market-status.js';
import { screenUseCases, type ScreenDeps, type ScreenUseCases } from '../../src/application/screens/screens.js';
import type { MarketClock } from '../../src/application/ports/clock.js';
import type { Logger } from '../../src/application/ports/telemetry.js';
import { explainSignals } from '../../src/application/signals/explain-signals.js';
import { countSignals, findSignals, listSignals, listSignalsByStocks } from '../../src/application/signals/list-signals.js';
import { findStocksById, findStocksBySymbol } from '../../src/application/stocks/find-stocks.js';
import { saveStocks } from '../../src/application/stocks/save-stocks.js';
import { countStocks, listStocks } from '../../src/application/stocks/list-stocks.js';
import { NO_TRACER } from '../../src/application/tracing.js';
import { createServer, type ApiServer, type ServerOptions } from '../../src/server/http.js';
import type { OperationRates } from '../../src/server/operation-charges.js';
import { FakeMetrics } from './fake-telemetry.js';
import type { MemoryReaders } from './memory-readers.js';

export interface AnswerExtensions {
  readonly cost: number;
  readonly budget?: { readonly remaining: number; readonly capacity: number; readonly refillPerSecond: number };
}

export interface GraphqlAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    readonly data?: unknown;
    readonly extensions?: AnswerExtensions;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: readonly (string | number)[];
      readonly extensions: { readonly code: string; readonly requestId?: string };
    }[];
  };
}

/** Logs into a list, so that a test can look for what must not be lost, and for what must not be there. */
export class ListLogger implements Logger {
  readonly lines: { readonly level: string; readonly fields: Record<string, unknown>; readonly message: string }[] = [];
  readonly debug = (fields: Record<string, unknown>, message: string): void => void this.lines.push({ level: 'debug', fields, message });
  readonly info = (fields: Record<string, unknown>, message: string): void => void this.lines.push({ level: 'info', fields, message });
  readonly warn = (fields: Record<string, unknown>, message: string): void => void this.lines.push({ level: 'warn', fields, message });
  readonly error = (fields: Record<string, unknown>, message: string): void => void this.lines.push({ level: 'error', fields, message });
}

/** For tests of other things: nobody is too fast. */
export const NO_RATES: OperationRates = { ANONYMOUS: null, VIEWER: null, ANALYST: null, ADMIN: null };

const noAccounts = () => Promise.reject(new Error('no accounts here'));
/** For rigs without a database: whatever asks for an account fails. */
const NO_ACCOUNTS = Object.fromEntries(
  [
    ...Object.keys(accountUseCases({} as AccountDeps)),
    ...Object.keys(alertUseCases({} as AlertDeps)),
    ...Object.keys(backtestUseCases({} as BacktestDeps)),
    ...Object.keys(portfolioUseCases({} as PortfolioDeps)),
    ...Object.keys(screenUseCases({} as ScreenDeps)),
  ].map((name) => [name, noAccounts]),
) as unknown as AccountUseCases & AlertUseCases & BacktestUseCases & PortfolioUseCases & ScreenUseCases;

/** Two sessions after the newest bar of `aMarket`, in the lunch break of a third. */
const LUNCH_CLOCK: MarketClock = { now: () => new Date('2025-04-03T05:00:00Z') };

/** Reads over these readers at {@link LUNCH_CLOCK}; the live feed is refused unless one is given. */
export function applicationOver(readers: MemoryReaders, watchSignals?: Application['watchSignals']): Application {
  return {
    listStocks: listStocks(readers),
    countStocks: countStocks(readers),
    findStocksBySymbol: findStocksBySymbol(readers),
    findStocksById: findStocksById(readers),
    listBars: listBars(readers),
    listPeriodBars: listPeriodBars(readers),
    latestBars: latestBars(readers),
    dataFreshness: dataFreshness({ ...readers, clock: LUNCH_CLOCK }),
    listCorporateActions: listCorporateActions(readers),
    recordCorporateAction: recordCorporateAction(readers),
    cancelCorporateAction: cancelCorporateAction(readers),
    saveStocks: saveStocks({ directory: { save: async (stocks) => ({ inserted: stocks.length, updated: 0, unchanged: 0 }) } }),
    marketStatus: marketStatus({ clock: LUNCH_CLOCK }),
    listSignals: listSignals(readers),
    countSignals: countSignals(readers),
    listSignalsByStocks: listSignalsByStocks(readers),
    explainSignals: explainSignals(readers),
    findScores: async (ids) => ids.map(() => null),
    findReadings: async (ids) => ids.map(() => null),
    listSignalStats: async () => [],
    findSignals: findSignals(readers),
    listQuarantinedBars: listQuarantinedBars(readers),
    countQuarantinedBars: countQuarantinedBars(readers),
    ...NO_ACCOUNTS,
    screen: async () => ({ items: [], hasNextPage: false }),
    countScreen: async () => 0,
    watchBacktest: () => Promise.reject(new Error('no feed here')),
    watchAlerts: () => Promise.reject(new Error('no feed here')),
    listIntradayBars: async ({ stockIds }) => stockIds.map(() => ({ items: [], hasNextPage: false })),
    watchProvisional: () => Promise.reject(new Error('no feed here')),
    watchPrices: () => Promise.reject(new Error('no prices here')),
    watchMarketStatus: () => Promise.reject(new Error('no feed here')),
    watchSignals: watchSignals ?? (() => Promise.reject(new Error('no feed here'))),
  };
}

/** The whole server on a free port of loopback, over real sockets. */
export class ApiRig {
  readonly server: ApiServer;
  readonly metrics: FakeMetrics;
  readonly logger: ListLogger;
  /** What the probes say. */
  readonly state: { isDatabaseReachable: boolean; isBusHealthy: boolean; tail: 'down' | 'failing' | 'up' };

  private constructor(server: ApiServer, metrics: FakeMetrics, logger: ListLogger, state: ApiRig['state']) {
    this.server = server;
    this.metrics = metrics;
    this.logger = logger;
    this.state = state;
  }

  static async start(app: Application, options: Partial<ServerOptions> = {}): Promise<ApiRig> {
    const metrics = new FakeMetrics();
    const logger = new ListLogger();
    const state: ApiRig['state'] = { isDatabaseReachable: true, isBusHealthy: true, tail: 'up' };
    const server = await createServer({
      app,
      trustedProxies: 0,
      probes: {
        isDatabaseReachable: async () => state.isDatabaseReachable,
        isMigrated: async () => true,
        tail: () => state.tail,
        isBusHealthy: () => state.isBusHealthy,
      },
      metrics,
      logger,
      tracer: NO_TRACER,
      version: '0.0.0-test',
      corsOrigins: ['https://app.example'],
      isIntrospectable: true,
      graphiqlDirectory: null,
      hasLocalAdmin: false,
      banner: null,
      credentials: null,
      rateLimiter: new InProcessRateLimiter({ metrics, now: () => performance.now() }),
      operationRates: NO_RATES,
      trustedDocuments: null,
      hstsSeconds: 0,
      unsubscription: null,
      ...options,
    });
    await server.listen({ host: '127.0.0.1', port: 0 });
    return new ApiRig(server, metrics, logger, state);
  }

  get port(): number {
    return this.server.address().port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get webSocketUrl(): string {
    return `ws://127.0.0.1:${this.port}/graphql`;
  }

  async post(body: unknown, headers: Record<string, string> = {}): Promise<GraphqlAnswer> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
    });
    return answerOf(response);
  }

  query(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<GraphqlAnswer> {
    return this.post(variables === undefined ? { query } : { query, variables }, headers);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.drain(100);
    await this.server.close();
  }
}

export async function answerOf(response: Response): Promise<GraphqlAnswer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as GraphqlAnswer['body']) : {} };
}
