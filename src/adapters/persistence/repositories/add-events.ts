import { sql } from 'kysely';

import { eventToJson } from '../../../domain/event-json.js';
import type { DomainEvent } from '../../../domain/events.js';
import type { Db } from '../orm.js';

/** Writes events to the outbox, in this order and in the transaction of the change that they tell. A relay numbers them later. */
export async function addEvents(tx: Db, events: readonly DomainEvent[], traceparent?: string): Promise<void> {
  if (events.length === 0) return;
  await sql`
    insert into events (type, payload, traceparent)
    select payload ->> 'type', payload, ${traceparent ?? null}::text
    from jsonb_array_elements(${JSON.stringify(events.map(eventToJson))}::jsonb) with ordinality as listed (payload, place)
    order by place
  `.execute(tx);
}
