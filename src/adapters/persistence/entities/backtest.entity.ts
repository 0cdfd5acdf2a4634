import { defineEntity, p } from '@mikro-orm/core';

/** The table `backtests`. */
export const BacktestEntity = defineEntity({
  name: 'BacktestEntity',
  tableName: 'backtests',
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    seq: p.bigint('string'),
    userId: p.uuid(),
    strategy: p.json(),
    terms: p.json(),
    ruleSet: p.text(),
    symbols: p.array().columnType('text[]').nullable(),
    exchanges: p.array().columnType('text[]').nullable(),
    fromDate: p.date().nullable(),
    toDate: p.date(),
    cash: p.bigint('number'),
    riskFreePct: p.double(),
    state: p.text().default('QUEUED'),
    progress: p.double().default(0),
    attempts: p.integer().default(0),
    fence: p.integer().default(0),
    leaseHolder: p.text().nullable(),
    leaseUntil: p.datetime(6).nullable(),
    dueAt: p.datetime(6).defaultRaw('now()'),
    checkpoint: p.json().nullable(),
    failureCode: p.text().nullable(),
    failureMessage: p.text().nullable(),
    ruleVersion: p.text().nullable(),
    engineVersion: p.text().nullable(),
    dataHash: p.text().nullable(),
    resultHash: p.text().nullable(),
    lookAhead: p.text().nullable(),
    result: p.json().nullable(),
    createdAt: p.datetime(6).defaultRaw('now()'),
    startedAt: p.datetime(6).nullable(),
    finishedAt: p.datetime(6).nullable(),
  },
});

/** The table `backtest_trades`. */
export const BacktestTradeEntity = defineEntity({
  name: 'BacktestTradeEntity',
  tableName: 'backtest_trades',
  properties: {
    backtestId: p.uuid().primary(),
    number: p.integer().primary(),
    symbol: p.text(),
    kind: p.text(),
    signalDate: p.date(),
    entryDate: p.date(),
    entryPrice: p.bigint('number'),
    shares: p.bigint('number'),
    entryFee: p.bigint('number'),
    decisionDate: p.date(),
    exitDate: p.date(),
    exitPrice: p.bigint('number'),
    exitFee: p.bigint('number'),
    saleTax: p.bigint('number'),
    reason: p.text(),
    bars: p.integer(),
    profit: p.bigint('number'),
  },
});

/** The table `backtest_equity_points`. */
export const BacktestEquityPointEntity = defineEntity({
  name: 'BacktestEquityPointEntity',
  tableName: 'backtest_equity_points',
  properties: {
    backtestId: p.uuid().primary(),
    date: p.date().primary(),
    equity: p.bigint('number'),
    invested: p.bigint('number'),
  },
});
