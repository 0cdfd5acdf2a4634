import { defineEntity, p } from '@mikro-orm/core';

import type { Decimal } from '../../../domain/decimal.js';
import type { TradingDate } from '../../../domain/market/trading-date.js';

/** The table `minute_bars`: one-minute bars of the last sessions. */
export const MinuteBarEntity = defineEntity({
  name: 'MinuteBarEntity',
  tableName: 'minute_bars',
  properties: {
    stockId: p.uuid().primary(),
    tradingDate: p.date().$type<TradingDate>().primary(),
    minute: p.smallint().primary(),
    open: p.decimal().precision(18).scale(4).$type<Decimal>(),
    high: p.decimal().precision(18).scale(4).$type<Decimal>(),
    low: p.decimal().precision(18).scale(4).$type<Decimal>(),
    close: p.decimal().precision(18).scale(4).$type<Decimal>(),
    volume: p.bigint('number'),
    isWhole: p.boolean(),
    receivedAt: p.datetime(6).defaultRaw('now()'),
  },
});
