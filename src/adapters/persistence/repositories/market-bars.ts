import { sql, type RawBuilder } from 'kysely';

import type { MarketBarReader, MarketInstrument } from '../../../application/ports/readings.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { loadAdjustments } from './adjustments.js';
import { toColumns, type BarRow } from './bar-columns.js';
import { toUuids } from './uuid.js';

interface SeriesRow {
  readonly bars: readonly BarRow[] | null;
}
const BARS = sql`json_agg(json_build_array(trading_date - date '1970-01-01', open, high, low, close, volume) order by trading_date) as bars`;

/** Stock by stock along the key. */
function allBars(stockIds: readonly string[]): RawBuilder<SeriesRow> {
  return sql<SeriesRow>`
    select series.bars
    from unnest(${stockIds}::uuid[]) with ordinality as asked (stock_id, position)
    cross join lateral (select ${BARS} from market_data where stock_id = asked.stock_id) as series
    order by asked.position`;
}

/** Along the indices on the two times: what came or was corrected is found without looking at the rest. */
function barsSince(stockIds: readonly string[], since: Date): RawBuilder<SeriesRow> {
  return sql<SeriesRow>`
    with changed as materialized (
      select * from market_data where received_at >= ${since}::timestamptz
      union
      select * from market_data where revised_at >= ${since}::timestamptz
    ), series as (
      select stock_id, ${BARS} from changed where stock_id = any(${stockIds}::uuid[]) group by stock_id
    )
    select series.bars
    from unnest(${stockIds}::uuid[]) with ordinality as asked (stock_id, position) left join series using (stock_id)
    order by asked.position`;
}

export function createMarketBarReader(db: Db): MarketBarReader {
  return {
    listInstruments: () =>
      translating(async () => {
        const { rows } = await sql<MarketInstrument>`
          select stocks.id, symbol, sector, exchange, is_index as "isIndex", bars_version as "barsVersion"
          from stocks join stock_scans on stock_id = stocks.id order by symbol
        `.execute(db);
        return rows;
      }),
    loadRawBars: (stockIds, since) =>
      translating(async () => {
        const ids = toUuids(stockIds);
        const { rows } = await (since === null ? allBars(ids) : barsSince(ids, since)).execute(db);
        return rows.map(({ bars }) => toColumns(bars ?? []));
      }),
    loadAdjustments: (stockIds) => translating(() => loadAdjustments(db, stockIds)),
  };
}
