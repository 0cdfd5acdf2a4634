import { expect, test } from 'vitest';

import { FakeMetrics, SILENT_LOGGER } from '../../test/support/fake-telemetry.js';
import { FakeTimers, settle } from '../../test/support/fake-timers.js';
import { DomainError } from '../domain/errors.js';
import { type Round, supervise } from './supervise.js';

function aLoop(round: Round, timers = new FakeTimers()) {
  const metrics = new FakeMetrics();
  const worker = supervise('relay', { timers, metrics, logger: SILENT_LOGGER, random: () => 1, wallClock: () => new Date(5_000) }, round);
  const stopping = new AbortController();
  const ended = worker.run(stopping.signal);
  return { timers, metrics, worker, stop: () => stopping.abort(), ended };
}

test('rounds follow one another after the pause that each asks for', async () => {
  let rounds = 0;
  const loop = aLoop(() => Promise.resolve((rounds += 1) * 100));
  await settle();
  expect(rounds).toBe(1);
  await loop.timers.advance(99);
  expect(rounds).toBe(1);
  await loop.timers.advance(1);
  expect(rounds).toBe(2);
  await loop.timers.advance(200);
  expect(rounds).toBe(3);
  expect(loop.metrics.gauges.get('vpa_worker_heartbeat_timestamp_seconds{worker=relay}')).toBe(5);
  loop.stop();
  await loop.ended;
});

test('a poke ends the pause at once, and one during a round makes another follow', async () => {
  let rounds = 0;
  const loop = aLoop(() => {
    rounds += 1;
    if (rounds === 2) loop.worker.poke();
    return Promise.resolve(60_000);
  });
  await settle();
  loop.worker.poke();
  await settle();
  expect(rounds).toBe(3);
  expect(loop.timers.pending).toBe(1);
  loop.stop();
  await loop.ended;
});

test('a transient failure is tried again soon, with pauses that double up to two seconds', async () => {
  const at: number[] = [];
  const timers = new FakeTimers();
  const loop = aLoop(() => {
    at.push(timers.now());
    return Promise.reject(new DomainError('PROVIDER_UNAVAILABLE', 'away on purpose', { retryable: true }));
  }, timers);
  await loop.timers.advance(10_000);
  const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
  expect(pauses.slice(0, 7)).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
  expect(loop.metrics.counter('vpa_worker_failures_total{worker=relay}')).toBe(at.length);
  loop.stop();
  await loop.ended;
});

test('an unexpected failure is tried again without hurry, and a success forgets it', async () => {
  let rounds = 0;
  const loop = aLoop(() => {
    rounds += 1;
    return rounds === 3 ? Promise.resolve(10) : Promise.reject(new Error('thrown on purpose'));
  });
  await loop.timers.advance(999);
  expect(rounds).toBe(1);
  await loop.timers.advance(2_001);
  expect(rounds).toBe(3);
  await loop.timers.advance(10);
  expect(rounds).toBe(4);
  await loop.timers.advance(1_000);
  expect(rounds).toBe(5);
  loop.stop();
  await loop.ended;
});

test('a poke does not shorten the pause after a failure', async () => {
  let rounds = 0;
  let poke = (): void => {};
  const loop = aLoop(async () => {
    await settle();
    rounds += 1;
    poke();
    return Promise.reject(new DomainError('INTERNAL', 'away on purpose', { retryable: true }));
  });
  poke = () => loop.worker.poke();
  await settle();
  await loop.timers.advance(99);
  expect(rounds).toBe(1);
  loop.stop();
  await loop.ended;
});

test('the abort ends a pause at once and a round when it is over', async () => {
  const idle = aLoop(() => Promise.resolve(60_000));
  await settle();
  idle.stop();
  await idle.ended;
  expect(idle.timers.pending).toBe(0);

  let finish = (): void => {};
  let hasEnded = false;
  const busy = aLoop(() => new Promise((resolve) => (finish = () => resolve(60_000))));
  void busy.ended.then(() => (hasEnded = true));
  await settle();
  busy.stop();
  await settle();
  expect(hasEnded).toBe(false);
  finish();
  await busy.ended;
  expect(busy.timers.pending).toBe(0);
});
