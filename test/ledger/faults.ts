import { setTimeout as delay } from 'node:timers/promises';

import { Redis } from 'ioredis';

import type { Stage } from './stage.js';

export type FaultName = 'scanner' | 'relay' | 'api' | 'frozen' | 'pubsub' | 'redis' | 'postgres';

/** A span of Unix time in milliseconds in which something was away. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** Does harm at instants that the random numbers choose within `loadMs`, and mends it. Returns when what was away. */
type Fault = (stage: Stage, random: () => number, loadMs: number) => Promise<readonly Outage[]>;

/** Longer than a transaction may stand still. */
const FROZEN_MS = 4_000;

function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** Twice in the time of the load, kills one of the processes. */
function killed(processes: (stage: Stage) => readonly { kill(): void }[]): Fault {
  return async (stage, random, loadMs) => {
    for (let half = 0; half < 2; half += 1) {
      const at = (random() * loadMs) / 2;
      await delay(at);
      pick(processes(stage), random).kill();
      await delay(loadMs / 2 - at);
    }
    return [];
  };
}

/** Freezes a scanner and a relay at their own instants, long enough for others to do their work, and lets them go on. */
async function frozen({ scanners, relays }: Stage, random: () => number, loadMs: number): Promise<readonly Outage[]> {
  const frozenMs = Math.max(FROZEN_MS, loadMs / 2);
  await Promise.all(
    [pick(scanners, random), pick(relays, random)].map(async (process) => {
      await delay((random() * loadMs) / 2);
      process.freeze();
      await delay(frozenMs);
      process.thaw();
    }),
  );
  return [];
}

async function pubsub({ redis }: Stage, random: () => number, loadMs: number): Promise<readonly Outage[]> {
  const client = new Redis(redis.url);
  const end = performance.now() + loadMs;
  await delay(random() * 1_000);
  while (performance.now() < end) {
    await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await delay(1_000);
  }
  client.disconnect();
  return [];
}

async function redis(stage: Stage, random: () => number, loadMs: number): Promise<readonly Outage[]> {
  await delay(random() * loadMs * 0.4);
  await stage.redis.stop();
  const from = Date.now();
  await delay(loadMs * (0.4 + random() * 0.2));
  const to = Date.now();
  await stage.redis.start();
  return [{ from, to }];
}

async function postgres(stage: Stage, random: () => number, loadMs: number): Promise<readonly Outage[]> {
  await delay(random() * loadMs * 0.7);
  const from = Date.now();
  await stage.postgres.stop({ immediate: true });
  await delay(random() * loadMs * 0.2);
  await stage.postgres.start();
  return [{ from, to: Date.now() }];
}

export const FAULTS: Readonly<Record<FaultName, Fault>> = {
  scanner: killed(({ scanners }) => scanners),
  relay: killed(({ relays }) => relays),
  api: killed(({ apis }) => apis),
  frozen,
  pubsub,
  redis,
  postgres,
};

export const FAULT_NAMES: readonly FaultName[] = ['scanner', 'relay', 'api', 'frozen', 'pubsub', 'redis', 'postgres'];
