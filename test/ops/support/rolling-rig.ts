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
const DRAIN_SECONDS = 3;

/** Two API processes behind a real HAProxy that asks for readiness, with a scanner and a relay. */
export interface RollingRig {
  readonly database: Database;
  readonly databaseUrl: string;
  /** Address of the balancer. */
  readonly address: string;
  /** Stops one API process as an orchestrator does, starts its successor and waits until it gets traffic. Returns the exit code. */
  restart(index: number): Promise<number | null>;
  close(): Promise<void>;
}

export async function openRollingRig(): Promise<RollingRig> {
  const program = await findOrInstall({ program: 'haproxy', folders: ['/usr/sbin'], debianPackages: ['haproxy'] });
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const databaseUrl = await createDatabase(postgres.url);
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: 4, statementTimeoutMs: 10_000 });
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
  const startApi = (port: number): VpaProcess =>
    new VpaProcess({ args: ['api'], env: { ...env, PORT: String(port) }, isUp: () => isReady(port) });
  const apis = ports.map(startApi);
  const workers = ['scanner', 'relay'].map(
    (name) => new VpaProcess({ args: ['worker', name], env, isUp: (log) => log.includes('workers run') }),
  );
  await Promise.all([...apis, ...workers].map((each) => each.up()));

  const front = await freePort();
  const directory = makeServerDirectory('vpa-haproxy-', null);
  const file = join(directory, 'haproxy.cfg');
  writeFileSync(file, haproxyConfig(front, ports));
  const balancer = new ServerProcess({
    program,
    args: ['-db', '-f', file],
    user: null,
    directory,
    probe: async () => void (await ready(front)),
  });
  await balancer.start();
  return {
    database,
    databaseUrl,
    address: `127.0.0.1:${front}`,
    async restart(index) {
      const port = ports[index] ?? 0;
      const code = await apis[index]?.stop();
      const next = startApi(port);
      apis[index] = next;
      await next.up();
      await until('the balancer sends traffic to the successor', () => isInRotation(front, index), 30_000);
      return code ?? null;
    },
    async close() {
      await Promise.all([...apis, ...workers].map((each) => each.stop()));
      await balancer.remove('SIGTERM');
      await database.close();
      await Promise.all([postgres.remove(), redis.remove()]);
    },
  };
}

const PROBE_MS = 200;

function haproxyConfig(front: number, ports: readonly number[]): string {
  const servers = ports.flatMap((port, api) =>
    PROXY_ADDRESSES.map(
      (address, at) => `  server api${api}-${at} 127.0.0.1:${port} source ${address} check inter ${PROBE_MS} fall 2 rise 1`,
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
  timeout check 2s
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
