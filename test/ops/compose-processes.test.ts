import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';

import { freePort } from '../support/free-port.js';
import { createDatabase, startPostgres, type PostgresServer } from '../support/postgres.js';
import { startRedis } from '../support/redis.js';
import { until } from '../support/until.js';

/** The processes of docker-compose.yml, with its commands and variables, without containers around them. */
const root = new URL('../../', import.meta.url).pathname;
const compose = parse(readFileSync(`${root}docker-compose.yml`, 'utf8'), { merge: true }) as {
  services: Record<string, { command: string[]; environment: Record<string, string> }>;
};
const CLI = `${root}dist/src/main/cli.js`;
const ROLES = ['api', 'scanner', 'relay', 'backtest'] as const;

let postgres: PostgresServer;
let redis: Awaited<ReturnType<typeof startRedis>>;
let addresses: Record<string, string> = {};
let folder = '';
const running = new Map<string, { readonly child: ChildProcess; readonly env: Record<string, string> }>();

/** The service's variables as compose would fill them in, with this machine's addresses instead of the containers'. */
function environmentOf(service: string, own: Record<string, string> = {}): Record<string, string> {
  const filled = Object.entries(compose.services[service]!.environment).map(([name, value]) => [
    name,
    value.replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
  ]);
  return {
    ...(Object.fromEntries(filled) as Record<string, string>),
    PATH: process.env['PATH'] ?? '',
    VPA_HOST: '127.0.0.1',
    VPA_DATA_DIR: folder,
    ...addresses,
    ...own,
  };
}

beforeAll(async () => {
  if (!existsSync(CLI)) throw new Error('nothing is built: npm run build');
  folder = mkdtempSync(join(tmpdir(), 'vpa-compose-'));
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  addresses = { DATABASE_URL: await createDatabase(postgres.url), REDIS_URL: redis.url };
});

afterAll(async () => {
  for (const { child } of running.values()) if (child.exitCode === null) child.kill('SIGKILL');
  await Promise.all([postgres.remove(), redis.remove()]);
  rmSync(folder, { recursive: true, force: true });
});

test('the migration ends well, twice', () => {
  for (let round = 0; round < 2; round += 1) {
    const { status, stderr } = spawnSync(process.execPath, [CLI, ...compose.services['migrate']!.command], {
      env: environmentOf('migrate'),
      encoding: 'utf8',
    });
    expect({ status, stderr }).toMatchObject({ status: 0 });
  }
}, 180_000);

test('all processes get healthy, and the API passes the smoke test', async () => {
  for (const role of ROLES) {
    const env = environmentOf(role, { PORT: String(await freePort()), METRICS_PORT: String(await freePort()) });
    running.set(role, { env, child: spawn(process.execPath, [CLI, ...compose.services[role]!.command], { env, stdio: 'ignore' }) });
  }
  for (const [role, { env }] of running)
    await until(`${role} is healthy`, async () => (await exitOf([`${root}docker/healthcheck.mjs`], env)) === 0, 60_000);
  const api = running.get('api')!;
  const address = `http://127.0.0.1:${api.env['PORT']}`;
  await until('the API is ready', async () => (await fetch(`${address}/readyz`)).ok, 30_000);
  for (const check of ['health', 'query', 'subscription']) {
    const { status, stdout } = spawnSync(process.execPath, [`${root}helm/vpa/files/smoke/${check}.mjs`], {
      env: { PATH: process.env['PATH'] ?? '', VPA_URL: address },
      encoding: 'utf8',
    });
    expect({ check, status, stdout }).toMatchObject({ status: 0 });
  }
}, 180_000);

test('every process shows its metrics on a port of its own', async () => {
  for (const { env } of running.values()) {
    const text = await (await fetch(`http://127.0.0.1:${env['METRICS_PORT']}/metrics`)).text();
    expect(text).toContain('# TYPE api_requests_total counter');
  }
});

test('every process leaves with 0 at SIGTERM', async () => {
  for (const [, { child }] of running) child.kill('SIGTERM');
  const codes = await Promise.all(
    [...running].map(async ([role, { child }]) => [role, child.exitCode ?? ((await once(child, 'exit')) as [number | null])[0]]),
  );
  expect(Object.fromEntries(codes)).toEqual({ api: 0, scanner: 0, relay: 0, backtest: 0 });
});

async function exitOf(args: readonly string[], env: Record<string, string>): Promise<number | null> {
  const [code] = (await once(spawn(process.execPath, [...args], { env, stdio: 'ignore' }), 'exit')) as [number | null];
  return code;
}
