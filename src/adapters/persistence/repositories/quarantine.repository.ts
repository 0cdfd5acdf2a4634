import { sql } from 'kysely';

import type { QuarantineCount, QuarantinedBar, QuarantineReader } from '../../../application/ports/readers.js';
import { DomainError } from '../../../domain/errors.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { toSlice } from './page.js';

const ID = /^[1-9]\d{0,17}$/;

export function createQuarantineReader(db: Db): QuarantineReader {
  return {
    list: ({ first, after }) =>
      translating(async () => {
        if (after !== null && !ID.test(after.id))
          throw new DomainError('INVALID_INPUT', 'the cursor is malformed', { details: { field: 'after' } });
        let query = db
          .selectFrom('quarantined_bars')
          .select([
            sql<string>`id::text`.as('id'),
            'source',
            'source_line as sourceLine',
            'symbol',
            'trading_date as tradingDate',
            'reason',
            'raw',
            'received_at as receivedAt',
          ])
          .orderBy('quarantined_bars.id', 'desc')
          .limit(first + 1);
        if (after !== null) query = query.where(sql<boolean>`quarantined_bars.id < ${after.id}::bigint`);
        return toSlice<QuarantinedBar>(await query.execute(), first);
      }),
    counts: (limit) =>
      translating(async () => {
        const { rows } = await sql<QuarantineCount>`
          select source, reason, count(*)::integer as count, max(received_at) as "newestAt"
          from quarantined_bars group by source, reason
          order by count desc, source, reason limit ${limit}
        `.execute(db);
        return rows;
      }),
  };
}
