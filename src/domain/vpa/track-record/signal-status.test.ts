import { describe, expect, test } from 'vitest';

import { signalStatus, type SignalStatus } from './signal-status.js';

const evidence = (changes: object) => ({ count: 1000, days: 300, meanEdge: 0, edgeError: 0.1, ...changes });

describe('a kind of signal', () => {
  test.each<[number, SignalStatus | null, SignalStatus]>([
    [0.31, null, 'ACTIVE'],
    [0.3, null, 'WATCH'],
    [0.21, 'ACTIVE', 'ACTIVE'],
    [0.2, 'ACTIVE', 'WATCH'],
    [0.21, 'WATCH', 'WATCH'],
    [0.21, 'RETIRED', 'WATCH'],
    [-0.31, null, 'RETIRED'],
    [-0.3, null, 'WATCH'],
    [-0.21, 'RETIRED', 'RETIRED'],
    [-0.2, 'RETIRED', 'WATCH'],
    [-0.31, 'ACTIVE', 'RETIRED'],
  ])('with an edge of %d and an error of 0.1, before %s, is %s', (meanEdge, before, status) => {
    expect(signalStatus(evidence({ meanEdge }), before)).toBe(status);
  });

  test.each([
    [{ count: 200, days: 60 }, 'ACTIVE'],
    [{ count: 199 }, 'WATCH'],
    [{ days: 59 }, 'WATCH'],
    [{ edgeError: null }, 'WATCH'],
    [{ meanEdge: NaN }, 'WATCH'],
  ])('with %j is %s', (changes, status) => {
    expect(signalStatus(evidence({ meanEdge: 1, ...changes }), null)).toBe(status);
  });
});
