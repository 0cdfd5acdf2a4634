import { expect, test } from 'vitest';

import { FakeMetrics, SILENT_LOGGER } from '../../test/support/fake-telemetry.js';
import { FakeTimers } from '../../test/support/fake-timers.js';
import { WORKERS, type WorkerDeps } from './index.js';
import type { WorkerName } from './worker.js';

class Counts {
  due = 0;
  failing = 0;
  waiting = 0;
  scans = 0;
  relayed = 0;
  prunes = 0;
  accountPrunes = 0;
  alertPrunes = 0;
  escalations = 0;
  backtestLooks = 0;
  backtestPrunes = 0;
  /** Batches of alerts past their retention. */
  oldAlerts = 0;
  /** Batches of events past their retention. */
  oldBatches = 0;
  looks = 0;
  told = 0;
  enlisted = 0;
  /** Before which time symbols were to be looked through again, for each round. */
  fills: number[] = [];
  /** Shards that others lead, those asked for, led and given back. */
  others = new Set<number>();
  asked: number[] = [];
  led: number[] = [];
  released: number[] = [];
  lost = new AbortController();
  endsAtOnce = false;
  minutePrunes = 0;
  oldMinutes = 0;
}

async function run(
  name: WorkerName,
  counts: Counts,
  ms: number,
  during: (advance: (ms: number) => Promise<void>) => Promise<void> = () => Promise.resolve(),
) {
  const timers = new FakeTimers();
  const metrics = new FakeMetrics();
  const deps: WorkerDeps = {
    timers,
    metrics,
    logger: SILENT_LOGGER,
    random: () => 0.5,
    wallClock: () => new Date(9_000),
    scans: { countDue: () => Promise.resolve(((counts.looks += 1), counts.due)) },
    ruleVersions: ['textbook-1'],
    scanDue: () => {
      counts.scans += 1;
      const stocks = counts.due - counts.failing;
      counts.due = counts.failing;
      return Promise.resolve({ stocks, signals: stocks, events: stocks, failed: counts.failing });
    },
    matchAlerts: () => Promise.resolve(false),
    sendAlerts: () => Promise.resolve(0),
    matchLevels: () => Promise.resolve(false),
    escalateAlerts: () => Promise.resolve(((counts.escalations += 1), 0)),
    pruneAlerts: () => {
      counts.alertPrunes += 1;
      return Promise.resolve(counts.oldAlerts-- > 0);
    },
    runBacktests: () => Promise.resolve(((counts.backtestLooks += 1), 0)),
    pruneBacktests: () => Promise.resolve(((counts.backtestPrunes += 1), false)),
    scoreDue: () => Promise.resolve({ scored: 0, decided: 0, events: 0 }),
    readMarket: () => Promise.resolve({ instruments: 0, changed: 0 }),
    scanIntervalMs: 300_000,
    onEvents: () => void (counts.told += 1),
    relayOutbox: () => {
      const numbered = counts.waiting;
      counts.waiting = 0;
      counts.relayed += 1;
      return Promise.resolve(numbered);
    },
    pruneEvents: () => {
      counts.prunes += 1;
      return Promise.resolve(counts.oldBatches-- > 0);
    },
    eventRetentionMs: 1,
    pruneAccounts: () => Promise.resolve(void (counts.accountPrunes += 1)),
    fills: { enlist: () => Promise.resolve(void (counts.enlisted += 1)) },
    fillDue: ({ checkedBefore }) => {
      counts.fills.push(checkedBefore.getTime());
      return Promise.resolve({ symbols: 0, bars: 0, refused: 0, failed: 0 });
    },
    ingestSymbols: null,
    leadership: {
      tryLead: (shard) => {
        counts.asked.push(shard);
        if (counts.others.has(shard)) return Promise.resolve(null);
        return Promise.resolve({ lost: counts.lost.signal, release: () => Promise.resolve(void counts.released.push(shard)) });
      },
    },
    leadShard: async (shard, signal) => {
      counts.led.push(shard);
      if (counts.endsAtOnce) return 0;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return 1;
    },
    realtimeShards: 4,
    realtimeShardsLed: 2,
    pruneMinutes: () => {
      counts.minutePrunes += 1;
      return Promise.resolve(counts.oldMinutes-- > 0);
    },
  };
  const stopping = new AbortController();
  const ended = WORKERS[name](deps).run(stopping.signal);
  await timers.advance(ms);
  await during((more) => timers.advance(more));
  stopping.abort();
  await ended;
  return metrics;
}

test('the scanner scans at its start and a second after bars came in', async () => {
  const counts = new Counts();
  const metrics = await run('scanner', counts, 5_000, async (advance) => {
    expect(counts.scans).toBe(1);
    counts.due = 3;
    await advance(1_000);
    expect(counts.scans).toBe(2);
    expect(counts.told).toBe(1);
    await advance(5_000);
    expect(counts.scans).toBe(2);
  });
  expect(metrics.gauges.get('vpa_scan_last_success_timestamp_seconds')).toBe(9);
});

test('the scanner scans once every interval, also where nothing is due', async () => {
  const counts = new Counts();
  await run('scanner', counts, 601_000);
  expect(counts.scans).toBe(3);
});

test('a stock whose scan fails is not scanned every second, and others are not kept waiting', async () => {
  const counts = new Counts();
  counts.due = 2;
  counts.failing = 1;
  const metrics = await run('scanner', counts, 10_000, async (advance) => {
    expect(counts.scans).toBe(1);
    counts.due = 2;
    await advance(1_000);
    expect(counts.scans).toBe(2);
  });
  expect(metrics.gauges.has('vpa_scan_last_success_timestamp_seconds')).toBe(false);
});

test('the ingest worker asks four times a minute what is due, and for symbols not looked through for a day', async () => {
  const counts = new Counts();
  await run('ingest', counts, 60_000);
  expect(counts.enlisted).toBe(5);
  expect(counts.fills).toEqual(Array.from({ length: 5 }, () => 9_000 - 86_400_000));
});

test('the relay asks often while events come and seldom while none does', async () => {
  const counts = new Counts();
  await run('relay', counts, 10_000, async (advance) => {
    const idle = counts.relayed;
    expect(idle).toBeLessThan(80);
    for (let round = 0; round < 100; round += 1) {
      counts.waiting = 5;
      await advance(20);
    }
    expect(counts.relayed - idle).toBeGreaterThan(80);
  });
});

test('the relay prunes once an hour', async () => {
  const counts = new Counts();
  await run('relay', counts, 3 * 3_600_000);
  expect([counts.prunes, counts.accountPrunes]).toEqual([3, 3]);
});

test('the relay prunes batch after batch while there is more, and relays in between', async () => {
  const counts = new Counts();
  counts.oldBatches = 4;
  await run('relay', counts, 3_600_000);
  expect([counts.prunes, counts.accountPrunes]).toEqual([5, 1]);
});

test('the alert worker prunes once an hour, batch after batch while there is more', async () => {
  const counts = new Counts();
  counts.oldAlerts = 2;
  await run('alerts', counts, 2 * 3_600_000);
  expect(counts.alertPrunes).toBe(4);
});

test('the alert worker looks every five seconds for what nobody has acknowledged', async () => {
  const counts = new Counts();
  await run('alerts', counts, 60_000);
  expect(counts.escalations).toBeGreaterThanOrEqual(11);
  expect(counts.escalations).toBeLessThanOrEqual(13);
});

test('the realtime worker leads what others leave, at most so many shards, and gives them back at its end', async () => {
  const counts = new Counts();
  counts.others = new Set([0]);
  const metrics = await run('realtime', counts, 3_000, async (advance) => {
    expect(counts.led).toEqual([1, 2]);
    counts.others.clear();
    await advance(3_000);
    expect(counts.led).toEqual([1, 2]);
  });
  expect(counts.released).toEqual([1, 2]);
  expect(metrics.gauges.get('realtime_shards_led')).toBe(0);
});

test('the realtime worker takes a shard again that it lost', async () => {
  const counts = new Counts();
  await run('realtime', counts, 1_000, async (advance) => {
    expect(counts.led).toEqual([0, 1]);
    const { lost } = counts;
    counts.lost = new AbortController();
    lost.abort();
    await advance(2_000);
    expect(counts.led).toEqual([0, 1, 0, 1]);
  });
});

test('the realtime worker does not ask every second for a shard that has nothing to follow', async () => {
  const counts = new Counts();
  counts.endsAtOnce = true;
  await run('realtime', counts, 14_000, async (advance) => {
    expect(counts.led).toEqual([0, 1, 2, 3]);
    await advance(5_000);
    expect(counts.led.length).toBe(8);
  });
});

test('the realtime worker prunes once an hour, batch after batch while there is more', async () => {
  const counts = new Counts();
  counts.oldMinutes = 2;
  await run('realtime', counts, 2 * 3_600_000);
  expect(counts.minutePrunes).toBe(4);
});

test('the backtest worker looks for work twice a second, and once more when it stops', async () => {
  const counts = new Counts();
  await run('backtest', counts, 5_000);
  expect(counts.backtestLooks).toBeGreaterThanOrEqual(10);
  const looks = counts.backtestLooks;
  await run('backtest', counts, 0);
  expect(counts.backtestLooks).toBe(looks + 2);
});

test('the backtest worker forgets what ended long ago once an hour', async () => {
  const counts = new Counts();
  await run('backtest', counts, 2 * 3_600_000);
  expect(counts.backtestPrunes).toBe(2);
});
