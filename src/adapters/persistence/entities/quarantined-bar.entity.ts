import { defineEntity, p } from '@mikro-orm/core';

/** The table `quarantined_bars`. */
export const QuarantinedBarEntity = defineEntity({
  name: 'QuarantinedBarEntity',
  tableName: 'quarantined_bars',
  properties: {
    id: p.bigint('string').primary(),
    source: p.text(),
    sourceLine: p.integer().nullable(),
    symbol: p.text().nullable(),
    tradingDate: p.text().nullable(),
    reason: p.text(),
    raw: p.text(),
    receivedAt: p.datetime(6).defaultRaw('now()'),
  },
});
