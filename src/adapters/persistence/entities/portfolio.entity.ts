import { defineEntity, p } from '@mikro-orm/core';

/** The table `portfolios`. */
export const PortfolioEntity = defineEntity({
  name: 'PortfolioEntity',
  tableName: 'portfolios',
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    userId: p.uuid(),
    name: p.text(),
    createdAt: p.datetime(6).defaultRaw('now()'),
  },
});

/** The table `portfolio_transactions`. */
export const PortfolioTransactionEntity = defineEntity({
  name: 'PortfolioTransactionEntity',
  tableName: 'portfolio_transactions',
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    seq: p.bigint('string'),
    portfolioId: p.uuid(),
    date: p.date(),
    type: p.text(),
    symbol: p.text().nullable(),
    shares: p.bigint('number').nullable(),
    price: p.bigint('number').nullable(),
    amount: p.bigint('number').nullable(),
    fee: p.bigint('number').default(0),
    tax: p.bigint('number').default(0),
    ratioTo: p.integer().nullable(),
    ratioFrom: p.integer().nullable(),
    signalId: p.text().nullable(),
    createdAt: p.datetime(6).defaultRaw('now()'),
  },
});
