import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { findOrInstall } from './binaries.js';
import { freePort } from './free-port.js';
import { serverUser, withClient, type PostgresServer } from './postgres.js';
import { makeServerDirectory } from './server-directory.js';
import { ServerProcess } from './server-process.js';

/** A streaming replica of a PostgreSQL of the tests. */
export interface Replica {
  /** The replica's address of a database of the primary. */
  urlOf(databaseUrl: string): string;
  /** Stops, or goes on, replaying what the primary writes. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

export async function startReplica(primary: PostgresServer): Promise<Replica> {
  const basebackup = await findOrInstall({
    program: 'pg_basebackup',
    folders: ['/usr/lib/postgresql/*/bin', '/opt/homebrew/bin', '/usr/local/pgsql/bin'],
    debianPackages: ['postgresql'],
  });
  const user = serverUser();
  const directory = makeServerDirectory('vpa-replica-', user);
  const data = join(directory, 'data');
  await promisify(execFile)(basebackup, ['-D', data, '-d', primary.url, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'], {
    cwd: directory,
    ...(user ?? {}),
  });
  chmodSync(data, 0o700);
  const port = await freePort();
  const url = new URL(primary.url);
  url.port = String(port);
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'hot_standby=on',
    'timezone=UTC',
  ];
  const server = new ServerProcess({
    program: join(dirname(basebackup), 'postgres'),
    args: ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    user,
    directory,
    probe: () => withClient(url.href, async (client) => void (await client.query('SELECT 1'))),
  });
  await server.start();
  const run = (statement: string) => withClient(url.href, async (client) => void (await client.query(statement)));
  return {
    urlOf(databaseUrl) {
      const address = new URL(databaseUrl);
      address.port = String(port);
      return address.href;
    },
    pause: () => run('select pg_wal_replay_pause()'),
    resume: () => run('select pg_wal_replay_resume()'),
    stop: () => server.stop('SIGINT'),
    start: () => server.start(),
    remove: () => server.remove('SIGQUIT'),
  };
}
