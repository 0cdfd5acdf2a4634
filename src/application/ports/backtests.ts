import type { BacktestState } from '../../domain/backtest/backtest-state.js';
import type { BacktestReport, ReportedTrade } from '../../domain/backtest/report.js';
import type { MarketTerms } from '../../domain/backtest/market-terms.js';
import type { Strategy } from '../../domain/backtest/strategy.js';
import type { Exchange } from '../../domain/market/stock.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { IdempotentRequest } from './accounts.js';
import type { PageRequest, Slice } from './page.js';

/** What a user wants to be tried. It never changes. */
export interface BacktestRequest {
  readonly strategy: Strategy;
  readonly terms: MarketTerms;
  /** Name of the rule set whose signals are traded. */
  readonly ruleSet: string;
  /** The stocks that are traded; null: every one that the database knows, delisted ones too. */
  readonly symbols: readonly string[] | null;
  /** Of the exchanges, as stocks are listed now; null: of any. */
  readonly exchanges: readonly Exchange[] | null;
  /** First day to trade; null: the first that there are bars of. */
  readonly from: TradingDate | null;
  readonly to: TradingDate;
  /** At the beginning, whole VND. */
  readonly cash: number;
  /** Per cent a year. */
  readonly riskFreePct: number;
}

/** Everything of a report but its trades and its curve, which are lists of their own. */
export type BacktestFigures = Omit<BacktestReport, 'trades' | 'curve'>;

/** A backtest as its owner sees it. */
export interface Backtest extends BacktestRequest {
  readonly id: string;
  /** Ascending by the time of its start. */
  readonly seq: string;
  readonly state: BacktestState;
  /** 0 to 1; it never falls. */
  readonly progress: number;
  /** How often a worker has begun it. */
  readonly attempts: number;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** Null unless it is DONE, with `resultHash`. */
  readonly figures: BacktestFigures | null;
  /** SHA-256 of the whole report, hexadecimal: the same bars, request and versions give the same one. */
  readonly resultHash: string | null;
}

/** A trade with its number in the order of the sales, from 1. */
export interface NumberedTrade extends ReportedTrade {
  readonly number: number;
}

export type EquityPoint = BacktestReport['curve'][number];

/** How many backtests a user may have. */
export interface BacktestQuota {
  /** Queued and running. */
  readonly open: number;
  /** Started within 24 hours. */
  readonly daily: number;
}

/** What need not be done again when another attempt begins: it counts where the bars and the versions are the same. */
export interface BacktestCheckpoint {
  readonly dataHash: string;
  readonly ruleVersion: string;
  readonly engineVersion: string;
  /** Days since 1970-01-01 at which no look-ahead was found. */
  readonly passed: readonly number[];
}

/** A backtest in the hands of a worker, until its lease ends. */
export interface ClaimedBacktest extends BacktestRequest {
  readonly id: string;
  readonly userId: string;
  /** Rises with every holder: what an earlier one writes is refused. */
  readonly fence: number;
  readonly attempts: number;
  readonly progress: number;
  readonly checkpoint: BacktestCheckpoint | null;
}

/** A whole result. */
export interface BacktestOutcome {
  readonly report: BacktestReport;
  readonly resultHash: string;
}

/** How an attempt ended without a result. */
export type BacktestEnd =
  | { readonly kind: 'FAILED'; readonly code: string; readonly message: string }
  /** It is tried again after a while; the attempt counts. */
  | { readonly kind: 'RETRY'; readonly afterMs: number }
  /** The worker stops: another one may begin at once, and the attempt does not count. */
  | { readonly kind: 'RETURNED' };

/** What users do with backtests. A user's own alone: what belongs to another is absent. */
export interface BacktestBook {
  /** Queues one. A replay answers the one that was queued before. @throws {DomainError} CONFLICT where the quota is used up */
  start(userId: string, request: BacktestRequest, quota: BacktestQuota, idempotent: IdempotentRequest): Promise<Backtest>;
  /** Newest first. */
  list(userId: string, page: PageRequest<{ readonly seq: string }>): Promise<Slice<Backtest>>;
  /** Those of the ids that are there, in any order. */
  find(userId: string, ids: readonly string[]): Promise<readonly Backtest[]>;
  /** Cancels what has not ended; what has is answered as it is. Null where the user has no such backtest. */
  cancel(userId: string, id: string): Promise<Backtest | null>;
  /** A page for each id, in their order; empty where there is none. */
  listTrades(
    userId: string,
    ids: readonly string[],
    page: PageRequest<{ readonly number: number }>,
  ): Promise<readonly Slice<NumberedTrade>[]>;
  listEquity(
    userId: string,
    ids: readonly string[],
    page: PageRequest<{ readonly date: TradingDate }>,
  ): Promise<readonly Slice<EquityPoint>[]>;
}

/** The queue as workers see it. Every write after a claim is fenced: false, and nothing was written, where another one holds the backtest or it has ended. */
export interface BacktestQueue {
  /** The next one that is due; users without a running one first. Those whose attempts are used up fail here. */
  claim(by: { readonly holder: string; readonly leaseMs: number; readonly maxAttempts: number }): Promise<ClaimedBacktest | null>;
  /** Keeps the lease and notes what is done. @param isTold whether subscribers hear of it */
  beat(
    claimed: ClaimedBacktest,
    done: { readonly progress: number; readonly checkpoint: BacktestCheckpoint | null; readonly leaseMs: number; readonly isTold: boolean },
  ): Promise<boolean>;
  /** Stores everything at once. */
  finish(claimed: ClaimedBacktest, outcome: BacktestOutcome): Promise<boolean>;
  end(claimed: ClaimedBacktest, end: BacktestEnd): Promise<boolean>;
  /** Those that wait for a worker, and for how long the oldest of them does. */
  backlog(): Promise<{ readonly queued: number; readonly running: number; readonly oldestSeconds: number }>;
  /** Removes some that ended so long ago, or that are not among the newest ones of their user; returns how many. */
  prune(which: { readonly olderThanMs: number; readonly keptOfUser: number; readonly limit: number }): Promise<number>;
}

export type BacktestStore = BacktestBook & BacktestQueue;
