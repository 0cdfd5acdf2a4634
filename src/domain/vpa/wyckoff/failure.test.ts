import { describe, expect, test } from 'vitest';

import { aDistribution, anAccumulation, aPhaseMemory, stepOver } from '../../../../test/support/a-phase.js';

describe('an accumulation fails', () => {
  const fall = (bar: object, structure = anAccumulation(), isIndex = false) =>
    stepOver(aPhaseMemory({ structure }), { high: 101, low: 97, ...bar }, isIndex).said;

  test.each([
    [97.9, 1.2, 'MARKDOWN FAIL'],
    [98, 1.2, 'ACC_A'],
    [97.9, 1.19, 'ACC_A'],
    [97.9, NaN, 'ACC_A'],
  ])('at once by a close an ATR under its floor on volume: close %d, volumeRatio %d: %s', (close, volumeRatio, said) => {
    expect(fall({ close, volumeRatio })).toBe(said);
    expect(fall({ close, volumeRatio }, anAccumulation(), true), 'the threshold of an index is the same').toBe(said);
  });

  test('not at once where the ATR is not known', () => {
    expect(fall({ close: 97.5, volumeRatio: 3, atr14: NaN })).toBe('ACC_A');
  });

  test('by the third close in a row under its floor, whatever the volume', () => {
    const memory = aPhaseMemory({ structure: anAccumulation({ belowCount: 1 }) });
    const under = { high: 101, low: 99, close: 99.9 };
    expect(stepOver(memory, under).phase).toBe('ACC_A');
    expect(stepOver(memory, under).said).toBe('MARKDOWN FAIL');
    const interrupted = aPhaseMemory({ structure: anAccumulation({ belowCount: 2 }) });
    expect(stepOver(interrupted, { ...under, close: 100 }).said, 'a close at the floor is not under it').toBe('ACC_A');
    expect(interrupted.structure?.belowCount).toBe(0);
  });

  test('measured from the climax before the reaction, then from the secondary test, then from the shakeout', () => {
    const deep = { close: 95.9, low: 95, volumeRatio: 1.2 };
    const later = { close: 93, low: 92, volumeRatio: 1.2 };
    expect(fall(deep, anAccumulation({ reaction: null, lowest: 98 })), 'base 100').toBe('MARKDOWN FAIL');
    expect(fall(deep, anAccumulation({ secondaryTest: 98 })), 'floor 98').toBe('MARKDOWN FAIL');
    expect(fall(deep, anAccumulation({ secondaryTest: 98, shakeoutLow: 96, stage: 'C' })), 'shakeout 96').toBe('ACC_C');
    expect(fall(later, anAccumulation({ secondaryTest: 98, shakeoutLow: 96, stage: 'C' }))).toBe('MARKDOWN FAIL');
  });

  test('and a new climax may follow on the same bar', () => {
    expect(fall({ close: 97.9, volumeRatio: 2, isDowntrend: true, fired: 1 })).toBe('ACC_A FAIL SC');
  });
});

describe('a distribution fails', () => {
  test.each([
    [122.1, 'MARKUP FAIL'],
    [122, 'DIST_A'],
  ])('by a close an ATR above its top, without volume: %d: %s', (close, said) => {
    expect(stepOver(aPhaseMemory({ structure: aDistribution() }), { high: 123, low: 119, close, volumeRatio: 0.8 }).said).toBe(said);
  });

  test('by the third close in a row above its top', () => {
    const memory = aPhaseMemory({ structure: aDistribution({ belowCount: 2 }) });
    expect(stepOver(memory, { high: 121, low: 119, close: 120.1 }).said).toBe('MARKUP FAIL');
  });
});
