import { describe, expect, test } from 'vitest';

import { aDistribution, anAccumulation, aPhaseMemory, stepOver } from '../../../../test/support/a-phase.js';

describe('jump over the creek', () => {
  test.each(['A', 'B', 'C', 'D'] as const)('leads from phase %s to E by a close more than 1 %% above the range', (stage) => {
    const above = (close: number) =>
      stepOver(aPhaseMemory({ structure: anAccumulation({ stage }) }), { high: 122, low: 120.5, close }).said;
    expect(above(121.3)).toBe('ACC_E JOC');
    expect(above(121.2)).toBe(`ACC_${stage}`);
  });

  test('is all that happens on its bar', () => {
    const memory = aPhaseMemory({ structure: anAccumulation({ stage: 'C' }) });
    expect(stepOver(memory, { high: 122, low: 108, close: 121.5, volumeRatio: 0.5, previousLow: 109, volume: 500 }).said).toBe('ACC_E JOC');
    expect(memory.structure).toMatchObject({ breakoutVolume: 500, breakoutCount: 1, lastPointBar: null });
  });
});

describe('fall through the ice', () => {
  const under = (bar: object, aboveCount = 0, isIndex = false) =>
    stepOver(aPhaseMemory({ structure: aDistribution({ stage: 'B', aboveCount }) }), { high: 100.5, low: 99, close: 99.9, ...bar }, isIndex)
      .said;

  test.each([
    [1.5, false, 'DIST_E FTI'],
    [1.49, false, 'DIST_B'],
    [1.25, true, 'DIST_E FTI'],
    [1.24, true, 'DIST_B'],
  ])('takes a close under the range with volumeRatio %d (index: %s): %s', (volumeRatio, isIndex, said) => {
    expect(under({ volumeRatio }, 0, isIndex)).toBe(said);
  });

  test('or three closes in a row under it', () => {
    expect(under({}, 2)).toBe('DIST_E FTI');
    expect(under({}, 1)).toBe('DIST_B');
    expect(under({ close: 100, volumeRatio: 2 }, 2), 'a close at the range is not under it').toBe('DIST_B');
  });
});
