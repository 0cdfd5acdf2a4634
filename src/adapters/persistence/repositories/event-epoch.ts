import { sql } from 'kysely';

import type { EventEpoch } from '../../../application/ports/events.js';
import { RELAY_LOCK } from '../advisory-locks.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';

export function createEventEpoch(db: Db): EventEpoch {
  return {
    begin: () =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          const [lockClass, lockNumber] = RELAY_LOCK;
          await sql`select pg_advisory_xact_lock(${lockClass}, ${lockNumber})`.execute(tx);
          return tx
            .updateTable('event_counter')
            .set({ epoch: sql`gen_random_uuid()::text` })
            .returning(['epoch', 'last_seq as seq'])
            .executeTakeFirstOrThrow();
        }),
      ),
  };
}
