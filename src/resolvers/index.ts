import type { NonEmptyArray } from 'type-graphql';

import { AccountResolver } from './account.resolver.js';
import { AdministrationResolver } from './administration.resolver.js';
import { AlertAttemptResolver } from './alert-attempt.resolver.js';
import { AlertFeedResolver } from './alert-feed.resolver.js';
import { AlertPreviewResolver } from './alert-preview.resolver.js';
import { AlertResolver } from './alert.resolver.js';
import { BacktestFeedResolver } from './backtest-feed.resolver.js';
import { BacktestResolver } from './backtest.resolver.js';
import { CorporateActionResolver } from './corporate-action.resolver.js';
import { EvidenceResolver, ExplanationResolver, SignalExplanationResolver } from './explanation.resolver.js';
import { DataFreshnessResolver, MarketStatusResolver } from './market-status.resolver.js';
import { NodeResolver } from './node.resolver.js';
import { PriceResolver } from './price.resolver.js';
import { PortfolioPerformanceResolver } from './portfolio-performance.resolver.js';
import { PortfolioResolver } from './portfolio.resolver.js';
import { ProvisionalResolver } from './provisional.resolver.js';
import { QuarantineResolver } from './quarantine.resolver.js';
import { SaveStocksResolver } from './save-stocks.resolver.js';
import { ScoreResolver } from './score.resolver.js';
import { ScreenResolver } from './screen.resolver.js';
import { SessionResolver } from './session.resolver.js';
import { SignalFeedResolver } from './signal-feed.resolver.js';
import { SignalStatsResolver } from './signal-stats.resolver.js';
import { SignalResolver } from './signal.resolver.js';
import { StockReadingResolver } from './stock-reading.resolver.js';
import { StockResolver } from './stock.resolver.js';
import { TransactionFileResolver } from './transaction-file.resolver.js';

/** Every resolver class; the schema is built from these. */
export const RESOLVERS: NonEmptyArray<new () => object> = [
  NodeResolver,
  StockResolver,
  StockReadingResolver,
  SignalResolver,
  ScoreResolver,
  SignalStatsResolver,
  ScreenResolver,
  SignalFeedResolver,
  ExplanationResolver,
  EvidenceResolver,
  SignalExplanationResolver,
  QuarantineResolver,
  MarketStatusResolver,
  PriceResolver,
  ProvisionalResolver,
  DataFreshnessResolver,
  CorporateActionResolver,
  SaveStocksResolver,
  SessionResolver,
  AccountResolver,
  AdministrationResolver,
  AlertResolver,
  AlertFeedResolver,
  AlertPreviewResolver,
  AlertAttemptResolver,
  PortfolioResolver,
  BacktestResolver,
  BacktestFeedResolver,
  PortfolioPerformanceResolver,
  TransactionFileResolver,
];
