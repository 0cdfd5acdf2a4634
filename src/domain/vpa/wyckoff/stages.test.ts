import { describe, expect, test } from 'vitest';

import { aDistribution, anAccumulation, aPhaseMemory, stepOver } from '../../../../test/support/a-phase.js';
import { firedBits } from '../fired-bits.js';
import type { PhaseBar } from './phase-bar.js';
import type { Structure } from './structure.js';

const accumulating = (structure: Partial<Structure>, bar: Partial<PhaseBar> = {}, isIndex = false) =>
  stepOver(aPhaseMemory({ structure: anAccumulation(structure) }), bar, isIndex).said;
const distributing = (structure: Partial<Structure>, bar: Partial<PhaseBar> = {}, isIndex = false) =>
  stepOver(aPhaseMemory({ structure: aDistribution(structure) }), bar, isIndex).said;

describe('secondary test', () => {
  const TEST = { high: 111, low: 110, close: 110.5, volume: 699 };

  test.each([
    ['in the lower half of the range, with less than 0.7 of the volume of the climax', {}, 'ACC_B ST'],
    ['not above the middle', { low: 110.1 }, 'ACC_A'],
    ['not on more volume', { volume: 700 }, 'ACC_A'],
    ['not closing under the base', { low: 99, close: 99.9 }, 'ACC_A'],
    ['closing at the base', { low: 99, close: 100 }, 'ACC_B ST'],
  ])('%s', (_, bar, said) => {
    expect(accumulating({}, { ...TEST, ...bar })).toBe(said);
    expect(accumulating({}, { ...TEST, ...bar }, true)).toBe(said);
  });

  test('in a narrow range within 3 % of the base', () => {
    const narrow = { reaction: { bar: 25, high: 104 } };
    expect(accumulating(narrow, { ...TEST, high: 104, low: 103, close: 103.5 })).toBe('ACC_B ST');
    expect(accumulating(narrow, { ...TEST, high: 104, low: 103.1, close: 103.5 })).toBe('ACC_A');
  });

  test('again only where it goes lower, in phase B too', () => {
    expect(accumulating({ stage: 'B', secondaryTest: 108, seen: ['SC', 'AR', 'ST'] }, { ...TEST, low: 107.9 })).toBe('ACC_B ST');
    expect(accumulating({ stage: 'B', secondaryTest: 108, seen: ['SC', 'AR', 'ST'] }, { ...TEST, low: 108 })).toBe('ACC_B');
  });

  test('tells how long ago climax and reaction were, in an accumulation', () => {
    const memory = aPhaseMemory({ bar: 33, structure: anAccumulation() });
    expect(stepOver(memory, TEST).secondaryTest).toEqual({ barsSinceClimax: 14, barsSinceReaction: 9 });
    expect(stepOver(memory).secondaryTest).toBeNull();
    const mirrored = stepOver(aPhaseMemory({ structure: aDistribution() }), { high: 110, low: 109, close: 109.5, volume: 699 });
    expect([mirrored.said, mirrored.secondaryTest]).toEqual(['DIST_B ST', null]);
  });

  test('mirrors in a distribution, 3 % of its top included', () => {
    expect(distributing({}, { high: 109.9, low: 109, close: 109.5, volume: 699 })).toBe('DIST_A');
    const narrow = { reaction: { bar: 25, high: -117 } };
    expect(distributing(narrow, { high: 116.4, low: 115, close: 117, volume: 699 })).toBe('DIST_B ST');
    expect(distributing(narrow, { high: 116.3, low: 115, close: 117, volume: 699 })).toBe('DIST_A');
  });
});

describe('phase A', () => {
  test.each([
    [18, 110, 'ACC_A'],
    [19, 110, 'ACC_B'],
    [19, 120, 'ACC_B'],
    [19, 120.5, 'ACC_A'],
    [19, 99.5, 'ACC_A'],
  ])('ends with 20 closes inside the range: %d and one at %d: %s', (insideCount, close, said) => {
    expect(accumulating({ insideCount }, { close, high: 121, low: 99 })).toBe(said);
  });

  const THRUST = { high: 120.6, low: 118, close: 119.76, volumeRatio: 1.5, closePosition: 0.49, volume: 2000 };

  test.each([
    ['beyond the top by 0.5 %, closing 0.2 % under it on volume', {}, 'DIST_A UT'],
    ['not less far', { high: 120.5 }, 'DIST_A'],
    ['not closing higher', { close: 119.8 }, 'DIST_A'],
    ['not on less volume', { volumeRatio: 1.49 }, 'DIST_A'],
    ['not with a close in the upper half', { closePosition: 0.5 }, 'DIST_A'],
  ])('of a distribution shows an upthrust: %s', (_, bar, said) => {
    expect(distributing({}, { ...THRUST, ...bar })).toBe(said);
  });

  test('shows an upthrust once, and with less volume in an index', () => {
    expect(distributing({ seen: ['BC', 'AR', 'UT'] }, THRUST)).toBe('DIST_A');
    expect(distributing({}, { ...THRUST, volumeRatio: 1.25 }, true)).toBe('DIST_A UT');
  });

  test('of a distribution: in phase B the same bar is the upthrust that ends it', () => {
    expect(distributing({ stage: 'B' }, THRUST)).toBe('DIST_C UTAD');
  });
});

describe('phase B', () => {
  const DIP = { high: 103, low: 95, close: 100.5, closePosition: 0.6, volumeRatio: 1.19 };

  test.each([
    ['a spring', {}, 'ACC_C SPRING'],
    ['too deep for a spring', { low: 94.9 }, 'ACC_B'],
    ['too much volume for a spring, too little for a shakeout', { volumeRatio: 1.2 }, 'ACC_B'],
    ['a shakeout', { volumeRatio: 1.5 }, 'ACC_C SHAKEOUT'],
    ['a deep shakeout', { volumeRatio: 1.5, low: 90 }, 'ACC_C SHAKEOUT'],
    ['a weak close', { closePosition: 0.59 }, 'ACC_B'],
    ['a close at the floor', { close: 100 }, 'ACC_B'],
    ['a low at the floor', { low: 100 }, 'ACC_B'],
  ])('%s: %#', (_, bar, said) => {
    expect(accumulating({ stage: 'B' }, { ...DIP, ...bar })).toBe(said);
  });

  test('takes a shakeout of an index on less volume, a spring on the same', () => {
    expect(accumulating({ stage: 'B' }, { ...DIP, volumeRatio: 1.25 }, true)).toBe('ACC_C SHAKEOUT');
    expect(accumulating({ stage: 'B' }, { ...DIP, volumeRatio: 1.24 }, true)).toBe('ACC_B');
    expect(accumulating({ stage: 'B' }, DIP, true)).toBe('ACC_C SPRING');
  });

  test('remembers the low of the shakeout', () => {
    const memory = aPhaseMemory({ structure: anAccumulation({ stage: 'B' }) });
    stepOver(memory, DIP);
    expect(memory.structure?.shakeoutLow).toBe(95);
  });

  const TEST = { high: 108, low: 106.6, close: 107, closePosition: 0.5, volumeRatio: 0.69 };

  test.each([
    ['a quiet bar in the lower third after 20 closes inside', 19, {}, 'ACC_C TEST'],
    ['too early', 18, {}, 'ACC_B'],
    ['above the lower third', 19, { low: 106.7 }, 'ACC_B'],
    ['not quiet', 19, { volumeRatio: 0.7 }, 'ACC_B'],
    ['a weak close', 19, { closePosition: 0.49 }, 'ACC_B'],
    ['closing under the floor', 19, { low: 99, close: 99.9 }, 'ACC_B'],
  ])('is tested for good: %s', (_, insideCount, bar, said) => {
    expect(accumulating({ stage: 'B', insideCount }, { ...TEST, ...bar })).toBe(said);
  });

  test('takes a test of an index up to 0.75', () => {
    expect(accumulating({ stage: 'B', insideCount: 19 }, { ...TEST, volumeRatio: 0.74 }, true)).toBe('ACC_C TEST');
  });

  test.each([
    [0.5, 'DIST_C TEST'],
    [0.51, 'DIST_B'],
  ])('of a distribution is tested by a quiet bar that closes low: %d: %s', (closePosition, said) => {
    const bar = { high: 113.4, low: 112, close: 113, volumeRatio: 0.69, closePosition };
    expect(distributing({ stage: 'B', insideCount: 19 }, bar)).toBe(said);
  });
});

describe('phases C and D', () => {
  test.each(['PROFESSIONAL_VOLUME', 'JUMP_OVER_CREEK', 'EFFORT_RESULT_HARMONY'] as const)('%s is a sign of strength', (kind) => {
    const fired = firedBits(kind);
    expect(accumulating({ stage: 'C' }, { fired })).toBe('ACC_D SOS');
    expect(accumulating({ stage: 'C' }, { fired, close: 109.9 }), 'not in the lower half').toBe('ACC_C');
  });

  test('other signals are none', () => {
    expect(accumulating({ stage: 'C' }, { fired: firedBits('STRENGTH_ON_RALLY', 'SUPPLY_OVERCOMES_DEMAND') })).toBe('ACC_C');
    expect(distributing({ stage: 'C' }, { fired: firedBits('SUPPLY_OVERCOMES_DEMAND') })).toBe('DIST_D SOW');
    expect(distributing({ stage: 'C' }, { fired: firedBits('PROFESSIONAL_VOLUME') })).toBe('DIST_C');
  });

  test('a sign is told once', () => {
    const seen = anAccumulation().seen.concat('SOS');
    expect(accumulating({ stage: 'D', seen }, { fired: firedBits('PROFESSIONAL_VOLUME') })).toBe('ACC_D');
    expect(accumulating({ stage: 'D' }, { fired: firedBits('PROFESSIONAL_VOLUME') })).toBe('ACC_D SOS');
  });

  const DIP = { high: 110, low: 108, close: 109.5, previousLow: 109, closePosition: 0.5, volumeRatio: 0.69 };

  test.each([
    ['a quiet dip that holds', {}, 'ACC_C LPS'],
    ['no dip', { previousLow: 108 }, 'ACC_C'],
    ['not quiet', { volumeRatio: 0.7 }, 'ACC_C'],
    ['a weak close', { closePosition: 0.49 }, 'ACC_C'],
    ['not above the floor', { low: 100, close: 101 }, 'ACC_C'],
  ])('last point of support: %s', (_, bar, said) => {
    expect(accumulating({ stage: 'C' }, { ...DIP, ...bar })).toBe(said);
  });

  test('it holds above the low of the shakeout where there was one, and comes once', () => {
    expect(accumulating({ stage: 'C', shakeoutLow: 96 }, { ...DIP, low: 99, close: 101 })).toBe('ACC_C LPS');
    expect(accumulating({ stage: 'D' }, DIP)).toBe('ACC_D LPS');
    expect(accumulating({ stage: 'D', lastPointBar: 45 }, DIP)).toBe('ACC_D');
    expect(accumulating({ stage: 'C' }, { ...DIP, volumeRatio: 0.74 }, true), 'an index').toBe('ACC_C LPS');
  });

  test('after it a close in the upper half leads to D, on the same bar it does not', () => {
    expect(accumulating({ stage: 'C' }, { ...DIP, close: 110 })).toBe('ACC_C LPS');
    expect(accumulating({ stage: 'C', lastPointBar: 45 }, { close: 110 })).toBe('ACC_D');
    expect(accumulating({ stage: 'C', lastPointBar: 45 }, { close: 109.9 })).toBe('ACC_C');
  });

  test.each([
    [0.49, 'DIST_C LPSY'],
    [0.5, 'DIST_C'],
  ])('last point of supply: a quiet higher high that closes low: %d: %s', (closePosition, said) => {
    const bar = { high: 112, low: 110, close: 111, previousHigh: 111, volumeRatio: 0.69, closePosition };
    expect(distributing({ stage: 'C' }, bar)).toBe(said);
    expect(distributing({ stage: 'C' }, { ...bar, previousHigh: 112 })).toBe('DIST_C');
  });
});

describe('phase E', () => {
  const BROKEN = { stage: 'E', breakoutVolume: 1000, breakoutCount: 1 } as const;
  const ABOVE = { high: 126, low: 124, close: 125, volume: 999 };

  test.each([
    [3, 'ACC_E'],
    [4, 'MARKUP MARKUP'],
  ])('becomes a markup on the fifth bar above the range: after %d: %s', (breakoutCount, said) => {
    expect(accumulating({ ...BROKEN, breakoutCount }, ABOVE)).toBe(said);
  });

  test.each([
    [131.9, 'ACC_E'],
    [132, 'MARKUP MARKUP'],
  ])('or by a close 10 %% above it: %d: %s', (close, said) => {
    expect(accumulating(BROKEN, { high: 133, low: 130, close })).toBe(said);
  });

  test.each([
    [120, 'ACC_E'],
    [119.9, 'ACC_D'],
  ])('falls back to D by a close in the range: %d: %s', (close, said) => {
    const memory = aPhaseMemory({ structure: anAccumulation({ ...BROKEN, breakoutCount: 2, seen: ['BU'] }) });
    expect(stepOver(memory, { high: 121, low: 119, close }).said).toBe(said);
    expect(memory.structure?.breakoutCount).toBe(said === 'ACC_D' ? 0 : 3);
  });

  test.each([
    ['within 3 % of the range on less volume than the breakout', { low: 123.6 }, 'ACC_E BU'],
    ['not farther away', { low: 123.7 }, 'ACC_E'],
    ['not on as much volume', { low: 123, volume: 1000 }, 'ACC_E'],
  ])('backs up %s', (_, bar, said) => {
    expect(accumulating(BROKEN, { ...ABOVE, ...bar })).toBe(said);
  });

  test('backs up once', () => {
    expect(accumulating({ ...BROKEN, seen: ['BU'] }, { ...ABOVE, low: 123 })).toBe('ACC_E');
  });

  test('of a distribution becomes a markdown and knows no back-up', () => {
    const under = { high: 99, low: 97, close: 98, volume: 500 };
    expect(distributing(BROKEN, under)).toBe('DIST_E');
    expect(distributing({ ...BROKEN, breakoutCount: 4 }, under)).toBe('MARKDOWN MARKDOWN');
    expect(distributing(BROKEN, { high: 92, low: 89, close: 90 })).toBe('MARKDOWN MARKDOWN');
    expect(distributing(BROKEN, { high: 92, low: 89, close: 90.1 })).toBe('DIST_E');
    expect(distributing(BROKEN, { high: 101, low: 99, close: 100.1 })).toBe('DIST_D');
  });
});
