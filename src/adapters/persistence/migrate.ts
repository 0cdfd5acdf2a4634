import { setTimeout as delay } from 'node:timers/promises';

import { sql } from 'kysely';

import { MIGRATIONS } from '../../../migrations/index.js';
import { MIGRATION_LOCK } from './advisory-locks.js';
import type { Connection } from './connection.js';
import { dbOf } from './orm.js';

/** A migration waits that long for tables that others read, so that nobody queues up behind it; then it is tried again. */
const ATTEMPTS = 10;
const PAUSE_MS = 1_000;
const LOCK_NOT_AVAILABLE = '55P03';
const UNDEFINED_TABLE = '42P01';
/** How long one runner waits for another to finish. */
const TURN_TIMEOUT_MS = 300_000;

/** Runs the migrations that are missing, all or nothing, one runner at a time. Returns their names. */
export async function runMigrations(connection: Connection): Promise<readonly string[]> {
  if (connection.openClient === null) return apply(connection);
  const client = await connection.openClient();
  try {
    await client.query(`set statement_timeout = ${TURN_TIMEOUT_MS}`);
    await client.query('select pg_advisory_lock($1, $2)', [...MIGRATION_LOCK]);
    return await apply(connection);
  } finally {
    // The lock goes with the connection.
    await client.end();
  }
}

async function apply(connection: Connection): Promise<readonly string[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await connection.orm.migrator.up()).map(({ name }) => name);
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE)) throw error;
      await delay(PAUSE_MS);
    }
  }
}

/** Names of the migrations that the database lacks; reads only. */
export async function findPendingMigrations(connection: Connection): Promise<readonly string[]> {
  const db = dbOf(connection.orm);
  const { rows } = await sql<{ name: string }>`select name from mikro_orm_migrations`.execute(db).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE) return { rows: [] };
    throw error;
  });
  const applied = new Set(rows.map(({ name }) => name));
  return MIGRATIONS.map(({ name }) => name).filter((name) => !applied.has(name));
}
