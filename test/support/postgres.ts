import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import pg from 'pg';

import { findOrInstall } from './binaries.js';
import { freePort } from './free-port.js';
import { makeServerDirectory } from './server-directory.js';
import { ServerProcess } from './server-process.js';
import { until } from './until.js';

const run = promisify(execFile);
const CONNECT_TIMEOUT_MS = 5_000;
const LEAVE_TIMEOUT_MS = 1_000;

export interface PostgresOptions {
  /** Whether commits reach the disk: needed where the server is killed, too slow for everything else. */
  readonly durable?: boolean;
  /** More `name=value` settings of postgresql.conf. */
  readonly settings?: readonly string[];
}

/** A private PostgreSQL on a free port. */
export interface PostgresServer {
  readonly port: number;
  /** Address of the maintenance database, as superuser `vpa`. */
  readonly url: string;
  /** Its data directory; who restores it puts another in its place while it is stopped. */
  readonly data: string;
  stop(options?: { readonly immediate?: boolean }): Promise<void>;
  start(): Promise<void>;
  /** `kill -9` of the postmaster. */
  kill(): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const initdb = await findOrInstall({
    program: 'initdb',
    folders: ['/usr/lib/postgresql/*/bin', '/opt/homebrew/bin', '/usr/local/pgsql/bin'],
    debianPackages: ['postgresql'],
  });
  const user = serverUser();
  const directory = makeServerDirectory('vpa-postgres-', user);
  const data = join(directory, 'data');
  await run(initdb, ['-D', data, '-U', 'vpa', '-A', 'trust', '--no-sync', '--encoding=UTF8', '--locale=C'], {
    cwd: directory,
    ...(user ?? {}),
  });
  const port = await freePort();
  const url = `postgresql://vpa@127.0.0.1:${port}/postgres`;
  const server = new ServerProcess({
    program: join(dirname(initdb), 'postgres'),
    args: ['-D', data, ...settings(port, options).flatMap((setting) => ['-c', setting])],
    user,
    directory,
    probe: () => withClient(url, async (client) => void (await client.query('SELECT 1'))),
  });
  await server.start();
  return {
    port,
    url,
    data,
    stop: ({ immediate = false } = {}) => server.stop(immediate ? 'SIGQUIT' : 'SIGINT'),
    start: () => server.start(),
    kill: () => server.stop('SIGKILL'),
    remove: () => server.remove('SIGQUIT'),
  };
}

function settings(port: number, options: PostgresOptions): string[] {
  const fast = options.durable === true ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
  return [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=128MB',
    'max_wal_size=1GB',
    'timezone=UTC',
    ...fast,
    ...(options.settings ?? []),
  ];
}

/** PostgreSQL refuses to run as root: then as `postgres`, or `nobody` where that user does not exist. */
export function serverUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = ['postgres', 'nobody'].map((name) => users.find((fields) => fields[0] === name)).find((fields) => fields !== undefined);
  if (found === undefined) throw new Error('the tests need a user to run PostgreSQL as: postgres or nobody');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

/**
 * Creates a database on the server at `serverUrl` and returns its address.
 * @param template database to copy; nobody may be connected to it.
 */
export async function createDatabase(serverUrl: string, template = 'template0'): Promise<string> {
  const name = `vpa_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await withClient(serverUrl, (client) =>
    client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(template)}`),
  );
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/**
 * Removes a database made by {@link createDatabase}. A pool that was ended says so before its connections are gone: they get a
 * moment, as one that is cut off would fail a test that has long passed. Who is still connected after that is cut off.
 */
export async function dropDatabase(databaseUrl: string): Promise<void> {
  const url = new URL(databaseUrl);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  await withClient(url.href, async (client) => {
    const isLeft = async () => (await client.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1', [name])).rowCount === 0;
    await until('nobody is connected', isLeft, LEAVE_TIMEOUT_MS).catch(() => undefined);
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
  });
}

/** Runs `work` on a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
