import DataLoader from 'dataloader';

import type { Application } from '../../application/application.js';
import type { BarsInput } from '../../application/market-data/list-bars.js';
import type { DataFreshness } from '../../application/market-data/data-freshness.js';
import type { PeriodBarsQuery } from '../../application/market-data/list-period-bars.js';
import type { IntradayQuery } from '../../application/ports/minute-bars.js';
import type { AlertAttempt, AlertDelivery } from '../../application/ports/alerts.js';
import type { Backtest, EquityPoint, NumberedTrade } from '../../application/ports/backtests.js';
import type { PageRequest, Slice } from '../../application/ports/page.js';
import type { SignalFilter, SignalKey } from '../../application/ports/readers.js';
import type { StoredRecordRow } from '../../application/ports/readings.js';
import type { ExplanationKey } from '../../application/signals/explain-signals.js';
import type { Actor } from '../../domain/access/actor.js';
import type { Bar } from '../../domain/market/bar.js';
import type { CorporateAction } from '../../domain/market/corporate-action.js';
import type { IntradayBar } from '../../domain/market/live/minute-bar.js';
import type { PeriodBar } from '../../domain/market/period-bars.js';
import type { Stock } from '../../domain/market/stock.js';
import type { SignalKind } from '../../domain/vpa/detectors/index.js';
import type { SignalExplanation } from '../../domain/vpa/evidence/explain-signal.js';
import type { PlacedReading } from '../../domain/vpa/reading/stock-reading.js';
import type { SignalScore } from '../../domain/vpa/scoring/signal-score.js';
import type { Signal } from '../../domain/vpa/signal.js';
import { LoadersByArgs } from './by-args.js';

export interface SignalsQuery {
  readonly filter: SignalFilter;
  readonly page: PageRequest<SignalKey>;
}

/** One batch for each edge of the graph. They live as long as one request, or one item of a subscription. */
export interface Loaders {
  readonly stockById: DataLoader<string, Stock | null>;
  readonly stockBySymbol: DataLoader<string, Stock | null>;
  readonly signalById: DataLoader<string, Signal | null>;
  readonly score: DataLoader<string, SignalScore | null>;
  readonly reading: DataLoader<string, PlacedReading | null>;
  /** By kind. */
  readonly record: DataLoader<SignalKind, StoredRecordRow | null>;
  readonly explanation: DataLoader<ExplanationKey, SignalExplanation | null, string>;
  readonly delivery: DataLoader<string, AlertDelivery | null>;
  readonly attempts: LoadersByArgs<PageRequest<Pick<AlertAttempt, 'number'>>, Slice<AlertAttempt>>;
  readonly backtest: DataLoader<string, Backtest | null>;
  readonly backtestTrades: LoadersByArgs<PageRequest<Pick<NumberedTrade, 'number'>>, Slice<NumberedTrade>>;
  readonly backtestEquity: LoadersByArgs<PageRequest<Pick<EquityPoint, 'date'>>, Slice<EquityPoint>>;
  readonly latestBar: DataLoader<string, Bar | null>;
  readonly freshness: DataLoader<string, DataFreshness>;
  readonly corporateActions: DataLoader<string, readonly CorporateAction[]>;
  readonly bars: LoadersByArgs<BarsInput, Slice<Bar>>;
  readonly intradayBars: LoadersByArgs<IntradayQuery, Slice<IntradayBar>>;
  readonly periodBars: LoadersByArgs<PeriodBarsQuery, readonly PeriodBar[]>;
  readonly signals: LoadersByArgs<SignalsQuery, Slice<Signal>>;
}

export function createLoaders(app: Application, actor: Actor): Loaders {
  return {
    stockById: new DataLoader(async (ids) => inOrder(ids, await app.findStocksById(ids, actor), (stock) => stock.id)),
    stockBySymbol: new DataLoader(async (symbols) =>
      inOrder(symbols, await app.findStocksBySymbol(symbols, actor), (stock) => stock.symbol),
    ),
    signalById: new DataLoader(async (ids) => inOrder(ids, await app.findSignals(ids, actor), (signal) => signal.id)),
    score: new DataLoader((ids: readonly string[]) => app.findScores(ids, actor)),
    reading: new DataLoader((stockIds: readonly string[]) => app.findReadings(stockIds, actor)),
    record: new DataLoader(async (kinds: readonly SignalKind[]) =>
      inOrder(kinds, await app.listSignalStats({ kinds, regimes: ['ALL'], horizons: [5] }, actor), ({ kind }) => kind),
    ),
    explanation: new DataLoader((keys: readonly ExplanationKey[]) => app.explainSignals(keys, actor), {
      cacheKeyFn: ({ stockId, tradingDate, kind, ruleVersion }) => `${stockId} ${tradingDate} ${kind} ${ruleVersion}`,
    }),
    delivery: new DataLoader((ids: readonly string[]) => app.findAlertDeliveries(ids, actor)),
    attempts: new LoadersByArgs((deliveryIds, page) => app.listAlertAttempts({ deliveryIds, page }, actor)),
    backtest: new DataLoader((ids: readonly string[]) => app.findBacktests(ids, actor)),
    backtestTrades: new LoadersByArgs((ids, page) => app.listBacktestTrades({ ids, page }, actor)),
    backtestEquity: new LoadersByArgs((ids, page) => app.listBacktestEquity({ ids, page }, actor)),
    latestBar: new DataLoader((stockIds: readonly string[]) => app.latestBars(stockIds, actor)),
    freshness: new DataLoader((stockIds: readonly string[]) => app.dataFreshness(stockIds, actor)),
    corporateActions: new DataLoader((stockIds: readonly string[]) => app.listCorporateActions(stockIds, actor)),
    bars: new LoadersByArgs((stockIds, query) => app.listBars({ stockIds, query }, actor)),
    intradayBars: new LoadersByArgs((stockIds, query) => app.listIntradayBars({ stockIds, query }, actor)),
    periodBars: new LoadersByArgs((stockIds, query) => app.listPeriodBars({ stockIds, query }, actor)),
    signals: new LoadersByArgs((stockIds, query) => app.listSignalsByStocks({ stockIds, ...query }, actor)),
  };
}

function inOrder<Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): (Row | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}
