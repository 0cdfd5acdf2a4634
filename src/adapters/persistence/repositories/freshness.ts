import { sql } from 'kysely';

import type { FeedAge, Freshness } from '../../../application/ports/freshness.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';

export function createFreshness(db: Db): Freshness {
  return {
    feedAges: () =>
      translating(async () => {
        // One step into the index for each stock: the table itself is never read as a whole.
        const { rows } = await sql<FeedAge>`
          select newest.source as feed, greatest(extract(epoch from now() - max(newest.received_at)), 0)::float8 as seconds
          from stocks
          cross join lateral (
            select source, received_at from market_data where stock_id = stocks.id order by trading_date desc limit 1
          ) as newest
          group by newest.source
        `.execute(db);
        return rows;
      }),
  };
}
