import { defineEntity, p } from '@mikro-orm/core';

import type { Stock } from '../../../domain/market/stock.js';

/** The table `stocks`. */
export const StockEntity = defineEntity({
  name: 'StockEntity',
  tableName: 'stocks',
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    symbol: p.text().collation('C').unique('stocks_symbol_key'),
    name: p.text(),
    sector: p.text().nullable(),
    exchange: p.text().$type<NonNullable<Stock['exchange']>>().nullable(),
    isIndex: p.boolean().default(false),
    isSimulated: p.boolean().default(false),
    isActive: p.boolean().default(true),
    createdAt: p.datetime(6).defaultRaw('now()'),
    updatedAt: p.datetime(6).defaultRaw('now()'),
  },
});
