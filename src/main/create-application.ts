import type { Database } from '../adapters/persistence/database.js';
import type { AccountDeps } from '../application/accounts/account-deps.js';
import { accountUseCases } from '../application/accounts/account-use-cases.js';
import type { Application } from '../application/application.js';
import { dataFreshness } from '../application/market-data/data-freshness.js';
import { latestBars, listBars } from '../application/market-data/list-bars.js';
import { listQuarantinedBars } from '../application/market-data/list-quarantined-bars.js';
import { marketStatus } from '../application/market-data/market-status.js';
import type { MarketClock } from '../application/ports/clock.js';
import { explainSignals } from '../application/signals/explain-signals.js';
import { findScores } from '../application/signals/find-scores.js';
import { countSignals, findSignals, listSignals, listSignalsByStocks } from '../application/signals/list-signals.js';
import type { SignalFeedDeps } from '../application/signals/open-signal-feed.js';
import { watchSignals } from '../application/signals/watch-signals.js';
import { findStocksById, findStocksBySymbol } from '../application/stocks/find-stocks.js';
import { countStocks, listStocks } from '../application/stocks/list-stocks.js';

type ReadSide = Pick<Database, 'stocks' | 'bars' | 'signals' | 'scores' | 'quarantine'>;

/** Everything the API can do, bound to the database, to this process's tail and to the clock of the market. */
export function createApplication(database: ReadSide, feed: SignalFeedDeps, accounts: AccountDeps, clock: MarketClock): Application {
  return {
    ...accountUseCases(accounts),
    listStocks: listStocks(database),
    countStocks: countStocks(database),
    findStocksBySymbol: findStocksBySymbol(database),
    findStocksById: findStocksById(database),
    listBars: listBars(database),
    latestBars: latestBars(database),
    dataFreshness: dataFreshness({ bars: database.bars, clock }),
    marketStatus: marketStatus({ clock }),
    listSignals: listSignals(database),
    countSignals: countSignals(database),
    listSignalsByStocks: listSignalsByStocks(database),
    explainSignals: explainSignals(database),
    findScores: findScores(database),
    findSignals: findSignals(database),
    listQuarantinedBars: listQuarantinedBars(database),
    watchSignals: watchSignals(feed),
  };
}
