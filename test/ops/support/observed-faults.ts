import { setTimeout as delay } from 'node:timers/promises';

import { withClient } from '../../support/postgres.js';
import type { ObservedStage } from './observed-stage.js';

interface Fault {
  /** The alert that has to fire. */
  readonly alert: string;
  readonly inject: (stage: ObservedStage) => Promise<void>;
  readonly repair: (stage: ObservedStage) => Promise<void>;
}

/** What is broken, and the alert that has to tell. */
export const FAULTS = {
  'redis stopped': { alert: 'VpaBusDown', inject: ({ redis }) => redis.stop(), repair: ({ redis }) => redis.start() },
  'postgres stopped': {
    alert: 'VpaDatabaseDown',
    inject: ({ postgres }) => postgres.stop({ immediate: true }),
    repair: ({ postgres }) => postgres.start(),
  },
  'scanner frozen': {
    alert: 'VpaScannerSilent',
    inject: async ({ processes }) => processes.scanner.send('SIGSTOP'),
    repair: async ({ processes }) => processes.scanner.send('SIGCONT'),
  },
  'api killed': {
    alert: 'VpaTargetDown',
    inject: ({ processes }) => processes.api.stop('SIGKILL'),
    repair: ({ processes }) => processes.api.start(),
  },
  'relay stopped': {
    alert: 'VpaOutboxStuck',
    inject: async (stage) => {
      await stage.processes.relay.stop('SIGTERM');
      await stage.feed();
    },
    repair: ({ processes }) => processes.relay.start(),
  },
  'queries fail': {
    alert: 'VpaErrorBudgetFast',
    inject: ({ databaseUrl }) =>
      withClient(databaseUrl, async (client) => void (await client.query('alter table stocks rename to stocks_gone'))),
    repair: ({ databaseUrl }) =>
      withClient(databaseUrl, async (client) => void (await client.query('alter table stocks_gone rename to stocks'))),
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

export interface Detection {
  readonly fault: FaultName;
  readonly alert: string;
  /** From the fault to the firing alert. */
  readonly detectedAfterSeconds: number;
  /** Every alert that fired until then. */
  readonly fired: readonly string[];
  /** From the repair until nothing fires any more but what looks back over hours. */
  readonly quietAfterSeconds: number;
}

const LOOK_MS = 200;
const ALWAYS = 'VpaWatchdog';
/** Their windows are hours and days: what burnt the budget keeps them firing long after it is repaired, as it should. */
const LINGERING: ReadonlySet<string> = new Set(['VpaErrorBudgetSlow', 'VpaErrorBudgetTrickle']);

/** Breaks something, waits for its alert, repairs it, and waits until nothing else fires. */
export async function detect(stage: ObservedStage, fault: FaultName, withinSeconds: number): Promise<Detection> {
  const { alert, inject, repair }: Fault = FAULTS[fault];
  await quiet(stage, withinSeconds);
  const fired = new Set<string>();
  const injectedAt = performance.now();
  await inject(stage);
  try {
    await waitFor(
      () => `${alert} fires after "${fault}"`,
      withinSeconds,
      async () => {
        for (const name of await alertsOf(stage)) fired.add(name);
        return fired.has(alert);
      },
    );
  } finally {
    await repair(stage);
  }
  const detectedAt = performance.now();
  await quiet(stage, withinSeconds);
  return {
    fault,
    alert,
    detectedAfterSeconds: seconds(detectedAt - injectedAt),
    fired: [...fired].toSorted(),
    quietAfterSeconds: seconds(performance.now() - detectedAt),
  };
}

async function quiet(stage: ObservedStage, withinSeconds: number): Promise<void> {
  let firing: readonly string[] = [];
  await waitFor(
    () => `nothing fires; ${firing.join(', ')}`,
    withinSeconds,
    async () => {
      firing = (await alertsOf(stage)).filter((name) => !LINGERING.has(name));
      return firing.length === 0;
    },
  );
}

async function alertsOf({ prometheus }: ObservedStage): Promise<readonly string[]> {
  return (await prometheus.firing()).filter((name) => name !== ALWAYS);
}

async function waitFor(what: () => string, withinSeconds: number, condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + withinSeconds * 1000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${withinSeconds} s in vain until ${what()}`);
    await delay(LOOK_MS);
  }
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
