import { defineEntity, p } from '@mikro-orm/core';

/** The table `events`: the outbox. */
export const EventEntity = defineEntity({
  name: 'EventEntity',
  tableName: 'events',
  properties: {
    id: p.bigint('string').primary(),
    seq: p.bigint('number').nullable().unique('events_seq_key'),
    type: p.text(),
    payload: p.json(),
    traceparent: p.text().nullable(),
    occurredAt: p.datetime(6).defaultRaw('clock_timestamp()'),
  },
});

/** The one row of `event_counter`. */
export const EventCounterEntity = defineEntity({
  name: 'EventCounterEntity',
  tableName: 'event_counter',
  properties: {
    singleton: p.boolean().primary().default(true),
    epoch: p.text().defaultRaw('(gen_random_uuid())::text'),
    lastSeq: p.bigint('number').default(0),
    prunedThrough: p.bigint('number').default(0),
    epochBeganAt: p.datetime(6).defaultRaw('now()'),
    epochBeganAfter: p.bigint('number').default(0),
  },
});
