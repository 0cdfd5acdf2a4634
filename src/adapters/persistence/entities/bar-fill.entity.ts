import { defineEntity, p } from '@mikro-orm/core';

import type { TradingDate } from '../../../domain/market/trading-date.js';

/** The table `bar_fills`. */
export const BarFillEntity = defineEntity({
  name: 'BarFillEntity',
  tableName: 'bar_fills',
  properties: {
    symbol: p.text().primary(),
    coveredFrom: p.date().$type<TradingDate>().nullable(),
    coveredTo: p.date().$type<TradingDate>().nullable(),
    absent: p.array().columnType('date[]').default([]),
    failures: p.integer().default(0),
    checkedAt: p.datetime(6).nullable(),
    dueAt: p.datetime(6).defaultRaw('now()'),
    holding: p.uuid().nullable(),
    heldUntil: p.datetime(6).nullable(),
  },
});
