import type { Database } from '../adapters/persistence/database.js';
import type { AccountDeps } from '../application/accounts/account-deps.js';
import { accountUseCases } from '../application/accounts/account-use-cases.js';
import { alertUseCases, type AlertDeps } from '../application/alerts/alert-rules.js';
import { watchAlerts } from '../application/alerts/watch-alerts.js';
import { backtestUseCases } from '../application/backtests/backtests.js';
import { watchBacktest } from '../application/backtests/watch-backtest.js';
import type { Application } from '../application/application.js';
import { cancelCorporateAction, listCorporateActions, recordCorporateAction } from '../application/market-data/corporate-actions.js';
import { dataFreshness } from '../application/market-data/data-freshness.js';
import { latestBars, listBars } from '../application/market-data/list-bars.js';
import { listIntradayBars } from '../application/market-data/list-intraday-bars.js';
import { listPeriodBars } from '../application/market-data/list-period-bars.js';
import { countQuarantinedBars, listQuarantinedBars } from '../application/market-data/list-quarantined-bars.js';
import { watchMarketStatus } from '../application/market-data/watch-market-status.js';
import { watchPrices } from '../application/realtime/watch-prices.js';
import { watchProvisional } from '../application/realtime/watch-provisional.js';
import type { Board } from '../application/realtime/board.js';
import type { PriceQuote } from '../domain/market/live/price-quote.js';
import type { ProvisionalReading } from '../domain/vpa/provisional/provisional-reading.js';
import { marketStatus } from '../application/market-data/market-status.js';
import type { BacktestQuota } from '../application/ports/backtests.js';
import type { MarketClock } from '../application/ports/clock.js';
import { portfolioUseCases } from '../application/portfolio/portfolios.js';
import { screenUseCases } from '../application/screens/screens.js';
import { explainSignals } from '../application/signals/explain-signals.js';
import { findReadings, listSignalStats } from '../application/signals/find-readings.js';
import { findScores } from '../application/signals/find-scores.js';
import { countSignals, findSignals, listSignals, listSignalsByStocks } from '../application/signals/list-signals.js';
import type { FeedDeps } from '../application/events/open-feed.js';
import { watchSignals } from '../application/signals/watch-signals.js';
import { findStocksById, findStocksBySymbol } from '../application/stocks/find-stocks.js';
import { saveStocks } from '../application/stocks/save-stocks.js';
import { countStocks, listStocks } from '../application/stocks/list-stocks.js';

type ReadSide = Pick<
  Database,
  | 'stocks'
  | 'bars'
  | 'corporateActions'
  | 'directory'
  | 'signals'
  | 'scores'
  | 'readings'
  | 'screens'
  | 'portfolios'
  | 'backtests'
  | 'quarantine'
  | 'minuteBars'
>;

/** What the API stands on besides the database: this process's tail, accounts, alerts and the clock of the market. */
export interface ApplicationDeps {
  readonly feed: FeedDeps;
  readonly accounts: AccountDeps;
  readonly alerts: AlertDeps;
  readonly boards: { readonly prices: Board<PriceQuote>; readonly provisional: Board<ProvisionalReading> };
  readonly clock: MarketClock;
  readonly backtestQuota: BacktestQuota;
}

/** Everything the API can do, bound to what it stands on. */
export function createApplication(
  database: ReadSide,
  { feed, accounts, alerts, boards, clock, backtestQuota }: ApplicationDeps,
): Application {
  return {
    ...accountUseCases(accounts),
    ...alertUseCases(alerts),
    ...portfolioUseCases({ portfolios: database.portfolios, secrets: accounts.secrets, now: accounts.now }),
    ...backtestUseCases({
      backtests: database.backtests,
      stocks: database.stocks,
      secrets: accounts.secrets,
      quota: backtestQuota,
      clock,
    }),
    ...screenUseCases({ screens: database.screens, secrets: accounts.secrets }),
    listStocks: listStocks(database),
    countStocks: countStocks(database),
    findStocksBySymbol: findStocksBySymbol(database),
    findStocksById: findStocksById(database),
    listBars: listBars(database),
    listPeriodBars: listPeriodBars(database),
    listIntradayBars: listIntradayBars(database),
    latestBars: latestBars(database),
    dataFreshness: dataFreshness({ bars: database.bars, clock }),
    listCorporateActions: listCorporateActions(database),
    recordCorporateAction: recordCorporateAction(database),
    cancelCorporateAction: cancelCorporateAction(database),
    saveStocks: saveStocks(database),
    marketStatus: marketStatus({ clock }),
    listSignals: listSignals(database),
    countSignals: countSignals(database),
    listSignalsByStocks: listSignalsByStocks(database),
    explainSignals: explainSignals(database),
    findScores: findScores(database),
    findReadings: findReadings(database),
    listSignalStats: listSignalStats(database),
    findSignals: findSignals(database),
    listQuarantinedBars: listQuarantinedBars(database),
    countQuarantinedBars: countQuarantinedBars(database),
    watchAlerts: watchAlerts(feed),
    watchProvisional: watchProvisional(boards),
    watchPrices: watchPrices({ ...boards, metrics: accounts.metrics, now: accounts.now }),
    watchMarketStatus: watchMarketStatus({ clock, timers: feed.timers }),
    watchBacktest: watchBacktest(feed, database.backtests),
    watchSignals: watchSignals(feed),
  };
}
