import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';

import { freePort } from '../support/free-port.js';
import { findHaproxy, openRollingRig, writeBalancerConfig } from './support/rolling-rig.js';
import { rollRestarts } from './support/rolling-run.js';

/**
 * The restarts are run when asked, on a machine that has nothing else to do: they are a matter of seconds, and a starved process misses them.
 * `npm run ops:rolling-restart` keeps the result of a run; as a test:
 * `ROLLING_ROUNDS=20 ROLLING_SUBSCRIBERS=500 ROLLING_CLIENTS=50 npx vitest run --project ops test/ops/rolling-restart.test.ts`
 * One round restarts both processes.
 */
const ASKED = process.env['ROLLING_ROUNDS'] === undefined ? [] : [Number(process.env['ROLLING_ROUNDS'])];
const SUBSCRIBERS = Number(process.env['ROLLING_SUBSCRIBERS'] ?? 60);
const CLIENTS = Number(process.env['ROLLING_CLIENTS'] ?? 10);

test('haproxy finds no fault in the balancer of the restarts', async () => {
  const { directory, file } = writeBalancerConfig(await freePort(), [await freePort(), await freePort()]);
  const { status, stderr } = spawnSync(await findHaproxy(), ['-c', '-f', file], { encoding: 'utf8' });
  rmSync(directory, { recursive: true });
  expect({ status, stderr }).toMatchObject({ status: 0 });
}, 600_000);

test.each(ASKED)(
  '%i rolling restarts of two API processes fail no request, and lose or repeat no event',
  async (rounds) => {
    await using rig = await openRollingRig();
    const result = await rollRestarts(rig, { rounds, clients: CLIENTS, subscribers: SUBSCRIBERS });
    process.stderr.write(`rolling restart: ${JSON.stringify(result)}\n`);
    expect(result).toMatchObject({ failedRequests: [], lost: 0, duplicated: 0, gaps: [], wrongExits: [] });
    expect(result.events).toBeGreaterThan(0);
    expect(result.requests).toBeGreaterThan(0);
    expect(result.interruptions).toBeGreaterThan(0);
  },
  1_800_000,
);
