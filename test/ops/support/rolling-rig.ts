import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { openDatabase } from '../../../src/adapters/persistence/open-database.js';
import type { Database } from '../../../src/adapters/persistence/database.js';
import { VpaProcess } from '../../ledger/vpa-process.js';
import { findOrInstall } from '../../support/binaries.js';
import { freePort } from '../../support/free-port.js';
import { createDatabase, startPostgres } from '../../support/postgres.js';
import { startRedis } from '../../support/redis.js';
import { makeServerDirectory } from '../../support/server-directory.js';
import { ServerProcess } from '../../support/server-process.js';
import { until } from '../../support/until.js';

/** The API takes 200 sockets from one address; each line of the balancer calls from an address of its own, as several proxies would. */
const PROXY_ADDRESSES = ['127.0.0.11', '127.0.0.12', '127.0.0.13', '127.0.0.14'];
const DRAIN_SECONDS = 6;

/** Two API processes behind a real HAProxy that asks for readiness, with a scanner and a relay. */
export interface RollingRig extends AsyncDisposable {
  readonly database: Database;
  readonly databaseUrl: string;
  /** Address of the balancer. */
  readonly address: string;
  /** Stops one API process as an orchestrator does, starts its successor and waits until it gets traffic. Returns the exit code. */
  restart(index: number): Promise<number | null>;
}

/** @param older a built checkout of an older version, for the first of the two API processes; the second is always of this one. */
export async function openRollingRig(older?: string): Promise<RollingRig> {
  await using opened = new AsyncDisposableStack();
  const program = await findHaproxy();
  const postgres = opened.adopt(await startPostgres(), (server) => server.remove());
  const redis = opened.adopt(await startRedis(), (server) => server.remove());
  const databaseUrl = await createDatabase(postgres.url);
  const database = opened.adopt(
    await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: 4, statementTimeoutMs: 10_000 }),
    (driver) => driver.close(),
  );
  await database.migrate();
  await database.ensurePartitions();
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
    METRICS_PORT: '0',
    VPA_DRAIN_SECONDS: String(DRAIN_SECONDS),
    SCAN_INTERVAL: '1',
  };
  const ports = [await freePort(), await freePort()];
  const processes = new Map<string, VpaProcess>();
  opened.defer(async () => void (await Promise.all([...processes.values()].map((each) => each.stop()))));
  const startApi = (index: number): VpaProcess => {
    const port = ports[index] ?? 0;
    const api = new VpaProcess({
      args: ['api'],
      env: { ...env, PORT: String(port) },
      isUp: () => isReady(port),
      ...(older !== undefined && index === 0 ? { checkout: older } : {}),
    });
    processes.set(`api ${index}`, api);
    return api;
  };
  for (const name of ['scanner', 'relay']) {
    processes.set(name, new VpaProcess({ args: ['worker', name], env, isUp: (log) => log.includes('workers run') }));
  }
  ports.forEach((_, index) => startApi(index));
  for (const each of processes.values()) await each.up();

  const front = await freePort();
  const { directory, file } = writeBalancerConfig(front, ports);
  const balancer = new ServerProcess({
    program,
    args: ['-db', '-f', file],
    user: null,
    directory,
    probe: async () => void (await ready(front)),
  });
  opened.adopt(balancer, (server) => server.remove('SIGTERM'));
  await balancer.start();
  const resources = opened.move();
  return {
    database,
    databaseUrl,
    address: `127.0.0.1:${front}`,
    async restart(index) {
      const code = (await processes.get(`api ${index}`)?.stop()) ?? null;
      await startApi(index).up();
      await until('the balancer sends traffic to the successor', () => isInRotation(front, index), 30_000);
      return code;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

export function findHaproxy(): Promise<string> {
  return findOrInstall({ program: 'haproxy', folders: ['/usr/sbin'], debianPackages: ['haproxy'] });
}

/** Writes the balancer's configuration into a directory of its own. */
export function writeBalancerConfig(front: number, ports: readonly number[]): { readonly directory: string; readonly file: string } {
  const directory = makeServerDirectory('vpa-haproxy-', null);
  const file = join(directory, 'haproxy.cfg');
  writeFileSync(file, haproxyConfig(front, ports));
  return { directory, file };
}

const PROBE_MS = 200;

function haproxyConfig(front: number, ports: readonly number[]): string {
  const servers = ports.flatMap((port, api) =>
    PROXY_ADDRESSES.map(
      (address, at) => `  server api${api}-${at} 127.0.0.1:${port} source ${address} check inter ${PROBE_MS} fall 3 rise 1`,
    ),
  );
  return `
defaults
  mode http
  option redispatch
  retries 3
  retry-on conn-failure
  timeout connect 2s
  timeout client 60s
  timeout server 30s
  timeout tunnel 1h
  timeout check 5s
frontend front
  bind 127.0.0.1:${front}
  stats enable
  stats uri /balancer
  default_backend apis
backend apis
  balance leastconn
  option httpchk GET /readyz
${servers.join('\n')}
`;
}

async function ready(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) });
  if (!response.ok) throw new Error(`not ready: ${response.status}`);
  return true;
}

async function isReady(port: number): Promise<boolean> {
  return ready(port).catch(() => false);
}

/** Whether the balancer itself says that all its lines to the process are up. */
async function isInRotation(front: number, api: number): Promise<boolean> {
  const csv = await (await fetch(`http://127.0.0.1:${front}/balancer;csv`)).text();
  const lines = csv.split('\n').filter((line) => line.startsWith(`apis,api${api}-`));
  return lines.length === PROXY_ADDRESSES.length && lines.every((line) => line.split(',')[17] === 'UP');
}
