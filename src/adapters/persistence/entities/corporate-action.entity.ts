import { defineEntity, p } from '@mikro-orm/core';

import type { Decimal } from '../../../domain/decimal.js';
import type { CorporateActionKind } from '../../../domain/market/corporate-action.js';
import type { TradingDate } from '../../../domain/market/trading-date.js';

/** The table `corporate_actions`. */
export const CorporateActionEntity = defineEntity({
  name: 'CorporateActionEntity',
  tableName: 'corporate_actions',
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    stockId: p.uuid(),
    exDate: p.date().$type<TradingDate>(),
    kind: p.text().$type<CorporateActionKind>(),
    cash: p.decimal().precision(18).scale(4).$type<Decimal>().nullable(),
    newShares: p.integer().nullable(),
    heldShares: p.integer().nullable(),
    price: p.decimal().precision(18).scale(4).$type<Decimal>().nullable(),
    recordedAt: p.datetime(6).defaultRaw('now()'),
    cancelledAt: p.datetime(6).nullable(),
  },
});
