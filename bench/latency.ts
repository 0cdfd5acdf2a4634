import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Redis } from 'ioredis';
import { WebSocket } from 'ws';

import { freePort } from '../test/support/free-port.js';
import { delaysOf, percentile, startLiveStack, WATCH_ALL, type LiveStack } from './support/live-stack.js';
import { keepResult } from './support/result.js';

/**
 * From commit to the socket of a subscriber, at 100 signals a second, each in a transaction of its own. Beside it, in
 * the same run, the floor: the same text from Redis straight to a socket.
 */
const PER_SECOND = 100;
const SECONDS = Number(process.argv[2] ?? 60);
const WARM_UP = 300;
const SUBSCRIBERS = 10;
const FLOOR_EVERY = 4;
const CHANNEL = 'bench.floor';

async function startFloor(redisUrl: string) {
  const port = await freePort();
  const program = fileURLToPath(new URL('support/floor-relay.js', import.meta.url));
  const child = fork(program, [redisUrl, CHANNEL, String(port)], { execArgv: [] });
  await once(child, 'message');
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  await once(socket, 'open');
  const redis = new Redis(redisUrl);
  const delays: number[] = [];
  const padding = 'x'.repeat(900);
  socket.on('message', (data: Buffer) => delays.push(performance.now() - Number(data.toString().split(' ')[0])));
  return {
    delays,
    ping: () => void redis.publish(CHANNEL, `${performance.now()} ${padding}`),
    close: () => {
      socket.terminate();
      redis.disconnect();
      child.kill('SIGKILL');
    },
  };
}

async function measure(stack: LiveStack) {
  const api = await stack.startApi();
  const subscribers = await stack.startSubscribers(api.url, SUBSCRIBERS, WATCH_ALL);
  const floor = await startFloor(stack.redisUrl);
  const total = WARM_UP + PER_SECOND * SECONDS;
  const committed: number[] = [];
  const commits: Promise<unknown>[] = [];
  const cpuBefore = (await api.heap()).cpuMs;
  const start = performance.now();
  for (let number = 0; number < total; number += 1) {
    await delay(Math.max(0, start + (number * 1000) / PER_SECOND - performance.now()));
    commits.push(stack.tell(number).then((at) => (committed[number] = at)));
    if (number % FLOOR_EVERY === 0) floor.ping();
  }
  await Promise.all(commits);
  await subscribers.have(total - 1);
  const report = await subscribers.report();
  const apiCpuMsPerSignal = ((await api.heap()).cpuMs - cpuBefore) / total;
  const warm = report.arrivals.map((times) => times.slice(WARM_UP));
  const delays = delaysOf(warm, committed.slice(WARM_UP));
  const floorDelays = floor.delays.slice(WARM_UP / FLOOR_EVERY).sort((a, b) => a - b);
  floor.close();
  await subscribers.stop();
  await api.stop();
  return { delays, floorDelays, apiCpuMsPerSignal, disorders: report.disorders, seconds: (performance.now() - start) / 1000 };
}

const stack = await startLiveStack();
try {
  const { delays, floorDelays, apiCpuMsPerSignal, disorders, seconds } = await measure(stack);
  const p50Ms = percentile(delays, 0.5);
  const p99Ms = percentile(delays, 0.99);
  keepResult('latency', {
    what: `commit to socket, ${PER_SECOND} signals a second for ${SECONDS} s, ${SUBSCRIBERS} subscribers; PostgreSQL, relay, Redis, API, subscribers: a process each`,
    p50Ms: round(p50Ms),
    p99Ms: round(p99Ms),
    maxMs: round(percentile(delays, 1)),
    delivered: delays.length,
    expected: PER_SECOND * SECONDS * SUBSCRIBERS,
    disorders,
    apiCpuMsPerSignal: round(apiCpuMsPerSignal),
    floor: {
      what: 'Redis to socket, nothing between',
      p50Ms: round(percentile(floorDelays, 0.5)),
      p99Ms: round(percentile(floorDelays, 0.99)),
    },
    p50OverFloor: round(p50Ms / percentile(floorDelays, 0.5)),
    seconds: round(seconds),
  });
} finally {
  await stack.close();
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
