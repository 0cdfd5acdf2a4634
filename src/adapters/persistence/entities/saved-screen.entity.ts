import { defineEntity, p } from '@mikro-orm/core';

/** The table `saved_screens`. */
export const SavedScreenEntity = defineEntity({
  name: 'SavedScreenEntity',
  tableName: 'saved_screens',
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    userId: p.uuid(),
    name: p.text(),
    filter: p.json(),
    orderBy: p.text(),
    createdAt: p.datetime(6).defaultRaw('now()'),
    lastRunAt: p.datetime(6).nullable(),
    lastSymbols: p.array().columnType('text[]').nullable(),
  },
});
