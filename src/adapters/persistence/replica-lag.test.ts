import { expect, test } from 'vitest';

import { ReplicaLag } from './replica-lag.js';

test('the lag of a replica is the time since the oldest look at what it lacks', () => {
  const lag = new ReplicaLag();
  expect(lag.secondsAt(0, 0)).toBe(0);
  lag.note(100, 1_000);
  expect(lag.secondsAt(100, 1_000)).toBe(0);
  lag.note(150, 2_000);
  lag.note(200, 3_000);
  expect(lag.secondsAt(100, 3_500)).toBe(1.5);
  expect(lag.secondsAt(160, 4_000)).toBe(1);
  expect(lag.secondsAt(200, 9_000)).toBe(0);
});

test('a replica that stands still grows older and older, however often it is looked at', () => {
  const lag = new ReplicaLag();
  for (let second = 1; second <= 1_000; second += 1) lag.note(100 + second, second * 1_000);
  expect(lag.secondsAt(100, 1_000_000)).toBe(999);
});
