import { defineEntity, p } from '@mikro-orm/core';

import type { Decimal } from '../../../domain/decimal.js';
import type { Bar } from '../../../domain/market/bar.js';
import type { TradingDate } from '../../../domain/market/trading-date.js';

/** The table `market_data`: daily bars, a partition for each year. */
export const BarEntity = defineEntity({
  name: 'BarEntity',
  tableName: 'market_data',
  properties: {
    stockId: p.uuid().primary(),
    tradingDate: p.date().$type<TradingDate>().primary(),
    open: p.decimal().precision(18).scale(4).$type<Decimal>(),
    high: p.decimal().precision(18).scale(4).$type<Decimal>(),
    low: p.decimal().precision(18).scale(4).$type<Decimal>(),
    close: p.decimal().precision(18).scale(4).$type<Decimal>(),
    volume: p.bigint('number'),
    turnover: p.decimal().precision(20).scale(0).$type<Decimal>().nullable(),
    source: p.text().$type<Bar['source']>(),
    receivedAt: p.datetime(6).defaultRaw('now()'),
    revisedAt: p.datetime(6).nullable(),
  },
});
