import { defineEntity, p } from '@mikro-orm/core';

import type { TradingDate } from '../../../domain/market/trading-date.js';

/** The table `stock_scans`. */
export const StockScanEntity = defineEntity({
  name: 'StockScanEntity',
  tableName: 'stock_scans',
  properties: {
    stockId: p.uuid().primary(),
    barsVersion: p.bigint('number').default(1),
    dirtyFrom: p.date().$type<TradingDate>().nullable(),
    scannedVersion: p.bigint('number').default(0),
    ruleVersion: p.text().nullable(),
    scannedAt: p.datetime(6).nullable(),
  },
});
