import type { Actor } from '../domain/access/actor.js';
import type { EventPosition } from '../domain/events.js';
import type { MarketStatus } from '../domain/market/market-status.js';
import type { CorporateAction } from '../domain/market/corporate-action.js';
import type { Bar } from '../domain/market/bar.js';
import type { IntradayBar } from '../domain/market/live/minute-bar.js';
import type { PeriodBar } from '../domain/market/period-bars.js';
import type { Exchange, Stock } from '../domain/market/stock.js';
import type { SignalExplanation } from '../domain/vpa/evidence/explain-signal.js';
import type { PlacedReading } from '../domain/vpa/reading/stock-reading.js';
import type { SignalScore } from '../domain/vpa/scoring/signal-score.js';
import type { Signal } from '../domain/vpa/signal.js';
import type { AccountUseCases } from './accounts/account-use-cases.js';
import type { PortfolioUseCases } from './portfolio/portfolios.js';
import type { AlertUseCases } from './alerts/alert-rules.js';
import type { AlertFeed } from './alerts/watch-alerts.js';
import type { BacktestUseCases } from './backtests/backtests.js';
import type { BacktestFeed } from './backtests/watch-backtest.js';
import type { RecordActionInput } from './market-data/corporate-actions.js';
import type { BarsInput } from './market-data/list-bars.js';
import type { PeriodBarsQuery } from './market-data/list-period-bars.js';
import type { DataFreshness } from './market-data/data-freshness.js';
import type { StatusItem } from './market-data/watch-market-status.js';
import type { IntradayQuery } from './ports/minute-bars.js';
import type { BoardNews } from './realtime/board-feed.js';
import type { PriceQuote } from '../domain/market/live/price-quote.js';
import type { ProvisionalReading } from '../domain/vpa/provisional/provisional-reading.js';
import type { LiveFeed } from './events/live-feed.js';
import type { PageRequest, Slice } from './ports/page.js';
import type { QuarantineCount, QuarantinedBar, SignalFilter, SignalKey, StockFilter, StockKey } from './ports/readers.js';
import type { StoredRecordRow, TrackRecordQuery } from './ports/readings.js';
import type { ExplanationKey } from './signals/explain-signals.js';
import type { SavedStocks } from './ports/stock-directory.js';
import type { SaveStocksInput } from './stocks/save-stocks.js';
import type { ScreenUseCases } from './screens/screens.js';
import type { SignalFeed, WatchSignalsInput } from './signals/signal-feed.js';

/** Everything the API can do. GraphQL is a thin door to these functions; each checks the actor's permission itself. */
export interface Application extends AccountUseCases, AlertUseCases, BacktestUseCases, PortfolioUseCases, ScreenUseCases {
  readonly listStocks: (input: { filter: StockFilter; page: PageRequest<StockKey> }, actor: Actor) => Promise<Slice<Stock>>;
  readonly countStocks: (input: { filter: StockFilter }, actor: Actor) => Promise<number>;
  readonly findStocksBySymbol: (symbols: readonly string[], actor: Actor) => Promise<readonly Stock[]>;
  readonly findStocksById: (ids: readonly string[], actor: Actor) => Promise<readonly Stock[]>;
  readonly listBars: (input: { stockIds: readonly string[]; query: BarsInput }, actor: Actor) => Promise<readonly Slice<Bar>[]>;
  readonly listPeriodBars: (
    input: { stockIds: readonly string[]; query: PeriodBarsQuery },
    actor: Actor,
  ) => Promise<readonly (readonly PeriodBar[])[]>;
  readonly listIntradayBars: (
    input: { stockIds: readonly string[]; query: IntradayQuery },
    actor: Actor,
  ) => Promise<readonly Slice<IntradayBar>[]>;
  readonly latestBars: (stockIds: readonly string[], actor: Actor) => Promise<readonly (Bar | null)[]>;
  readonly dataFreshness: (stockIds: readonly string[], actor: Actor) => Promise<readonly DataFreshness[]>;
  readonly listCorporateActions: (stockIds: readonly string[], actor: Actor) => Promise<readonly (readonly CorporateAction[])[]>;
  readonly recordCorporateAction: (input: RecordActionInput, actor: Actor) => Promise<CorporateAction>;
  readonly cancelCorporateAction: (input: { id: string; address: string }, actor: Actor) => Promise<CorporateAction>;
  readonly saveStocks: (input: SaveStocksInput, actor: Actor) => Promise<SavedStocks>;
  readonly marketStatus: (input: { exchange?: Exchange }, actor: Actor) => Promise<readonly MarketStatus[]>;
  readonly listSignals: (input: { filter: SignalFilter; page: PageRequest<SignalKey> }, actor: Actor) => Promise<Slice<Signal>>;
  readonly countSignals: (input: { filter: SignalFilter }, actor: Actor) => Promise<number>;
  readonly listSignalsByStocks: (
    input: { stockIds: readonly string[]; filter: SignalFilter; page: PageRequest<SignalKey> },
    actor: Actor,
  ) => Promise<readonly Slice<Signal>[]>;
  readonly explainSignals: (keys: readonly ExplanationKey[], actor: Actor) => Promise<readonly (SignalExplanation | null)[]>;
  readonly findScores: (signalIds: readonly string[], actor: Actor) => Promise<readonly (SignalScore | null)[]>;
  readonly findReadings: (stockIds: readonly string[], actor: Actor) => Promise<readonly (PlacedReading | null)[]>;
  readonly listSignalStats: (query: TrackRecordQuery, actor: Actor) => Promise<readonly StoredRecordRow[]>;
  readonly findSignals: (ids: readonly string[], actor: Actor) => Promise<readonly Signal[]>;
  readonly listQuarantinedBars: (input: { page: PageRequest<{ readonly id: string }> }, actor: Actor) => Promise<Slice<QuarantinedBar>>;
  readonly countQuarantinedBars: (actor: Actor) => Promise<readonly QuarantineCount[]>;
  readonly watchAlerts: (input: { readonly after: EventPosition | null }, actor: Actor) => Promise<AlertFeed>;
  readonly watchPrices: (input: { readonly symbols: readonly string[] }, actor: Actor) => Promise<LiveFeed<BoardNews<PriceQuote>>>;
  readonly watchProvisional: (
    input: { readonly symbols: readonly string[] | null },
    actor: Actor,
  ) => Promise<LiveFeed<BoardNews<ProvisionalReading>>>;
  readonly watchMarketStatus: (input: { readonly exchange?: Exchange }, actor: Actor) => Promise<LiveFeed<StatusItem>>;
  readonly watchBacktest: (input: { readonly id: string; readonly after: EventPosition | null }, actor: Actor) => Promise<BacktestFeed>;
  readonly watchSignals: (input: WatchSignalsInput, actor: Actor) => Promise<SignalFeed>;
}
