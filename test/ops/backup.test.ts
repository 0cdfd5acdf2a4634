import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { findOrInstall } from '../support/binaries.js';
import { createDatabase, startPostgres, withClient, type PostgresServer } from '../support/postgres.js';
import { makeServerDirectory } from '../support/server-directory.js';
import { CHART } from './support/helm.js';

const DAY_S = 86_400;
const STOCKS = 1_234;

let server: PostgresServer;
let url = '';
let binaries = '';
let folder = '';
let user: { readonly uid: number; readonly gid: number } | null = null;

beforeAll(async () => {
  server = await startPostgres();
  url = await createDatabase(server.url);
  const initdb = await findOrInstall({ program: 'initdb', folders: ['/usr/lib/postgresql/*/bin'], debianPackages: ['postgresql'] });
  binaries = dirname(initdb);
  if (process.getuid?.() === 0) {
    const [uid = 0, gid = 0] = execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' })
      .concat(execFileSync('id', ['-g', 'postgres'], { encoding: 'utf8' }))
      .trim()
      .split('\n')
      .map(Number);
    user = { uid, gid };
  }
  await withClient(url, (client) =>
    client.query(
      `CREATE TABLE stocks (symbol text PRIMARY KEY, price numeric NOT NULL); INSERT INTO stocks SELECT 'S' || n, n / 7.0 FROM generate_series(1, ${STOCKS}) n`,
    ),
  );
});

afterAll(() => server.remove());

beforeEach(() => {
  folder = makeServerDirectory('vpa-backup-', user);
  for (const name of ['backup', 'scratch']) {
    mkdirSync(join(folder, name));
    if (user !== null) chownSync(join(folder, name), user.uid, user.gid);
  }
  // The project may lie where the other user can't read, under /root for one.
  cpSync(`${CHART}/files/scripts`, join(folder, 'scripts'), { recursive: true });
  chmodSync(folder, 0o755);
  return () => rmSync(folder, { recursive: true, force: true });
});

function run(script: string, env: Readonly<Record<string, string>> = {}): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync('bash', [join(folder, 'scripts', script)], {
    env: {
      PATH: `${binaries}:${process.env['PATH'] ?? ''}`,
      DATABASE_URL: url,
      BACKUP_DIR: join(folder, 'backup'),
      SCRATCH_DIR: join(folder, 'scratch'),
      RETENTION_DAYS: '30',
      ...env,
    },
    cwd: folder,
    encoding: 'utf8',
    ...user,
  });
  return { status, output: stdout + stderr };
}

const dumps = (): string[] =>
  readdirSync(join(folder, 'backup'))
    .filter((name) => name.endsWith('.dump'))
    .toSorted();

/** A dump of the given age, as an earlier run left it. */
function leave(name: string, days: number): void {
  const path = join(folder, 'backup', name);
  for (const file of [path, `${path}.sha256`]) {
    writeFileSync(file, 'earlier');
    if (user !== null) chownSync(file, user.uid, user.gid);
    utimesSync(file, Date.now() / 1000 - days * DAY_S, Date.now() / 1000 - days * DAY_S);
  }
}

test('what is dumped is restored, row for row, and the drill counts it', () => {
  expect(run('backup.sh')).toMatchObject({ status: 0 });
  expect(dumps()).toHaveLength(1);
  const drill = run('restore-drill.sh');
  expect(drill).toMatchObject({ status: 0 });
  expect(drill.output).toContain(`drill: stocks ${STOCKS}\n`);
  expect(drill.output).toContain(`drill: rows stocks ${STOCKS}\n`);
  expect(readdirSync(join(folder, 'scratch'))).toEqual(['server.log']);
}, 180_000);

test('dumps older than the retention go, with their checksums; younger ones stay', () => {
  for (let days = 1; days <= 35; days += 1) leave(`vpa-2020010${days}.dump`, days);
  expect(run('backup.sh').status).toBe(0);
  const ages = dumps().map((name) => Math.round((Date.now() / 1000 - statSync(join(folder, 'backup', name)).mtimeMs / 1000) / DAY_S));
  expect(ages.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 31 }, (_, days) => days));
  expect(readdirSync(join(folder, 'backup')).filter((name) => name.endsWith('.sha256'))).toHaveLength(31);
});

test('a dump that fails leaves nothing half-written and removes nothing', () => {
  leave('vpa-20200101.dump', 40);
  expect(run('backup.sh', { DATABASE_URL: url.replace(/\/[^/]*$/, '/nowhere') }).status).not.toBe(0);
  expect(readdirSync(join(folder, 'backup')).toSorted()).toEqual(['vpa-20200101.dump', 'vpa-20200101.dump.sha256']);
});

test('a database without tables is not taken for a backup', async () => {
  const empty = await createDatabase(server.url);
  const { status, output } = run('backup.sh', { DATABASE_URL: empty });
  expect(status).toBe(1);
  expect(output).toContain('holds no table');
  expect(dumps()).toEqual([]);
});

test('the drill fails without a dump, with an old one, and with a damaged one', () => {
  expect(run('restore-drill.sh')).toEqual({ status: 1, output: expect.stringContaining('drill: no dump') as string });
  expect(run('backup.sh').status).toBe(0);
  const path = join(folder, 'backup', dumps()[0] ?? '');
  utimesSync(path, Date.now() / 1000 - 2 * DAY_S, Date.now() / 1000 - 2 * DAY_S);
  expect(run('restore-drill.sh')).toEqual({ status: 1, output: expect.stringContaining('is 48 hours old') as string });
  truncateSync(path, statSync(path).size - 100);
  expect(run('restore-drill.sh').output).toContain('did NOT match');
});
