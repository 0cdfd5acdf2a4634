import { describe, expect, test } from 'vitest';

import { aDistribution, anAccumulation, aPhaseMemory, stepOver } from '../../../../test/support/a-phase.js';
import type { PhaseEventName } from './phase.js';
import type { Structure } from './structure.js';

const confidence = (structure: Structure, bar = {}) => stepOver(aPhaseMemory({ structure }), bar).confidence;

describe('confidence of a structure', () => {
  test.each([
    ['A', ['SC', 'AR'], 1],
    ['B', ['SC', 'AR'], 2 / 3],
    ['C', ['SC', 'AR', 'ST', 'SHAKEOUT'], 1],
    ['C', ['SC', 'AR', 'ST', 'SPRING'], 1],
    ['C', ['SC', 'AR', 'ST', 'TEST'], 3 / 4],
    ['D', ['SC', 'AR', 'ST', 'SPRING', 'SOS', 'JOC'], 5 / 6],
    ['D', ['SC', 'AR', 'LPS', 'BU', 'PS'], 3 / 6],
    ['E', ['SC', 'AR', 'ST', 'JOC'], 4 / 7],
  ] as const)('in phase %s with %j is 0.7 of %d', (stage, seen, share) => {
    const bar = stage === 'E' ? { high: 126, low: 124, close: 125 } : {};
    expect(confidence(anAccumulation({ stage, seen: [...seen] as PhaseEventName[] }), bar)).toBeCloseTo(0.7 * share, 12);
  });

  test('of a distribution knows its own names', () => {
    const seen: PhaseEventName[] = ['BC', 'AR', 'ST', 'UTAD', 'SOW', 'LPSY', 'FTI'];
    expect(confidence(aDistribution({ stage: 'D', seen }))).toBeCloseTo(0.7, 12);
    expect(confidence(aDistribution({ stage: 'D', seen: ['BC', 'UT'] }))).toBeCloseTo(0.7 / 6, 12);
  });

  const volumes = (rising: number, falling: number) => ({ rising: { sum: rising, count: 1 }, falling: { sum: falling, count: 1 } });

  test.each([
    [2, 1, 1, 0.7],
    [1, 2, 0.7, 1],
    [1, 1, 0.7, 0.7],
  ])('adds 0.3 where the volume is on the right bars: rising %d, falling %d', (rising, falling, acc, dist) => {
    expect(confidence(anAccumulation(volumes(rising, falling)))).toBeCloseTo(acc, 12);
    expect(confidence(aDistribution(volumes(rising, falling)))).toBeCloseTo(dist, 12);
  });

  test('adds nothing where there are no bars of one kind', () => {
    expect(confidence(anAccumulation({ rising: { sum: 2, count: 1 } }))).toBeCloseTo(0.7, 12);
    expect(confidence(aDistribution({ falling: { sum: 2, count: 1 } }))).toBeCloseTo(0.7, 12);
  });

  test('counts the bars after the climax by their change, and only where volumeRatio is known', () => {
    const structure = anAccumulation();
    const memory = aPhaseMemory({ structure });
    stepOver(memory, { close: 111, volumeRatio: 1.1 });
    stepOver(memory, { close: 109, volumeRatio: 0.9 });
    stepOver(memory, { close: 110, volumeRatio: 5 });
    stepOver(memory, { close: 111, volumeRatio: NaN });
    expect([structure.rising, structure.falling]).toEqual([
      { sum: 1.1, count: 1 },
      { sum: 0.9, count: 1 },
    ]);
  });
});

describe('confidence of a trend', () => {
  test.each([
    ['UNKNOWN', 111, 1, 0],
    ['MARKUP', 110.1, 1, 1],
    ['MARKUP', 110.1, 0, 0.7],
    ['MARKUP', 110, 1, 0.3],
    ['MARKUP', 110, -1, 0],
    ['MARKDOWN', 109.9, -1, 1],
    ['MARKDOWN', 109.9, 1, 0.7],
    ['MARKDOWN', 110, -1, 0.3],
  ] as const)('%s with a close of %d against SMA50 110 and balance %d is %d', (trend, close, volumeBalance30, expected) => {
    expect(stepOver(aPhaseMemory({ trend }), { close, volumeBalance30 }).confidence).toBeCloseTo(expected, 12);
  });
});
