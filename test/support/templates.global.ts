import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';

import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import { createDatabase, dropDatabase } from './postgres.js';
import startServers from './servers.global.js';

const root = resolve(import.meta.dirname, '../..');

/** The servers of servers.global.ts, and one migrated PostgreSQL database and one migrated PGlite, for tests to copy. */
export default async function makeTemplates(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(join(root, '../shared/data'))) process.stderr.write('tests: test/shared is left out, no ../shared/data here\n');
  const stopServers = await startServers(project);
  // One after the other: PGlite blocks this process for seconds, and connections to PostgreSQL would time out.
  const url = await migratePostgres(project.getProvidedContext().postgresUrl);
  const snapshot = await pgliteSnapshot();
  project.provide('postgresTemplate', new URL(url).pathname.slice(1));
  project.provide('pgliteSnapshot', snapshot);
  return async () => {
    // Another project of the run may own the servers and have ended them already.
    await dropDatabase(url).catch(ignoreGoneServer);
    await stopServers();
  };
}

async function migratePostgres(serverUrl: string): Promise<string> {
  const url = await createDatabase(serverUrl);
  const database = await openDatabase({ kind: 'postgres', url, poolSize: 2, statementTimeoutMs: 60_000 });
  await database.migrate();
  await database.close();
  return url;
}

/** An empty PGlite takes five seconds to make, so its dump is kept from run to run while migrations and packages stay as they are. */
async function pgliteSnapshot(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of [...globSync('migrations/*.ts', { cwd: root }).toSorted(), 'package-lock.json'])
    hash.update(readFileSync(join(root, path)));
  const folder = join(root, 'node_modules/.cache/vpa');
  const path = join(folder, `pglite-${hash.digest('hex').slice(0, 16)}.tar`);
  if (existsSync(path)) return path;
  const dump = await migratePglite();
  mkdirSync(folder, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, dump);
  renameSync(unfinished, path);
  return path;
}

async function migratePglite(): Promise<Buffer> {
  const instance = await PGlite.create();
  const database = await openDatabase({ kind: 'pglite-instance', instance });
  await database.migrate();
  await database.close();
  const dump = await instance.dumpDataDir('none');
  await instance.close();
  return Buffer.from(await dump.arrayBuffer());
}

function ignoreGoneServer(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED')) throw error;
}
