import { eventFromJson, traceOf } from '../../../domain/event-json.js';
import type { EventLog } from '../../../application/ports/events.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';

export function createEventLog(db: Db): EventLog {
  return {
    state: () =>
      translating(async () => {
        const { epoch, seq, prunedThrough } = await db
          .selectFrom('event_counter')
          .select(['epoch', 'last_seq as seq', 'pruned_through as prunedThrough'])
          .executeTakeFirstOrThrow();
        return { newest: { epoch, seq }, prunedThrough };
      }),
    readAfter: (after, limit) =>
      translating(async () => {
        const rows = await db
          .selectFrom('events')
          .innerJoin('event_counter', (join) => join.onTrue())
          .select(['events.seq', 'events.payload', 'events.traceparent', 'events.occurred_at as occurredAt', 'event_counter.epoch'])
          .where('events.seq', '>', after)
          .orderBy('events.seq')
          .limit(limit)
          .$narrowType<{ seq: number }>()
          .execute();
        return rows.map(({ payload, traceparent, ...place }) => ({ ...place, event: eventFromJson(payload), ...traceOf(traceparent) }));
      }),
  };
}
