import { readFileSync } from 'node:fs';

import { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';

import { createDatabase, dropDatabase } from './postgres.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A migrated database on the run's PostgreSQL, to copy. */
    postgresTemplate: string;
    /** File with a migrated PGlite, as its dump. */
    pgliteSnapshot: string;
  }
}

/** A migrated PostgreSQL database of one's own; a copy, made in a blink. */
export async function migratedPostgres(): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const url = await createDatabase(inject('postgresUrl'), inject('postgresTemplate'));
  return { url, drop: () => dropDatabase(url) };
}

/** A migrated PGlite in memory, restored from the run's snapshot. Its maker closes it. */
export async function migratedPglite(): Promise<PGlite> {
  return await PGlite.create({ loadDataDir: new Blob([readFileSync(inject('pgliteSnapshot'))]) });
}
