import { defineEntity, p } from '@mikro-orm/core';

import type { TradingDate } from '../../../domain/market/trading-date.js';

/** The table `scan_marks`. */
export const ScanMarkEntity = defineEntity({
  name: 'ScanMarkEntity',
  tableName: 'scan_marks',
  properties: {
    stockId: p.uuid().primary(),
    ruleVersion: p.text().primary(),
    scannedVersion: p.bigint('number'),
    dirtyFrom: p.date().$type<TradingDate>().nullable(),
    scannedAt: p.datetime(6),
  },
});
