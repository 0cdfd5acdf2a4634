import { setTimeout as delay } from 'node:timers/promises';

import { delaysOf, percentile, startLiveStack, WATCH_ALL, type LiveStack } from './support/live-stack.js';
import { keepResult } from './support/result.js';

/** One stalled subscriber among 50: what it costs the process and the others. Run after run, with and without it. */
const SUBSCRIBERS = 50;
const EVENTS = Number(process.argv[2] ?? 4_000);
/** Characters added to each message, so that the buffers of the kernel are full before the queue is. */
const FILLER = 5_000;
const BATCH = 5;
const BATCHES_PER_SECOND = 20;
const HEAP_EVERY_MS = 2_500;
const ORDER = [false, true, true, false];
const MB = 1024 * 1024;

async function run(stack: LiveStack, isStalled: boolean) {
  const api = await stack.startApi();
  const others = await stack.startSubscribers(api.url, SUBSCRIBERS - 1, WATCH_ALL);
  const one = await stack.startSubscribers(api.url, 1, WATCH_ALL);
  if (isStalled) one.freeze();
  const heaps: number[] = [];
  const cpuBefore = (await api.heap()).cpuMs;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      heaps.push((await api.heap()).heapUsed);
      // Once it is closed, it may wake and read with which code.
      if (isStalled && (await api.metric('subscription_queue_overflow_total')) > 0) one.thaw();
      await delay(HEAP_EVERY_MS);
    }
  })();
  const committed: number[] = [];
  const start = performance.now();
  for (let from = 0; from < EVENTS; from += BATCH) {
    const at = await stack.tellMany(from, BATCH, FILLER);
    for (let i = 0; i < BATCH; i += 1) committed.push(at);
    await delay(Math.max(0, start + (committed.length / BATCH) * (1000 / BATCHES_PER_SECOND) - performance.now()));
  }
  const seconds = (performance.now() - start) / 1000;
  await others.have(EVENTS - 1);
  const report = await others.report();
  isOver = true;
  await watching;
  const cpuMs = (await api.heap()).cpuMs - cpuBefore;
  const overflows = await api.metric('subscription_queue_overflow_total');
  one.thaw();
  await delay(1_000);
  const [closeCode = null] = (await one.report()).closeCodes;
  const delays = delaysOf(report.arrivals, committed);
  const found = {
    isStalled,
    eventsPerSecond: Math.round(EVENTS / seconds),
    heapMaxMb: round(Math.max(...heaps) / MB),
    p50Ms: round(percentile(delays, 0.5)),
    p99Ms: round(percentile(delays, 0.99)),
    received: delays.length / (SUBSCRIBERS - 1),
    apiCpuUsPerDelivery: round((cpuMs * 1000) / delays.length),
    disorders: report.disorders,
    overflows,
    closeCode,
  };
  await Promise.all([others.stop(), one.stop()]);
  await api.stop();
  return found;
}

const stack = await startLiveStack();
try {
  const runs: Awaited<ReturnType<typeof run>>[] = [];
  for (const isStalled of ORDER) {
    runs.push(await run(stack, isStalled));
    process.stderr.write(`${JSON.stringify(runs.at(-1))}\n`);
  }
  const mean = (isStalled: boolean, pick: (found: (typeof runs)[number]) => number): number => {
    const values = runs.filter((found) => found.isStalled === isStalled).map(pick);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  keepResult('stalled-subscriber', {
    what: `${SUBSCRIBERS} subscribers, ${EVENTS} events of 6 kB in each run, 100 a second; one subscriber frozen by SIGSTOP in half of the runs`,
    heapCostMb: round(mean(true, (found) => found.heapMaxMb) - mean(false, (found) => found.heapMaxMb)),
    p50Ratio: round(mean(true, (found) => found.p50Ms) / mean(false, (found) => found.p50Ms)),
    p99Ratio: round(mean(true, (found) => found.p99Ms) / mean(false, (found) => found.p99Ms)),
    runs,
  });
} finally {
  await stack.close();
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
