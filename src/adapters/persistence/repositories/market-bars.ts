import { sql } from 'kysely';

import type { MarketBarReader, MarketInstrument } from '../../../application/ports/readings.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { loadAdjustments } from './adjustments.js';
import { toColumns, type BarRow } from './bar-columns.js';
import { toUuids } from './uuid.js';

export function createMarketBarReader(db: Db): MarketBarReader {
  return {
    listInstruments: () =>
      translating(async () => {
        const { rows } = await sql<MarketInstrument>`
          select stocks.id, symbol, sector, is_index as "isIndex", bars_version as "barsVersion"
          from stocks join stock_scans on stock_id = stocks.id order by symbol
        `.execute(db);
        return rows;
      }),
    loadRawBars: (stockIds, since) =>
      translating(async () => {
        const { rows } = await sql<{ bars: readonly BarRow[] | null }>`
          select series.bars
          from unnest(${toUuids(stockIds)}::uuid[]) with ordinality as asked (stock_id, position)
          cross join lateral (
            select json_agg(json_build_array(trading_date - date '1970-01-01', open, high, low, close, volume) order by trading_date) as bars
            from market_data
            where stock_id = asked.stock_id
              and (${since}::timestamptz is null or received_at >= ${since}::timestamptz or revised_at >= ${since}::timestamptz)
          ) as series
          order by asked.position
        `.execute(db);
        return rows.map(({ bars }) => toColumns(bars ?? []));
      }),
    loadAdjustments: (stockIds) => translating(() => loadAdjustments(db, stockIds)),
  };
}
