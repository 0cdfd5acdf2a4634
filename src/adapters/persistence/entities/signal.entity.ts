import { defineEntity, p } from '@mikro-orm/core';

import type { TradingDate } from '../../../domain/market/trading-date.js';
import type { Signal } from '../../../domain/vpa/signal.js';

/** The table `vpa_signals`. */
export const SignalEntity = defineEntity({
  name: 'SignalEntity',
  tableName: 'vpa_signals',
  properties: {
    id: p.text().collation('C').primary(),
    stockId: p.uuid(),
    symbol: p.text().collation('C'),
    interval: p.text().$type<Signal['interval']>(),
    tradingDate: p.date().$type<TradingDate>(),
    kind: p.text().collation('C').$type<Signal['kind']>(),
    direction: p.text().$type<Signal['direction']>(),
    ruleVersion: p.text().collation('C'),
    origin: p.text().$type<Signal['origin']>(),
    measured: p.json().$type<Signal['measured']>(),
    detectedAt: p.datetime(6),
  },
});
